"""From the page of a simulation to its script: plain data that a play keeps, so that nothing written later changes it.

The script is a mapping: `scenes` (key, name, title, text, image, papers, choices, ending), `indicators` (key, name,
start, min, max, low), `completes`, `debriefing`, `sources`. Names become keys without regard to case and spaces;
`scenario.scenario_of` reads the rules out of it.
"""

from collections.abc import Iterable
from typing import Any

from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText, expand_db_html

from courses.quizzes.scenes import ENDING

Frozen = dict[str, Any]


def key_of(name: str | None) -> str:
    """By what a name is known: «Tavolo  uno» and «tavolo uno» are one."""
    return " ".join((name or "").split()).casefold()


def script_of(page: Any) -> Frozen:
    """The script of a page as it stands, a draft's too: what is not written yet is empty."""
    return {
        "scenes": scenes_in(page.scenes),
        "indicators": indicators_in(page.indicators),
        "completes": page.completes,
        "debriefing": expand_db_html(page.debriefing or ""),
        "sources": [{"title": one.value["title"] or "", "note": one.value["note"] or ""} for one in page.sources],
    }


def indicators_in(stream: StreamValue) -> list[Frozen]:
    """The indicators, each with its bounds."""
    return [
        {
            "key": key_of(one["name"]),
            "name": one["name"] or "",
            **{bound: one[bound] or 0 for bound in ("start", "min", "max")},
            "low": one["low"],
        }
        for one in (child.value for child in stream)
    ]


def scenes_in(stream: StreamValue) -> list[Frozen]:
    """The scenes and endings in their order."""
    return [_scene(child.block_type == ENDING, child.value) for child in stream]


def _scene(is_ending: bool, value: Any) -> Frozen:
    return {
        "key": key_of(value["name"]),
        "name": value["name"] or "",
        "title": value["title"] or value["name"] or "",
        "text": _html(value["text"]),
        "image": _image(value["image"]),
        "papers": [] if is_ending else [_paper(one) for one in value["papers"]],
        "choices": [] if is_ending else [_choice(one) for one in value["choices"]],
        "ending": {"kind": value["kind"], "feedback": _html(value["feedback"])} if is_ending else None,
    }


def _paper(value: Any) -> Frozen:
    return {
        "title": value["title"] or "",
        "text": _html(value["text"]),
        "document": _document(value["document"]),
        "source": value["source"] or "",
    }


def _choice(value: Any) -> Frozen:
    return {
        "key": key_of(value["name"]),
        "text": value["text"] or "",
        "to": key_of(value["to"]),
        "effects": _summed((one["indicator"], one["change"]) for one in value["effects"]),
        "needs": {key_of(one["indicator"]): one["least"] or 0 for one in value["needs"]},
        "after": key_of(value["after"]),
        **{said: value[said] or "" for said in ("consequence", "law")},
    }


def _summed(effects: Iterable[tuple[str, int | None]]) -> dict[str, int]:
    """Two effects on one indicator add up."""
    found: dict[str, int] = {}
    for name, change in effects:
        found[key_of(name)] = found.get(key_of(name), 0) + (change or 0)
    return found


def _html(text: RichText | None) -> str:
    return expand_db_html(text.source) if text else ""


def _document(document: Any) -> Frozen | None:
    return {"id": document.pk, "title": document.title} if document else None


def _image(image: Any) -> Frozen | None:
    if not image:
        return None
    return {"id": image.pk, "alt": image.contextual_alt_text or "", "is_decorative": bool(image.decorative)}
