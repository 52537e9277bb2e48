"""A mark on the register of a day of forty people, as the teacher's telephone sends it, against session + user.

`cases` is in the manner of `tests.bench.pages`; by itself: `python -m tests.bench.presences`.
"""

import json
from datetime import timedelta
from itertools import cycle
from typing import Any
from uuid import uuid4

from tests.bench.pages import prepare  # sets Django up
from tests.bench.side_by_side import TOKEN, WHO, Browser, Case, Cases, tell

# after it
from django.contrib.auth import get_user_model  # isort: skip
from django.db.models import F  # isort: skip
from django.test.utils import override_settings  # isort: skip
from django.urls import reverse  # isort: skip
from django.utils import timezone  # isort: skip

from courses.agenda.models import Event, TrainingDayPage  # isort: skip
from courses.agenda.actions import set_teachers  # isort: skip
from courses.attendance.models import Attendee, Presence  # isort: skip
from tests.factories.agenda import make_event, make_teacher  # isort: skip
from tests.factories.attendance import make_register  # isort: skip
from tests.factories.booking import make_booking  # isort: skip

PEOPLE, GOAL = 40, 0.10  # our own: nobody set one


class Telephone(Browser):
    """Sends JSON, with the token in a header."""

    kind = "application/json"

    def headers(self) -> dict[str, str]:
        """The header."""
        return {"HTTP_X_CSRFTOKEN": TOKEN}

    def put(self, path: str, told: dict[str, Any]) -> None:
        """One object. Raises ValueError unless it is taken."""
        self._send("POST", path, json.dumps(told).encode(), 200)


def cases() -> Cases:
    """By name, the yardstick first."""
    user, _made = get_user_model().objects.get_or_create(email="docente.misura@example.org")
    telephone, event = Telephone(user), make_event(TrainingDayPage.objects.live().first())
    set_teachers(event=event, teachers=[make_teacher(user)], author=None)
    with override_settings(COURSES_REQUIRE_ADHESION=False):
        for _number in range(PEOPLE):
            make_booking(event)
    _bring_to_yesterday(event)
    attendee = make_register(event).attendees.order_by("pk").first()
    return {
        WHO: Case(lambda: telephone.ask("/_who/"), 2, {WHO: 1}),
        "presence marked": _marked(telephone, event, attendee),
    }


def _bring_to_yesterday(event: Event) -> None:
    earlier = event.starts_at.date() - timezone.localdate() + timedelta(days=1)
    for rows in (Event.objects.filter(pk=event.pk), event.slots.all()):
        rows.update(starts_at=F("starts_at") - earlier, ends_at=F("ends_at") - earlier)
    event.refresh_from_db()


def _marked(telephone: Telephone, event: Event, attendee: Attendee) -> Case:
    """Present and absent by turns: each is a mark of its own, which takes the place of the one before."""
    path, slot = reverse("courses:register_marks", args=[event.pk]), event.slots.first()
    status = cycle([Presence.Status.PRESENT, Presence.Status.ABSENT])

    def mark() -> None:
        told = {"status": next(status), "key": str(uuid4()), "attendee": str(attendee.pk), "slot": slot.pk}
        telephone.put(
            path, {"marks": [told | {"at": slot.starts_at.isoformat(), "late": 0, "left_early": 0, "note": ""}]}
        )

    return Case(mark, 18, {WHO: GOAL})


if __name__ == "__main__":
    with override_settings(ROOT_URLCONF="tests.bench.yardsticks", COURSES_WORK_AT_COMMIT=False):
        prepare()
        tell(cases())
