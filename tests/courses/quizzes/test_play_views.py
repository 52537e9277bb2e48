"""The pages of a play: one's own alone, nothing lost, nothing believed that the browser says."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.enrolment.actions import change_state
from courses.enrolment.models import State
from courses.quizzes.models import Play, SimulationPage, Step
from tests.factories.people import make_municipal_body, make_official, make_user
from tests.factories.simulations import make_play, make_steps


@pytest.fixture
def client(enrolment) -> Client:
    """The official's browser."""
    browser = Client()
    browser.force_login(enrolment.participant.user)
    return browser


def start(browser: Client, page: SimulationPage, go: str = "on"):
    return browser.post(reverse("courses:simulation_start", args=[page.translation_key]), {"go": go})


def place(play: Play) -> str:
    return reverse("courses:simulation_play", args=[play.pk])


def result(play: Play) -> str:
    return reverse("courses:simulation_result", args=[play.pk])


def choose(browser: Client, play: Play, step: object, *choices: str):
    return browser.post(place(play), {"step": step, "choice": choices})


def text_of(response) -> str:
    return response.content.decode()


def test_an_official_plays_to_the_end_and_again(client, simulation) -> None:
    assert "Comincia la simulazione" in text_of(client.get(simulation.url))
    begun = start(client, simulation)
    play = Play.objects.get()
    assert begun.url == place(play) + "#scene"
    first = text_of(client.get(place(play)))
    assert "Scena Table" in first and "La lettera" in first and "5 su 10" in first

    assert choose(client, play, 1, "ask").url == place(play) + "#scene"
    second = text_of(client.get(place(play)))
    assert "Hai fatto ask." in second and "Consenso: sale di 2, ora è 7" in second
    assert "repair" not in second  # what a way not taken would open stays unsaid
    assert choose(client, play, 2, "share").url == result(play)

    told = text_of(client.get(result(play)))
    for words in ("Finale well", "Da well si impara.", "Faccio decide", "Su decide la legge dice.", "Legge 47/2017"):
        assert words in told
    assert "completata" in told and "Ripensaci." in told
    assert client.get(place(play)).url == result(play)
    assert "Finale well" in text_of(client.get(simulation.url))
    assert start(client, simulation).url == place(Play.objects.first()) + "#scene"
    assert Play.objects.count() == 2


def test_beginning_twice_goes_on_and_beginning_again_leaves(client, enrolment, simulation) -> None:
    play = make_steps(make_play(enrolment, simulation), "decide")

    assert start(client, simulation).url == place(play) + "#scene"
    assert start(client, simulation, "again").url != place(play) + "#scene"

    assert [(one.closing, one.steps.count()) for one in Play.objects.order_by("number")] == [("left", 1), ("", 0)]
    left = text_of(client.get(result(play)))
    assert "chiusa prima" in left and "Ripensaci." not in left


@pytest.mark.parametrize(
    "sent",
    [
        *({"step": step, "choice": "ask"} for step in ("", "0", "2", "-1", "1.0", "²", "9" * 400, "uno\0")),
        *({"step": "1", "choice": choice} for choice in ("share", "altro", "uno\0", ["ask", "decide"], ["ask", ""])),
        {"choice": "ask"},
    ],
)
def test_what_no_page_sends_is_refused_and_changes_nothing(client, enrolment, simulation, sent) -> None:
    play = make_play(enrolment, simulation)

    response = client.post(place(play), sent)

    assert (response.status_code, Step.objects.count()) == (400, 0)


def test_a_closed_choice_is_shown_and_refused(client, enrolment, simulation) -> None:
    play = make_steps(make_play(enrolment, simulation), "decide")

    assert "Consenso deve essere almeno 6" in text_of(client.get(place(play)))
    assert choose(client, play, 2, "share").status_code == 400


def test_no_choice_is_a_slip(client, enrolment, simulation) -> None:
    play = make_play(enrolment, simulation)

    for sent in ({"step": "1"}, {"step": "1", "choice": ""}):
        shown = client.post(place(play), sent)
        assert (shown.status_code, "Scegli che cosa fare" in text_of(shown)) == (200, True)


def test_a_second_tab_learns_that_the_play_went_on(client, enrolment, simulation) -> None:
    play = make_steps(make_play(enrolment, simulation), "ask")

    behind = client.post(place(play), {"step": 1, "choice": "decide"}, follow=True)
    assert "Da lì eri già andato avanti" in text_of(behind) and "Scena Answer" in text_of(behind)
    make_steps(play, "share")
    late = client.post(place(play), {"step": 2, "choice": "insist"}, follow=True)

    assert "Finale well" in text_of(late)
    assert list(play.steps.values_list("choice", flat=True)) == ["ask", "share"]


def test_a_play_is_nobody_elses(enrolment, simulation) -> None:
    play = make_play(enrolment, simulation)
    other = make_official(make_municipal_body(population=20_000))
    for user in (other.user, make_user(superuser=True)):
        browser = Client()
        browser.force_login(user)
        for address in (place(play), result(play)):
            assert browser.get(address).status_code == 404
    assert Client().get(place(play)).status_code == 302


def test_who_may_not_read_any_more_neither_begins_nor_goes_on(client, enrolment, simulation) -> None:
    play = make_play(enrolment, simulation)
    change_state(enrolment=enrolment, state=State.SUSPENDED, author=make_user(), reason="Prova.")

    for response in (client.get(place(play)), choose(client, play, 1, "ask"), start(client, simulation)):
        assert response.url == simulation.url
    assert not Step.objects.exists()


@pytest.mark.parametrize("saved", [True, False])
def test_a_preview_shows_how_it_works_and_records_nothing(simulation, saved) -> None:
    page = simulation if saved else SimulationPage(title="Nuova", slug="nuova", summary="Decidi tu.")

    shown = page.make_preview_request()

    assert (shown.status_code, "Come funziona" in text_of(shown)) == (200, True)
    assert not Play.objects.exists()


def test_choices_no_longer_kept_leave_the_ending(client, enrolment, simulation) -> None:
    play = make_steps(make_play(enrolment, simulation), "ask", "share")
    Step.objects.all().delete()

    assert "non sono più conservate" in text_of(client.get(result(play)))


def test_the_pages_cost_the_same_for_one_play_and_for_many(
    client, enrolment, simulation, django_assert_num_queries
) -> None:
    for plays in (1, 3):
        while Play.objects.filter(closed_at__isnull=False).count() < plays:
            ended = make_steps(make_play(enrolment, simulation), "ask", "share")
        play = make_play(enrolment, simulation)
        client.get(simulation.url)
        with django_assert_num_queries(COST["page"]):
            client.get(simulation.url)
        with django_assert_num_queries(COST["play"]):
            client.get(place(play))
        with django_assert_num_queries(COST["choice"]):
            choose(client, play, 1, "ask")
        with django_assert_num_queries(COST["play"]):
            client.get(place(play))
        make_steps(play, "share")
        with django_assert_num_queries(COST["result"]):
            client.get(result(ended))


COST = {"page": 13, "play": 6, "choice": 9, "result": 7}
