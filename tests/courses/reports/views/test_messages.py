"""Writing to a group from the desk: checked, tried on oneself, confirmed by its number, sent once, told in a list."""

from typing import Any

import pytest
from django.test import Client

from courses.agenda.models import Event
from courses.messages.models import Message
from courses.post.models import Letter
from tests.factories.agenda import make_event
from tests.factories.booking import make_booking

pytestmark = pytest.mark.django_db

LIST, WRITE = "/admin/courses/message/", "/admin/courses/message/write/booked/"


@pytest.fixture
def event(db) -> Event:
    """A training day with three seats."""
    return make_event(capacity=3, minimum=1)


def words(desk: Client, event: Event, **over: Any) -> dict[str, Any]:
    """What the page of the text sends."""
    key = desk.get(WRITE).context["form"]["key"].value()
    return {
        "key": key,
        "event": event.pk,
        "subject": "Si comincia alle 9:30",
        "text": "Gentile ${nome}, a domani.",
    } | over


def confirmed(desk: Client, data: dict[str, Any]) -> dict[str, Any]:
    """What the page of the check sends, with the number that stands on it."""
    page = desk.post(WRITE, data | {"check": "1"})
    digest = page.context["question"]["digest"].value()
    return data | {"confirm": "1", "digest": digest, "number": page.context["number"]}


def letters() -> list[Letter]:
    return list(Letter.objects.filter(kind="message.group").order_by("pk"))


def test_every_group_has_a_page_of_its_own(desk: Client) -> None:
    pages = [address for address, _label in desk.get("/admin/courses/message/write/").context["groups"]]

    assert len(pages) == len(Message.Group)
    assert [desk.get(page).status_code for page in pages] == [200] * len(pages)
    assert desk.get("/admin/courses/message/write/tutti/").status_code == 404


def test_the_check_says_how_many_and_how_it_arrives_and_sends_nothing(desk: Client, event: Event) -> None:
    person = make_booking(event).participant

    page = desk.post(WRITE, words(desk, event) | {"check": "1"})

    assert (page.context["number"], page.context["named"]) == (1, [person])
    assert "a domani." in page.context["sample"].body
    assert person.email not in page.content.decode()
    assert (letters(), Message.objects.count()) == ([], 0)


def test_sent_twice_or_from_two_tabs_it_is_one_message(desk: Client, event: Event) -> None:
    people = [make_booking(event).participant for _number in range(2)]
    data = confirmed(desk, words(desk, event))

    answers = [desk.post(WRITE, data) for _number in range(2)]

    message = Message.objects.get()
    assert [answer.url for answer in answers] == [f"{LIST}inspect/{message.pk}/"] * 2
    assert sorted(one.recipient for one in letters()) == sorted(person.email for person in people)


def test_without_the_right_number_nothing_is_sent(desk: Client, event: Event) -> None:
    make_booking(event)
    data = confirmed(desk, words(desk, event))

    for number in ("", "2", "uno"):
        page = desk.post(WRITE, data | {"number": number})
        assert list(page.context["question"].errors) == ["number"]

    assert letters() == []


def test_a_group_that_grew_meanwhile_is_shown_again(desk: Client, event: Event) -> None:
    make_booking(event)
    data = confirmed(desk, words(desk, event))
    make_booking(event)

    refused = desk.post(WRITE, data | {"number": "2"})
    assert (refused.status_code, refused.context["number"], letters()) == (200, 2, [])

    digest = refused.context["question"]["digest"].value()
    desk.post(WRITE, data | {"number": "2", "digest": digest})
    assert len(letters()) == 2


def test_another_text_from_a_page_already_sent_is_asked_about(desk: Client, event: Event) -> None:
    make_booking(event)
    data = confirmed(desk, words(desk, event))
    desk.post(WRITE, data)

    page = desk.post(WRITE, data | {"text": "Un altro testo."})
    assert (page.status_code, len(letters())) == (200, 1)

    desk.post(WRITE, data | {"text": "Un altro testo.", "key": page.context["form"]["key"].value()})
    assert [one.text.split("\n")[0] for one in letters()][1] == "Un altro testo."


def test_the_test_goes_to_who_writes_alone(desk: Client, secretary: Any, event: Event) -> None:
    make_booking(event)

    page = desk.post(WRITE, words(desk, event) | {"test": "1"})

    assert (page.status_code, [one.recipient for one in letters()]) == (200, [secretary.email])


def test_back_to_the_text_nothing_typed_is_lost(desk: Client, event: Event) -> None:
    page = desk.post(WRITE, words(desk, event, text="Riga uno\nRiga due") | {"edit": "1"})

    assert page.context["form"]["text"].value() == "Riga uno\nRiga due"
    assert "courses/reports/message_write.html" in [one.name for one in page.templates]


def test_words_that_nobody_can_fill_in_and_an_empty_group_are_refused(desk: Client, event: Event) -> None:
    wrong = desk.post(WRITE, words(desk, event, text="${cognome}") | {"check": "1"})
    empty = desk.post(WRITE, words(desk, event) | {"check": "1"})

    assert list(wrong.context["form"].errors) == ["text"]
    assert (empty.context["question"], bool(empty.context["refusal"])) == (None, True)


def test_the_list_and_the_page_tell_what_became_of_the_letters(desk: Client, event: Event) -> None:
    names = [str(make_booking(event).participant) for _number in range(2)]
    desk.post(WRITE, confirmed(desk, words(desk, event)))
    Letter.objects.filter(pk=letters()[0].pk).update(state="failed", error="550")

    (row,) = desk.get(LIST).context["rows"]
    page = desk.get(f"{LIST}inspect/{Message.objects.get().pk}/")

    assert row.cells[-4:] == ["2", "0", "1", "1"]
    assert [name for name, _letter in page.context["not_reached"]] == names[:1]


def test_who_edits_pages_writes_to_nobody_and_reads_nothing(outsider: Client) -> None:
    pages = (LIST, "/admin/courses/message/write/", WRITE)

    assert [outsider.get(page).status_code for page in pages] == [403] * 3
    assert outsider.post(WRITE, {"confirm": "1"}).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_check_costs_the_same_for_one_and_for_three(
    desk: Client, event: Event, django_assert_num_queries, number: int
) -> None:
    for _number in range(number):
        make_booking(event)
    data = words(desk, event) | {"check": "1"}

    with django_assert_num_queries(17):
        desk.post(WRITE, data)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    desk: Client, event: Event, django_assert_num_queries, number: int
) -> None:
    make_booking(event)
    for _number in range(number):
        desk.post(WRITE, confirmed(desk, words(desk, event)))

    with django_assert_num_queries(12):
        desk.get(LIST)
