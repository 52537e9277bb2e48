"""Many at once: each row with its own right, its own transaction, its own result."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client, RequestFactory

from courses.adhesion.actions import contest_adhesion, reject_adhesion
from courses.adhesion.models import Adhesion
from courses.post.models import Letter
from courses.reports.views.adhesions_at_once import AcceptMany
from tests.factories.adhesion import make_submitted
from tests.factories.people import make_municipal_body, make_user

pytestmark = pytest.mark.django_db

State = Adhesion.State
ACCEPT, REJECT = "/admin/courses/adhesion/accept/", "/admin/courses/adhesion/reject/"


def adhesion_of(name: str = "Castro", population: int = 20_000) -> Adhesion:
    return make_submitted(make_municipal_body(name=name, population=population))


def confirm(desk: Client, page: str, adhesions: list[Adhesion], **data: Any) -> Any:
    """Tick, read, confirm."""
    chosen = [str(one.pk) for one in adhesions]
    asked = desk.post(page, {"chosen": chosen})
    seen = {f"seen-{row.pk}": seen for row, _name, _address, seen, _facts in asked.context["rows"]}
    return desk.post(page, {"chosen": chosen, "confirmed": "1"} | seen | data)


def states(*adhesions: Adhesion) -> list[str]:
    return [Adhesion.objects.get(pk=one.pk).state for one in adhesions]


def results(response: Any) -> list[tuple[str, bool]]:
    return [(str(one.row), one.is_done) for one in response.context["outcomes"]]


def test_nothing_is_decided_before_the_question_is_answered(desk: Client) -> None:
    adhesion = adhesion_of()

    response = desk.post(ACCEPT, {"chosen": [str(adhesion.pk)], "reason": "x"})

    assert (response.status_code, states(adhesion)) == (200, [State.SUBMITTED])
    assert [str(row) for row, *_rest in response.context["rows"]] == ["Castro (LE)"]


def test_each_row_has_its_own_result_and_one_bad_row_stops_no_other(desk: Client) -> None:
    good, small, gone, doubtful = (
        adhesion_of(name, people) for name, people in (("A", 9_000), ("B", 4), ("C", 9_000), ("D", 9_000))
    )
    reject_adhesion(adhesion=gone, reason="Prova", author=None)
    contest_adhesion(adhesion=doubtful, contested=True, reason="Prova", author=None)

    response = confirm(desk, ACCEPT, [good, small, gone, doubtful])

    assert results(response) == [("A (LE)", True), ("B (LE)", False), ("C (LE)", False), ("D (LE)", False)]
    assert states(good, small, gone, doubtful) == [State.ACCEPTED, State.SUBMITTED, State.REJECTED, State.SUBMITTED]


def test_the_reason_is_written_for_the_exceptions_alone(desk: Client) -> None:
    inside, outside = adhesion_of("A"), adhesion_of("B", 4)

    confirm(desk, ACCEPT, [inside, outside], reason="Deciso dal comitato")

    assert [Adhesion.objects.get(pk=one.pk).exception_reason for one in (inside, outside)] == [
        "",
        "Deciso dal comitato",
    ]


def test_many_are_rejected_for_one_reason_that_each_contact_reads(desk: Client) -> None:
    rows = [adhesion_of(name) for name in "AB"]

    refused = confirm(desk, REJECT, rows)
    before = states(*rows)
    confirm(desk, REJECT, rows, reason="Programma concluso")

    assert (list(refused.context["form"].errors), before) == (["reason"], [State.SUBMITTED] * 2)
    assert states(*rows) == [State.REJECTED] * 2
    assert Letter.objects.filter(kind="adhesion.rejected", text__contains="Programma concluso").count() == 2


def test_a_row_that_somebody_changed_meanwhile_is_left_alone(desk: Client) -> None:
    adhesion = adhesion_of()

    response = confirm(desk, ACCEPT, [adhesion], **{f"seen-{adhesion.pk}": "submitted||False"})

    assert (results(response), states(adhesion)) == ([("Castro (LE)", False)], [State.SUBMITTED])


def test_sent_twice_it_is_done_once(desk: Client) -> None:
    adhesion = adhesion_of()
    chosen = {"chosen": [str(adhesion.pk)]}
    seen = desk.post(REJECT, chosen).context["rows"][0][3]
    data = chosen | {"confirmed": "1", f"seen-{adhesion.pk}": seen, "reason": "Prova"}

    done = [results(desk.post(REJECT, data))[0][1] for _ in range(2)]

    assert (done, Letter.objects.filter(kind="adhesion.rejected").count()) == ([True, False], 1)


def test_of_rows_that_are_gone_only_the_number_is_told(desk: Client) -> None:
    adhesion = adhesion_of()

    response = desk.post(ACCEPT, {"chosen": [str(adhesion.pk), "999999", "999998"]})

    assert (response.context["left_out"], len(response.context["rows"])) == (2, 1)


def test_of_rows_that_are_somebody_elses_no_name_is_told(rf: RequestFactory) -> None:
    class OnlyCastro(AcceptMany):
        def permitted(self, record: Adhesion) -> bool:
            return record.body_name == "Castro"

    mine, other = adhesion_of(), adhesion_of("Segreto")
    request = rf.post(ACCEPT, {"chosen": [mine.pk, other.pk], "confirmed": "1", "reason": "x"})
    request.user = make_user(superuser=True)
    view = OnlyCastro()
    view.setup(request)

    assert ([str(one) for one in view.rows], len(view.keys)) == (["Castro (LE)"], 2)


@pytest.mark.parametrize("page", [ACCEPT, REJECT])
@pytest.mark.parametrize(
    "chosen", [[], ["x"], ["-1"], ["²"], ["9" * 40], ["1\x00"], [str(one) for one in range(1, 102)]]
)
def test_nothing_ticked_nonsense_and_more_than_a_hundred_lead_back_to_the_list(
    desk: Client, page: str, chosen: list[str]
) -> None:
    response = desk.post(page, {"chosen": chosen, "back": "?state=submitted&x=%0d%0aSet-Cookie:a"})

    assert (response.status_code, response.url.split("&")[0]) == (302, "/admin/courses/adhesion/?state=submitted")
    assert "\n" not in response.url


def test_a_get_is_refused(desk: Client) -> None:
    assert [desk.get(page).status_code for page in (ACCEPT, REJECT)] == [405, 405]


def test_who_may_look_may_not_decide(outsider: Client) -> None:
    adhesion = adhesion_of()
    user = outsider.get("/admin/").wsgi_request.user
    user.user_permissions.add(Permission.objects.get(codename="view_adhesion"))

    page = outsider.get("/admin/courses/adhesion/").content.decode()
    answer = outsider.post(ACCEPT, {"chosen": [adhesion.pk], "confirmed": "1"})

    assert ('name="chosen"' in page, ACCEPT in page, answer.status_code) == (False, False, 403)
    assert states(adhesion) == [State.SUBMITTED]


def test_a_form_from_elsewhere_is_refused(secretary) -> None:
    adhesion = adhesion_of()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(secretary)

    assert strict.post(ACCEPT, {"chosen": [adhesion.pk], "confirmed": "1"}).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_question_costs_the_same_for_one_and_for_three(
    desk: Client, django_assert_num_queries, number: int
) -> None:
    rows = [adhesion_of(f"Comune{one}") for one in range(number)]
    desk.get("/admin/")

    with django_assert_num_queries(9):
        desk.post(ACCEPT, {"chosen": [one.pk for one in rows]})
