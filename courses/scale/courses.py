"""The courses, events and presences of the programme made up to measure with."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from courses.agenda.models import Event, Venue
from courses.enrolment.models import Enrolment
from courses.progress.models import Completion, CourseCompletion
from courses.scale.bulk import load, next_key
from courses.scale.people import ACTIVITIES, COURSES, DAY_COLUMNS, World, activity_key, course_key, day_columns
from courses.scale.presences import PARTS, Dated, make_presences, parts_of

DAYS, WEBINARS = 480, 60  # of each course
AT_A_DAY, AT_A_WEBINAR = 60, 200
STATES = ("active", "completed", "suspended", "withdrawn", "pending")


def title_of(course: int) -> str:
    """Of a made-up course."""
    return f"Corso di prova {course + 1}"


def make_enrolments(world: World) -> int:
    """Everybody in every course; a third have completed it."""
    first = next_key(Enrolment)
    completed: list[tuple[int, datetime]] = []

    def rows() -> Iterator[tuple[Any, ...]]:
        pk = first
        for course in range(COURSES):
            keys = (course_key(course), title_of(course))
            for person, body, role in world.people:
                state = world.chance.choices(STATES, (50, 32, 2, 8, 8))[0]
                at = world.moment(earliest=330, latest=60)
                if state == "completed":
                    completed.append((pk, at + timedelta(days=world.chance.randint(10, 50))))
                yield (pk, person, *keys, state, at, role, body.pk, *day_columns(body))
                pk += 1

    names = ("id", "participant", "course_key", "course_title", "state", "enrolled_at", "role", "body")
    load(Enrolment, (*names, *DAY_COLUMNS), rows())
    load(CourseCompletion, ("enrolment", "completed_at", "required"), ((pk, at, []) for pk, at in completed))
    return len(world.people) * COURSES


def make_completions(world: World) -> int:
    """Ten activities of each course for everybody: three million for the whole programme."""
    facts = [
        (activity_key(course, number), course_key(course), f"Lezione {number + 1}", f"Modulo {number % 6 + 1}")
        for course in range(COURSES)
        for number in range(ACTIVITIES)
    ]
    moments = [world.moment(earliest=320) for _number in range(5_000)]

    def rows() -> Iterator[tuple[Any, ...]]:
        for place, (activity, course, title, module) in enumerate(facts):
            course_title = title_of(place // ACTIVITIES)
            for person, _body, _role in world.people:
                at = moments[(person * 31 + place * 17) % len(moments)]
                yield (person, activity, course, title, module, course_title, at, "reader")

    names = ("participant", "activity_key", "course_key", "activity_title", "module_title", "course_title")
    load(Completion, (*names, "completed_at", "method"), rows())
    return len(facts) * len(world.people)


def make_events(world: World) -> int:
    """Days and webinars, most of them past with a closed register, a few held and not closed, some to come."""
    venues = _venues(world)
    events = list(_events(world))
    now = timezone.now()

    def state_of(event: Dated) -> str:
        if event.starts_at > now:
            return "scheduled"
        return "closed" if event.pk % 20 else "held"

    def rows() -> Iterator[tuple[Any, ...]]:
        for event in events:
            ends = max(end for _kind, _start, end in parts_of(event))
            venue = venues[event.pk % len(venues)] if event.kind == "day" else None
            taken, earlier = len(event.people), event.starts_at - timedelta(days=3)
            seats = (max(taken, 40), taken + 2 if event.pk % 9 == 0 and taken + 2 <= max(taken, 40) else 12, taken)
            times = (event.starts_at, ends, event.starts_at - timedelta(days=90), earlier, earlier, earlier, earlier)
            keys = (event.pk, event.kind, event.activity, course_key(event.course), f"Prova {event.pk}")
            yield (*keys, state_of(event), venue, *seats, *times, world.uuid())

    keys = ("id", "kind", "activity_key", "course_key", "title")
    names = (*keys, "state", "venue", "capacity", "minimum", "seats_taken")
    times = ("starts_at", "ends_at", "booking_opens_at", "booking_closes_at", "cancel_until", "promotion_until")
    load(Event, (*names, *times, "created_at", "uid"), rows())
    make_presences(world, [(event, state_of(event)) for event in events])
    return len(events)


def _venues(world: World) -> list[int]:
    chosen = world.bodies[:: max(1, len(world.bodies) // 200)]
    found = [
        Venue.objects.get_or_create(
            name="Sala di prova", municipality=body.municipality, defaults={"address": "Piazza 1", "seats": 80}
        )[0]
        for body in chosen
    ]
    return [venue.pk for venue in found]


def _events(world: World) -> Iterator[Dated]:
    pk = next_key(Event)
    for course in range(COURSES):
        people = world.chance.sample(world.people, len(world.people))
        for kind, number, places in (
            ("day", world.many(DAYS), AT_A_DAY),
            ("webinar", world.many(WEBINARS), AT_A_WEBINAR),
        ):
            for place in range(number):
                ago = 330 - place * 380 // number  # the last of them are to come
                start = datetime.combine(world.today - timedelta(days=ago), time(PARTS[kind][0][1]))
                size = places - place % 25
                seated = people[place * places : place * places + size]
                if kind == "webinar":
                    seated = world.chance.sample(people, min(size, len(people)))
                yield Dated(pk, kind, course, timezone.make_aware(start), seated)
                pk += 1
