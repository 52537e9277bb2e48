"""Asking for a dossier: it is made in the background, for who asked, and thrown away with the other exports."""

from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from courses.agenda.models import Event
from courses.audit.actions import record
from courses.dossiers.queries import events_between
from courses.dossiers.rules import ZIP, folder_of, is_period
from courses.errors import NotAllowed
from courses.keeping.actions import ask_for_export
from courses.keeping.models import Export


@transaction.atomic
def ask_for_dossier(*, event: Event, author: AbstractBaseUser) -> Export:
    """Of one event. Asked twice while it is being made it is one."""
    record(author=author, action="event.ask_file", subject=event)
    return _ask(f"event={event.pk}", f"fascicolo-{folder_of(event)}.zip", 1, author)


@transaction.atomic
def ask_for_dossiers(*, first: date, last: date, author: AbstractBaseUser) -> Export:
    """Of all events that begin on a day of a period. Raises NotAllowed for no period, and for one without events."""
    verdict = is_period(first, last)
    if not verdict:
        raise NotAllowed(verdict.reason)
    found = list(events_between(first, last).values_list("pk", flat=True))
    if not found:
        raise NotAllowed(_("No event begins in this period."))
    record(author=author, action="event.ask_file", subject=Event, first=first, last=last, number=len(found))
    return _ask(f"first={first}&last={last}", f"fascicoli-{first}-{last}.zip", len(found), author)


def _ask(question: str, name: str, number: int, author: AbstractBaseUser) -> Export:
    return ask_for_export(source=Event, question=question, file_format=ZIP, name=name, rows=number, author=author)
