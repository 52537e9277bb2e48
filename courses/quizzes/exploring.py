"""What is wrong with a scenario, found by walking everywhere it can lead.

The walk goes over standings: the scene, the indicators that some choice needs (the others open and close nothing, so
they are left out), and the choices made that some other needs. That is all on which what may follow depends.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from courses.quizzes.scenario import Choice, Scenario, Scene, Standing, full_key

MOST_STANDINGS = 60_000  # beyond this nobody would wait for an answer


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


class _TooLarge(Exception):
    """There is more to walk than anybody would wait for."""


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
    scenario = _what_matters(scenario)
    try:
        onwards = _all_standings(scenario)
    except _TooLarge:
        return [Finding(Fault.TOO_LARGE)]
    visited = {standing.scene for standing in onwards}
    opened = {full_key(standing.scene, key) for standing, ways in onwards.items() for key in ways}
    dead = {at for at, ways in onwards.items() if not ways and not scenario.by_key[at.scene].is_ending}
    ended = {at for at in onwards if scenario.by_key[at.scene].is_ending}
    dead_scenes = {at.scene for at in dead}
    endless = {at.scene for at in onwards.keys() - _lead_to(onwards, ended | dead)}
    return [one for scene in scenario.scenes for one in _of_scene(scene, visited, opened, dead_scenes, endless)]


def _of_scene(
    scene: Scene, visited: set[str], opened: set[str], dead: set[str], endless: set[str]
) -> Iterator[Finding]:
    if scene.key not in visited:
        yield Finding(Fault.UNREACHABLE, scene.key)
        return
    if scene.key in dead:
        yield Finding(Fault.DEAD_END, scene.key)
    if scene.key in endless:
        yield Finding(Fault.ENDLESS, scene.key)
    for choice in scene.choices:
        if not scene.is_ending and full_key(scene.key, choice.key) not in opened:
            yield Finding(Fault.NEVER_OPEN, scene.key, choice.key)


def _what_matters(scenario: Scenario) -> Scenario:
    """The same scenario with those indicators alone that open or close something."""
    needed = {name for scene in scenario.scenes for choice in scene.choices for name in choice.needs}
    return replace(scenario, indicators={key: one for key, one in scenario.indicators.items() if key in needed})


def _all_standings(scenario: Scenario) -> dict[Standing, dict[str, Standing]]:
    """Every standing one can come to, each with where its open choices lead."""
    remembered = {choice.after for scene in scenario.scenes for choice in scene.choices if choice.after}
    onwards: dict[Standing, dict[str, Standing]] = {}
    waiting = deque([scenario.beginning()])
    while waiting:
        at = waiting.popleft()
        if at in onwards:
            continue
        if len(onwards) >= MOST_STANDINGS:
            raise _TooLarge
        onwards[at] = {}
        scene = scenario.by_key[at.scene]
        for choice in () if scene.is_ending else scene.choices:
            if scenario.is_open(choice, at):
                after = scenario.taken(at, choice)
                onwards[at][choice.key] = replace(after, made=after.made & remembered)
        waiting.extend(onwards[at].values())
    return onwards


def _lead_to(onwards: dict[Standing, dict[str, Standing]], goals: set[Standing]) -> set[Standing]:
    """All standings from which some way leads to one of the goals."""
    before: dict[Standing, list[Standing]] = {}
    for at, ways in onwards.items():
        for after in ways.values():
            before.setdefault(after, []).append(at)
    found, waiting = set(goals), list(goals)
    while waiting:
        for at in before.get(waiting.pop(), ()):
            if at not in found:
                found.add(at)
                waiting.append(at)
    return found
