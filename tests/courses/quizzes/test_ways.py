"""How simulations are played: first plays alone, from five people on, in the words people saw."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from courses.audit.models import Entry
from courses.groups import AUDITORS, EDITORS, SECRETARIAT
from courses.quizzes.exports import rows_of_ways
from courses.quizzes.models import SimulationPage
from courses.quizzes.playing import leave
from courses.quizzes.ways import ChoiceLine, EndingLine, SceneLine, Ways, simulations_listed, ways_through
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_municipal_body, make_official, make_user
from tests.factories.simulations import ending, make_play, make_simulation, make_steps, scene, value_of, way

WELL, BADLY, SO_SO = ("ask", "share"), ("ask", "insist"), ("decide", "repair")


@pytest.fixture
def people(course) -> list[Any]:
    """Six officials."""
    body = make_municipal_body(population=20_000)
    return [make_enrolment(make_official(body, given_name=f"Nome{number}"), course) for number in range(6)]


def play(people: list[Any], page: SimulationPage, *ways: tuple[str, ...]) -> None:
    """Each person takes a way; then all take another one, which tells nothing."""
    for person, chosen in zip(people, ways, strict=False):
        make_steps(make_play(person, page), *chosen)
        make_steps(make_play(person, page), *SO_SO)


def test_endings_and_choices_are_told_by_first_plays_to_an_ending(people, simulation) -> None:
    begun = make_steps(make_play(people[0], simulation), "decide")
    leave(play=begun, author=None)  # without an ending: it tells nothing either
    play(people, simulation, WELL, WELL, WELL, BADLY, BADLY, SO_SO)

    ways = ways_through(simulation.translation_key)

    assert ways == Ways(
        6,
        [
            EndingLine("Finale well", "good", 3, 50.0),
            EndingLine("Finale badly", "bad", 2, 33.3),
            EndingLine("Finale so-so", "fair", 1, 16.7),
        ],
        [
            SceneLine(
                "Scena Table",
                6,
                [
                    ChoiceLine("Faccio ask", "Scena Answer", 5, 83.3),
                    ChoiceLine("Faccio decide", "Scena Answer", 1, 16.7),
                ],
            ),
            SceneLine(
                "Scena Answer",
                6,
                [
                    ChoiceLine("Faccio share", "Finale well", 3, 50.0),
                    ChoiceLine("Faccio insist", "Finale badly", 2, 33.3),
                    ChoiceLine("Faccio repair", "Finale so-so", 1, 16.7),
                ],
            ),
        ],
    )
    (line,) = simulations_listed()
    assert (line.title, line.people, line.plays, line.ended) == (simulation.title, 6, 13, 6)
    assert next(iter(rows_of_ways(ways))) == ["Finale well", 6, "Buono", "", 3, 50.0]
    assert list(rows_of_ways(ways))[-1] == ["Scena Answer", 6, "Faccio repair", "Finale so-so", 1, 16.7]


def test_four_people_are_too_few_for_a_simulation_and_for_a_scene(people, module) -> None:
    aside = scene("Aside", way("back", "end"))
    page = make_simulation(
        module, scenes=[scene("Start", way("go", "end"), way("look", "Aside")), aside, ending("end")]
    )
    for person in people[:4]:
        make_steps(make_play(person, page), "look", "back")
    assert ways_through(page.translation_key) == Ways(4)

    make_steps(make_play(people[4], page), "go")

    start, alone = ways_through(page.translation_key).scenes
    assert ([one.people for one in start.choices], alone) == ([4, 1], SceneLine("Scena Aside", None))


def test_what_editors_changed_is_told_in_the_newest_words_and_nothing_made_is_lost(people, simulation) -> None:
    play(people[:5], simulation, WELL, WELL, WELL, WELL, BADLY)
    new = [scene("Table", way("ask", "well", text="Chiedo a tutti")), ending("well")]
    simulation.scenes = value_of("scenes", new)
    simulation.save_revision().publish()
    make_steps(make_play(people[5], SimulationPage.objects.get()), "ask")

    ways = ways_through(simulation.translation_key)

    assert [(one.title, one.people) for one in ways.scenes] == [("Scena Table", 6), ("Scena Answer", 5)]
    assert [(one.text, one.people) for one in ways.scenes[0].choices] == [("Chiedo a tutti", 6)]
    assert [(one.text, one.people) for one in ways.scenes[1].choices][:2] == [("Faccio share", 4), ("Faccio insist", 1)]


@pytest.mark.parametrize(("group", "sees"), [(EDITORS, 200), (SECRETARIAT, 200), (AUDITORS, 403)])
def test_editors_and_the_secretariat_see_and_take_the_figures(people, simulation, group, sees) -> None:
    play(people, simulation, *[WELL] * 6)
    client = Client()
    client.force_login(make_user(groups=[group]))
    key = simulation.translation_key

    shown = client.get(reverse("courses_simulation_figures", args=[key]))
    assert (shown.status_code, "Faccio share" in shown.content.decode()) == (sees, sees == 200)
    assert "Nome1" not in shown.content.decode()
    for file_format in ("csv", "xlsx"):
        file = client.get(reverse("courses_simulation_file", args=[key, file_format]))
        assert file.status_code == sees
        assert not file.streaming or file.getvalue()
    assert Entry.objects.filter(action="simulation.export").count() == (2 if sees == 200 else 0)


def test_screens_cost_the_same_for_one_simulation_and_for_three(people, module, django_assert_num_queries) -> None:
    client = Client()
    client.force_login(make_user(groups=[SECRETARIAT]))
    for number in (1, 3):
        pages = [make_simulation(module, f"s{number}{place}") for place in range(number)]
        for page in pages:
            play(people, page, *[WELL] * 6)
        client.get(reverse("courses_quizzes"))
        with django_assert_num_queries(12):
            client.get(reverse("courses_quizzes"))
        with django_assert_num_queries(14):
            client.get(reverse("courses_simulation_figures", args=[pages[0].translation_key]))
