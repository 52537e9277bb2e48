"""What is completed, and the certificates of it."""

from collections.abc import Iterator

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.models import Revision

from courses.agenda.models import Event
from courses.certificates.models import Certificate
from courses.certificates.queries import EVENT
from courses.people.models import Participant
from courses.progress.models import Completion
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


def _of_event(event: Event) -> Iterator[Q]:
    yield Q(source=f"{EVENT}{event.pk}")


_COMPLETION = {"about": {Participant: "participant", Body: "participant__body"}, "joined": ("participant", "author")}
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
