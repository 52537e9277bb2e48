"""What the secretariat reads: one person's whole story, and the choices its lists are filtered by."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Lower, NullIf
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext_lazy as _

from courses.adhesion.models import Adhesion
from courses.audit.models import Entry
from courses.audit.queries import entries_about, entries_about_many
from courses.catalogue.models import Activity, CoursePage
from courses.catalogue.queries import Outline, live_courses, outline_of
from courses.enrolment.models import Enrolment, State
from courses.enrolment.queries import bodies_with_people_waiting, enrolled_courses, enrolments_of
from courses.people.models import Participant
from courses.post.letters import KINDS
from courses.post.models import Letter
from courses.progress.models import Completion, CompletionRule
from courses.progress.queries import Progress, progress_in
from courses.reports.models import SavedReport
from courses.stories.queries import in_words
from courses.territory.models import Body, Municipality, search_text_of
from courses.territory.queries import fold

TRAIL_LENGTH = 50


@dataclass(frozen=True)
class Line:
    """An activity in a person's story: of the course now, or done before its page went (`activity` is None)."""

    title: str
    activity: Activity | None
    completion: Completion | None


@dataclass(frozen=True)
class ModuleStory:
    """A module as one person has gone through it."""

    title: str
    lines: list[Line] = field(default_factory=list)

    @property
    def done(self) -> int:
        """How many of its activities are completed."""
        return sum(line.completion is not None for line in self.lines)


@dataclass(frozen=True)
class CourseStory:
    """An enrolment with all it led to. Only the last enrolment in a course carries its modules."""

    enrolment: Enrolment
    progress: Progress | None = None
    modules: list[ModuleStory] = field(default_factory=list)


@dataclass(frozen=True)
class Withdrawal:
    """A completion that was taken back, and the entry that says by whom and why."""

    completion: Completion
    entry: Entry | None


@dataclass(frozen=True)
class Story:
    """Everything that is recorded of one official."""

    participant: Participant
    courses: list[CourseStory]
    elsewhere: list[Completion]  # completions in courses without an enrolment
    withdrawn: list[Withdrawal]


def people() -> QuerySet[Participant]:
    """The participants with all that a screen shows of their body."""
    return Participant.objects.select_related("body__province__region", "body__municipality", "municipality", "user")


def story_of(participant: Participant) -> Story:
    """One official's enrolments, changes and completions: the queries do not grow with what was done."""
    enrolments = list(enrolments_of(participant).select_related("completion").prefetch_related("changes__author"))
    completions = list(participant.completions.select_related("author").order_by("completed_at", "pk"))
    standing = [completion for completion in completions if completion.withdrawn_at is None]
    outlines = _outlines({enrolment.course_key for enrolment in enrolments})
    courses, told = [], set()
    for enrolment in enrolments:
        key = enrolment.course_key
        if key in told:
            courses.append(CourseStory(enrolment))
            continue
        told.add(key)
        courses.append(_course_story(enrolment, outlines.get(key), [c for c in standing if c.course_key == key]))
    elsewhere = [completion for completion in standing if completion.course_key not in told]
    return Story(participant, courses, elsewhere, _withdrawals(completions))


def sheet_of(participant: Participant) -> list[tuple[Any, str]]:
    """What is known of one record, label by label, to be laid beside another."""
    enrolments = [f"{one.course_title}: {one.get_state_display()}" for one in enrolments_of(participant)]
    bodies = [str(one.body) for one in participant.contact_of.filter(until=None).select_related("body")]
    return [
        (_("Name"), participant.full_name),
        (_("E-mail address"), participant.email),
        (_("Body"), participant.place),
        (_("Role"), participant.get_role_display()),
        (_("Account"), str(participant.user or "")),
        (_("Registered"), date_format(timezone.localtime(participant.created_at), "SHORT_DATE_FORMAT")),
        (_("Enrolments"), "; ".join(enrolments)),
        (_("Activities completed"), str(participant.completions.filter(withdrawn_at=None).count())),
        (_("Contact of"), ", ".join(bodies)),
    ]


def trail_of(subject: Model) -> list[Entry]:
    """The last things done to the record itself, each with `what`: the action in words."""
    entries = list(entries_about(subject)[:TRAIL_LENGTH])
    for entry in entries:
        entry.what = in_words(entry)
    return entries


def bodies_with_counts() -> QuerySet[Body]:
    """The bodies with how many people they have and, in each state, how many enrolments (`enrolments_<state>`).

    `waiting` is how many people wait for the body to join, `has_waiting` whether any does.
    """
    waiting = bodies_with_people_waiting().filter(pk=OuterRef("pk")).order_by().values("waiting")
    # counted row by row and not by joins: a join of the people of a body with its enrolments multiplies them
    by_state = {f"enrolments_{state}": _count_for_body(Enrolment.objects.filter(state=state)) for state in State.values}
    return Body.objects.select_related("province__region", "municipality__successor__successor").annotate(
        people=_count_for_body(Participant.objects.all()),
        waiting=Coalesce(Subquery(waiting), 0),
        has_waiting=Q(waiting__gt=0),
        **by_state,
    )


def _count_for_body(rows: QuerySet) -> Coalesce:
    mine = rows.filter(body=OuterRef("pk")).order_by().values("body")
    return Coalesce(Subquery(mine.annotate(number=Count("pk")).values("number")), 0)


