"""The personal data this app keeps."""

from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.privacy import PersonalData, Retention, addresses_of, declare, deletes, keep
from home.actions import due_reports
from home.models import BarrierReport


def _reports_of(participant: Any) -> QuerySet[BarrierReport]:
    """The reports that ask for an answer at one of the person's addresses."""
    found = Q(pk__in=())
    for address in addresses_of(participant):
        found |= Q(email__iexact=address)
    return BarrierReport.objects.filter(found)


def _forget_address(rows: QuerySet, participant: Any, author: Any) -> None:
    """The barrier is still to be removed: what was reported stays, with the words of nobody."""
    rows.update(email="", description=gettext("Erased at the request of who wrote it."))


declare(
    [
        PersonalData(
            model=BarrierReport,
            purpose=_("Answering who reports that a page cannot be used"),
            basis=_("Legal obligation (law 4/2004; GDPR, article 6(1)(c))"),
            retention=_("12 months after the answer"),
            about=_reports_of,
            erase=_forget_address,
        )
    ]
)

keep(
    [
        Retention(
            "barrier_reports",
            _("Reports of barriers"),
            _("deleted"),
            deletes(due_reports),
            period=_("12 months after the answer"),
        ),
        Retention(
            "sessions",
            _("Sessions of who signed in"),
            _("deleted"),
            deletes(lambda now: Session.objects.filter(expire_date__lt=now)),
            period=_("two weeks"),
        ),
    ]
)
