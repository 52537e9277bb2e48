"""One official's whole story, for those who may read it."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from wagtail.models import Page

from courses.catalogue.models import CoursePage
from courses.enrolment.actions import change_state
from courses.enrolment.models import Enrolment, State
from courses.people.actions import move_participant
from courses.people.models import NoticeRead, Participant
from courses.progress.actions import override, withdraw_completion
from tests.factories.catalogue import activities_of
from tests.factories.people import make_municipal_body, make_participant
from tests.factories.progress import read

pytestmark = pytest.mark.django_db


def page_of(participant: Participant) -> str:
    return f"/admin/courses/participant/inspect/{participant.pk}/"


def test_the_page_tells_state_progress_changes_and_completions(
    desk: Client, secretary, enrolment: Enrolment, course: CoursePage
) -> None:
    first, second, *_ = activities_of(course)
    read(enrolment, course, first)
    override(participant=enrolment.participant, activity=second, reason="Letta su carta", author=secretary)
    change_state(enrolment=enrolment, state=State.SUSPENDED, reason="In aspettativa", author=secretary)

    story = desk.get(page_of(enrolment.participant)).context["story"]

    (told,) = story.courses
    assert (told.progress.done, told.progress.required, told.progress.percent) == (2, 4, 50)
    assert [change.reason for change in told.enrolment.changes.all()] == ["", "In aspettativa"]
    assert [(module.done, len(module.lines)) for module in told.modules] == [(2, 2), (0, 2)]
    text = desk.get(page_of(enrolment.participant)).content.decode()
    assert [words in text for words in ("Letta su carta", "In aspettativa")] == [True, True]


def test_what_was_read_on_a_page_that_is_gone_is_still_told_by_its_title(
    desk: Client, enrolment: Enrolment, course: CoursePage
) -> None:
    activity = activities_of(course)[0]
    read(enrolment, course, activity)
    activity.page.delete()

    story = desk.get(page_of(enrolment.participant)).context["story"]

    gone = story.courses[0].modules[-1]
    assert (gone.title, [(line.title, line.activity) for line in gone.lines]) == (
        "Modulo modulo-1",
        [("Lezione lezione-1-1", None)],
    )


def test_a_course_that_is_gone_leaves_its_enrolment_and_completions(
    desk: Client, enrolment: Enrolment, course: CoursePage
) -> None:
    read(enrolment, course, activities_of(course)[0])
    Page.objects.get(pk=course.pk).delete()

    response = desk.get(page_of(enrolment.participant))

    (told,) = response.context["story"].courses
    assert (told.progress, told.modules[0].lines[0].title) == (None, "Lezione lezione-1-1")
    assert "Accoglienza" in response.content.decode()


def test_a_withdrawn_completion_is_told_with_author_and_reason(
    desk: Client, secretary, enrolment: Enrolment, course: CoursePage
) -> None:
    (completion,) = read(enrolment, course, activities_of(course)[0])
    withdraw_completion(completion=completion, reason="Segnata per sbaglio", author=secretary)

    (withdrawn,) = desk.get(page_of(enrolment.participant)).context["story"].withdrawn

    assert (withdrawn.completion, withdrawn.entry.author, withdrawn.entry.reason) == (
        completion,
        secretary,
        "Segnata per sbaglio",
    )


def test_where_the_person_was_and_the_notice_they_read_are_told(desk: Client, official: Participant) -> None:
    move_participant(participant=official, body=make_municipal_body(name="Nuovo"), role="mayor", author=None)
    NoticeRead.objects.create(participant=official, version="7")

    context = desk.get(page_of(official)).context

    assert [(one.role, str(one.body)[:6]) for one in context["past"]] == [("official", "Comune")]
    assert [notice.version for notice in context["notices"]] == ["7"]


@pytest.mark.parametrize("pk", ["1", "999999999999999999"])
@pytest.mark.parametrize("screen", ["participant", "body"])
def test_an_outsider_gets_the_same_answer_whether_the_record_exists_or_not(
    outsider: Client, official: Participant, screen: str, pk: str
) -> None:
    known = official.pk if screen == "participant" else official.body_id

    answers = [outsider.get(f"/admin/courses/{screen}/inspect/{one}/") for one in (known, pk)]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert official.family_name not in answers[0].content.decode()


@pytest.mark.parametrize("pk", ["x", "1x", "-1", "1.5", "²", "_31", "9" * 30, "%00"])
def test_an_identifier_that_is_no_number_is_no_address(desk: Client, pk: str) -> None:
    assert desk.get(f"/admin/courses/participant/inspect/{pk}/").status_code == 404


def test_a_missing_record_is_404(desk: Client) -> None:
    assert desk.get("/admin/courses/participant/inspect/999999/").status_code == 404


def test_a_name_is_never_markup(desk: Client) -> None:
    participant = make_participant(family_name="<script>alert(1)</script>")

    for address in ("/admin/courses/participant/", page_of(participant)):
        assert "<script>alert(1)" not in desk.get(address).content.decode()


def test_buttons_are_only_for_those_who_may_press_them(outsider: Client, enrolment: Enrolment) -> None:
    user = outsider.get("/admin/").wsgi_request.user
    user.user_permissions.add(Permission.objects.get(codename="view_participant"))

    text = outsider.get(page_of(enrolment.participant)).content.decode()

    assert [verb in text for verb in ("/correct/", "/move/", "/enrol/", "/suspend/", "/complete/")] == [False] * 5


@pytest.mark.parametrize("done", [1, 3])
def test_the_page_costs_the_same_for_one_completion_and_for_three(
    desk: Client, enrolment: Enrolment, course: CoursePage, django_assert_num_queries, done: int
) -> None:
    read(enrolment, course, *activities_of(course)[:done])
    desk.get("/admin/")

    with django_assert_num_queries(20):
        desk.get(page_of(enrolment.participant))
