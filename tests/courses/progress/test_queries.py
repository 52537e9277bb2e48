"""Hours by calendar year."""

from datetime import UTC, date, datetime

import pytest

from courses.agenda.models import Event
from courses.catalogue.models import CoursePage
from courses.enrolment.models import Enrolment
from courses.people.models import Participant
from courses.progress.actions import complete, record_credit, withdraw_completion
from courses.progress.models import Completion, Credit
from courses.progress.queries import YearOfHours, kinds_in, years_of
from tests.factories.agenda import make_day_page, make_event, make_webinar_page
from tests.factories.attendance import close, make_register, mark_all_day
from tests.factories.booking import make_booking
from tests.factories.catalogue import activities_of, make_course, make_module
from tests.factories.progress import make_credit, read

pytestmark = pytest.mark.django_db


def figures(person: Participant) -> list[tuple[int, int, int, int]]:
    """Of each year: days, webinars, all attended, materials."""
    kinds = Credit.Kind.DAY, Credit.Kind.WEBINAR
    return [(one.year, *map(one.minutes_of, kinds), one.attended, one.materials) for one in years_of(person)]


def test_days_webinars_and_materials_stand_apart_and_materials_are_in_no_total(
    official: Participant, course: CoursePage, enrolment: Enrolment
) -> None:
    make_credit(official, date(2027, 1, 18), 300)
    make_credit(official, date(2027, 3, 2), 90, kind=Credit.Kind.WEBINAR, of_minutes=90)
    make_credit(official, date(2027, 3, 9), 0)
    first, second, *_rest = activities_of(course)
    read(enrolment, course, first, second)
    Completion.objects.update(completed_at=datetime(2027, 5, 1, tzinfo=UTC))

    assert figures(official) == [(2027, 300, 90, 390, first.minutes + second.minutes)]


def test_a_year_ends_at_midnight_in_italy(official: Participant, course: CoursePage, enrolment: Enrolment) -> None:
    make_credit(official, date(2026, 12, 31), 60)
    first, second, *_rest = activities_of(course)
    read(enrolment, course, first, second)
    Completion.objects.filter(activity_key=first.key).update(completed_at=datetime(2026, 12, 31, 22, 59, tzinfo=UTC))
    Completion.objects.filter(activity_key=second.key).update(completed_at=datetime(2026, 12, 31, 23, 0, tzinfo=UTC))

    assert figures(official) == [(2027, 0, 0, 0, second.minutes), (2026, 60, 0, 60, first.minutes)]


@pytest.mark.parametrize(("make_page", "kind"), [(make_day_page, "day"), (make_webinar_page, "webinar")])
def test_a_closed_register_says_what_was_attended_and_deleted_pages_change_no_hour(make_page, kind: str) -> None:
    event: Event = make_event(make_page(make_module(make_course())))
    attendee = make_register_of(event)
    person = attendee.participant
    course = CoursePage.objects.get()
    titles = [(one.module_title, one.course_title) for one in Credit.objects.all()]

    before = figures(person)
    course.delete()

    (credit,) = Credit.objects.all()
    assert (figures(person), credit.kind, credit.title) == (before, kind, event.title)
    assert before[0][3:] == (credit.minutes, 0)  # attended, and not studied as well
    assert titles == [(credit.module_title, credit.course_title)] and "" not in titles[0]
    record_credit(
        participant=person,
        course_key=event.course_key,
        activity_key=event.activity_key,
        source=credit.source,
        title=event.title,
        kind=kind,
        minutes=30,
        of_minutes=credit.of_minutes,
        credited_on=credit.credited_on,
        author=None,
    )
    credit.refresh_from_db()
    assert [(credit.module_title, credit.course_title)] == titles


def make_register_of(event: Event):
    make_booking(event)
    register = make_register(event)
    attendee = register.attendees.get()
    mark_all_day(attendee)
    close(register)
    return attendee


def test_what_was_withdrawn_or_attended_is_not_studied(
    official: Participant, course: CoursePage, enrolment: Enrolment
) -> None:
    first, second, third, *_rest = activities_of(course)
    read(enrolment, course, first, second)
    withdraw_completion(completion=Completion.objects.get(activity_key=first.key), reason="Errore", author=None)
    # a kind of activity of the host's, which is attended
    complete(participant=official, activity=third, method=Completion.Method.SYSTEM)
    make_credit(official, date(2027, 1, 18), 60, activity_key=third.key, kind=Credit.Kind.OTHER)

    assert sum(one.materials for one in years_of(official)) == second.minutes


@pytest.mark.parametrize("number", [1, 3])
def test_years_cost_two_queries(official: Participant, number: int, django_assert_num_queries) -> None:
    for year in range(number):
        make_credit(official, date(2025 + year, 1, 18))

    with django_assert_num_queries(2):
        years_of(official)


def test_another_kind_has_a_column_only_where_there_is_any() -> None:
    other = YearOfHours(2027, [Credit(kind=Credit.Kind.OTHER, minutes=60)])

    assert [kinds_in([]), kinds_in([other])] == [["day", "webinar"], ["day", "webinar", "other"]]
