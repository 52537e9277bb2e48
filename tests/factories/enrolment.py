"""Enrolments, made as the product makes them."""

from courses.catalogue.models import CoursePage
from courses.enrolment.actions import enrol
from courses.enrolment.models import Enrolment
from courses.people.models import Participant


def make_enrolment(participant: Participant, course: CoursePage) -> Enrolment:
    """The person enrols by themselves."""
    return enrol(participant=participant, course=course, author=participant.user)
