"""A column is declared once: what a file says of it, read from plain values, is what its records say on the screen."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db.models.signals import post_init
from django.http import QueryDict

from courses.attendance.actions import add_unknown
from courses.attendance.models import Attendee, Register
from courses.booking.models import Booking
from courses.management.commands.seed_scale import PARTS
from courses.people.models import Participant
from courses.progress.models import Completion
from courses.reports.admin.asking import Question, exported_cells, rows_asked
from courses.reports.views.exports import admin_of
from courses.scale.people import World
from courses.territory.models import Body
from tests.factories.people import make_user
from tests.factories.territory import make_municipality

pytestmark = pytest.mark.django_db

LONG = ["participant", "enrolment", "completion", "booking", "attendee", "credit"]


@pytest.fixture
def programme() -> None:
    """Thirty officials with all that happens to them, and the exceptions that a column must not trip over."""
    place = make_municipality()
    world = World(0.0003, date(2026, 9, 1))
    for _name, part in PARTS:
        part(world)
    first, second, third = Participant.objects.order_by("pk")[:3]
    Participant.objects.filter(pk=first.pk).update(body=None, email="")
    union = Body.objects.create(kind=Body.Kind.UNION, name="=Unione")
    Participant.objects.filter(pk=second.pk).update(body=union, municipality=place)
    Completion.objects.filter(participant=third).update(author=make_user(), method="secretariat", reason="Sul posto")
    Booking.objects.filter(participant=third).update(body_name="", province="", region="")
    Register.objects.update(closed_at=None, closed_by=None)
    add_unknown(
        register=Register.objects.first(), given_name="Ada", family_name="Negri", works_at="Comune di Lodi", author=None
    )
    Attendee.objects.filter(participant=first).update(booking=None)


def names_of(admin: Any) -> list[str]:
    return list(dict.fromkeys([*admin.list_export, *admin.list_display, *admin.more_columns()]))


def everything(admin: Any) -> Question:
    return Question(admin, QueryDict(""))


def from_records(admin: Any, names: list[str]) -> Iterator[list[Any]]:
    rows = admin.prepare(list(rows_asked(admin, everything(admin), None)))
    readers = [admin.exporter(name) for name in names]
    return ([read(row) for read in readers] for row in rows)


@pytest.mark.parametrize("source", LONG)
def test_a_file_says_of_every_row_what_its_record_says_and_makes_no_record(programme: None, source: str) -> None:
    admin = admin_of(f"courses.{source}")
    names = [name for name in names_of(admin) if name in admin.list_export or name not in admin.exported_as]
    expected, made = list(from_records(admin, names)), []

    def count(**kwargs: Any) -> None:
        made.append(kwargs["sender"])

    post_init.connect(count, sender=admin.model)
    found = [list(row) for row in exported_cells(admin, rows_asked(admin, everything(admin), None), names)]
    post_init.disconnect(count, sender=admin.model)

    assert found == expected
    assert (len(found) >= 20, made) == (True, [])
