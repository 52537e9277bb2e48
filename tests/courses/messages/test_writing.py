"""A message goes out once, to those the page showed, one letter each, and nobody reads of anybody else."""

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from courses.agenda.models import Event
from courses.audit.models import Entry
from courses.errors import NotAllowed
from courses.keeping.actions import erase_person
from courses.messages import rules
from courses.messages.actions import GroupChanged, WrittenAlready, preview, send_message, send_test
from courses.messages.models import Message
from courses.messages.queries import counts_of, letters_not_sent, reach_of
from courses.people.models import Participant
from courses.post.actions import send_due
from courses.post.models import Letter
from courses.privacy import RETENTION
from tests.factories.booking import make_booking
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
CARRIER = "message.group"


def send(asked: dict[str, Any], **over: Any) -> Message:
    values = {"digest": reach_of(asked["group"], asked["filters"]).digest} | asked | over
    return send_message(**values)


def letters() -> list[Letter]:
    return list(Letter.objects.filter(kind=CARRIER).order_by("pk"))


def test_each_person_gets_one_letter_of_their_own(to_booked: dict[str, Any], event: Event) -> None:
    people = [make_booking(event).participant for _number in range(2)]

    message = send(to_booked)

    written = letters()
    assert sorted(one.recipient for one in written) == sorted(person.email for person in people)
    assert {(one.about_type, one.about_id) for one in written} == {
        ("courses.participant", str(person.pk)) for person in people
    }
    for one, other in (people, people[::-1]):
        text = Letter.objects.get(kind=CARRIER, recipient=one.email).text
        assert (str(one.body) in text, other.email in text, str(other.body) in text) == (True, False, False)
        assert (event.title in text, "${" in text) == (True, False)
    assert (message.people, message.left_out, message.author) == (2, {}, to_booked["author"])


def test_two_tabs_and_a_double_click_send_once(to_booked: dict[str, Any], event: Event) -> None:
    make_booking(event)

    first = send(to_booked)
    make_booking(event)  # the group changes in between
    second = send(to_booked, digest="what the page showed")

    assert (first, Message.objects.count(), len(letters())) == (second, 1, 1)
    assert Entry.objects.filter(action="message.send").count() == 1


def test_another_text_under_the_same_key_is_not_sent_and_says_so(to_booked: dict[str, Any], event: Event) -> None:
    make_booking(event)
    first = send(to_booked)

    with pytest.raises(WrittenAlready) as refusal:
        send(to_booked, text="Un altro testo.")

    assert (refusal.value.written, len(letters())) == (first, 1)
    send(to_booked, text="Un altro testo.", key=uuid4())
    assert len(letters()) == 2


def test_a_group_that_changed_is_told_and_nothing_is_sent(to_booked: dict[str, Any], event: Event) -> None:
    make_booking(event)
    digest = reach_of(to_booked["group"], to_booked["filters"]).digest
    make_booking(event)

    with pytest.raises(GroupChanged) as refusal:
        send(to_booked, digest=digest)

    assert (len(refusal.value.reach.people), letters(), Message.objects.count()) == (2, [], 0)


def test_as_many_people_who_are_others_are_another_group(to_booked: dict[str, Any], event: Event) -> None:
    first = make_booking(event)
    digest = reach_of(to_booked["group"], to_booked["filters"]).digest
    first.delete()
    make_booking(event)

    with pytest.raises(GroupChanged):
        send(to_booked, digest=digest)


def test_nobody_is_no_group(to_booked: dict[str, Any]) -> None:
    with pytest.raises(NotAllowed):
        send(to_booked)


def test_more_people_than_one_message_takes_are_refused(to_booked: dict[str, Any], event: Event, monkeypatch) -> None:
    monkeypatch.setattr(rules, "AT_MOST", 1)
    for _number in range(2):
        make_booking(event)

    with pytest.raises(NotAllowed):
        send(to_booked)

    assert letters() == []


@pytest.mark.parametrize("words", ["Ciao ${password}", "Costa 5 $", "${percorso}"])
def test_words_that_cannot_be_filled_in_are_refused(to_booked: dict[str, Any], event: Event, words: str) -> None:
    make_booking(event)

    with pytest.raises(NotAllowed):
        send(to_booked, text=words)


