"""Reading progress."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear
from django.utils import timezone

from courses.among import Among
from courses.catalogue.models import Activity
from courses.catalogue.queries import Outline, required_activities, required_by_course
from courses.enrolment.models import Enrolment, State
from courses.people.models import Participant
from courses.prepared import prepared
from courses.progress.models import Completion, CompletionRule, Credit, RuleOfEnrolment


class Progress(NamedTuple):
    """How far somebody is: required activities done, out of those the course asks for."""

    done: int
    required: int
    completed: bool

    @property
    def percent(self) -> int:
        """A whole number from 0 to 100, rounded down: 100 means that nothing is missing."""
        if self.completed:
            return 100
        # all activities done, and hours still missing: not the whole
        return min(99, 100 * self.done // self.required) if self.required else 0


def live_completions(participant: Participant | int, course_key: UUID) -> QuerySet[Completion]:
    """The completions of a person in a course that stand."""
    return Completion.objects.filter(participant=participant, course_key=course_key, withdrawn_at__isnull=True)


def completed_keys(participant: Participant | int, course_key: UUID) -> frozenset[UUID]:
    """The keys of the activities a person has done in a course, in one query."""
    return frozenset(_completed_keys(participant, course_key))


@prepared
def _completed_keys(participant: int, course_key: UUID) -> QuerySet[UUID]:
    return live_completions(participant, course_key).order_by().values_list("activity_key", flat=True)


def lacks_an_activity(participant: Participant, course_key: UUID) -> bool:
    """Whether a person has still to do an activity that the course asks for."""
    return bool(_lacking(participant, course_key))


@prepared
def _lacking(participant: int, course_key: UUID) -> QuerySet[UUID]:
    done = live_completions(participant, course_key).filter(activity_key=OuterRef("key"))
    return required_activities(course_key).filter(~Exists(done)).order_by().values_list("key", flat=True)[:1]


def completion_of(participant: Participant, activity_key: UUID) -> Completion | None:
    """The completion of one activity that stands, if any."""
    return Completion.objects.filter(
        participant=participant, activity_key=activity_key, withdrawn_at__isnull=True
    ).first()


@dataclass(frozen=True)
class Hours:
    """Minutes of attendance of a person in a course: present, and absent with an excuse."""

    present: int
    excused: int


def hours_of(participant: Participant, course_key: UUID) -> Hours:
    """The minutes credited to a person in a course."""
    found = Credit.objects.filter(participant=participant, course_key=course_key)
    total = found.aggregate(present=Sum("minutes"), excused=Sum("excused"))
    return Hours(total["present"] or 0, total["excused"] or 0)


@dataclass
class YearOfHours:
    """What somebody did in a calendar year: hours attended, and apart from them an estimate that is in no total."""

    year: int
    credits: list[Credit] = field(default_factory=list)
    materials: int = 0  # minutes, as estimated
    activities: int = 0  # how many were studied

    def minutes_of(self, kind: str) -> int:
        """The minutes attended of one kind."""
        return sum(credit.minutes for credit in self.credits if credit.kind == kind)

    @property
    def attended(self) -> int:
        """All minutes of attendance, materials never among them."""
        return sum(credit.minutes for credit in self.credits)


def years_of(participant: Participant) -> list[YearOfHours]:
    """The years in which somebody attended or studied something, in any course, the last first; in two queries.

    What was credited and completed counts, whatever became of its pages. A day that was attended is not studied too.
    """
    found: dict[int, YearOfHours] = {}
    attended = Credit.objects.filter(participant=participant, minutes__gt=0)
    for credit in attended:
        found.setdefault(credit.credited_on.year, YearOfHours(credit.credited_on.year)).credits.append(credit)
    studied = (
        Completion.objects.filter(participant=participant, withdrawn_at__isnull=True, study_minutes__gt=0)
        .exclude(activity_key__in=attended.order_by().values("activity_key"))
        .order_by()
        .values_list(ExtractYear("completed_at"))  # of the local day
        .annotate(Sum("study_minutes"), Count("pk"))
    )
    for year, minutes, number in studied:
        one = found.setdefault(year, YearOfHours(year))
        one.materials, one.activities = minutes, number
    return sorted(found.values(), key=lambda one: one.year, reverse=True)


def kinds_in(years: Iterable[YearOfHours]) -> list[Credit.Kind]:
    """The kinds that tables of hours have a column for: days and webinars, and another where there is any."""
    found = {credit.kind for year in years for credit in year.credits}
    return [kind for kind in Credit.Kind if kind != Credit.Kind.OTHER or kind in found]


def credits_of_many(people: Iterable[Participant]) -> QuerySet[Credit]:
    """What some people attended."""
    return Credit.objects.filter(participant__in=list(people), minutes__gt=0)


def not_started(enrolments: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Those in whose course the person has neither completed nor attended anything."""
    return enrolments.filter(~Exists(_done()), ~Exists(_attended()))


