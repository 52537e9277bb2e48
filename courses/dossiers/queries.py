"""What a dossier holds: the same for the screen and for the ZIP."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from courses.agenda.models import Event
from courses.agenda.queries import events
from courses.attendance.exports import presence_rows
from courses.attendance.models import Register, SignedSheet
from courses.certificates.models import Certificate
from courses.certificates.queries import EVENT
from courses.stories.queries import letters_in
from courses.surveys.exports import rows_of_lines
from courses.surveys.models import Round
from courses.surveys.queries import lines_of_round

Row = list[Any]


@dataclass(frozen=True)
class Answers:
    """What a questionnaire came to, with its thresholds; no rows while it is open."""

    round: Round
    rows: list[Row]

    @property
    def is_closed(self) -> bool:
        """Results appear once it is."""
        return self.round.state == Round.State.CLOSED


@dataclass(frozen=True)
class Dossier:
    """All that is kept of one event."""

    event: Event
    register: Register | None
    scans: list[SignedSheet]
    presences: list[Row]
    certificates: list[Certificate]
    answers: list[Answers]
    letters: list[Any]


def dossier_of(event: Event) -> Dossier:
    """The queries do not grow with the people."""
    register = Register.objects.filter(event=event).select_related("event__venue__municipality", "closed_by").first()
    certificates = Certificate.objects.filter(source=f"{EVENT}{event.pk}").order_by("year", "number")
    rounds = Round.objects.filter(event=event).select_related("questionnaire", "event").order_by("opens_at", "pk")
    return Dossier(
        event=event,
        register=register,
        scans=list(register.sheets.order_by("uploaded_at", "pk")) if register else [],
        presences=list(presence_rows(register)) if register else [],
        certificates=list(certificates),
        answers=[_answers(one) for one in rounds],
        letters=letters_in(event),
    )


def events_between(first: date, last: date) -> QuerySet[Event]:
    """The events that begin on a day of a period, both included, in time order; those called off too."""
    zone = timezone.get_current_timezone()
    start = datetime.combine(first, time.min, tzinfo=zone)
    end = datetime.combine(last + timedelta(days=1), time.min, tzinfo=zone)
    return events().filter(starts_at__gte=start, starts_at__lt=end).order_by("starts_at", "pk")


def events_asked(question: str) -> QuerySet[Event]:
    """The events of a question: «event=12», or «first=2018-01-01&last=2018-03-31»."""
    asked: Mapping[str, str] = QueryDict(question)
    if "event" in asked:
        return events().filter(pk=int(asked["event"]))
    return events_between(date.fromisoformat(asked["first"]), date.fromisoformat(asked["last"]))


def _answers(asked: Round) -> Answers:
    closed = asked.state == Round.State.CLOSED
    return Answers(asked, list(rows_of_lines(lines_of_round(asked))) if closed else [])
