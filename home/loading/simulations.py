"""Loading the simulations: each file names its module; choices name scenes, as in the editor's form."""

from functools import partial
from pathlib import Path
from typing import Any

from wagtail.blocks import StreamBlockValidationError, StreamValue

from courses.catalogue.models import ModulePage
from courses.quizzes.models import SimulationPage
from courses.quizzes.proofing import mistakes_in
from courses.quizzes.scripting import script_of
from home.loading.files import CONTENT, ContentError, key_of, read
from home.loading.pages import PageLoader, translation_key

FOLDER = CONTENT / "simulations"
Data = dict[str, Any]


def load_simulations(loader: PageLoader) -> None:
    """All simulations, each at the end of its module. Raises ContentError for one in which somebody could get stuck."""
    for path in sorted(FOLDER.glob("*.yaml")):
        data = read(path)
        loader.ensure(_module_of(data, path), SimulationPage, key_of(path), partial(fields_of, data), data["slug"])


def _module_of(data: Data, path: Path) -> ModulePage | None:
    known = {read(file)["slug"]: key_of(file) for file in (CONTENT / "course").glob("*/module.yaml")}
    if data["module"] not in known:
        raise ContentError(f"{key_of(path)}: there is no module {data['module']}")
    key = translation_key(known[data["module"]])
    return ModulePage.objects.filter(translation_key=key).first()  # unless an editor deleted it


def fields_of(data: Data) -> Data:
    """The fields of the page. Raises ContentError, saying all that must be mended."""
    names = {one["key"]: one["name"] for one in data.get("indicators", ())}
    page = SimulationPage(
        indicators=_stream("indicators", [("indicator", _without_key(one)) for one in data.get("indicators", ())]),
        scenes=_stream("scenes", [_scene(one, names) for one in data["scenes"]]),
        sources=_stream("sources", [("source", one) for one in data.get("sources", ())]),
        completes=data["completes"],
        debriefing="".join(data.get("debriefing", ())),
    )
    places = [one["key"] for one in data["scenes"]]
    mistakes = [
        f"{'' if one.place is None else places[one.place]}: {one.message}" for one in mistakes_in(script_of(page))
    ]
    if mistakes:
        raise ContentError("; ".join(mistakes))
    return {
        **{name: data[name] for name in ("title", "summary", "minutes")},
        "search_description": data["summary"],
        "introduction": "".join(data.get("introduction", ())),
        **{name: getattr(page, name) for name in ("indicators", "scenes", "sources", "completes", "debriefing")},
        "required": data.get("required", False),  # who has completed the course is asked for nothing new
    }


def _stream(field: str, children: list[tuple[str, Data]]) -> StreamValue:
    """What the field of the page holds, checked as the editor's form checks it."""
    block = SimulationPage._meta.get_field(field).stream_block
    value = block.to_python([{"type": kind, "value": one} for kind, one in children])
    try:
        return block.clean(value)
    except StreamBlockValidationError as error:
        raise ContentError(f"{field}: {error.as_json_data()}") from error


def _without_key(one: Data) -> Data:
    """Files know an indicator by a key, people by its name."""
    return {name: value for name, value in one.items() if name != "key"}


def _scene(data: Data, names: dict[str, str]) -> tuple[str, Data]:
    value = {"name": data["key"], "title": data["title"], "text": "".join(data["text"])}
    if "ending" in data:
        return "ending", value | data["ending"]
    papers = data.get("consult", ())
    return "scene", value | {"papers": list(papers), "choices": [_choice(one, names) for one in data["choices"]]}


def _choice(data: Data, names: dict[str, str]) -> Data:
    needs = data.get("needs") or {}
    try:
        effects = [{"indicator": names[key], "change": change} for key, change in (data.get("effects") or {}).items()]
        minimums = [{"indicator": names[key], "least": least} for key, least in needs.get("indicators", {}).items()]
    except KeyError as error:
        raise ContentError(f"there is no indicator {error}") from error
    return {
        **{"name": data["key"], "text": data["text"], "to": data["to"]},
        **{"effects": effects, "needs": minimums, "after": needs.get("choice", "")},
        **{said: data.get(said) or "" for said in ("consequence", "law")},
    }
