"""Bookings on one hot event: the real action against the bare insert and conditional update, by 32 processes at once.

Goal: the action, with its rules, letter, calendar invitation and trail, keeps at least half of the bare statements'
pace, and neither oversells. Needs PostgreSQL: `make bench` starts one.
"""

import os
import time
from collections.abc import Callable
from multiprocessing import Barrier, Process
from multiprocessing.synchronize import Barrier as Gate
from statistics import median

import django

CLIENTS, SEATS, ROUNDS, EACH = 32, 2000, 4, 20

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.host.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test.utils import override_settings  # noqa: E402

from courses.agenda.models import Event  # noqa: E402
from courses.booking.actions import book  # noqa: E402
from courses.booking.models import Booking  # noqa: E402
from courses.booking.queries import seats_in_use  # noqa: E402
from courses.booking.seats import take_seats  # noqa: E402
from courses.enrolment.models import Enrolment, State  # noqa: E402
from courses.people.models import Participant, Role  # noqa: E402
from tests.factories.agenda import make_day_page, make_event, make_venue  # noqa: E402
from tests.factories.people import make_municipal_body  # noqa: E402


def prepare() -> Event:
    """One event of two thousand seats, and as many enrolled officials with an address as will ask for one."""
    call_command("migrate", verbosity=0)
    venue = make_venue(seats=SEATS)
    event = make_event(make_day_page(), venue=venue, capacity=SEATS)
    body = make_municipal_body(population=20_000)
    people = Participant.objects.bulk_create(
        Participant(
            given_name="Anna", family_name=f"Verdi {n}", email=f"a{n}@example.org", role=Role.OFFICIAL, body=body
        )
        for n in range(CLIENTS * EACH)
    )
    Enrolment.objects.bulk_create(
        Enrolment(participant=one, course_key=event.course_key, role=one.role, body=body, state=State.ACTIVE)
        for one in people
    )
    return event


def bare(event: Event, person: Participant) -> None:
    """What no booking can do without: the row and the conditional update, in one transaction."""
    with transaction.atomic():
        Booking.objects.create(event=event, participant=person, role=person.role, state=Booking.State.BOOKED)
        take_seats(event)


def real(event: Event, person: Participant) -> None:
    """The action as a view calls it."""
    found = Event.objects.select_related("venue__municipality").get(pk=event.pk)
    book(event=found, participant=person, author=None)


def client(act: Callable[[Event, Participant], None], event: Event, people: list[Participant], gate: Gate) -> None:
    """One process: its own connection, its own people."""
    connection.close()
    connection.ensure_connection()
    gate.wait()
    for person in people:
        act(event, person)
    gate.wait()


def pace(act: Callable[[Event, Participant], None], event: Event) -> float:
    """Bookings per second, from the moment all are ready to the moment all are done."""
    people = list(Participant.objects.select_related("body__province__region", "body__municipality", "user"))
    gate = Barrier(CLIENTS + 1)
    crowd = [Process(target=client, args=(act, event, people[n::CLIENTS], gate)) for n in range(CLIENTS)]
    connection.close()
    for each in crowd:
        each.start()
    gate.wait()
    begun = time.perf_counter()
    gate.wait()
    took = time.perf_counter() - begun
    for each in crowd:
        each.join()
    return len(people) / took


def reset() -> None:
    """The event is empty again."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE courses_booking, courses_letter, courses_entry CASCADE")
        cursor.execute("UPDATE courses_event SET seats_taken = 0")


def main() -> None:
    """Rounds of both, one after the other, since the machine drifts: only ratios inside a round mean something."""
    event = prepare()
    # a server has read its templates and its catalogue of words long before the rush
    real(event, Participant.objects.first())
    ratios = []
    for number in range(1, ROUNDS + 1):
        reset()
        limit = pace(bare, event)
        reset()
        action = pace(real, event)
        event.refresh_from_db()
        booked = Booking.objects.filter(event=event, state=Booking.State.BOOKED).count()
        true = booked == event.seats_taken == seats_in_use(event) == CLIENTS * EACH
        ratios.append(action / limit)
        paces = f"bare {limit:7.0f}/s   action {action:7.0f}/s   ratio {ratios[-1]:.2f}"
        print(f"round {number}: {paces}   counts true: {true}")
    print(f"median ratio {median(ratios):.2f} (goal 0.50)")


if __name__ == "__main__":
    # as in production: a worker sends the letters
    with override_settings(COURSES_WORK_AT_COMMIT=False):
        main()
