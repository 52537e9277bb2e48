"""Progress, made as the product makes it."""

from datetime import date
from itertools import count
from typing import Any
from uuid import uuid4

from courses.catalogue.models import Activity, CoursePage
from courses.catalogue.queries import outline_of
from courses.enrolment.models import Enrolment
from courses.people.models import Participant
from courses.progress.actions import mark_as_read, record_credit
from courses.progress.models import Completion, Credit

_numbers = count(1)


def read(enrolment: Enrolment, course: CoursePage, *activities: Activity) -> list[Completion]:
    """The person marks activities as read, in order."""
    outline = outline_of(course)
    return [mark_as_read(enrolment=enrolment, activity=activity, outline=outline) for activity in activities]


def make_credit(person: Participant, day: date, minutes: int = 360, **over: Any) -> Credit:
    """The hours of a training day of six, unless told otherwise."""
    values = {
        "course_key": uuid4(),
        "activity_key": uuid4(),
        "source": f"event:{next(_numbers)}",
        "title": "Giornata formativa",
        "kind": Credit.Kind.DAY,
        "of_minutes": 360,
        "author": None,
    }
    return record_credit(participant=person, minutes=minutes, credited_on=day, **values | over)
