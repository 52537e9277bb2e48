"""What waits for the secretariat now: read live, each a count that an index answers, with the list it stands for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.adhesion.models import Adhesion
from courses.agenda.models import Event
from courses.agenda.rules import SOON
from courses.attendance.models import Connection
from courses.certificates.queries import number_to_confirm
from courses.enrolment.models import Enrolment, State
from courses.post.models import Letter


@dataclass(frozen=True)
class Kind:
    """Something that may wait: who sees it, in which list, and how many."""

    permission: str
    label: Any
    list_of: str
    question: str
    number: Callable[[], int]


@dataclass(frozen=True)
class Waiting:
    """How many of a kind wait, and where they are listed."""

    label: Any
    number: int
    address: str


def _under_minimum() -> int:
    """Those that come soon: a year ahead most have nobody yet, and nothing is to be done about it."""
    now = timezone.now()
    short = Event.objects.filter(state__in=Event.OPEN, seats_taken__lt=F("minimum"))
    return short.filter(ends_at__gt=now, ends_at__lte=now + SOON).count()


KINDS = (
    Kind(
        "courses.view_adhesion",
        _("Adhesions to be decided"),
        "courses_adhesion_modeladmin_index",
        "state=submitted",
        lambda: Adhesion.objects.filter(state=Adhesion.State.SUBMITTED).count(),
    ),
    Kind(
        "courses.view_enrolment",
        _("Enrolments that wait for an answer"),
        "courses_enrolment_modeladmin_index",
        "state=pending",
        lambda: Enrolment.objects.filter(state=State.PENDING).count(),
    ),
    Kind(
        "courses.view_event",
        _("Events of the next month under their minimum"),
        "courses_event_modeladmin_index",
        "period=soon&short=yes",
        _under_minimum,
    ),
    Kind(
        "courses.view_event",
        _("Events held whose register is not closed"),
        "courses_event_modeladmin_index",
        "state=held",
        lambda: Event.objects.filter(state=Event.State.HELD).count(),
    ),
    Kind(
        "courses.view_register",
        _("Rows of webinar reports to be matched with a person"),
        "courses_register_modeladmin_index",
        "unmatched=yes",
        lambda: Connection.objects.filter(Connection.UNSETTLED).count(),
    ),
    Kind(
        "courses.issue_certificate",
        _("Certificates to be confirmed"),
        "courses_certificate_due",
        "",
        number_to_confirm,
    ),
    Kind(
        "courses.view_letter",
        _("Letters that did not leave"),
        "courses_letter_modeladmin_index",
        "state=failed",
        lambda: Letter.objects.filter(state=Letter.State.FAILED).count(),
    ),
)


def waiting_for(user: Any) -> list[Waiting]:
    """What waits for this account, in the order of KINDS; also what nobody waits for, so that zero is read as zero."""
    return [Waiting(kind.label, kind.number(), _address(kind)) for kind in KINDS if user.has_perm(kind.permission)]


def _address(kind: Kind) -> str:
    address = reverse(kind.list_of)
    return f"{address}?{kind.question}" if kind.question else address
