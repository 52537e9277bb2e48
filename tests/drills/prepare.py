"""What the drill's clients meet, made in the database of DATABASE_URL, or how things stand in it: as JSON."""

import json
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import Client  # noqa: E402

from courses.agenda.models import Event  # noqa: E402
from courses.booking.models import Booking  # noqa: E402
from courses.catalogue.models import CoursePage  # noqa: E402
from courses.enrolment.models import Enrolment, State  # noqa: E402
from courses.people.models import Participant  # noqa: E402
from courses.post.actions import write_letter  # noqa: E402
from courses.post.models import Letter  # noqa: E402
from courses.progress.models import Completion  # noqa: E402
from tests.factories.agenda import course_of_event, make_day_page, make_event, make_venue  # noqa: E402
from tests.factories.catalogue import activities_of, make_course, make_lesson, make_module  # noqa: E402
from tests.factories.enrolment import make_enrolment  # noqa: E402
from tests.factories.people import make_municipal_body, make_official  # noqa: E402


def make(people: int, lessons: int, seats: int) -> dict[str, object]:
    """A course with lessons and a day, officials who take part, each with an open session."""
    module = make_module(make_course())
    for number in range(lessons):
        make_lesson(module, f"lezione-{number}")
    event = make_event(make_day_page(module), venue=make_venue(), capacity=seats)
    body, sessions = make_municipal_body(population=20_000), {}
    for _number in range(people):
        official = make_official(body)
        make_enrolment(official, course_of_event(event))
        browser = Client()
        browser.force_login(official.user)
        sessions[official.pk] = browser.cookies[settings.SESSION_COOKIE_NAME].value
    Enrolment.objects.update(state=State.ACTIVE)
    course = CoursePage.objects.get()
    keys = [str(one.key) for one in activities_of(course) if one.completed_by == "reader"]
    return {"event": event.pk, "sessions": sessions, "lessons": keys}


def tell() -> dict[str, object]:
    """Bookings, completions and letters as they are in the database now."""
    event = Event.objects.get()
    states = Booking.objects.values_list("state").annotate(number=Count("pk"))
    return {
        "capacity": event.capacity,
        "seats_taken": event.seats_taken,
        "bookings": dict(states.order_by()),
        "booked_twice": Booking.objects.values("participant").annotate(n=Count("pk")).filter(n__gt=1).count(),
        "completions": [
            f"{person}:{key}"
            for person, key in Completion.objects.filter(withdrawn_at=None).values_list("participant", "activity_key")
        ],
        "letters": dict(Letter.objects.values_list("state").annotate(number=Count("pk")).order_by()),
        "people": Participant.objects.count(),
    }


def write(number: int) -> int:
    """So many letters, written by the action that writes all."""
    for each in range(number):
        recipient = f"persona{each}@comune.example"
        write_letter(kind="adhesion.draft", recipient=recipient, cause=f"drill:{each}", values={})
    return number


if __name__ == "__main__":
    what, numbers = sys.argv[1], [int(each) for each in sys.argv[2:]]
    print(json.dumps({"make": make, "letters": write, "tell": tell}[what](*numbers)))
