"""An official decides in a simulation: on a telephone, without scripts, in two tabs; an editor sees where it leads."""

import re
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from courses.catalogue.models import Activity, ModulePage
from courses.enrolment.models import Enrolment
from courses.progress.models import Completion
from courses.quizzes.models import Play, SimulationPage
from tests.browser.steps import FIRST_MODULE, button, enter, has_focus, link, words
from tests.browser.watching import WATCHES, shoot
from tests.factories.simulations import make_play, make_simulation, make_steps, scene, sound, value_of, way

SIMULATION = f"{FIRST_MODULE}simulazione/"


@pytest.fixture
def simulation(new_page) -> SimulationPage:
    """A small one, in the first module of the programme."""
    return make_simulation(ModulePage.objects.get(slug="servizi-pubblici-welfare"))


def begin(page: Page) -> Play:
    """From the page of the simulation to where one stands."""
    page.goto(SIMULATION)
    page.locator(".quiz-box button").first.click()
    page.wait_for_url(re.compile(r"/simulazioni/prove/\d+/#scene"))
    return Play.objects.get(pk=int(re.search(r"prove/(\d+)/", page.url)[1]))


def course_key_of(page: SimulationPage) -> UUID:
    """The course it belongs to."""
    return Activity.objects.get(page=page.pk).course_key


def choose(page: Page, key: str) -> None:
    """Make a choice by the page's own form."""
    page.locator(f"[name=choice][value='{key}']").check()
    button(page, "Decide and go on").click()


def test_an_official_decides_on_a_telephone(simulation, new_page, check_both, check) -> None:
    telephone = enter(new_page(360), "partecipante")
    telephone.goto(SIMULATION)
    check_both(telephone, "simulation")
    begin(telephone)
    has_focus(telephone.locator("#scene"))
    check_both(telephone, "simulation-scene")
    button(telephone, "Decide and go on").click()
    has_focus(telephone.locator("[data-error-summary]"))
    check(telephone, "simulation-mistake")

    choose(telephone, "decide")
    expect(telephone.locator("h1")).to_have_text("Scena Answer")
    has_focus(telephone.locator("#scene"))  # which begins with what came of the choice
    expect(telephone.locator("#scene")).to_contain_text("Hai fatto decide.")
    expect(telephone.locator("[name=choice][value=share]")).to_be_disabled()
    check_both(telephone, "simulation-closed")
    telephone.goto(SIMULATION)
    check_both(telephone, "simulation-running")
    begin(telephone)
    choose(telephone, "repair")

    expect(telephone.locator("h1")).to_have_text("Finale so-so")
    telephone.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    check_both(telephone, "simulation-result")
    assert Completion.objects.filter(activity_key=simulation.translation_key).count() == 1
    link(telephone, "Back to the simulation").click()
    check_both(telephone, "simulation-played")


def test_a_tab_that_stayed_behind_is_told_and_loses_nothing(simulation, new_page, check_both) -> None:
    first = enter(new_page(1280), "partecipante")
    play = begin(first)
    second = first.context.new_page()
    second.goto(first.url)
    choose(first, "ask")
    expect(first.locator("h1")).to_have_text("Scena Answer")

    second.locator("[name=choice][value=decide]").check()
    second.locator("main form button").click()

    expect(second.locator("h1")).to_have_text("Scena Answer")
    said = "You had already gone on from there: nothing was changed. This is where you stand."
    expect(second.locator("#messages")).to_contain_text(words(said))
    assert list(play.steps.values_list("choice", flat=True)) == ["ask"]


def test_a_connection_that_fails_loses_no_choice(simulation, new_page) -> None:
    telephone = enter(new_page(360, alone=True), "partecipante")
    play = begin(telephone)
    WATCHES[telephone].forgive("ERR_INTERNET_DISCONNECTED")

    telephone.context.set_offline(True)
    choose(telephone, "decide")
    telephone.wait_for_url("chrome-error://**")
    assert not play.steps.exists()
    telephone.context.set_offline(False)
    telephone.goto(f"/simulazioni/prove/{play.pk}/")
    choose(telephone, "ask")

    expect(telephone.locator("h1")).to_have_text("Scena Answer")
    assert list(play.steps.values_list("choice", flat=True)) == ["ask"]


@pytest.mark.parametrize("who", ["redazione", "segreteria"])
def test_editors_and_the_secretariat_see_what_is_chosen(simulation, new_page, check_staff_both, who) -> None:
    for enrolment in Enrolment.objects.filter(course_key=course_key_of(simulation), state="active")[:6]:
        make_steps(make_play(enrolment, simulation), "ask", "share")
    desk = enter(new_page(1280), who)
    desk.goto("/admin/quiz/")
    link(desk, simulation.title).click()

    expect(desk.locator("main")).to_contain_text("Finale well")
    check_staff_both(desk, f"staff-simulation-{who}")
    with desk.expect_download() as file:
        desk.locator("main .reports-buttons a").last.click()
    assert file.value.suggested_filename.endswith(".xlsx")


def test_without_scripts_and_by_keyboard_alone(simulation, new_page) -> None:
    page = enter(new_page(360, scripts=False), "partecipante")
    begin(page)

    for _decision in range(2):
        page.locator("[name=choice]").first.focus()
        page.keyboard.press("Space")
        button(page, "Decide and go on").focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("Finale well")


def test_an_editor_sees_the_map_beside_the_form_and_is_helped_with_names(
    simulation, new_page, check_staff_both
) -> None:
    simulation.scenes = value_of("scenes", [*sound(), scene("lost", way("x", "Table"))])
    simulation.save_revision()
    desk = enter(new_page(1280), "redazione")
    desk.goto(f"/admin/simulazioni/{simulation.pk}/")
    check_staff_both(desk, "staff-simulation-check")
    expect(desk.locator("main svg.scenario-map rect")).to_have_count(6)

    desk.goto(f"/admin/pages/{simulation.pk}/edit/")
    expect(desk.locator(".scenario-panel svg rect")).to_have_count(6)
    to = desk.locator("[name='scenes-0-value-choices-0-value-to']")
    to.focus()
    names = desk.locator("#scenario-scenes option").evaluate_all("all => all.map(one => one.value)")
    assert names == ["Table", "Answer", "well", "so-so", "badly", "lost"]
    shoot(desk, "staff-simulation-edit")
    desk.locator("[name='scenes-0-value-choices-0-value-after']").focus()
    expect(desk.locator("#scenario-choices option").first).to_have_attribute("value", "Table.ask")
