"""What the form of a message takes."""

from typing import Any
from uuid import uuid4

import pytest

from courses.agenda.models import Event
from courses.catalogue.models import CoursePage
from courses.messages.forms import ConfirmForm, MessageForm
from courses.messages.models import Message
from tests.factories.attendance import close, make_register
from tests.factories.people import make_municipal_body

pytestmark = pytest.mark.django_db
Group = Message.Group
WORDS = {"subject": "Avviso", "text": "Gentile ${nome},\r\nbuongiorno."}


def form(group: str, **data: Any) -> MessageForm:
    return MessageForm({"key": str(uuid4())} | WORDS | data, group=group)


def test_each_group_asks_for_its_own_and_keeps_no_more(event: Event) -> None:
    asked = form(Group.BOOKED, event=str(event.pk), region="16", course="x")

    assert (asked.is_valid(), asked.filters) == (True, {"event": event.pk})
    assert asked.words == {"subject": "Avviso", "text": "Gentile ${nome},\nbuongiorno."}


def test_days_of_none_are_an_answer_and_an_empty_region_is_none(course: CoursePage) -> None:
    key = str(course.translation_key)
    asked = form(Group.NOT_STARTED, course=key, days="0", region="", province="")

    assert (asked.is_valid(), asked.filters) == (True, {"course": key, "days": 0})


def test_a_province_of_another_region_is_refused(course: CoursePage) -> None:
    province = make_municipal_body().province
    other = type(province.region).objects.create(code="99", name="Altrove")

    asked = form(Group.CONTACTS, region=other.code, province=province.pk)

    assert list(asked.errors) == ["province"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", "Ciao ${percorso}"),
        ("text", "Costa 5 $"),
        ("subject", "${password}"),
        ("subject", "x" * 201),
        ("text", "x" * 10_001),
        ("text", "NUL \x00"),
        ("event", "999999"),
        ("event", "x"),
        ("event", ""),
        ("key", "x"),
    ],
)
def test_what_cannot_be_sent_is_refused_at_its_field(event: Event, field: str, value: str) -> None:
    asked = form(Group.BOOKED, **{"event": str(event.pk), field: value})

    assert list(asked.errors) == [field]


def test_who_was_absent_is_asked_of_events_with_a_closed_register_alone(event: Event) -> None:
    before = form(Group.ABSENT, event=str(event.pk)).is_valid()

    close(make_register(event))

    assert (before, form(Group.ABSENT, event=str(event.pk)).is_valid()) == (False, True)


@pytest.mark.parametrize(("typed", "good"), [("214", True), ("213", False), ("", False), ("x", False)])
def test_the_number_of_people_is_typed_as_it_stands(typed: str, good: bool) -> None:
    assert ConfirmForm({"number": typed, "digest": "abc"}, people=214).is_valid() is good
