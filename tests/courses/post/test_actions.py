from datetime import timedelta
from email import message_from_bytes, message_from_string
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from courses.errors import StaleState
from courses.post.actions import send_again, send_due, write_letter
from courses.post.models import Letter, LetterTemplate
from courses.post.rules import PAUSES
from tests.courses.post.conftest import Server
from tests.factories.people import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kind")]


def write(cause: str = "prova:1", name: str = "Anna", to: str = "anna@comune.example") -> Letter:
    write_letter(kind="prova", recipient=to, cause=cause, values={"nome": name, "link": "http://sito/x"})
    return Letter.objects.get(cause=cause)


def again_in(**time: int) -> None:
    """Let time pass for the letters that wait."""
    Letter.objects.update(next_try_at=timezone.now() - timedelta(seconds=1), **time)


def test_a_letter_reaches_its_address_with_both_parts(smtp: Server) -> None:
    write()

    sent = send_due()

    message = message_from_string(smtp.received[0].content)
    assert (sent, smtp.received[0].to, message["Subject"]) == (1, ["anna@comune.example"], "Ciao Anna")
    assert [part.get_content_type() for part in message.walk()][1:] == ["text/plain", "text/html"]
    assert Letter.objects.get().state == Letter.State.SENT


def test_one_cause_writes_one_letter() -> None:
    first, second = write(), write(name="Altro")

    assert (first, Letter.objects.count()) == (second, 1)
    assert second.subject == "Ciao Anna"


def test_a_rolled_back_action_sends_nothing(smtp: Server) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write()
        raise ZeroDivisionError

    send_due()

    assert (smtp.received, Letter.objects.count()) == ([], 0)


def test_the_secretariats_own_words_are_used(smtp: Server) -> None:
    LetterTemplate.objects.create(kind="prova", subject="Gentile ${nome}", text="Testo nuovo")

    write()

    assert Letter.objects.get().subject == "Gentile Anna"


def test_a_name_with_line_breaks_makes_no_header_of_its_own(smtp: Server) -> None:
    write(name="Anna\r\nBcc: altri@example.com")

    send_due()

    message = message_from_string(smtp.received[0].content)
    assert (message["Bcc"], smtp.received[0].to) == (None, ["anna@comune.example"])


def test_html_in_a_name_stays_text(smtp: Server) -> None:
    write(name="<script>alert(1)</script>")

    send_due()

    html = message_from_bytes(smtp.received[0].content.encode()).get_payload()[1].get_payload(decode=True).decode()
    assert "<script>" not in html


def test_a_letter_sent_is_not_sent_again(smtp: Server) -> None:
    write()
    send_due()

    assert (send_due(), len(smtp.received)) == (0, 1)


@pytest.mark.parametrize("answer", ["451 try later", "421 busy"])
def test_a_server_that_says_not_now_is_tried_again_later(smtp: Server, answer: str) -> None:
    write()
    smtp.answer = answer
    send_due()
    waiting = Letter.objects.get()
    soon = send_due()
    smtp.answer = "250 OK"
    again_in()

    sent = send_due()

    assert (waiting.state, waiting.attempts, waiting.next_try_at > timezone.now()) == (Letter.State.QUEUED, 1, True)
    assert (soon, sent, len(smtp.received)) == (0, 1, 1)


def test_a_server_that_says_never_is_not_tried_again(smtp: Server) -> None:
    write()
    smtp.answer = "550 no such mailbox"

    send_due()

    letter = Letter.objects.get()
    assert (letter.state, "550" in letter.error) == (Letter.State.FAILED, True)


@pytest.mark.usefixtures("no_server")
def test_letters_wait_while_the_server_is_down_and_give_up_at_last() -> None:
    write()

    for _attempt in range(len(PAUSES) + 1):
        send_due()
        again_in()

    letter = Letter.objects.get()
    assert (letter.state, letter.attempts) == (Letter.State.FAILED, len(PAUSES) + 1)


def test_nothing_travels_in_clear_when_encryption_is_asked_for(smtp: Server, settings) -> None:
    settings.EMAIL_USE_TLS = True
    write()

    send_due()

    assert (smtp.received, Letter.objects.get().state) == ([], Letter.State.QUEUED)


def test_a_sender_killed_before_the_server_answered_doubles_nothing(smtp: Server) -> None:
    write()
    Letter.objects.update(state=Letter.State.HANDING, lease_until=timezone.now() - timedelta(minutes=5))

    send_due()

    assert (smtp.received, Letter.objects.get().state) == ([], Letter.State.DOUBTFUL)


def test_a_sender_killed_before_it_began_loses_nothing(smtp: Server) -> None:
    write()
    Letter.objects.update(lease_until=timezone.now() - timedelta(minutes=5))

    send_due()

    assert len(smtp.received) == 1


def test_a_letter_in_another_senders_hands_is_left_alone(smtp: Server) -> None:
    write()
    Letter.objects.update(lease_until=timezone.now() + timedelta(minutes=1))

    assert send_due() == 0


def test_the_secretariat_sends_again_what_was_not_sent(smtp: Server) -> None:
    write()
    smtp.answer = "550 no"
    send_due()
    smtp.answer = "250 OK"
    letter = Letter.objects.get()

    send_again(letter=letter, author=make_user())
    send_due()

    assert len(smtp.received) == 1
    with pytest.raises(StaleState):
        send_again(letter=letter, author=make_user())


def test_an_attempt_keeps_the_message_id(smtp: Server) -> None:
    letter = write()
    smtp.answer = "451 later"
    send_due()
    again_in()
    smtp.answer = "250 OK"

    send_due()

    assert str(letter.identifier) in message_from_string(smtp.received[0].content)["Message-ID"]


def test_the_commit_wakes_the_sender(smtp: Server, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        write()

    assert len(smtp.received) == 1


def test_tick_sends_what_is_due(smtp: Server) -> None:
    write()
    out = StringIO()

    call_command("tick", stdout=out)

    assert (len(smtp.received), "letters sent: 1" in out.getvalue()) == (1, True)
