"""The secretariat decides on enrolments and completions."""

import pytest
from django.test import Client

from courses.audit.models import Entry
from courses.catalogue.models import CoursePage
from courses.enrolment.actions import change_state
from courses.enrolment.models import Enrolment, EnrolmentChange, State
from courses.people.models import Participant
from courses.progress.models import Completion
from tests.factories.adhesion import make_accepted
from tests.factories.catalogue import activities_of
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_municipal_body, make_official, make_participant
from tests.factories.progress import read

pytestmark = pytest.mark.django_db


def address(enrolment: Enrolment, verb: str) -> str:
    return f"/admin/courses/enrolment/{enrolment.pk}/{verb}/"


def seen_on(desk: Client, page: str) -> str:
    return desk.get(page).context["form"]["seen"].value()


def send(desk: Client, page: str, **data: str):
    return desk.post(page, {"seen": seen_on(desk, page)} | data)


@pytest.mark.parametrize(("verb", "state"), [("suspend", State.SUSPENDED), ("withdraw", State.WITHDRAWN)])
def test_a_state_changes_with_reason_and_author(
    desk: Client, secretary, enrolment: Enrolment, verb: str, state: str
) -> None:
    response = send(desk, address(enrolment, verb), reason="Lo ha chiesto per telefono")

    enrolment.refresh_from_db()
    change = enrolment.changes.last()
    assert response.url == f"/admin/courses/participant/inspect/{enrolment.participant_id}/"
    assert (enrolment.state, change.author, change.reason) == (state, secretary, "Lo ha chiesto per telefono")


def test_activating_who_waits_writes_the_exception_down(desk: Client, course: CoursePage) -> None:
    enrolment = make_enrolment(make_official(make_municipal_body(population=400)), course)

    send(desk, address(enrolment, "activate"), reason="Deciso dal comitato")

    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.exception_reason) == (State.ACTIVE, "Deciso dal comitato")


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_nothing_changes_and_the_field_says_so(
    desk: Client, enrolment: Enrolment, reason: str
) -> None:
    response = send(desk, address(enrolment, "suspend"), reason=reason)

    enrolment.refresh_from_db()
    assert (response.status_code, enrolment.state) == (200, State.ACTIVE)
    assert list(response.context["form"].errors) == ["reason"]


def test_a_change_that_makes_no_sense_is_refused_before_anything_is_typed(desk: Client, enrolment: Enrolment) -> None:
    response = desk.get(address(enrolment, "activate"), follow=True)

    assert response.redirect_chain[0][1] == 302
    assert len(list(response.context["messages"])) == 1


def test_the_second_of_two_tabs_is_told_and_loses_nothing(desk: Client, secretary, enrolment: Enrolment) -> None:
    page = address(enrolment, "suspend")
    seen = seen_on(desk, page)
    change_state(enrolment=enrolment, state=State.WITHDRAWN, reason="Rinuncia", author=secretary)

    response = desk.post(page, {"seen": seen, "reason": "In aspettativa"})

    form = response.context["form"]
    enrolment.refresh_from_db()
    assert (enrolment.state, len(form.non_field_errors())) == (State.WITHDRAWN, 1)
    assert (form["reason"].value(), form["seen"].value()) == ("In aspettativa", State.WITHDRAWN)


