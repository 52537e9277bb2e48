"""Certificates, earned and issued as the product does it."""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from courses.agenda.models import Event, Slot
from courses.attendance.actions import mark
from courses.attendance.models import Attendee, Presence
from courses.certificates.actions import issue_due
from courses.certificates.models import Certificate
from courses.people.models import Participant, Role
from courses.progress.models import Credit
from tests.factories.agenda import make_day_page, make_event
from tests.factories.attendance import close, during, make_register, mark_all_day
from tests.factories.booking import make_booking
from tests.factories.catalogue import make_lesson, make_module
from tests.factories.people import make_municipal_body
from tests.factories.remembered import remembered_exactly

Status = Presence.Status


def make_day_of_course() -> Event:
    """A training day of a course that asks for a lesson too: the day alone completes nothing."""
    page = make_day_page()
    make_lesson(make_module(page.get_parent().get_parent().specific, "due"), "lezione")
    return make_event(page)


@remembered_exactly
def make_closed(*late: int | None, event: Event | None = None) -> Event:
    """A training day whose register is closed: one official for each number, so many minutes late; None for absent."""
    event = event or make_day_of_course()
    for _one in late:
        make_booking(event)
    register = make_register(event)
    for attendee, minutes in zip(register.attendees.order_by("pk"), late, strict=True):
        _mark(attendee, minutes)
    close(register)
    return event


def _mark(attendee: Attendee, late: int | None) -> None:
    if late is None:
        mark_all_day(attendee, Status.ABSENT)
        return
    event = attendee.register.event
    for slot in event.slots.all():
        minutes = late if slot.kind == Slot.Kind.MORNING else 0
        mark(attendee=attendee, slot=slot, status=Status.PRESENT, late=minutes, author=None, now=during(event))


def make_credits(event: Event, people: int) -> None:
    """So many officials to whom half the hours of an event are credited, without a register."""
    body = make_municipal_body()
    made = Participant.objects.bulk_create(
        Participant(
            given_name="Anna",
            family_name=f"Verdi {number}",
            email=f"anna.verdi{number}@example.org",
            role=Role.OFFICIAL,
            body=body,
        )
        for number in range(people)
    )
    same = {name: getattr(event, name) for name in ("course_key", "activity_key", "title")}
    hours = {"minutes": 180, "of_minutes": 360, "credited_on": timezone.localdate()}
    Credit.objects.bulk_create(Credit(participant=one, source=f"event:{event.pk}", **same, **hours) for one in made)


@remembered_exactly
def make_certificate(late: int = 0, **names: Any) -> Certificate:
    """Issued to one official for a training day; who has other names than the factory's says them."""
    event = make_closed(late)
    person = event.register.attendees.get().participant
    if names:
        Participant.objects.filter(pk=person.pk).update(**names)
    issue_due()
    return Certificate.objects.get(source=f"event:{event.pk}")


def make_picture(size: tuple[int, int] = (40, 30)) -> ContentFile:
    """A picture of one colour."""
    file = BytesIO()
    Image.new("RGB", size, "navy").save(file, "PNG")
    return ContentFile(file.getvalue(), "figura.png")
