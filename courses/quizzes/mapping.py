"""The map of a scenario: what the template writes as SVG, and the same as a list for who does not see it."""

from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from courses.quizzes.layout import Layout, layout_of
from courses.quizzes.proofing import Mistake, mistakes_in

WIDE, HIGH = 168, 62  # of a scene's box, in the units of the drawing
BESIDE, BELOW = 28, 52  # between boxes
BEND = 26  # the width of a way that passes a layer
EDGE = 44  # around everything: ways back run here
LETTERS = 22  # of a line in a box


@dataclass(frozen=True)
class Way:
    """A choice in the list: what it says, the title of the scene it leads to, what it moves and needs."""

    text: str
    leads_to: str
    effects: list[tuple[str, int]]
    needs: list[tuple[str, int]]
    after: str


@dataclass(frozen=True)
class Box:
    """A scene in the drawing, and in the list."""

    scene: dict[str, Any]
    x: int
    y: int
    lines: list[tuple[int, str]]  # how far down, and what
    is_first: bool
    is_wrong: bool
    choices: list["Way"]
    messages: list[str]

    @property
    def middle(self) -> int:
        """Where its words are centred."""
        return self.x + WIDE // 2

    @property
    def head(self) -> int:
        """The line of its name."""
        return self.y + 20

    @property
    def kind(self) -> str:
        """How it is drawn."""
        return self.scene["ending"]["kind"] if self.scene["ending"] else "scene"


@dataclass(frozen=True)
class Line:
    """A way in the drawing."""

    path: str
    is_back: bool


@dataclass(frozen=True)
class Map:
    """All of it. `mistakes` are those about no single scene."""

    width: int
    height: int
    boxes: list[Box]
    lines: list[Line]
    mistakes: list[str]
    all_mistakes: list[Mistake]


def map_of(script: dict[str, Any]) -> Map:
    """Draw a script, a broken one too."""
    scenes = {one["key"]: one for one in reversed(script["scenes"])}
    ordered = {one["key"]: scenes[one["key"]] for one in script["scenes"]}
    layout = layout_of({key: [choice["to"] for choice in one["choices"]] for key, one in ordered.items()})
    mistakes = mistakes_in(script)
    width, centres = _centres(layout)
    said: dict[str, list[str]] = {}
    for one in mistakes:
        if one.place is not None:
            said.setdefault(script["scenes"][one.place]["key"], []).append(one.message)
    first = next(iter(ordered), None)
    names = {one["key"]: one["name"] for one in script["indicators"]}
    boxes = [
        Box(
            scene=one,
            **dict(zip(("x", "y"), _corner(layout, centres, key), strict=True)),
            lines=_lines_of(one, _corner(layout, centres, key)[1]),
            is_first=key == first,
            is_wrong=key in said,
            choices=[_way(choice, ordered, names) for choice in one["choices"]],
            messages=said.get(key, []),
        )
        for key, one in ordered.items()
    ]
    return Map(
        width=width,
        height=len(layout.layers) * (HIGH + BELOW) - BELOW + 2 * EDGE,
        boxes=boxes,
        lines=[*_lines_down(layout, centres), *_lines_back(layout, centres, width)],
        mistakes=[one.message for one in mistakes if one.place is None],
        all_mistakes=mistakes,
    )


def _centres(layout: Layout) -> tuple[int, list[list[int]]]:
    """The width of the drawing, and the middle of everything in each layer."""
    widths = [[WIDE if isinstance(one, str) else BEND for one in row] for row in layout.layers]
    totals = [sum(row) + BESIDE * (len(row) - 1) for row in widths]
    width = max(totals, default=0) + 2 * EDGE
    centres = []
    for row, total in zip(widths, totals, strict=True):
        left, found = (width - total) // 2, []
        for one in row:
            found.append(left + one // 2)
            left += one + BESIDE
        centres.append(found)
    return width, centres


def _corner(layout: Layout, centres: list[list[int]], key: str) -> tuple[int, int]:
    layer, place = layout.place_of(key)
    return centres[layer][place] - WIDE // 2, _top(layer)


def _top(layer: int) -> int:
    return EDGE + layer * (HIGH + BELOW)


def _lines_of(scene: dict[str, Any], y: int) -> list[tuple[int, str]]:
    """The title in two lines at most."""
    lines = wrap(scene["title"], LETTERS)
    if len(lines) > 2:
        lines = [lines[0], lines[1][: LETTERS - 1] + "…"]
    return [(y + 38 + 16 * place, line) for place, line in enumerate(lines)]


def _way(choice: dict[str, Any], scenes: dict[str, Any], names: dict[str, str]) -> Way:
    to = scenes.get(choice["to"])
    effects, needs = (
        [(names.get(key, key), value) for key, value in choice[part].items()] for part in ("effects", "needs")
    )
    return Way(choice["text"], to["title"] if to else choice["to"] or "?", effects, needs, choice["after"])


def _lines_down(layout: Layout, centres: list[list[int]]) -> list[Line]:
    """From the foot of a box to the head of another; through each layer between them straight down."""
    found = []
    for bends in layout.bends.values():
        points = [(centres[layer][place], layer) for layer, place in bends]
        x, layer = points[0]
        path = [f"M{x} {_top(layer) + HIGH}"]
        for to, below in points[1:]:
            foot, head = _top(below - 1) + HIGH, _top(below)
            middle = (foot + head) // 2
            path.append(f"C{x} {middle} {to} {middle} {to} {head}")
            if (to, below) != points[-1]:
                path.append(f"V{head + HIGH}")
            x = to
        found.append(Line(" ".join(path), is_back=False))
    return found


def _lines_back(layout: Layout, centres: list[list[int]], width: int) -> list[Line]:
    """Round the right side, from box to box."""
    found = []
    for scene, to in layout.back:
        (x, y), (to_x, to_y) = (_corner(layout, centres, key) for key in (scene, to))
        right, foot, head = width - EDGE // 3, y + HIGH // 2 + 8, to_y + HIGH // 2 - 8
        path = f"M{x + WIDE} {foot} C{right} {foot} {right} {foot} {right} {(foot + head) // 2}"
        found.append(Line(f"{path} C{right} {head} {right} {head} {to_x + WIDE} {head}", is_back=True))
    return found
