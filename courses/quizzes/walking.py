"""Walking a scenario everywhere it can lead.

The walk goes over standings: the scene, the indicators, and the choices made that another choice needs. In each scene
only that counts which a choice of it, or of a scene still to come, asks for: the rest is forgotten, and standings that
differ in it alone are one. Standings are tuples of numbers: a scenario of twenty scenes has some ten thousands.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from courses.quizzes.scenario import Scenario, full_key

MOST_STANDINGS = 150_000  # beyond this nobody would wait for an answer
Standing = tuple[int, tuple[int, ...], int]  # the place of the scene, the indicators, the choices made as bits


class TooLarge(Exception):
    """There is more to walk than anybody would wait for."""


@dataclass(frozen=True)
class Walk:
    """What a walk found, by keys of scenes and full keys of choices."""

    visited: set[str]
    opened: set[str]  # choices that somebody may make
    dead: set[str]  # scenes in which somebody finds no open choice, and that are no endings
    endless: set[str]  # scenes from which somebody comes neither to an ending nor to a dead end


@dataclass(frozen=True)
class _Way:
    """A choice as numbers."""

    key: str
    to: int
    changes: tuple[int, ...]
    needs: tuple[tuple[int, int], ...]  # which indicator, how much
    after: int  # the bit that must be set; 0: none
    bit: int  # the bit it sets; 0: nobody asks for it


def walk_through(scenario: Scenario) -> Walk:
    """Walk through a scenario in which every name names something. Raises TooLarge."""
    ways = _ways(scenario)
    ids, steps, opened = _all_standings(scenario, ways)
    keys = [scene.key for scene in scenario.scenes]
    endings = {place for place, scene in enumerate(scenario.scenes) if scene.is_ending}
    last = [number for standing, number in ids.items() if not steps[number]]
    place_of = [standing[0] for standing in ids]
    dead = {keys[place_of[number]] for number in last if place_of[number] not in endings}
    safe = _lead_to(steps, last)
    endless = {keys[place] for number, place in enumerate(place_of) if number not in safe}
    return Walk({keys[place] for place in place_of}, opened, dead, endless)


def _ways(scenario: Scenario) -> list[list[_Way]]:
    """The choices of each scene; an ending has none."""
    places = {scene.key: place for place, scene in reversed([*enumerate(scenario.scenes)])}
    asked = dict.fromkeys(choice.after for scene in scenario.scenes for choice in scene.choices if choice.after)
    bits = {key: 1 << place for place, key in enumerate(asked)}
    return [
        [
            _Way(
                full_key(scene.key, choice.key),
                places[choice.to],
                tuple(choice.effects.get(name, 0) for name in scenario.names),
                tuple((scenario.names.index(name), least) for name, least in choice.needs.items()),
                bits.get(choice.after, 0),
                bits.get(full_key(scene.key, choice.key), 0),
            )
            for choice in (() if scene.is_ending else scene.choices)
        ]
        for scene in scenario.scenes
    ]


def _what_counts(ways: list[list[_Way]]) -> tuple[list[set[int]], list[int]]:
    """For each scene the indicators and the bits that it, or a scene to which it may lead, asks for."""
    indicators = [{which for way in mine for which, _least in way.needs} for mine in ways]
    bits = [0] * len(ways)
    for place, mine in enumerate(ways):
        for way in mine:
            bits[place] |= way.after
    grows = True
    while grows:
        grows = False
        for place, mine in enumerate(ways):
            for way in mine:
                if not indicators[way.to] <= indicators[place] or bits[way.to] & ~bits[place]:
                    indicators[place] |= indicators[way.to]
                    bits[place] |= bits[way.to]
                    grows = True
    return indicators, bits


def _all_standings(scenario: Scenario, ways: list[list[_Way]]) -> tuple[dict[Standing, int], list[list[int]], set[str]]:
    """Every standing one can come to by its number, where each leads, and the choices that are ever open."""
    indicators, bits = _what_counts(ways)
    bounds = [(one.least, one.most) for one in scenario.indicators.values()]
    live = [[which in mine for which in range(len(bounds))] for mine in indicators]

    def known_as(place: int, values: Iterable[int], made: int) -> Standing:
        counted = zip(values, live[place], strict=True)
        return place, tuple(value if counts else 0 for value, counts in counted), made & bits[place]

    begun = known_as(0, (one.start for one in scenario.indicators.values()), 0)
    ids, queue, steps, opened = {begun: 0}, [begun], [], set()
    for place, values, made in queue:  # which grows meanwhile
        onwards = []
        for way in ways[place]:
            if (way.after and not made & way.after) or any(values[which] < least for which, least in way.needs):
                continue
            opened.add(way.key)
            moves = zip(values, way.changes, bounds, strict=True)
            moved = [min(max(value + change, least), most) for value, change, (least, most) in moves]
            after = known_as(way.to, moved, made | way.bit)
            if after not in ids:
                ids[after] = len(queue)
                queue.append(after)
            onwards.append(ids[after])
        steps.append(onwards)
        if len(queue) > MOST_STANDINGS:
            raise TooLarge
    return ids, steps, opened


def _lead_to(steps: list[list[int]], goals: list[int]) -> set[int]:
    """All standings from which some way leads to one of the goals."""
    before: list[list[int]] = [[] for _standing in steps]
    for number, onwards in enumerate(steps):
        for after in onwards:
            before[after].append(number)
    found, waiting = set(goals), list(goals)
    while waiting:
        for number in before[waiting.pop()]:
            if number not in found:
                found.add(number)
                waiting.append(number)
    return found