def test_what_somebody_is_called_fills_nothing_in(to_booked: dict[str, Any], event: Event) -> None:
    person = make_booking(event).participant
    Participant.objects.filter(pk=person.pk).update(given_name="${titolo} ${motivo}")

    send(to_booked)

    assert "Gentile ${titolo} ${motivo} Verdi" in letters()[0].text


def test_letters_leave_at_a_pace(to_booked: dict[str, Any], event: Event, monkeypatch) -> None:
    monkeypatch.setattr(rules, "A_MINUTE", 2)
    for _number in range(3):
        make_booking(event)
    now = timezone.now()

    send(to_booked, now=now)

    assert [round((one.next_try_at - now).total_seconds()) for one in letters()] == [0, 0, 60]


def test_the_trail_says_who_wrote_to_how_many_without_names(to_booked: dict[str, Any], event: Event) -> None:
    person = make_booking(event).participant

    message = send(to_booked)

    entry = Entry.objects.get(action="message.send")
    assert (entry.author, entry.subject_id, entry.details) == (
        to_booked["author"],
        str(message.pk),
        {"people": 1, "left_out": {}},
    )
    assert person.email not in str(entry.details)


def test_counts_say_what_became_of_the_letters(
    to_booked: dict[str, Any], event: Event, django_assert_num_queries
) -> None:
    for _number in range(3):
        make_booking(event)
    message = send(to_booked)
    send_due()
    first = letters()[0]
    Letter.objects.filter(pk=first.pk).update(state="failed")
    last = letters()[2]
    Letter.objects.filter(pk=last.pk).update(state="queued")
    other = send(to_booked, key=uuid4(), subject="Altro")

    with django_assert_num_queries(1):
        counts = counts_of([message, other])

    told = counts[message.pk]
    assert (told.sent, told.failed, told.waiting) == (1, 1, 1)
    assert counts[other.pk].waiting == 3
    assert list(letters_not_sent(message)) == [first]


def test_a_test_goes_to_who_writes_with_invented_names(to_booked: dict[str, Any], event: Event) -> None:
    person = make_booking(event).participant
    asked = {name: to_booked[name] for name in ("group", "filters", "subject", "text", "author")}

    address = send_test(**asked)
    send_test(**asked)  # a double click

    (letter,) = letters()
    assert (address, letter.recipient, Message.objects.count()) == ("segreteria@example.org",) * 2 + (0,)
    assert (event.title in letter.text, str(person.body) in letter.text, "Anna Verdi" in letter.text) == (
        True,
        False,
        True,
    )


def test_who_has_no_address_gets_no_test(to_booked: dict[str, Any]) -> None:
    nobody = make_user("x@example.org")
    nobody.email = ""
    asked = {name: to_booked[name] for name in ("group", "filters", "subject", "text")}

    with pytest.raises(NotAllowed):
        send_test(**asked, author=nobody)


def test_a_preview_shows_the_letter_and_keeps_nothing(to_booked: dict[str, Any], event: Event) -> None:
    asked = {name: to_booked[name] for name in ("group", "filters", "subject", "text")}

    letter = preview(**asked)

    assert (letter.subject, event.title in letter.body, Letter.objects.count()) == ("Si comincia alle 9:30", True, 0)


def test_erasing_somebody_takes_their_letters_and_their_name_out_of_messages(
    to_booked: dict[str, Any], event: Event
) -> None:
    person = make_booking(event).participant
    Participant.objects.filter(pk=person.pk).update(family_name="Zqxw")
    person.refresh_from_db()
    message = send(to_booked, text="Grazie ad Anna Zqxw per l'aiuto.")

    erase_person(participant=person, author=None)

    message.refresh_from_db()
    assert (letters(), "Zqxw" in message.text, message.people) == ([], False, 1)


def test_messages_are_kept_as_long_as_letters(to_booked: dict[str, Any], event: Event, settings) -> None:
    make_booking(event)
    message = send(to_booked)
    settings.COURSES_LETTERS_MONTHS = 24
    now = timezone.now()
    Message.objects.update(written_at=now.replace(year=now.year - 2, day=1))

    assert RETENTION["messages"].run(now, True) == 1
    assert RETENTION["messages"].run(now, False) == 1
    assert not Message.objects.filter(pk=message.pk).exists()