def standing_still(enrolments: QuerySet[Enrolment], since: datetime) -> QuerySet[Enrolment]:
    """Those in whose course the person has done something, and nothing since a moment."""
    begun = Exists(_done()) | Exists(_attended())
    lately = _attended().filter(credited_on__gte=timezone.localdate(since))
    return enrolments.filter(begun, ~Exists(_done().filter(completed_at__gte=since)), ~Exists(lately))


def _done() -> QuerySet[Completion]:
    own = {"participant": OuterRef("participant"), "course_key": OuterRef("course_key")}
    return Completion.objects.filter(**own, withdrawn_at__isnull=True)


def _attended() -> QuerySet[Credit]:
    return Credit.objects.filter(participant=OuterRef("participant"), course_key=OuterRef("course_key"), minutes__gt=0)


def newest_rule(course_key: UUID) -> CompletionRule | None:
    """What a course asks for today besides its activities; None when it asks for nothing."""
    return CompletionRule.objects.filter(course_key=course_key).order_by("-version").first()


def rule_of(enrolment: Enrolment) -> CompletionRule | None:
    """The version an enrolment goes by: the one it keeps, else today's."""
    kept = RuleOfEnrolment.objects.filter(enrolment=enrolment).select_related("rule").first()
    return kept.rule if kept else newest_rule(enrolment.course_key)


def rule_for(participant: Participant, course_key: UUID) -> CompletionRule | None:
    """The version a person goes by in a course: that of their last enrolment there, else today's."""
    last = participant.enrolments.filter(course_key=course_key).order_by("-enrolled_at", "-pk").first()
    return rule_of(last) if last else newest_rule(course_key)


def progress_in(outline: Outline, done: frozenset[UUID], enrolment: Enrolment) -> Progress:
    """The progress that an outline and a set of completed keys amount to."""
    return _progress(outline.required_keys, done, enrolment)


def next_activity(outline: Outline, done: frozenset[UUID]) -> Activity | None:
    """Where to go on: the first required activity not done, else the first of any kind not done."""
    missing = [activity for activity in outline.activities if activity.key not in done]
    required = [activity for activity in missing if activity.required]
    return next(iter(required or missing), None)


class Enrolled(NamedTuple):
    """What of an enrolment is shown beside a person in a list: of three hundred thousand no more is made."""

    participant: int
    course_title: str
    state: str
    progress: Progress


def enrolled_of(people: Iterable[int]) -> Iterator[Enrolled]:
    """The enrolments of some people, by their keys, the last first, with the progress of each; in three queries."""
    keys = list(people)
    found = Enrolment.objects.filter(Among("participant", keys)).order_by("-enrolled_at", "-pk")
    rows = list(found.values_list("participant", "course_title", "state", "course_key"))
    known = _asked_and_done((row[3] for row in rows), keys)
    for person, title, state, course in rows:
        done, required = known[course.int]
        number, completed = done.get(person, 0), state == State.COMPLETED
        yield Enrolled(person, title, state, Progress(number, number if completed else required, completed))


def progress_of_many(enrolments: Iterable[Enrolment]) -> dict[int, Progress]:
    """The progress of each enrolment by its primary key: two queries, whatever the number of people and courses."""
    rows = list(enrolments)
    known = _asked_and_done((row.course_key for row in rows), {row.participant_id for row in rows})
    found: dict[int, Progress] = {}
    for row in rows:
        done, required = known[row.course_key.int]
        number, completed = done.get(row.participant_id, 0), row.state == State.COMPLETED
        found[row.pk] = Progress(number, number if completed else required, completed)
    return found


