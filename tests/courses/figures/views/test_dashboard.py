"""The dashboard: what waits, the figures of a period, the map."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.agenda.models import Event
from courses.attendance.models import Connection
from courses.figures.tallies import counted_at, recount
from courses.figures.todo import KINDS, waiting_for
from courses.post.models import Letter
from tests.factories.adhesion import make_accepted, make_submitted
from tests.factories.agenda import make_day_page, make_event
from tests.factories.attendance import make_register
from tests.factories.booking import make_attender
from tests.factories.catalogue import make_lesson, make_module
from tests.factories.certificates import make_closed
from tests.factories.people import make_municipal_body

ADDRESS = reverse("courses_dashboard")
HOME = reverse("wagtailadmin_home")
ODD = ("0000-00", "x" * 5_000, "2026-13", "'", "joined;", "%F0%9F%92%A9")


def make_waiting() -> Event:
    """One of each kind."""
    make_submitted(make_municipal_body(population=200_000))
    page = make_day_page()
    make_lesson(make_module(page.get_parent().get_parent().specific, "due"), "lezione")
    make_event(page, timezone.localdate() + timedelta(days=60))  # too far to worry about
    event = make_event(page, timezone.localdate() + timedelta(days=7))
    make_attender(event).enrolments.update(state="pending")
    past = make_event(page)
    register = make_register(past)
    Event.objects.filter(pk=past.pk).update(state=Event.State.HELD)
    now = timezone.now()
    Connection.objects.create(register=register, name="Anna V.", joined_at=now - timedelta(hours=1), left_at=now)
    Letter.objects.create(cause="prova", kind="prova", recipient="a@example.org", state=Letter.State.FAILED)
    make_closed(0, event=make_event(page))
    return event


@pytest.fixture(autouse=True)
def _confirmed_by_hand(settings) -> None:
    settings.COURSES_CERTIFICATES_CONFIRMED = True


def length_of(context: Any) -> int:
    """How many the list holds, those who wait for a certificate included."""
    if "sources" in context:
        return sum(one.people for one in context["sources"])
    return context["page_obj"].paginator.count


def test_what_waits_leads_to_a_list_of_as_many_records(desk: Client, secretary) -> None:
    make_waiting()

    waiting = waiting_for(secretary)

    assert [one.number for one in waiting] == [1] * len(KINDS)
    for one in waiting:
        assert length_of(desk.get(one.address).context) == 1, one.label


def test_what_waits_stands_on_the_dashboard_and_on_the_first_page(desk: Client) -> None:
    make_waiting()

    for address in (ADDRESS, HOME):
        answer = desk.get(address)
        assert answer.status_code == 200
        assert answer.content.decode().count('class="reports-todo-some"') == len(KINDS)


def test_editors_see_no_figures_anywhere(outsider: Client) -> None:
    make_waiting()

    assert outsider.get(ADDRESS).status_code == 403
    assert outsider.get(reverse("courses_dashboard_map")).status_code == 403
    assert outsider.post(reverse("courses_dashboard_count")).status_code == 403
    first = outsider.get(HOME).content.decode()
    assert "reports-todo" not in first
    assert ADDRESS not in first


def test_figures_are_shown_with_their_target_and_the_hour_of_the_count(desk: Client, settings) -> None:
    settings.COURSES_PLANNED_DAYS = 48
    make_accepted(make_municipal_body(population=20_000))
    make_municipal_body(population=20_000)
    recount(at_once=True)

    answer = desk.get(ADDRESS)

    cards = {str(card.label): (card.number, card.percent) for card in answer.context["cards"]}
    assert list(cards.values())[:4] == [("0", 0), ("0", None), ("1", 50), ("1", None)]
    assert timezone.localtime(counted_at()).strftime("%H:%M") in answer.content.decode()


def test_before_the_first_count_the_page_says_so_and_the_button_counts(desk: Client) -> None:
    assert desk.get(ADDRESS).context["counted_at"] is None

    answer = desk.post(reverse("courses_dashboard_count"))

    assert (answer.status_code, answer.url) == (302, ADDRESS)
    assert desk.get(ADDRESS).context["counted_at"] is not None
    assert desk.get(reverse("courses_dashboard_count")).status_code == 405


@pytest.mark.parametrize("level", ["region", "province"])
@pytest.mark.parametrize("what", ["joined", "adhesions", "enrolled", "trained", "coverage"])
def test_the_map_says_the_same_as_its_table_and_can_be_kept(desk: Client, what: str, level: str) -> None:
    make_accepted(make_municipal_body(population=20_000))
    recount(at_once=True)

    page, drawing = (
        desk.get(address, {"mappa": what, "livello": level}) for address in (ADDRESS, reverse("courses_dashboard_map"))
    )

    lit = {"joined": "1", "adhesions": "1", "coverage": "100,0%"}.get(what)
    area = next(one for one in page.context["map"].areas if one.code in ("16", "LE"))
    assert (area.shown if area.band else None) == lit
    assert drawing["Content-Type"] == "image/svg+xml"
    assert drawing.content.decode().count("<path d=") == page.content.decode().count("<path d=") > 0


@pytest.mark.parametrize("odd", ODD)
def test_a_question_nobody_can_answer_is_as_if_it_were_not_asked(desk: Client, odd: str) -> None:
    recount(at_once=True)

    for address in (ADDRESS, reverse("courses_dashboard_map")):
        answer = desk.get(address, dict.fromkeys(("dal", "al", "mappa", "livello"), odd))
        assert answer.status_code == 200


def test_a_period_that_ends_before_it_begins_is_turned_round(desk: Client) -> None:
    body = make_municipal_body(population=20_000)
    adhesion = make_accepted(body)
    type(adhesion).objects.filter(pk=adhesion.pk).update(decided_at=timezone.now() - timedelta(days=95))
    recount(at_once=True)
    months = list(desk.get(ADDRESS).context["form"].months)

    answer = desk.get(ADDRESS, {"dal": months[-1], "al": months[0]})

    assert len(months) == 4
    assert answer.context["cards"][3].number == "1"
    assert desk.get(ADDRESS, {"dal": months[1]}).context["cards"][3].number == "0"


def test_the_dashboard_costs_the_same_whatever_there_is(desk: Client, django_assert_num_queries) -> None:
    desk.get(ADDRESS)
    for number in (1, 3):
        for _one in range(number):
            make_accepted(make_municipal_body(population=20_000))
        recount(at_once=True)
        with django_assert_num_queries(21):
            desk.get(ADDRESS)