def test_a_form_sent_twice_changes_once(desk: Client, enrolment: Enrolment) -> None:
    page = address(enrolment, "suspend")
    data = {"seen": seen_on(desk, page), "reason": "In aspettativa"}

    answers = [desk.post(page, data).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert EnrolmentChange.objects.filter(to_state=State.SUSPENDED).count() == 1


def test_an_activity_is_completed_for_somebody_once(desk: Client, enrolment: Enrolment, course: CoursePage) -> None:
    page, activity = address(enrolment, "complete"), activities_of(course)[0]
    data = {"seen": "", "activity": str(activity.key), "reason": "Letta su carta"}

    answers = [desk.post(page, data).status_code for _ in range(2)]

    assert (answers, Completion.objects.count()) == ([302, 302], 1)
    assert str(activity.key) not in desk.get(page).content.decode()


@pytest.mark.parametrize("activity", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_only_activities_of_the_course_can_be_chosen(desk: Client, enrolment: Enrolment, activity: str) -> None:
    response = desk.post(address(enrolment, "complete"), {"seen": "", "activity": activity, "reason": "Su carta"})

    assert (response.status_code, list(response.context["form"].errors)) == (200, ["activity"])


def test_a_course_that_is_gone_has_nothing_to_complete(desk: Client, enrolment: Enrolment, course: CoursePage) -> None:
    course.unpublish()

    assert desk.get(address(enrolment, "complete")).status_code == 302
    assert desk.post(address(enrolment, "complete"), {"seen": ""}).status_code == 302


def test_a_completion_is_withdrawn_once_and_stays_in_the_records(
    desk: Client, enrolment: Enrolment, course: CoursePage
) -> None:
    (completion,) = read(enrolment, course, activities_of(course)[0])
    page = f"/admin/courses/completion/{completion.pk}/withdraw/"
    data = {"seen": "", "reason": "Segnata per sbaglio"}

    answers = [desk.post(page, data).status_code for _ in range(2)]

    completion.refresh_from_db()
    assert (answers, completion.withdrawn_at is not None) == ([302, 302], True)
    assert Entry.objects.filter(action="completion.withdraw").count() == 1
    assert desk.get(page).status_code == 302


def test_an_official_in_range_is_enrolled_without_more_ado(
    desk: Client, official: Participant, course: CoursePage
) -> None:
    page = f"/admin/courses/participant/{official.pk}/enrol/"
    data = {"seen": "", "course": str(course.translation_key)}

    answers = [desk.post(page, data).status_code for _ in range(2)]

    assert (answers, [one.state for one in official.enrolments.all()]) == ([302, 302], [State.ACTIVE])


def test_out_of_range_an_exception_is_written(desk: Client, course: CoursePage) -> None:
    official = make_participant(body=make_municipal_body(population=400))
    page = f"/admin/courses/participant/{official.pk}/enrol/"
    data = {"seen": "", "course": str(course.translation_key)}

    refused = desk.post(page, data)
    accepted = desk.post(page, data | {"exception_reason": "Deciso dal comitato"})

    assert list(refused.context["form"].errors) == ["exception_reason"]
    assert (accepted.status_code, official.enrolments.get().exception_reason) == (302, "Deciso dal comitato")


@pytest.mark.parametrize("joins", [True, False])
def test_what_stands_and_what_is_asked_agree_about_the_adhesion(
    desk: Client, course: CoursePage, settings, joins: bool
) -> None:
    settings.COURSES_REQUIRE_ADHESION = True
    body = make_municipal_body(population=20_000)
    if joins:
        make_accepted(body)
    official = make_participant(body=body)
    page = f"/admin/courses/participant/{official.pk}/enrol/"

    shown = desk.get(page)
    answer = desk.post(page, {"seen": "", "course": str(course.translation_key)})

    said = str(shown.context["facts"][-1][1])
    assert (said == "Sì", answer.status_code, official.enrolments.count()) == (
        (True, 302, 1) if joins else (False, 200, 0)
    )


def test_nobody_is_enrolled_where_no_course_is_published(desk: Client, official: Participant) -> None:
    assert desk.get(f"/admin/courses/participant/{official.pk}/enrol/").status_code == 302


VERBS = {
    "decide_enrolment": ["enrolment/{enrolment}/activate/", "enrolment/{enrolment}/suspend/"],
    "override_completion": ["enrolment/{enrolment}/complete/", "completion/{completion}/withdraw/"],
    "add_enrolment": ["participant/{participant}/enrol/"],
    "change_participant": ["participant/{participant}/correct/", "participant/{participant}/move/"],
}


@pytest.mark.parametrize("path", [path for paths in VERBS.values() for path in paths])
def test_who_may_not_act_gets_the_same_403_for_what_exists_and_what_does_not(
    outsider: Client, enrolment: Enrolment, course: CoursePage, path: str
) -> None:
    (completion,) = read(enrolment, course, activities_of(course)[0])
    known = {"enrolment": enrolment.pk, "completion": completion.pk, "participant": enrolment.participant_id}
    before = EnrolmentChange.objects.count()

    for keys in (known, dict.fromkeys(known, 999999)):
        page = f"/admin/courses/{path.format(**keys)}"
        assert [outsider.get(page).status_code, outsider.post(page, {"reason": "x"}).status_code] == [403, 403]
    assert (EnrolmentChange.objects.count(), Completion.objects.filter(withdrawn_at=None).count()) == (before, 1)


@pytest.mark.parametrize("path", [path for paths in VERBS.values() for path in paths])
def test_a_record_that_does_not_exist_is_404(desk: Client, path: str) -> None:
    for key in (999999, "9" * 40):
        keys = dict.fromkeys(("enrolment", "completion", "participant"), key)
        assert desk.get(f"/admin/courses/{path.format(**keys)}").status_code == 404


def test_no_get_changes_anything(desk: Client, enrolment: Enrolment) -> None:
    before = Entry.objects.count()

    for verb in ("suspend", "withdraw", "complete"):
        desk.get(address(enrolment, verb), {"reason": "x", "seen": "active"})

    enrolment.refresh_from_db()
    assert (enrolment.state, Entry.objects.count()) == (State.ACTIVE, before)


def test_a_form_from_elsewhere_is_refused(secretary, enrolment: Enrolment) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(secretary)

    assert strict.post(address(enrolment, "suspend"), {"seen": "active", "reason": "x"}).status_code == 403
