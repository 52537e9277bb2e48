"""What the secretariat reads of certificates: the list, one with its history, what waits for its word."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy

from courses.audit.models import Entry
from courses.audit.queries import entries_about
from courses.certificates.models import Certificate, Confirmation, ErrorReport
from courses.certificates.queries import Due, still_due, to_confirm
from courses.certificates.rules import typed_code
from courses.people.models import Participant
from courses.people.queries import search_participants
from courses.reports.queries import TRAIL_LENGTH

ACTIONS = {
    "certificate.issue": gettext_lazy("Certificate issued"),
    "certificate.reissue": gettext_lazy("Replaced by a new one"),
    "certificate.annul": gettext_lazy("Certificate annulled"),
    "certificate.issue_again": gettext_lazy("Issued again after it was annulled"),
    "certificate.flag": gettext_lazy("Differs from the register since a correction"),
    "certificate.unflag": gettext_lazy("Agrees with the register again"),
    "certificate.report_error": gettext_lazy("Error reported"),
    "certificate.settle_report": gettext_lazy("Report of an error settled"),
    "certificate.read": gettext_lazy("File taken"),
    "certificate.unite": gettext_lazy("Two records of one person united"),
}
LONGEST_NUMBER = 9  # digits that every database's integers hold
AT_ONCE = 1000  # boxes of one page, and certificates of one batch


def certificates_listed() -> QuerySet[Certificate]:
    """All certificates, with whether an error was reported and not looked at yet."""
    reports = ErrorReport.objects.filter(certificate=OuterRef("pk"), handled_at=None)
    found = Certificate.objects.select_related("participant", "body", "replaced_by", "issued_by", "annulled_by")
    return found.annotate(reported=Exists(reports))


def search_certificates(found: QuerySet[Certificate], text: str) -> QuerySet[Certificate]:
    """Those of a number («12» or «12/2027»), of a code, or of a person found by the words typed."""
    number, slash, year = text.strip().partition("/")
    if _is_number(number) and (not slash or _is_number(year)):
        return found.filter(number=int(number), **({"year": int(year)} if slash else {}))
    if typed_code(text):
        return found.filter(code=typed_code(text))
    people = search_participants(Participant.objects.order_by(), text)
    return found.filter(Q(participant__in=people) | Q(title__icontains=text.strip()))


def trail_of_certificate(certificate: Certificate) -> list[Entry]:
    """The last things done to a certificate, each with `what`: the action in words."""
    entries = list(entries_about(certificate)[:TRAIL_LENGTH])
    for entry in entries:
        entry.what = ACTIONS.get(entry.action, entry.action)
    return entries


@dataclass(frozen=True)
class Waiting:
    """What waits for the secretariat's word: a training day, a webinar or a course, and for how many people."""

    source: str
    title: str
    day: Any
    people: int


def waiting_sources() -> list[Waiting]:
    """By what they are for, the oldest first."""
    found: dict[str, list[Due]] = {}
    for due in to_confirm():
        found.setdefault(due.source, []).append(due)
    return [Waiting(source, dues[0].title, dues[0].day, len(dues)) for source, dues in found.items()]


def waiting_for(source: str) -> Sequence[Due]:
    """Whose certificates for one thing wait, by name; of more than one page holds, those who earned it first.

    Taken by the day and then by the record: who earns it while the page is looked at pushes nobody off it.
    """
    dues = [due for due in to_confirm() if due.source == source]
    first = sorted(dues, key=lambda due: (due.day, due.participant.pk))[:AT_ONCE]
    return sorted(first, key=lambda due: (due.participant.family_name.casefold(), due.participant.pk))


@dataclass(frozen=True)
class Result:
    """What became of one certificate of a batch: issued, still to be, or due no more."""

    confirmation: Confirmation
    certificate: Certificate | None
    is_due: bool


def results_of(batch: UUID) -> list[Result]:
    """Each certificate of a batch, by name; as many as one page holds."""
    asked = Confirmation.objects.filter(batch=batch).select_related("participant")
    found = list(asked.order_by("participant__family_name", "participant__given_name", "pk")[:AT_ONCE])
    people = [one.participant_id for one in found]
    issued = Certificate.objects.filter(participant__in=people, state__in=Certificate.SETTLED).order_by("pk")
    by_source = {(one.participant_id, one.source): one for one in issued}
    due = still_due(batch)
    keys = [(one, (one.participant_id, one.source)) for one in found]
    return [Result(one, by_source.get(key), key in due) for one, key in keys]


def years_of_certificates() -> list[tuple[str, str]]:
    """The years in which any was issued, the last first."""
    years = Certificate.objects.order_by("-year").values_list("year").annotate(Count("pk"))
    return [(str(year), str(year)) for year, _number in years]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
