"""A small simulation with all there is in one, and plays made as the product makes them."""

from datetime import datetime
from typing import Any

from wagtail.models import Page

from courses.catalogue.models import Activity
from courses.enrolment.models import Enrolment
from courses.quizzes.models import Play, SimulationPage
from courses.quizzes.playing import begin_play, decide
from tests.factories.catalogue import add


def way(name: str, to: str, **more: Any) -> dict[str, Any]:
    """A choice as the editor's form sends it; `effects` and `needs` as mappings."""
    effects, needs = more.pop("effects", {}), more.pop("needs", {})
    return {
        **{"name": name, "text": f"Faccio {name}", "to": to, "consequence": f"Hai fatto {name}.", "after": ""},
        "law": f"Su {name} la legge dice.",
        "effects": [{"indicator": key, "change": change} for key, change in effects.items()],
        "needs": [{"indicator": key, "least": least} for key, least in needs.items()],
    } | more


def scene(name: str, *ways: dict[str, Any], papers: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """A scene as the editor's form sends it."""
    value = {"name": name, "title": f"Scena {name}", "text": f"<p>Siamo a {name}.</p>"}
    return {"type": "scene", "value": value | {"papers": papers or [], "choices": list(ways)}}


def ending(name: str, kind: str = "good") -> dict[str, Any]:
    """An ending as the editor's form sends it."""
    value = {"name": name, "title": f"Finale {name}", "text": f"<p>È finita con {name}.</p>"}
    return {"type": "ending", "value": value | {"kind": kind, "feedback": f"<p>Da {name} si impara.</p>"}}


def indicator(name: str = "Consenso", start: int = 5, **more: Any) -> dict[str, Any]:
    """An indicator from 0 to 10, low below 3."""
    return {"type": "indicator", "value": {"name": name, "start": start, "min": 0, "max": 10, "low": 3} | more}


def sound() -> list[dict[str, Any]]:
    """A table to call: ask first and share, or decide alone, and then the way back is closed."""
    paper = {"title": "La lettera", "text": "<p>Arrivano domani.</p>", "source": "Prefettura"}
    return [
        scene(
            "Table",
            way("ask", "Answer", effects={"Consenso": 2}),
            way("decide", "Answer", effects={"Consenso": -3}),
            papers=[paper],
        ),
        scene(
            "Answer",
            way("share", "well", needs={"Consenso": 6}),
            way("repair", "so-so", after="Table.decide"),
            way("insist", "badly", effects={"Consenso": -1}),
        ),
        ending("well"),
        ending("so-so", "fair"),
        ending("badly", "bad"),
    ]


def value_of(field: str, raw: list[dict[str, Any]]) -> Any:
    """What a StreamField of the page holds."""
    return SimulationPage._meta.get_field(field).stream_block.to_python(raw)


def make_simulation(
    module: Page, slug: str = "simulazione", scenes: list[dict[str, Any]] | None = None, **over: Any
) -> SimulationPage:
    """A published simulation."""
    values = {
        **{"title": f"Simulazione {slug}", "slug": slug, "summary": "Decidi tu.", "debriefing": "<p>Ripensaci.</p>"},
        "scenes": value_of("scenes", sound() if scenes is None else scenes),
        "indicators": value_of("indicators", [indicator()]),
        "sources": value_of("sources", [{"type": "source", "value": {"title": "Legge 47/2017", "note": "art. 4"}}]),
    }
    return add(module, SimulationPage(**values | over))


def make_play(enrolment: Enrolment, page: SimulationPage, now: datetime | None = None) -> Play:
    """The person begins."""
    person = enrolment.participant
    activity = Activity.objects.select_related("page", "module", "course").get(page=page.pk)
    return begin_play(participant=person, activity=activity, page=page, author=person.user, now=now)


def make_steps(play: Play, *choices: str) -> Play:
    """One choice after the other, from where the play stands."""
    for choice in choices:
        number = play.steps.count() + 1
        play = decide(play=play, number=number, choice=choice, author=play.participant.user)
    return play
