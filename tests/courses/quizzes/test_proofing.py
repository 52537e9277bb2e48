"""What an editor is told: drafts may be broken, what is published may not; the map draws both."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, rich_text, streamfield

from courses.quizzes.mapping import map_of
from courses.quizzes.models import SimulationPage
from courses.quizzes.proofing import mistakes_in
from courses.quizzes.scripting import script_of
from tests.factories.people import make_user
from tests.factories.simulations import ending, indicator, make_simulation, scene, sound, value_of, way

pytestmark = pytest.mark.django_db  # a page asks for its kind


def told(**over: Any) -> list[tuple[int | None, str]]:
    values = {"scenes": sound(), "indicators": [indicator()], "sources": []} | over
    streams = {name: value_of(name, values[name]) for name in ("scenes", "indicators", "sources")}
    page = SimulationPage(**streams, completes=over.get("completes", "ending"))
    return [(one.place, one.message) for one in mistakes_in(script_of(page))]


def test_a_sound_scenario_has_nothing_to_mend() -> None:
    assert told() == []


def test_names_are_known_without_regard_to_case_and_spaces() -> None:
    assert told(scenes=[scene(" Tavolo  Uno", way("a", "TAVOLO uno"), way("b", "fine")), ending("Fine")]) == []


@pytest.mark.parametrize(
    ("over", "place", "words"),
    [
        ({"scenes": []}, None, "scene"),
        ({"scenes": [scene("a", way("x", "a"))]}, None, "finale"),
        ({"indicators": [indicator(), indicator()]}, None, "Consenso"),
        ({"indicators": [indicator(start=11)]}, None, "Consenso"),
        ({"indicators": [indicator(min=10)]}, None, "Consenso"),
        ({"completes": "good", "scenes": [scene("a", way("x", "b")), ending("b", "bad")]}, None, "buono"),
        ({"scenes": [*sound(), scene("lost", way("x", "well"))]}, 5, "Nessuno"),
        ({"scenes": [scene("a", way("x", "nowhere")), ending("b")]}, 0, "nowhere"),
    ],
)
def test_each_mistake_is_told_at_its_scene(over, place, words) -> None:
    found = told(**over)

    assert found[0][0] == place
    assert words in found[0][1]


def test_an_image_without_an_alternative_text_is_told(db, tmp_path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path
    picture = Image.objects.create(title="Tavolo", file=get_test_image_file())
    first, *rest = sound()
    for alt, decorative, wanted in (("", False, [0]), ("Un tavolo", False, []), ("", True, [])):
        first["value"]["image"] = {"image": picture.pk, "alt_text": alt, "decorative": decorative}

        assert [place for place, _message in told(scenes=[first, *rest])] == wanted


def test_a_broken_scenario_is_drawn_too() -> None:
    page = SimulationPage(
        scenes=value_of("scenes", [scene("a", way("x", "nowhere"), way("y", "a")), scene("a"), scene("")]),
        indicators=value_of("indicators", []),
    )

    drawn = map_of(script_of(page))

    assert [box.scene["name"] for box in drawn.boxes] == ["a", ""]
    assert [line.is_back for line in drawn.lines] == [True]
    assert drawn.all_mistakes


@pytest.fixture
def desk(db) -> Client:
    """An administrator's browser."""
    browser = Client()
    browser.force_login(make_user(superuser=True))
    return browser


def sent(desk: Client, page: SimulationPage, scenes: list[dict[str, Any]], action: str) -> Any:
    """The editor's form with other scenes."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = querydict_from_html(desk.get(address).content.decode(), form_id="page-edit-form")
    data = {key: value for key, value in data.lists() if not key.startswith(("scenes", "indicators", "sources"))}
    streams = {"scenes": _stream(scenes), "indicators": _stream([indicator()]), "sources": streamfield([])}
    return desk.post(address, data | nested_form_data(streams) | {action: "1"})


def _stream(children: list[dict[str, Any]]) -> dict[str, Any]:
    no_image = {"image": {"image": "", "alt_text": "", "decorative": ""}}
    return streamfield([(one["type"], _typed(one["value"]) | no_image) for one in children])


def _typed(value: dict[str, Any]) -> dict[str, Any]:
    """As a browser sends it: lists counted, rich text as its editor keeps it."""
    found: dict[str, Any] = {}
    for key, one in value.items():
        if isinstance(one, list):
            items = [{"value": _typed(item), "order": place, "deleted": "", "id": ""} for place, item in enumerate(one)]
            found[key] = {"count": len(items), **{str(place): item for place, item in enumerate(items)}}
        elif key in ("text", "feedback") and str(one).startswith("<"):
            found[key] = rich_text(one)
        else:
            found[key] = "" if one is None else one
    return found


def test_a_broken_draft_is_saved_and_not_published(desk, module) -> None:
    page = make_simulation(module)
    broken = [*sound(), scene("lost", way("x", "nowhere"))]

    draft = sent(desk, page, broken, "action-save-draft")
    refused = sent(desk, page, broken, "action-publish")
    published = sent(desk, page, [*sound()[:-1], ending("badly", "fair")], "action-publish")

    assert (draft.status_code, refused.status_code, published.status_code) == (302, 200, 302)
    assert "nowhere" in refused.content.decode()
    assert [one.block_type for one in SimulationPage.objects.get().scenes] == ["scene"] * 2 + ["ending"] * 3
    assert page.revisions.count() >= 2
    assert SimulationPage.objects.get().scenes[4].value["kind"] == "fair"


def test_a_broken_draft_is_not_published_among_many(desk, module) -> None:
    page = make_simulation(module)
    page.title, page.scenes = "Altro titolo", value_of("scenes", [*sound(), scene("lost", way("x", "well"))])
    page.save_revision()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    response = desk.post(f"{address}?id={page.pk}&next=/", {})
    assert response.url == reverse("courses_simulation_check", args=[page.pk])
    assert SimulationPage.objects.get().title != "Altro titolo"

    page.scenes = value_of("scenes", sound())
    page.save_revision()
    assert desk.post(f"{address}?id={page.pk}&next=/", {}).status_code == 302
    assert SimulationPage.objects.get().title == "Altro titolo"


def test_the_check_shows_the_latest_draft(desk, module) -> None:
    page = make_simulation(module)
    page.scenes = value_of("scenes", [*sound(), scene("lost", way("x", "well"))])
    page.save_revision()

    shown = desk.get(reverse("courses_simulation_check", args=[page.pk])).content.decode()

    assert shown.count("<rect") == 6
    assert "lost" in shown and "Scena lost" in shown
    assert desk.get(reverse("courses_simulation_check", args=[page.pk + 99])).status_code == 404
