"""What is wrong with a scenario: one example of each fault, and a brute-force search that must agree."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.quizzes import walking
from courses.quizzes.exploring import Fault, Finding, findings_in
from courses.quizzes.scenario import Choice, Indicator, Scenario, Scene, Standing, full_key

TRUST = {"trust": Indicator(2, 0, 3)}
END = Scene("end", is_ending=True)


def play(*scenes: Scene, indicators: dict[str, Indicator] | None = None) -> Scenario:
    """A scenario that ends."""
    return Scenario((*scenes, END), TRUST if indicators is None else indicators)


def way(key: str, to: str, **more: object) -> Choice:
    return Choice(key, to, **more)


def scene(key: str, *choices: Choice) -> Scene:
    return Scene(key, choices)


def test_a_sound_scenario_has_no_faults() -> None:
    asks = way("b", "end", needs={"trust": 3}, after="two.a")
    two = scene("two", way("a", "one", effects={"trust": 1}))

    assert findings_in(play(scene("one", way("a", "two"), way("end", "end"), asks), two)) == []


FAULTS = {
    "no scenes": (Scenario(()), [Finding(Fault.EMPTY)]),
    "two scenes of one name": (
        play(scene("one", way("a", "end")), scene("one", way("a", "end"))),
        [Finding(Fault.TWICE, "one", name="one")],
    ),
    "two choices of one name": (
        play(scene("one", way("a", "end"), way("a", "end"))),
        [Finding(Fault.TWICE, "one", "a", "a")],
    ),
    "leads nowhere": (play(scene("one", way("a", "no"))), [Finding(Fault.NO_SCENE, "one", "a", "no")]),
    "no such indicator": (
        play(scene("one", way("a", "end", effects={"no": 1}, needs={"no": 1}))),
        [Finding(Fault.NO_INDICATOR, "one", "a", "no")],
    ),
    "no such choice": (
        play(scene("one", way("a", "end", after="one.no"))),
        [Finding(Fault.NO_CHOICE, "one", "a", "one.no")],
    ),
    "nobody gets there": (
        play(scene("one", way("a", "end")), scene("two", way("a", "end"))),
        [Finding(Fault.UNREACHABLE, "two")],
    ),
    "nothing to choose": (
        play(scene("one", way("a", "two"), way("b", "end")), scene("two")),
        [Finding(Fault.DEAD_END, "two")],
    ),
    "nothing open for some": (
        play(
            scene("one", way("a", "two", effects={"trust": -1}), way("b", "two")),
            scene("two", way("a", "end", needs={"trust": 2})),
        ),
        [Finding(Fault.DEAD_END, "two")],
    ),
    "round for ever": (
        play(
            scene("one", way("a", "two"), way("b", "end")),
            scene("two", way("a", "three")),
            scene("three", way("a", "two")),
        ),
        [Finding(Fault.ENDLESS, "two"), Finding(Fault.ENDLESS, "three")],
    ),
    "beyond the bound": (
        play(scene("one", way("a", "one", effects={"trust": 5}), way("b", "end"), way("c", "end", needs={"trust": 4}))),
        [Finding(Fault.NEVER_OPEN, "one", "c")],
    ),
    "a choice of a way not taken": (
        play(
            scene("one", way("a", "two"), way("b", "three")),
            scene("two", way("a", "end"), way("b", "end", after="one.b")),
            scene("three", way("a", "end")),
        ),
        [Finding(Fault.NEVER_OPEN, "two", "b")],
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_found_where_it_is(name: str) -> None:
    scenario, wanted = FAULTS[name]

    assert findings_in(scenario) == wanted


def test_what_would_take_too_long_is_said(monkeypatch) -> None:
    monkeypatch.setattr(walking, "MOST_STANDINGS", 3)
    up = way("a", "one", effects={"trust": 1})

    assert findings_in(
        play(scene("one", up, way("b", "end", needs={"trust": 3})), indicators={"trust": Indicator(0, 0, 9)})
    ) == [Finding(Fault.TOO_LARGE)]


KEYS, NAMES = ("s0", "s1", "s2", "s3"), ("x", "y")
CHANGES = st.dictionaries(st.sampled_from(NAMES), st.integers(-2, 2), max_size=2)
NEEDS = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 3), max_size=1)
WAYS = st.tuples(st.sampled_from((*KEYS, "end")), CHANGES, NEEDS, st.sampled_from(("", "", "s0.0", "s1.0", "s2.1")))


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """A few scenes with a few choices each, of which some are endings; nothing is named that is not there."""
    ways = [draw(st.lists(WAYS, max_size=2)) for _key in KEYS]
    there = {full_key(key, str(place)) for key, mine in zip(KEYS, ways, strict=True) for place in range(len(mine))}
    scenes = [
        Scene(
            key,
            tuple(
                Choice(str(place), to, effects, needs, after if after in there else "")
                for place, (to, effects, needs, after) in enumerate(mine)
            ),
            is_ending=draw(st.booleans()) if not mine else False,
        )
        for key, mine in zip(KEYS, ways, strict=True)
    ]
    return Scenario((*scenes, END), {"x": Indicator(1, 0, 3), "y": Indicator(2, 0, 3)})


def by_brute_force(scenario: Scenario) -> set[Finding]:
    """The same from everything one remembers, indicators and all choices ever made, without leaving anything out."""
    steps: dict[Standing, set[Standing]] = {}
    opened, seen, fresh = set(), {scenario.beginning()}, [scenario.beginning()]
    while fresh:
        at = fresh.pop()
        values = dict(zip(("x", "y"), at.values, strict=True))
        steps[at] = set()
        for choice in scenario.by_key[at.scene].choices:
            if any(values[name] < least for name, least in choice.needs.items()):
                continue
            if choice.after and choice.after not in at.made:
                continue
            opened.add((at.scene, choice.key))
            moved = tuple(max(0, min(3, values[name] + choice.effects.get(name, 0))) for name in ("x", "y"))
            steps[at].add(Standing(choice.to, moved, at.made | {f"{at.scene}.{choice.key}"}))
        fresh += steps[at] - seen
        seen |= steps[at]
    final = {at for at in seen if not steps[at]}
    safe, grown = set(final), True
    while grown:
        more = {at for at in seen - safe if steps[at] & safe}
        safe |= more
        grown = bool(more)
    visited = {at.scene for at in seen}
    found = {Finding(Fault.UNREACHABLE, one.key) for one in scenario.scenes if one.key not in visited}
    found |= {Finding(Fault.DEAD_END, at.scene) for at in final if not scenario.by_key[at.scene].is_ending}
    found |= {Finding(Fault.ENDLESS, at.scene) for at in seen - safe}
    choices = ((one, choice) for one in scenario.scenes if one.key in visited for choice in one.choices)
    return found | {Finding(Fault.NEVER_OPEN, one.key, c.key) for one, c in choices if (one.key, c.key) not in opened}


@settings(max_examples=150, deadline=None)
@given(scenarios())
def test_the_walk_agrees_with_a_brute_force_search(scenario: Scenario) -> None:
    assert set(findings_in(scenario)) == by_brute_force(scenario)


def test_indicators_stop_at_their_bounds() -> None:
    bounds = Indicator(2, 0, 3)

    assert [bounds.moved(value, change) for value, change in product((0, 2, 3), (-5, 1))] == [0, 1, 0, 3, 0, 3]
