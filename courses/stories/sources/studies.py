"""What is completed, and the certificates of it."""

from collections.abc import Iterator

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.models import Revision

from courses.agenda.models import Event
from courses.certificates.models import Certificate
from courses.certificates.queries import EVENT
from courses.people.models import Participant
from courses.progress.models import Completion
from courses.quizzes.models import Attempt
from courses.stories.telling import Kind, Source, Told
from courses.territory.models import Body

COMPLETIONS, CERTIFICATES = "courses.view_completion", "courses.view_certificate"


def _with_revision(rows: QuerySet[Completion]) -> QuerySet[Completion]:
    """With the day of the revision that was read, while the site still keeps it."""
    kept = Revision.objects.filter(pk=OuterRef("revision_id")).values("created_at")
    return rows.annotate(revision_of=Subquery(kept[:1]))


def _revision(row: Completion) -> str:
    if row.revision_id is None:
        return ""
    if row.revision_of is None:
        return _("read in revision %(number)s") % {"number": row.revision_id}
    day = date_format(localtime(row.revision_of), "SHORT_DATETIME_FORMAT")
    return _("read in revision %(number)s of %(day)s") % {"number": row.revision_id, "day": day}


def _completed(row: Completion) -> Told:
    more = "; ".join(filter(None, [row.course_title, _revision(row), row.get_method_display().lower()]))
    words = _("Completed: %(activity)s") % {"activity": row.activity_title}
    return Told(words, more, row.participant, row.author, row.reason)


def _withdrawn(row: Completion) -> Told:
    words = _("Completion withdrawn: %(activity)s") % {"activity": row.activity_title}
    return Told(words, row.course_title, row.participant)


def _issued(row: Certificate) -> Told:
    words = _("Certificate %(number)s issued") % {"number": row.label}
    return Told(words, row.title, row.participant, row.issued_by)


def _annulled(row: Certificate) -> Told:
    words = _("Certificate %(number)s annulled") % {"number": row.label}
    return Told(words, row.title, row.participant, row.annulled_by, row.reason)


def _begun(row: Attempt) -> Told:
    words = _("Quiz begun: %(quiz)s") % {"quiz": row.quiz_title}
    return Told(words, _("attempt %(number)s") % {"number": row.number}, row.participant)


def _handed_in(row: Attempt) -> Told:
    """The score and how it ended; never what was answered."""
    words = _("Quiz passed: %(quiz)s") if row.passed else _("Quiz not passed yet: %(quiz)s")
    score = _("%(score)s %%") % {"score": number_format(row.score)}
    more = "; ".join([_("attempt %(number)s") % {"number": row.number}, score, row.get_closing_display()])
    return Told(words % {"quiz": row.quiz_title}, more, row.participant)


def _of_event(event: Event) -> Iterator[Q]:
    yield Q(source=f"{EVENT}{event.pk}")


_COMPLETION = {"about": {Participant: "participant", Body: "participant__body"}, "joined": ("participant", "author")}
_ATTEMPT = {
    "about": {Participant: "participant", Body: "participant__body"},
    "joined": ("participant",),
    "full": lambda rows: rows.defer("paper", "results"),
}
_CERTIFICATE = {
    "about": {Participant: "participant", Body: "body", Event: _of_event},
    "joined": ("participant", "issued_by", "annulled_by"),
}

SOURCES = (
    Source(
        *(Kind.COMPLETION, Completion, "completed_at", COMPLETIONS),
        tell=_completed,
        told_by=("completion.create",),
        full=_with_revision,
        **_COMPLETION,
    ),
    Source(
        *(Kind.COMPLETION, Completion, "withdrawn_at", COMPLETIONS),
        tell=_withdrawn,
        told_by=("completion.withdraw",),
        **_COMPLETION,
    ),
    Source(*(Kind.QUIZ, Attempt, "started_at", COMPLETIONS), tell=_begun, told_by=("attempt.begin",), **_ATTEMPT),
    Source(*(Kind.QUIZ, Attempt, "closed_at", COMPLETIONS), tell=_handed_in, told_by=("attempt.hand_in",), **_ATTEMPT),
    Source(
        *(Kind.CERTIFICATE, Certificate, "issued_at", CERTIFICATES),
        tell=_issued,
        told_by=("certificate.issue",),
        **_CERTIFICATE,
    ),
    Source(
        *(Kind.CERTIFICATE, Certificate, "annulled_at", CERTIFICATES),
        tell=_annulled,
        told_by=("certificate.annul",),
        **_CERTIFICATE,
    ),
)
