"""Hours of attendance and the versions of what a course asks for."""

from datetime import date

import pytest

from courses.audit.models import Entry
from courses.catalogue.models import CoursePage
from courses.enrolment.models import Enrolment, State
from courses.people.models import Participant
from courses.progress.actions import apply_rule, change_rule, complete, complete_course, record_credit
from courses.progress.models import Completion, CompletionRule, Credit
from courses.progress.queries import Hours, hours_of, progress_of_many, rule_of
from courses.progress.rules import has_hours, minutes_needed
from tests.factories.catalogue import activities_of
from tests.factories.enrolment import make_enrolment

pytestmark = pytest.mark.django_db
RULE = {"minutes": 360, "threshold": 80}


def credit(person: Participant, course: CoursePage, minutes: int, source: str = "event:1", **over: object) -> Credit:
    values = {
        "participant": person,
        "course_key": course.translation_key,
        "activity_key": course.translation_key,
        "source": source,
        "title": "Giornata",
        "minutes": minutes,
        "of_minutes": 360,
        "credited_on": date(2027, 1, 18),
        "author": None,
    }
    return record_credit(**values | over)


def do_all(person: Participant, course: CoursePage) -> None:
    for activity in activities_of(course):
        complete(participant=person, activity=activity, method=Completion.Method.SYSTEM)


@pytest.mark.parametrize(("present", "enough"), [(180, False), (287, False), (288, True), (360, True)])
def test_the_share_of_the_hours_asked_for_is_needed(present: int, enough: bool) -> None:
    assert has_hours(CompletionRule(**RULE), Hours(present, 0)) is enough


@pytest.mark.parametrize(("counts_less", "needed"), [(False, 288), (True, 144)])
def test_excused_absence_stays_in_the_denominator_unless_the_course_says_otherwise(
    counts_less: bool, needed: int
) -> None:
    assert minutes_needed(CompletionRule(**RULE, excused_counts_less=counts_less), 180) == needed


def test_a_course_without_a_rule_asks_for_no_hours() -> None:
    assert has_hours(None, Hours(0, 0))


def test_three_hours_of_six_with_all_lessons_read_is_not_the_whole(course: CoursePage, official: Participant) -> None:
    change_rule(course_key=course.translation_key, author=None, **RULE)
    enrolment = make_enrolment(official, course)

    do_all(official, course)
    credit(official, course, 180)
    complete_course(participant=official, course_key=course.translation_key)

    enrolment.refresh_from_db()
    assert (enrolment.state, progress_of_many([enrolment])[enrolment.pk].percent) == (State.ACTIVE, 99)


def test_with_the_hours_the_course_is_completed(course: CoursePage, official: Participant) -> None:
    change_rule(course_key=course.translation_key, author=None, **RULE)
    enrolment = make_enrolment(official, course)

    credit(official, course, 300)
    do_all(official, course)

    enrolment.refresh_from_db()
    assert enrolment.state == State.COMPLETED


def test_credited_again_hours_are_corrected_and_never_added(course: CoursePage, official: Participant) -> None:
    credit(official, course, 360)
    credit(official, course, 180)
    credit(official, course, 180)
    credit(official, course, 90, source="event:2")

    assert hours_of(official, course.translation_key) == Hours(270, 0)
    assert Entry.objects.filter(action="credit.record").count() == 3


def test_nobody_attends_longer_than_it_lasted(course: CoursePage, official: Participant) -> None:
    assert credit(official, course, 400).minutes == 360


def test_an_enrolment_keeps_the_version_of_its_day(course: CoursePage, official: Participant) -> None:
    first = change_rule(course_key=course.translation_key, author=None, **RULE)
    enrolment = make_enrolment(official, course)

    second = change_rule(course_key=course.translation_key, author=None, minutes=720)

    assert (first.version, second.version, rule_of(enrolment)) == (1, 2, first)
    apply_rule(enrolment=enrolment)
    assert rule_of(Enrolment.objects.get(pk=enrolment.pk)) == second
