"""What is wrong with a scenario: names that name nothing, and what a walk through all it can lead to finds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from courses.quizzes.scenario import Choice, Scenario, Scene, full_key
from courses.quizzes.walking import TooLarge, Walk, walk_through


class Fault(StrEnum):
    """What can be wrong."""

    EMPTY = "empty"  # no scenes
    TWICE = "twice"  # two scenes, or two choices of a scene, with one name
    NO_SCENE = "no_scene"  # a choice leads to a scene that is not there
    NO_INDICATOR = "no_indicator"
    NO_CHOICE = "no_choice"  # it needs a choice that is not there
    UNREACHABLE = "unreachable"  # nobody ever gets to this scene
    DEAD_END = "dead_end"  # somebody may come here, find no open choice, and it is no ending
    ENDLESS = "endless"  # somebody may go round here for ever: no way leads out
    NEVER_OPEN = "never_open"  # people come to the scene, and nobody ever may make this choice
    TOO_LARGE = "too_large"


@dataclass(frozen=True, order=True)
class Finding:
    """Something wrong, with the scene and the choice it is about; `name` is what is missing or double."""

    fault: Fault
    scene: str = ""
    choice: str = ""
    name: str = ""


def findings_in(scenario: Scenario) -> list[Finding]:
    """All that is wrong, in the order of the scenes. What names nothing comes first, and alone: it hides the rest."""
    broken = [*_broken(scenario)]
    return broken or _walked(scenario)


def _broken(scenario: Scenario) -> Iterator[Finding]:
    if not scenario.scenes:
        yield Finding(Fault.EMPTY)
    known = {full_key(scene.key, choice.key) for scene in scenario.scenes for choice in scene.choices}
    for key in _twice(scene.key for scene in scenario.scenes):
        yield Finding(Fault.TWICE, key, name=key)
    for scene in scenario.scenes:
        for key in _twice(choice.key for choice in scene.choices):
            yield Finding(Fault.TWICE, scene.key, key, key)
        for choice in scene.choices:
            yield from _loose(scenario, scene, choice, known)


def _loose(scenario: Scenario, scene: Scene, choice: Choice, known: set[str]) -> Iterator[Finding]:
    if choice.to not in scenario.by_key:
        yield Finding(Fault.NO_SCENE, scene.key, choice.key, choice.to)
    for name in dict.fromkeys([*choice.effects, *choice.needs]):
        if name not in scenario.indicators:
            yield Finding(Fault.NO_INDICATOR, scene.key, choice.key, name)
    if choice.after and choice.after not in known:
        yield Finding(Fault.NO_CHOICE, scene.key, choice.key, choice.after)


def _twice(keys: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return list(dict.fromkeys(key for key in keys if key in seen or seen.add(key)))


def _walked(scenario: Scenario) -> list[Finding]:
    try:
        walk = walk_through(scenario)
    except TooLarge:
        return [Finding(Fault.TOO_LARGE)]
    return [one for scene in scenario.scenes for one in _of_scene(scene, walk)]


def _of_scene(scene: Scene, walk: Walk) -> Iterator[Finding]:
    if scene.key not in walk.visited:
        yield Finding(Fault.UNREACHABLE, scene.key)
        return
    if scene.key in walk.dead:
        yield Finding(Fault.DEAD_END, scene.key)
    if scene.key in walk.endless:
        yield Finding(Fault.ENDLESS, scene.key)
    for choice in scene.choices:
        if not scene.is_ending and full_key(scene.key, choice.key) not in walk.opened:
            yield Finding(Fault.NEVER_OPEN, scene.key, choice.key)
