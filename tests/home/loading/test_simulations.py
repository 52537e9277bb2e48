"""Simulations from their files: loaded as the editor's form would have them, or refused with all that is wrong."""

from pathlib import Path

import pytest
import yaml

from courses.catalogue.models import ModulePage
from courses.quizzes.models import SimulationPage
from courses.quizzes.proofing import mistakes_in
from courses.quizzes.scripting import script_of
from home.loading import simulations
from home.loading.files import ContentError, key_of
from home.loading.pages import PageLoader
from home.loading.simulations import fields_of

LOADED = [("load_programme",)]
SAMPLE = """
title: Una lettera della prefettura
slug: una-lettera
module: partnership
summary: Decidi chi chiamare per primo.
minutes: 15
introduction: ["<p>Sei la responsabile dei servizi sociali.</p>"]
indicators: [{key: consenso, name: Consenso, start: 5, min: 0, max: 10, low: 3}]
completes: good
scenes:
  - key: s1
    title: La lettera
    text: ["<p>Arriva la lettera.</p>", "<p>Chi chiami?</p>"]
    consult: [{title: Il testo, text: "<p>…</p>", source: Prefettura}]
    choices:
      - {key: a, text: Convochi il tavolo., to: s2, effects: {consenso: 2}, consequence: Vengono tutti., law: "Art. 4."}
      - {key: b, text: Rispondi da sola., to: s2, effects: {consenso: -3}}
  - key: s2
    title: Il tavolo
    text: ["<p>Si decide.</p>"]
    choices:
      - {key: a, text: Firmate insieme., to: fine-buona, needs: {indicators: {consenso: 6}, choice: s1.a}}
      - {key: b, text: Rinviate., to: fine-cattiva}
  - {key: fine-buona, title: Insieme, text: ["<p>Bene.</p>"], ending: {kind: good, feedback: "<p>Ha funzionato.</p>"}}
  - {key: fine-cattiva, title: Da soli, text: ["<p>Male.</p>"], ending: {kind: bad, feedback: "<p>Riprova.</p>"}}
debriefing: ["<p>La legge chiede di sentire tutti.</p>"]
sources: [{title: Legge 47/2017, note: art. 4}]
"""


def sample() -> dict:
    return yaml.safe_load(SAMPLE)


def test_a_file_becomes_what_the_form_would_have() -> None:
    page = SimulationPage(**fields_of(sample()))

    script = script_of(page)
    assert mistakes_in(script) == []
    first, second, *_endings = script["scenes"]
    assert first["text"] == "<p>Arriva la lettera.</p><p>Chi chiami?</p>"
    assert [one["source"] for one in first["papers"]] == ["Prefettura"]
    assert first["choices"][0]["effects"] == {"consenso": 2}
    assert (second["choices"][0]["needs"], second["choices"][0]["after"]) == ({"consenso": 6}, "s1.a")
    assert [one["key"] for one in script["scenes"]] == ["s1", "s2", "fine-buona", "fine-cattiva"]


def test_it_is_published_in_its_module_once(loaded, monkeypatch, tmp_path: Path) -> None:
    (tmp_path / "simulations").mkdir()
    (tmp_path / "simulations" / "x.yaml").write_text(SAMPLE)
    monkeypatch.setattr(simulations, "FOLDER", tmp_path / "simulations")
    monkeypatch.setattr(simulations, "key_of", lambda path: "simulations/x" if path.stem == "x" else key_of(path))

    for _again in range(2):
        simulations.load_simulations(PageLoader(say=lambda line: None))

    page = SimulationPage.objects.live().get(slug="una-lettera")
    assert page.get_parent().pk == ModulePage.objects.get(slug="partnership").pk
    assert (page.courses_activity.required, page.courses_activity.minutes) == (False, 15)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"to": "nowhere"}, "nowhere"),
        ({"effects": {"tempo": 1}}, "tempo"),
        ({"needs": {"choice": "s9.z"}}, "s9.z"),
        ({"text": "a" * 500}, "400"),
    ],
)
def test_what_nobody_could_publish_stops_the_loading(wrong, words) -> None:
    data = sample()
    data["scenes"][0]["choices"][0] |= wrong

    with pytest.raises(ContentError, match=words):
        fields_of(data)


def test_the_programmes_own_simulations_can_be_played(loaded) -> None:
    for page in SimulationPage.objects.live():
        script = script_of(page)
        assert mistakes_in(script) == []
        assert len(script["scenes"]) >= 12
        assert sum(scene["ending"] is not None for scene in script["scenes"]) >= 3
        assert script["sources"] and script["debriefing"]
