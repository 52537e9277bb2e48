"""The list of letters, and one with its text."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from courses.audit.models import Entry
from courses.post.models import Letter
from tests.factories.adhesion import make_submitted
from tests.factories.people import make_municipal_body, make_user

pytestmark = pytest.mark.django_db

LIST = "/admin/courses/letter/"


def make_letter(cause: str = "prova:1", **over: str) -> Letter:
    values = {"kind": "adhesion.draft", "recipient": "anna@comune.example", "subject": "Città", "text": "Cara Anna"}
    return Letter.objects.create(cause=cause, **values | over)


def found(desk: Client, question: str) -> list[str]:
    return [row.first for row in desk.get(LIST + question).context["rows"]]


def test_letters_are_filtered_by_state_kind_and_time_and_found_by_address_and_subject(desk: Client) -> None:
    make_letter("1", state="failed")
    make_letter("2", recipient="ugo@comune.example", kind="adhesion.confirm", subject="Conferma la scheda")

    assert found(desk, "?state=failed") == found(desk, "?kind=adhesion.draft") == ["anna@comune.example"]
    assert found(desk, "?q=conferma+ugo") == found(desk, "?kind=adhesion.confirm&period=7") == ["ugo@comune.example"]
    assert found(desk, "?q=nessuno") == []


def test_letters_of_a_kind_that_is_declared_no_more_are_still_found(desk: Client) -> None:
    make_letter(kind="vecchia")

    assert found(desk, "?kind=vecchia") == ["anna@comune.example"]
    assert desk.get(f"{LIST}?kind=mai").status_code == 302


def test_the_page_shows_the_text_as_text_and_what_it_is_about(desk: Client) -> None:
    adhesion = make_submitted(make_municipal_body())
    letter = make_letter(text="<script>alert(1)</script>", about_type="courses.adhesion", about_id=str(adhesion.pk))

    response = desk.get(f"{LIST}inspect/{letter.pk}/")

    assert response.context["about"] == f"/admin/courses/adhesion/inspect/{adhesion.pk}/"
    assert "&lt;script&gt;alert(1)" in response.content.decode()
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("about", ["", "courses.nothing", "x", "courses.adhesion"])
def test_a_letter_about_something_without_a_page_leads_nowhere(desk: Client, about: str) -> None:
    letter = make_letter(about_type=about, about_id="x")

    assert desk.get(f"{LIST}inspect/{letter.pk}/").context["about"] == ""


@pytest.mark.parametrize(
    ("state", "may"), [("failed", True), ("doubtful", True), ("sent", False), ("queued", False), ("handing", False)]
)
def test_sending_again_is_offered_where_it_makes_sense(desk: Client, state: str, may: bool) -> None:
    letter = make_letter(state=state)

    assert desk.get(f"{LIST}inspect/{letter.pk}/").context["may_send"] is may


@pytest.mark.parametrize("superuser", [False, True])
def test_nobody_takes_letters_away(desk: Client, client: Client, superuser: bool) -> None:
    browser = desk
    if superuser:
        client.force_login(make_user(superuser=True))
        browser = client

    answer = browser.get(f"{LIST}?export=csv")

    assert (answer.status_code, answer.url) == (302, f"{LIST}?")
    assert "export=" not in browser.get(LIST).content.decode()
    assert Entry.objects.filter(action="letter.export").count() == 0


def test_editors_get_403_and_who_may_look_may_not_send(outsider: Client) -> None:
    letter = make_letter(state="failed")
    before = outsider.get(f"{LIST}inspect/{letter.pk}/").status_code
    user = outsider.get("/admin/").wsgi_request.user
    user.user_permissions.add(Permission.objects.get(codename="view_letter"))

    context = outsider.get(f"{LIST}inspect/{letter.pk}/").context

    assert (before, context["may_send"], context["trail"]) == (403, False, None)


@pytest.mark.parametrize("letters", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(desk: Client, django_assert_num_queries, letters: int) -> None:
    for number in range(letters):
        make_letter(f"prova:{number}")
    desk.get("/admin/")

    with django_assert_num_queries(12):
        desk.get(LIST)
