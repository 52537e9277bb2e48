"""The rules of a scenario: scenes, choices that move indicators and open or close ways, endings. Plain data alone.

A scenario is played from its first scene. Each choice leads to a scene and changes indicators, which never leave their
bounds; a choice may need an indicator to have reached a minimum, or another choice to have been made before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Indicator:
    """A number that choices move, between two bounds."""

    start: int
    least: int
    most: int

    def moved(self, value: int, change: int) -> int:
        """After a change: at its bounds it stops."""
        return min(max(value + change, self.least), self.most)


@dataclass(frozen=True)
class Choice:
    """A way out of a scene."""

    key: str
    to: str
    effects: Mapping[str, int] = field(default_factory=dict)
    needs: Mapping[str, int] = field(default_factory=dict)  # the least that indicators must have reached
    after: str = ""  # the full key of a choice that must have been made; empty: none


@dataclass(frozen=True)
class Scene:
    """A moment in which one decides, or an ending."""

    key: str
    choices: tuple[Choice, ...] = ()
    is_ending: bool = False

    def choice(self, key: str) -> Choice | None:
        """One of its choices; None for what is none."""
        return next((one for one in self.choices if one.key == key), None)


@dataclass(frozen=True)
class Standing:
    """Where somebody stands: the scene, the indicators in the order of the scenario, the choices made so far."""

    scene: str
    values: tuple[int, ...]
    made: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Scenario:
    """A whole scenario. The first scene is the beginning; names that lead nowhere are for `exploring` to find."""

    scenes: tuple[Scene, ...]
    indicators: Mapping[str, Indicator] = field(default_factory=dict)

    @cached_property
    def by_key(self) -> dict[str, Scene]:
        """The scenes by their keys; of two with one key the first."""
        return {one.key: one for one in reversed(self.scenes)}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The indicators, in their order."""
        return tuple(self.indicators)

    def beginning(self) -> Standing:
        """Where everybody begins. Raises IndexError without scenes."""
        return Standing(self.scenes[0].key, tuple(one.start for one in self.indicators.values()))

    def lacks(self, choice: Choice, standing: Standing) -> list[str]:
        """The indicators that have not reached what a choice needs."""
        value = dict(zip(self.names, standing.values, strict=True))
        return [name for name, least in choice.needs.items() if value.get(name, least) < least]

    def is_open(self, choice: Choice, standing: Standing) -> bool:
        """Whether a choice can be made from where one stands."""
        return not self.lacks(choice, standing) and (not choice.after or choice.after in standing.made)

    def taken(self, standing: Standing, choice: Choice) -> Standing:
        """Where a choice leads, and what it moves."""
        moves = zip(self.names, standing.values, strict=True)
        values = tuple(self.indicators[name].moved(value, choice.effects.get(name, 0)) for name, value in moves)
        made = standing.made | {full_key(standing.scene, choice.key)}
        return replace(standing, scene=choice.to, values=values, made=made)


def full_key(scene: str, choice: str) -> str:
    """How a choice is named from elsewhere."""
    return f"{scene}.{choice}"


def scenario_of(script: Mapping[str, Any]) -> Scenario:
    """From the plain data that plays keep (see `scripting`)."""
    return Scenario(
        tuple(
            Scene(one["key"], tuple(_choices(one["choices"])), is_ending=one["ending"] is not None)
            for one in script["scenes"]
        ),
        {one["key"]: Indicator(one["start"], one["min"], one["max"]) for one in script["indicators"]},
    )


def _choices(choices: Iterable[Mapping[str, Any]]) -> Iterable[Choice]:
    return (Choice(one["key"], one["to"], one["effects"], one["needs"], one["after"]) for one in choices)
