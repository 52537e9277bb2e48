"""Training days, webinars, venues, teachers and their events."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from courses.agenda.actions import create_event, give_account
from courses.agenda.models import Event, Teacher, TrainingDayPage, Venue, WebinarPage
from courses.catalogue.models import Activity, CoursePage, ModulePage
from tests.factories.catalogue import add, make_course, make_module
from tests.factories.remembered import remembered
from tests.factories.territory import make_municipality

_numbers = count(1)
TEXT = [("paragraph", "<p>Di che cosa si parla.</p>")]


@remembered
def make_day_page(module: ModulePage | None = None, **over: Any) -> TrainingDayPage:
    """A published training day, in a new course unless a module is given."""
    module = module or make_module(make_course())
    values = {"title": "Progettare insieme", "slug": "giornata", "summary": "Una giornata.", "about": TEXT}
    return add(module, TrainingDayPage(**values | {"minutes": 360} | over))


def make_webinar_page(module: ModulePage, **over: Any) -> WebinarPage:
    """A published webinar that the course does not ask for."""
    values = {"title": "Il piano di zona", "slug": "webinar", "summary": "Un webinar.", "about": TEXT}
    return add(module, WebinarPage(**values | {"minutes": 90, "required": False} | over))


def make_venue(**over: Any) -> Venue:
    """A hall of fifty seats."""
    municipality = over.pop("municipality", None) or make_municipality(name=f"Luogo {next(_numbers)}")
    values = {"name": "Sala consiliare", "address": "Piazza del Municipio, 1", "seats": 50}
    return Venue.objects.create(**values | {"municipality": municipality} | over)


def make_teacher(user: AbstractBaseUser | None = None, **over: Any) -> Teacher:
    """Lucia Bianchi, with an account if one is given."""
    teacher = Teacher.objects.create(**{"given_name": "Lucia", "family_name": "Bianchi"} | over)
    if user:
        give_account(teacher=teacher, user=user, author=None)
    return teacher


def make_event(page: TrainingDayPage | WebinarPage | None = None, day: date | None = None, **over: Any) -> Event:
    """An event of a page (a new training day unless given), thirty days from now at a new venue unless given."""
    page = page or make_day_page()
    if isinstance(page, TrainingDayPage) and "venue" not in over:
        over["venue"] = make_venue()
    day = day or timezone.localdate() + timedelta(days=30)
    author = over.pop("author", None)
    return create_event(activity=Activity.objects.get(page=page.pk), day=day, author=author, **over)


def course_of_event(event: Event) -> CoursePage:
    """The course an event belongs to."""
    return CoursePage.objects.get(translation_key=event.course_key)
