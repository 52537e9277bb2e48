import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Revision

from courses.catalogue.models import CoursePage
from courses.catalogue.queries import outline_of
from courses.enrolment.actions import change_state, enrol
from courses.enrolment.models import Enrolment, State
from courses.errors import NotAllowed, ReasonMissing
from courses.people.models import Participant
from courses.progress.actions import complete, mark_as_read, override, unmark, withdraw_completion
from courses.progress.models import Completion, CourseCompletion
from courses.progress.queries import completed_keys
from tests.factories.catalogue import activities_of, add, make_lesson, make_module
from tests.factories.people import make_municipal_body, make_official, make_user
from tests.factories.progress import read
from tests.host.models import PodcastPage

pytestmark = pytest.mark.django_db


def test_marking_as_read_keeps_titles_and_the_revision_read(enrolment: Enrolment, course: CoursePage) -> None:
    activity = activities_of(course)[0]

    completion = read(enrolment, course, activity)[0]

    assert (completion.activity_title, completion.module_title, completion.course_title) == (
        activity.page.title,
        activity.module.title,
        course.title,
    )
    assert (completion.revision_id, completion.method) == (activity.page.live_revision_id, "reader")


def test_marking_twice_is_marking_once(enrolment: Enrolment, course: CoursePage) -> None:
    activity = activities_of(course)[0]

    first, second = read(enrolment, course, activity, activity)

    assert (first, Completion.objects.count()) == (second, 1)


def test_the_course_completes_with_the_last_required_activity(enrolment: Enrolment, course: CoursePage) -> None:
    *others, last = activities_of(course)
    read(enrolment, course, *others)
    enrolment.refresh_from_db()
    before = enrolment.state

    read(enrolment, course, last)

    enrolment.refresh_from_db()
    assert (before, enrolment.state) == (State.ACTIVE, State.COMPLETED)
    assert len(CourseCompletion.objects.get(enrolment=enrolment).required) == 4


def test_optional_activities_are_not_waited_for(enrolment: Enrolment, course: CoursePage) -> None:
    make_lesson(course.get_first_child(), "facoltativa", required=False)
    required = [activity for activity in activities_of(course) if activity.required]

    read(enrolment, course, *required)

    enrolment.refresh_from_db()
    assert enrolment.state == State.COMPLETED


def test_a_course_that_asks_for_nothing_never_completes(enrolment: Enrolment, course: CoursePage) -> None:
    for module in course.get_children():
        module.delete()

    enrolment.refresh_from_db()
    assert enrolment.state == State.ACTIVE


def test_a_mark_can_be_taken_back_and_given_again(enrolment: Enrolment, course: CoursePage) -> None:
    activity = activities_of(course)[0]
    read(enrolment, course, activity)

    unmark(enrolment=enrolment, activity=activity)
    after_undo = completed_keys(enrolment.participant, course.translation_key)
    read(enrolment, course, activity)

    assert (after_undo, Completion.objects.count()) == (frozenset(), 2)


def test_a_mark_is_not_taken_back_once_the_course_is_completed(enrolment: Enrolment, course: CoursePage) -> None:
    activities = activities_of(course)
    read(enrolment, course, *activities)

    with pytest.raises(NotAllowed):
        unmark(enrolment=enrolment, activity=activities[0])


def test_nobody_undoes_what_the_secretariat_completed(enrolment: Enrolment, course: CoursePage) -> None:
    activity = activities_of(course)[0]
    override(participant=enrolment.participant, activity=activity, reason="Letto in aula", author=make_user())

    with pytest.raises(NotAllowed):
        unmark(enrolment=enrolment, activity=activity)


def test_who_waits_marks_the_first_module_alone(course: CoursePage) -> None:
    official = make_official(make_municipal_body(population=400))
    pending = enrol(participant=official, course=course, author=official.user)
    first, *_others, last = activities_of(course)

    read(pending, course, first)

    with pytest.raises(NotAllowed):
        read(pending, course, last)


def test_a_suspended_person_marks_nothing(enrolment: Enrolment, course: CoursePage) -> None:
    change_state(enrolment=enrolment, state=State.SUSPENDED, reason="Congedo", author=make_user())

    with pytest.raises(NotAllowed):
        read(enrolment, course, activities_of(course)[0])


