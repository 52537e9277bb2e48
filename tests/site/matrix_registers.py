"""What fills in the blanks of the addresses of attendance: the register of the world's event, kept by its teacher."""

from typing import Any

from django.core.files.base import ContentFile

from courses.agenda.models import EventTeacher
from courses.attendance.models import Slides
from tests.factories.agenda import make_teacher
from tests.factories.attendance import make_register
from tests.factories.world import World

AT_REGISTER = ("", "_open", "_marks", "_people", "_people_new")


def give_register(world: World) -> None:
    """The role «teacher» teaches at the event beside the speaker; its register is open; there are slides."""
    things = world.things
    teacher = make_teacher(world.users["teacher"], given_name="Ugo", family_name="Neri")
    EventTeacher.objects.create(event=things.event, teacher=teacher)
    things.register = make_register(things.event)
    things.slides = Slides.objects.create(event=things.event, title="La rete", file=ContentFile(b"%PDF-", "rete.pdf"))


def blanks_of_registers(world: World) -> dict[str, dict[str, Any]]:
    """By the name of each address."""
    at_event = {"pk": world.event.pk}
    of_part = at_event | {"slot": world.event.slots.first().pk}
    return {
        **{f"courses:register{verb}": at_event for verb in AT_REGISTER},
        **{f"courses:register_{verb}": of_part for verb in ("part", "everybody")},
        "courses:register_people_add": at_event | {"participant": world.contact.pk},
        "courses:register_people_take_off": at_event | {"attendee": world.register.attendees.first().pk},
        "courses:slides_add": at_event,
        "courses:slides_throw_away": at_event | {"slides": world.slides.pk},
        "courses:slides_file": {"pk": world.slides.pk},
        "courses:join": {"token": world.booking.token},
    }
