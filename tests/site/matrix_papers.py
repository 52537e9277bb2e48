"""What fills in the blanks of the secretariat's registers, of another date the participant was at, and of files."""

from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from courses.attendance.actions import add_known, add_unknown, attach_sheet
from courses.attendance.models import Connection
from courses.figures.actions import ask_for_report, freeze
from courses.messages.models import Message
from tests.factories.agenda import make_event
from tests.factories.attendance import make_register, mark_all_day
from tests.factories.world import PERSON, World, make_picture
from tests.site.matrix_privacy import blanks_of_privacy, give_privacy

FIRST = date(2020, 1, 1)
ACTS = ("close", "scan", "report", "connections", "sheet")


def give_papers(world: World) -> None:
    """The participant was there, somebody is not known, a scan and a connection are kept."""
    things = world.things
    things.held = make_event(things.day, day=timezone.localdate() + timedelta(days=45))
    things.held_register = make_register(things.held)
    things.attendee = add_known(register=things.held_register, participant=things.participant, author=None)
    mark_all_day(things.attendee)
    things.unknown = add_unknown(
        register=things.held_register, given_name="Ugo", family_name=PERSON, works_at="", author=None
    )
    scan = ContentFile(make_picture().read(), "foglio.png")
    things.signed_sheet = attach_sheet(register=things.held_register, file=scan, author=None)
    start = things.held.starts_at
    things.connection = Connection.objects.create(
        register=things.held_register, name=PERSON, joined_at=start, left_at=start + timedelta(hours=1)
    )
    things.message = Message.objects.create(
        group=Message.Group.BOOKED, about="Chi ha un posto", subject="Si comincia alle 9:30", text="A domani.", people=1
    )
    things.period = ask_for_report(first=FIRST, last=FIRST, author=None)
    freeze(things.period)
    give_privacy(world)


def blanks_of_papers(world: World) -> dict[str, dict[str, Any]]:
    """By the name of each address."""
    register = {"pk": world.held_register.pk}
    return {
        "courses:own_statement": {"pk": world.held.pk},
        "courses_register_modeladmin_inspect": {"instance_pk": world.held_register.pk},
        **{f"courses_register_{act}": register for act in ACTS},
        "courses_register_correct": register | {"attendee": world.attendee.pk, "slot": world.held.slots.first().pk},
        "courses_presences": register | {"file_format": "csv"},
        "courses_connection": {"pk": world.connection.pk},
        **{f"courses_attendee_{act}": {"pk": world.unknown.pk} for act in ("settle", "take_off")},
        "courses_signed_sheet": {"pk": world.signed_sheet.pk},
        "courses_message_modeladmin_inspect": {"instance_pk": world.message.pk},
        "courses_message_write": {"group": "booked"},
        "courses_period": {"pk": world.period.pk},
        "courses_period_file": {"pk": world.period.pk, "file_format": "pdf"},
        **blanks_of_privacy(world),
    }


def blanks_of_files(world: World) -> dict[str, dict[str, Any]]:
    """Files of people: a body's own, and one of the secretariat's."""
    return {
        "courses:own_body_file": {"pk": world.own_file.pk},
        "courses:own_body_file_rows": {"pk": world.own_file.pk, "file_format": "csv"},
        "courses_participant_file": {"pk": world.file.pk},
        "courses_participant_file_rows": {"pk": world.file.pk, "file_format": "csv"},
        "courses_participant_template": {"file_format": "csv"},
    }