def test_completing_needs_a_reason_from_the_secretariat(enrolment: Enrolment, course: CoursePage) -> None:
    activity = activities_of(course)[0]
    author = make_user()

    with pytest.raises(ReasonMissing):
        override(participant=enrolment.participant, activity=activity, reason=" ", author=author)
    completion = override(participant=enrolment.participant, activity=activity, reason="Era presente", author=author)

    assert (completion.method, completion.author, completion.reason) == ("secretariat", author, "Era presente")


def test_a_withdrawn_completion_stays_in_the_records(enrolment: Enrolment, course: CoursePage) -> None:
    completion = read(enrolment, course, activities_of(course)[0])[0]

    withdraw_completion(completion=completion, reason="Errore", author=make_user())

    completion.refresh_from_db()
    assert completion.withdrawn_at is not None


def test_a_new_required_lesson_is_asked_of_those_under_way_only(
    enrolment: Enrolment, course: CoursePage, official: Participant
) -> None:
    under_way_person = make_official(official.body)
    under_way = enrol(participant=under_way_person, course=course, author=under_way_person.user)
    activities = activities_of(course)
    read(enrolment, course, *activities)
    read(under_way, course, *activities[:-1])

    make_lesson(course.get_first_child(), "nuova")
    read(under_way, course, activities[-1])

    enrolment.refresh_from_db()
    under_way.refresh_from_db()
    assert (enrolment.state, under_way.state) == (State.COMPLETED, State.ACTIVE)


@pytest.mark.parametrize("way", ["delete", "unpublish", "optional", "elsewhere"])
def test_who_misses_only_what_is_no_longer_asked_completes(enrolment: Enrolment, course: CoursePage, way: str) -> None:
    *others, last = activities_of(course)
    read(enrolment, course, *others)
    page = last.page.specific

    if way == "delete":
        page.delete()
    elif way == "unpublish":
        page.unpublish()
    elif way == "elsewhere":
        other = add(course.get_parent(), CoursePage(title="Un altro corso", slug="altro", summary="Altro."))
        page.move(make_module(other, "altrove"), pos="last-child")
    else:
        page.required = False
        page.save_revision().publish()

    enrolment.refresh_from_db()
    assert enrolment.state == State.COMPLETED


def test_a_mended_text_looks_at_nobodys_progress(enrolment: Enrolment, course: CoursePage) -> None:
    page = activities_of(course)[0].page.specific
    page.summary = "Un refuso in meno."

    with CaptureQueriesContext(connection) as asked:
        page.save_revision().publish()

    assert not [one for one in asked.captured_queries if "courses_completion" in one["sql"]]


def test_what_was_read_while_waiting_counts_when_accepted(course: CoursePage) -> None:
    official = make_official(make_municipal_body(population=400))
    pending = enrol(participant=official, course=course, author=official.user)
    activities = activities_of(course)
    read(pending, course, *activities[:2])
    for activity in activities[2:]:
        activity.page.delete()

    change_state(enrolment=pending, state=State.ACTIVE, reason="Unione", author=make_user())

    pending.refresh_from_db()
    assert pending.state == State.COMPLETED


def test_a_completion_outlives_page_module_course_and_revisions(enrolment: Enrolment, course: CoursePage) -> None:
    completion = read(enrolment, course, activities_of(course)[0])[0]

    course.delete()
    Revision.objects.all().delete()

    completion.refresh_from_db()
    assert (completion.activity_title, completion.course_title) == ("Lezione lezione-1-1", "Accoglienza")


def test_moving_a_lesson_keeps_what_was_done_with_it(enrolment: Enrolment, course: CoursePage) -> None:
    activity = activities_of(course)[0]
    read(enrolment, course, activity)

    activity.page.specific.move(course.get_last_child(), pos="last-child")

    moved = activities_of(course)[-1]
    assert (moved.key, moved.module_id) == (activity.key, course.get_last_child().pk)
    assert moved.key in completed_keys(enrolment.participant, course.translation_key)


def test_the_host_adds_a_kind_of_activity_with_one_page_class_and_one_call(
    enrolment: Enrolment, course: CoursePage
) -> None:
    podcast = add(course.get_first_child(), PodcastPage(title="Puntata", slug="puntata"))
    activity = next(a for a in activities_of(course) if a.page_id == podcast.pk)

    with pytest.raises(NotAllowed):
        mark_as_read(enrolment=enrolment, activity=activity, outline=outline_of(course))
    completion = complete(participant=enrolment.participant, activity=activity, method=Completion.Method.SYSTEM)

    assert (completion.activity_title, completion.method) == ("Puntata", "system")
