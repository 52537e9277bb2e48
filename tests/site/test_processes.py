"""Two server processes, two workers and two schedulers over one database: no seat too many, no letter twice, one turn.

Real processes, each with its own connections, and a real mail server; `make drill` is the same with whole servers, and
kills them.
"""

import logging
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.management.commands.scheduler import run_due
from courses.agenda.models import Event
from courses.booking.models import Booking
from courses.enrolment.models import Enrolment, State
from courses.people.models import Participant
from courses.post.actions import write_letter
from courses.post.models import Letter
from tests.drills.stage import Mail, free_port
from tests.factories.agenda import make_day_page, make_event
from tests.factories.booking import make_attender
from tests.factories.home import make_home
from tests.threads import at_once

pytestmark = [pytest.mark.concurrent, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
PEOPLE, SEATS, LETTERS = 12, 3, 20
FORK = get_context("fork")


@pytest.fixture
def post(settings) -> Iterator[Mail]:
    """A mail server that counts how often each letter came."""
    mail, port = Mail(), free_port()
    server = Controller(mail, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
    settings.COURSES_WORK_AT_COMMIT = False  # the workers send
    yield mail
    server.stop()


def two_of(act: Callable[..., Any], *arguments: Any) -> list[ForkProcess]:
    """Started, each knowing its number."""
    connections.close_all()  # a child may not use its parent's

    def run(number: int) -> None:
        connections.close_all()
        act(number, *arguments)
        connections.close_all()

    processes = [FORK.Process(target=run, args=(number,)) for number in range(2)]
    for process in processes:
        process.start()
    return processes


def joined(processes: list[ForkProcess]) -> list[int | None]:
    """How each ended."""
    for process in processes:
        process.join(30)
    return [process.exitcode for process in processes]


def serve(number: int, event: Event, people: list[Participant], gate: Any) -> None:
    """One server: every other person asks it for a seat, all at the same moment."""

    def ask(person: Participant) -> int:
        browser = Client()
        browser.force_login(person.user)
        gate.wait()
        return browser.post(reverse("courses:event_book", args=[event.pk])).status_code

    answers = at_once(*[lambda person=person: ask(person) for person in people[number::2]])
    assert set(answers) == {302}


def work(_number: int, ends: Any) -> None:
    """One worker, round after round, and one round more when it is told to end."""
    last = False
    while not last:
        last = ends.is_set()
        call_command("tick", verbosity=0)


def test_two_servers_and_two_workers_give_each_seat_and_send_each_letter_once(post: Mail) -> None:
    make_home()
    event = make_event(make_day_page(), capacity=SEATS)
    people, ends = [make_attender(event) for _number in range(PEOPLE)], FORK.Event()
    Enrolment.objects.update(state=State.ACTIVE)  # their bodies have not joined
    for number in range(LETTERS):
        write_letter(kind="adhesion.draft", recipient=f"p{number}@example.org", cause=f"prova:{number}", values={})

    workers = two_of(work, ends)
    servers = two_of(serve, event, people, FORK.Barrier(PEOPLE))
    assert joined(servers) == [0, 0]
    ends.set()
    assert joined(workers) == [0, 0]

    event.refresh_from_db()
    states = sorted(Booking.objects.values_list("state", flat=True))
    assert states == ["booked"] * SEATS + ["waiting"] * (PEOPLE - SEATS)
    assert (event.seats_taken, Booking.objects.values("participant").distinct().count()) == (SEATS, PEOPLE)
    assert set(Letter.objects.values_list("state", flat=True)) == {Letter.State.SENT}
    assert (len(post.came), set(post.came.values())) == (Letter.objects.count(), {1})
    assert Letter.objects.count() >= PEOPLE + LETTERS


def test_of_two_schedulers_one_does_the_work(tmp_path) -> None:
    now, gate = timezone.now(), FORK.Barrier(2)

    def schedule(number: int) -> None:
        logger = logging.getLogger("config.management.commands.scheduler")
        logger.setLevel(logging.INFO)
        logger.addHandler(logging.FileHandler(tmp_path / str(number)))
        gate.wait()
        assert not run_due(now)

    assert joined(two_of(schedule)) == [0, 0]

    done = [(tmp_path / str(number)).read_text().count("publish: done by this process") for number in range(2)]
    assert sorted(done) == [0, 1]