def _asked_and_done(courses: Iterable[UUID], people: Iterable[int]) -> dict[int, tuple[dict[int, int], int]]:
    """Of each course how many of its required activities each person has done, and how many there are; two queries."""
    # By the numbers of the courses' keys: the keys themselves are compared in Python, and slowly.
    required = required_by_course({course.int: course for course in courses}.values())
    done = _required_done(people, required)
    return {course.int: (done[course], len(keys)) for course, keys in required.items()}


def _required_done(people: Iterable[int], required: dict[UUID, set[UUID]]) -> dict[UUID, dict[int, int]]:
    """How many of the activities that each course requires some people have done, in one query."""
    # Keys are counted, not rows: the index of live completions holds them, and the table is not read at all.
    asked = {
        course: Count("activity_key", filter=Q(activity_key__in=keys)) for course, keys in required.items() if keys
    }
    rows = Completion.objects.filter(
        Among("participant", people), activity_key__in=set().union(*required.values()), withdrawn_at__isnull=True
    )
    named = {f"of_{place}": number for place, number in enumerate(asked.values())}
    found = list(rows.order_by().values_list("participant").annotate(**named))
    done: dict[UUID, dict[int, int]] = {course: {} for course in required}
    for place, course in enumerate(asked, start=1):
        done[course] = {row[0]: row[place] for row in found}
    return done


def progress_by_module(enrolments: Iterable[Enrolment]) -> dict[int, list[Progress]]:
    """The progress of each enrolment in each module of its course, in their order: two queries per course.

    Counts the required activities of today; a module that asks for none has nothing to do.
    """
    by_course: dict[UUID, list[Enrolment]] = {}
    for enrolment in enrolments:
        by_course.setdefault(enrolment.course_key, []).append(enrolment)
    found: dict[int, list[Progress]] = {}
    for course_key, group in by_course.items():
        modules = modules_of(course_key)
        required = frozenset().union(*modules)
        done: dict[int, set[UUID]] = {}
        for participant, key in Completion.objects.filter(
            Among("participant", (enrolment.participant_id for enrolment in group)),
            activity_key__in=required,
            withdrawn_at__isnull=True,
        ).values_list("participant", "activity_key"):
            done.setdefault(participant, set()).add(key)
        for enrolment in group:
            keys = frozenset(done.get(enrolment.participant_id, ()))
            found[enrolment.pk] = [_progress(module, keys, enrolment) for module in modules]
    return found


def modules_of(course_key: UUID) -> list[frozenset[UUID]]:
    """The keys of the required activities of each module, in order; a page in two languages is one activity."""
    rows = Activity.objects.filter(course_key=course_key, page__live=True, module__live=True).order_by("module__path")
    modules: dict[UUID, set[UUID]] = {}
    for module, key, required in rows.values_list("module__translation_key", "key", "required"):
        modules.setdefault(module, set()).update({key} if required else ())
    return [frozenset(keys) for keys in modules.values()]


def most_modules() -> int:
    """How many modules the course with most of them has."""
    counted = Activity.objects.filter(page__live=True, module__live=True).order_by().values("course_key")
    numbers = counted.annotate(number=Count("module__translation_key", distinct=True)).values_list("number", flat=True)
    return max(numbers, default=0)


def minutes_by_enrolment(enrolments: Iterable[Enrolment]) -> dict[tuple[int, UUID], int]:
    """The minutes credited to each person in each course, of those in some enrolments, in one query."""
    people = {enrolment.participant_id for enrolment in enrolments}
    rows = Credit.objects.filter(Among("participant", people)).order_by().values_list("participant", "course_key")
    return {(person, course): minutes for person, course, minutes in rows.annotate(Sum("minutes"))}


def _progress(required: frozenset[UUID], done: frozenset[UUID], enrolment: Enrolment) -> Progress:
    """Who has completed the course lacks nothing, whatever it asks for today."""
    number = len(required & done)
    if enrolment.state == State.COMPLETED:
        return Progress(number, number, True)
    return Progress(number, len(required), False)
