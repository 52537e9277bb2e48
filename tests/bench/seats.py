"""Bookings on one hot event: the real action against the bare insert and conditional update, by 32 processes at once.

Goal: the action, with its rules, letter, calendar invitation and trail, keeps at least half of the bare statements'
pace, and neither oversells. Both are given the event and the person; how it fares when the view's reading of the event
is counted too is told beside it. Needs PostgreSQL: `make bench` starts one.
"""

import gc
import os
import time
from collections.abc import Callable
from multiprocessing import Barrier, Process, Value
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Barrier as Gate
from statistics import median

import django

CLIENTS, SEATS, ROUNDS, EACH = 32, 2000, 5, 50
GOAL = 0.50

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.host.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402

from courses.agenda.models import Event  # noqa: E402
from courses.agenda.queries import event_to_book  # noqa: E402
from courses.booking.actions import book  # noqa: E402
from courses.booking.models import Booking  # noqa: E402
from courses.booking.queries import seats_in_use  # noqa: E402
from courses.booking.seats import take_seats  # noqa: E402
from courses.enrolment.models import Enrolment, State  # noqa: E402
from courses.people.models import Participant, Role  # noqa: E402
from tests.bench.goals import short  # noqa: E402
from tests.factories.agenda import make_day_page, make_event, make_venue  # noqa: E402
from tests.factories.people import make_municipal_body  # noqa: E402

Act = Callable[[Event, Participant], None]


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


def action(event: Event, person: Participant) -> None:
    """The whole action: rules, row, counter, letter with invitation, trail."""
    book(event=event, participant=person, author=None)


def viewed(event: Event, person: Participant) -> None:
    """The same with the event as its view reads it: public, fresh, with its place."""
    book(event=event_to_book(event.pk), participant=person, author=None)


def client(act: Act, event: Event, people: list[Participant], gate: Gate, spent: Synchronized) -> None:
    """One process: its own connection, its own people. It has done it before, as a server has that runs for days."""
    gc.freeze()  # a server's memory is its own: nothing is copied from a parent at each collection
    connection.close()
    with transaction.atomic():
        act(event, people[0])
        transaction.set_rollback(True)
    gate.wait()
    begun = time.process_time()
    for person in people:
        act(event, person)
    with spent:
        spent.value += time.process_time() - begun
    gate.wait()


def pace(act: Act, event: Event) -> tuple[float, float]:
    """Bookings per second, from the moment all are ready to the moment all are done; and the CPU of one, in ms."""
    people = list(Participant.objects.select_related("body__province__region", "body__municipality", "user"))
    gate, spent = Barrier(CLIENTS + 1), Value("d", 0.0)
    crowd = [Process(target=client, args=(act, event, people[n::CLIENTS], gate, spent)) for n in range(CLIENTS)]
    connection.close()
    for each in crowd:
        each.start()
    gate.wait()
    begun = time.perf_counter()
    gate.wait()
    took = time.perf_counter() - begun
    for each in crowd:
        each.join()
    return len(people) / took, spent.value / len(people) * 1000


def reset() -> None:
    """The event is empty again."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE courses_booking, courses_letter, courses_entry CASCADE")
        cursor.execute("UPDATE courses_event SET seats_taken = 0")


def counted(act: Act, event: Event) -> int:
    """How many statements one booking takes."""
    with CaptureQueriesContext(connection) as asked:
        act(event, Participant.objects.select_related("body__province__region", "body__municipality").first())
    return len(asked) - 1


def measured(act: Act, event: Event) -> tuple[float, float, bool]:
    """Pace and CPU of one act from an empty event, and whether rows and counter agree at the end."""
    reset()
    speed, cpu = pace(act, event)
    event.refresh_from_db()
    booked = Booking.objects.filter(event=event, state=Booking.State.BOOKED).count()
    return speed, cpu, booked == event.seats_taken == seats_in_use(event) == CLIENTS * EACH


def main() -> None:
    """Rounds of all, one after the other, since the machine drifts: only ratios inside a round mean something."""
    event = prepare()
    acts = (bare, action, viewed)
    for act in acts:
        reset()
        print(f"statements of {act.__name__}: {counted(act, event)}")
    ratios: dict[Act, list[float]] = {action: [], viewed: []}
    true = True
    for number in range(1, ROUNDS + 1):
        # who goes first changes: none always finds the machine as another left it
        found = {act: measured(act, event) for act in (acts if number % 2 else reversed(acts))}
        true = true and all(one[2] for one in found.values())
        for act, each in ratios.items():
            each.append(found[act][0] / found[bare][0])
        told = "   ".join(f"{act.__name__} {found[act][0]:4.0f}/s {found[act][1]:4.1f} ms CPU" for act in acts)
        print(f"round {number}: {told}   counts true: {all(one[2] for one in found.values())}", flush=True)
    alone, read = median(ratios[action]), median(ratios[viewed])
    lacks = short(alone < GOAL or not true)
    print(f"median ratio {alone:.2f} (goal {GOAL:.2f}), with the reading of the event by the view {read:.2f}{lacks}")


if __name__ == "__main__":
    # as in production: a worker sends the letters
    with override_settings(COURSES_WORK_AT_COMMIT=False):
        main()
