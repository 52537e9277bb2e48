"""Where the scenes of a scenario stand when it is drawn: in layers from the beginning down, with few crossings.

The layered drawing of K. Sugiyama, S. Tagawa and M. Toda (IEEE Transactions on Systems, Man, and Cybernetics, 1981):
ways that lead back are set aside, each scene stands below all that lead to it, long ways get a bend in every layer they
cross, and the order within a layer follows the middle of the neighbours. A scenario has a few dozen scenes. Written
here because the one library in plain Python for it has had no release since 2023.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Way = tuple[str, str]
Bend = str | tuple[Way, int]  # a scene, or a way where it crosses a layer
SWEEPS = 6


@dataclass(frozen=True)
class Layout:
    """Scenes in layers; `bends` are the layers' places that each way passes from its first scene to its last."""

    layers: list[list[Bend]]
    bends: dict[Way, list[tuple[int, int]]]  # way: (layer, place in it), one after the other
    back: list[Way]  # ways that lead back to where one has been, or in from where nobody comes

    def place_of(self, scene: str) -> tuple[int, int]:
        """In which layer a scene stands, and where in it."""
        return next((y, row.index(scene)) for y, row in enumerate(self.layers) if scene in row)


def layout_of(ways: Mapping[str, Sequence[str]]) -> Layout:
    """Lay out scenes, each with those it leads to, in their order; what leads to no scene is left out."""
    targets = {scene: [to for to in dict.fromkeys(tos) if to in ways] for scene, tos in ways.items()}
    back = _ways_back(targets) | _ways_in(targets)
    down = [(scene, to) for scene, tos in targets.items() for to in tos if (scene, to) not in back]
    depth = _depths(list(ways), down)
    layers: list[list[Bend]] = [[] for _layer in range(max(depth.values(), default=-1) + 1)]
    for scene, layer in depth.items():
        layers[layer].append(scene)
    chains: dict[Way, list[Bend]] = {}
    for way in down:
        between = [(way, layer) for layer in range(depth[way[0]] + 1, depth[way[1]])]
        for bend in between:
            layers[bend[1]].append(bend)
        chains[way] = [way[0], *between, way[1]]
    _untangle(layers, chains)
    places = {one: (y, x) for y, row in enumerate(layers) for x, one in enumerate(row)}
    return Layout(layers, {way: [places[one] for one in chain] for way, chain in chains.items()}, sorted(back))


def _ways_back(targets: Mapping[str, Sequence[str]]) -> set[Way]:
    """The ways that close a circle, as one comes to them from the beginning."""
    back, done, open_scenes = set(), set(), set()
    for root in targets:
        waiting = [(root, False)]
        while waiting:
            scene, is_leaving = waiting.pop()
            if is_leaving:
                open_scenes.discard(scene)
                done.add(scene)
            elif scene not in done and scene not in open_scenes:
                open_scenes.add(scene)
                waiting.append((scene, True))
                back |= {(scene, to) for to in targets[scene] if to in open_scenes}
                waiting += [(to, False) for to in reversed(targets[scene]) if to not in open_scenes]
    return back | {(scene, to) for scene, tos in targets.items() for to in tos if scene == to}


def _ways_in(targets: Mapping[str, Sequence[str]]) -> set[Way]:
    """The ways from scenes that nobody reaches: they push nothing down, so that the beginning stands on top."""
    reached, waiting = set(), list(targets)[:1]
    while waiting:
        scene = waiting.pop()
        if scene not in reached:
            reached.add(scene)
            waiting += targets[scene]
    return {(scene, to) for scene in targets.keys() - reached for to in targets[scene] if to in reached}


def _depths(scenes: list[str], down: list[Way]) -> dict[str, int]:
    """Each scene a layer below the lowest that leads to it."""
    depth = dict.fromkeys(scenes, 0)
    for _round in scenes:
        lower = {to: depth[scene] + 1 for scene, to in down if depth[scene] + 1 > depth[to]}
        if not lower:
            break
        for scene, to in down:
            depth[to] = max(depth[to], depth[scene] + 1)
    return depth


def _untangle(layers: list[list[Bend]], chains: Mapping[Way, list[Bend]]) -> None:
    """Order each layer by the middle of its neighbours above, then of those below, a few times."""
    above: dict[Bend, list[Bend]] = {}
    below: dict[Bend, list[Bend]] = {}
    for chain in chains.values():
        for one, other in pairwise(chain):
            above.setdefault(other, []).append(one)
            below.setdefault(one, []).append(other)
    for sweep in range(SWEEPS):
        neighbours, rows = (above, layers[1:]) if sweep % 2 == 0 else (below, layers[-2::-1])
        for row in rows:
            place = {one: x / max(len(other), 1) for other in layers for x, one in enumerate(other)}
            row.sort(key=lambda one: _middle(one, neighbours, place))


def _middle(one: Bend, neighbours: Mapping[Bend, list[Bend]], place: Mapping[Bend, float]) -> float:
    found = [place[other] for other in neighbours.get(one, ())]
    return sum(found) / len(found) if found else place[one]