def search_bodies(bodies: QuerySet[Body], text: str) -> QuerySet[Body]:
    """Those whose municipality is found by every word typed, whatever accents; the other bodies by their name."""
    found = Q()
    for word in fold(text).split():
        found &= Q(municipality__in=Municipality.objects.filter(search_text__contains=f" {word}"))
    return bodies.filter(found | Q(name__icontains=text.strip()))


def search_municipality_names(rows: QuerySet[Municipality], text: str) -> QuerySet[Municipality]:
    """Those with every word typed in a name of theirs, whatever accents."""
    for word in fold(text).split():
        rows = rows.filter(search_text__contains=f" {word}")
    return rows


def adhesions() -> QuerySet[Adhesion]:
    """All adhesions, with the territory of their day (`in_region`, `in_province`) or, in drafts, that of the body."""
    kept = {
        "in_region": ("region", "body__province__region__name"),
        "in_province": ("province", "body__province"),
    }
    place = {name: Coalesce(NullIf(own, Value("")), now) for name, (own, now) in kept.items()}
    return Adhesion.objects.select_related("body__province__region", "body__municipality", "decided_by").annotate(
        **place
    )


def search_adhesions(rows: QuerySet[Adhesion], text: str) -> QuerySet[Adhesion]:
    """Those whose body, contact or protocol is found by every word typed, whatever accents, or by the e-mail address.

    A body joins once, or a few times: reading all their names costs less than another folded column kept in step.
    """
    if "@" in text:
        return rows.filter(contact_email__icontains=text.strip())
    words = fold(text).split()
    own = ("body_name", "body__name", "contact_given_name", "contact_family_name", "protocol")
    found = []
    for pk, place, *names in Adhesion.objects.values_list("pk", "body__municipality__search_text", *own):
        hay = f" {place or ''} {search_text_of(filter(None, names))}"
        if words and all(f" {word}" in hay for word in words):
            found.append(pk)
    return rows.filter(pk__in=found)


def search_letters(letters: QuerySet[Letter], text: str) -> QuerySet[Letter]:
    """Those whose address or subject holds every word typed."""
    for word in text.split():
        letters = letters.filter(Q(recipient__icontains=word) | Q(subject__icontains=word))
    return letters


def saved_reports(source: type[Model]) -> QuerySet[SavedReport]:
    """What was saved of a list, by name."""
    return SavedReport.objects.filter(source=source._meta.label_lower).select_related("author").order_by(Lower("name"))


def letter_kinds() -> list[tuple[str, str]]:
    """The kinds of letter by name; those written once, and declared no more, by their key."""
    known = {key: str(kind.name) for key, kind in KINDS.items()}
    old = Letter.objects.exclude(kind__in=known).order_by("kind").values_list("kind", flat=True).distinct()
    return sorted((dict(zip(old, old, strict=True)) | known).items(), key=lambda one: one[1])


def course_choices() -> list[tuple[str, str]]:
    """Every course that is published or has enrolments, by key: records outlive pages, and keep their titles."""
    titles = enrolled_courses() | dict(live_courses().values_list("translation_key", "title"))
    return sorted(((str(key), title) for key, title in titles.items()), key=lambda choice: choice[1])


def rule_in_words(rule: CompletionRule | None) -> str:
    """What a course asks for, in one line."""
    if rule is None or not rule.minutes:
        return _("its activities alone")
    hours = number_format(rule.minutes / 60, decimal_pos=2 if rule.minutes % 60 else 0)
    words = [_("%(hours)s hours, at least %(share)s per cent of them") % {"hours": hours, "share": rule.threshold}]
    if rule.several_days:
        words.append(_("several training days may be booked"))
    if rule.excused_counts_less:
        words.append(_("excused absence is taken off"))
    return "; ".join(map(str, words))


def _outlines(keys: Iterable[UUID]) -> dict[UUID, Outline]:
    # the published page last: of a course's translations it is the one that stands
    pages = CoursePage.objects.filter(translation_key__in=keys).order_by("live")
    found = {page.translation_key: page for page in pages}
    return {key: outline_of(page) for key, page in found.items()}


def _course_story(enrolment: Enrolment, outline: Outline | None, standing: list[Completion]) -> CourseStory:
    by_key = {completion.activity_key: completion for completion in standing}
    modules = []
    for part in outline.parts if outline else []:
        lines = [Line(one.page.title, one, by_key.pop(one.key, None)) for one in part.activities]
        modules.append(ModuleStory(part.module.title, lines))
    gone: dict[str, ModuleStory] = {}
    for completion in by_key.values():
        module = gone.setdefault(completion.module_title, ModuleStory(completion.module_title))
        module.lines.append(Line(completion.activity_title, None, completion))
    done = frozenset(completion.activity_key for completion in standing)
    progress = progress_in(outline, done, enrolment) if outline else None
    return CourseStory(enrolment, progress, [*modules, *gone.values()])


def _withdrawals(completions: list[Completion]) -> list[Withdrawal]:
    withdrawn = [completion for completion in completions if completion.withdrawn_at is not None]
    entries = {entry.subject_id: entry for entry in entries_about_many(Completion, withdrawn, "completion.withdraw")}
    return [Withdrawal(completion, entries.get(str(completion.pk))) for completion in withdrawn]
