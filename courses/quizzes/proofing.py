"""What keeps a simulation from being published, in words for its editor. Drafts may have all of it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from courses.quizzes.exploring import Fault, Finding, findings_in
from courses.quizzes.scenario import scenario_of
from courses.quizzes.scenes import GOOD

Script = dict[str, Any]


@dataclass(frozen=True)
class Mistake:
    """What to mend, and in which scene: its place in the form, None for the whole."""

    message: str
    place: int | None = None


def mistakes_in(script: Script) -> list[Mistake]:
    """All that must be mended, in the order in which one would."""
    return [found for check in _CHECKS for found in check(script)]


def _of_indicators(script: Script) -> Iterator[Mistake]:
    seen = set()
    for one in script["indicators"]:
        if one["key"] in seen:
            yield Mistake(_("Two indicators are called «%(name)s»: rename one.") % one)
        seen.add(one["key"])
        if one["min"] >= one["max"]:
            yield Mistake(_("«%(name)s»: the highest value must be above the lowest.") % one)
        elif not one["min"] <= one["start"] <= one["max"]:
            yield Mistake(_("«%(name)s» begins outside its bounds: choose a number between %(min)s and %(max)s.") % one)


def _of_endings(script: Script) -> Iterator[Mistake]:
    kinds = {scene["ending"]["kind"] for scene in script["scenes"] if scene["ending"]}
    if script["scenes"] and not kinds:
        yield Mistake(_("There is no ending: add at least one, and a choice that leads to it."))
    elif script["completes"] == GOOD and script["scenes"] and GOOD not in kinds:
        yield Mistake(_("Only a good ending completes the activity, and there is none: add one, or let any ending do."))


def _of_images(script: Script) -> Iterator[Mistake]:
    for place, scene in enumerate(script["scenes"]):
        image = scene["image"]
        if image and not image["alt"] and not image["is_decorative"]:
            said = _("The image has no alternative text: who cannot see it learns nothing of it.")
            yield Mistake(said, place)


def _of_papers(script: Script) -> Iterator[Mistake]:
    for place, scene in enumerate(script["scenes"]):
        for paper in scene["papers"]:
            if not strip_tags(paper["text"]).strip() and not paper["document"]:
                said = _("The document «%(title)s» is empty: write its text, or choose a file.")
                yield Mistake(said % {"title": paper["title"]}, place)


def _of_the_way(script: Script) -> Iterator[Mistake]:
    places = {scene["key"]: place for place, scene in reversed([*enumerate(script["scenes"])])}
    for finding in _findings_of(json.dumps({part: script[part] for part in ("scenes", "indicators")})):
        yield Mistake(_WORDS[finding.fault](script, finding), places.get(finding.scene))


_CHECKS = (_of_indicators, _of_endings, _of_images, _of_papers, _of_the_way)


@lru_cache(maxsize=64)
def _findings_of(script: str) -> tuple[Finding, ...]:
    """The walk takes some tenths of a second: what was walked is not walked again for everybody who begins."""
    return tuple(findings_in(scenario_of(json.loads(script))))


def _values(script: Script, finding: Finding) -> dict[str, str]:
    """Scene and choice as people wrote them."""
    scene = next((one for one in script["scenes"] if one["key"] == finding.scene), None)
    choices = scene["choices"] if scene else ()
    texts = (one["text"] for one in choices if one["key"] == finding.choice)
    return {"choice": next(texts, "") or finding.choice, "name": finding.name or _("(empty)")}


def _plain(words: Callable[[], str]) -> Callable[[Script, Finding], str]:
    return lambda script, finding: words() % _values(script, finding)


_WORDS: dict[Fault, Callable[[Script, Finding], str]] = {
    Fault.EMPTY: _plain(lambda: _("There are no scenes: write at least one, and an ending.")),
    Fault.TWICE: _plain(lambda: _("«%(name)s» is the short name of two things: rename one.")),
    Fault.NO_SCENE: _plain(lambda: _("The choice «%(choice)s» leads to «%(name)s», and no scene is called so.")),
    Fault.NO_INDICATOR: _plain(lambda: _("The choice «%(choice)s» names «%(name)s», and no indicator is called so.")),
    Fault.NO_CHOICE: _plain(
        lambda: _("The choice «%(choice)s» is open only after «%(name)s», and no choice is called so.")
    ),
    Fault.UNREACHABLE: _plain(
        lambda: _("Nobody ever gets here: let a choice that can be made lead here, or remove it.")
    ),
    Fault.DEAD_END: _plain(
        lambda: _("Some come here and find no open choice: add one that needs nothing, or make it an ending.")
    ),
    Fault.ENDLESS: _plain(lambda: _("From here some can only go round, and never reach an ending: open a way out.")),
    Fault.NEVER_OPEN: _plain(
        lambda: _("Nobody can ever make the choice «%(choice)s»: ask for less, or let effects add up to it.")
    ),
    Fault.TOO_LARGE: _plain(
        lambda: _("There are too many ways through this scenario to check them all: use fewer minimums.")
    ),
}
