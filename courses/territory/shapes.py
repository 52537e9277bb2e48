"""The outlines of regions and provinces, as they come with the product: SVG paths in one frame."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
FRAME = "-4 -4 408 484"  # the viewBox that holds them all


@dataclass(frozen=True)
class Shape:
    """An outline as an SVG path; of a region also where inside it a number is written."""

    code: str
    path: str
    x: str = ""
    y: str = ""


@cache
def region_shapes() -> tuple[Shape, ...]:
    """The twenty regions, by ISTAT code."""
    return _read("regions_map.csv")


@cache
def province_shapes() -> tuple[Shape, ...]:
    """The 107 provinces, by their two letters."""
    return _read("provinces_map.csv")


def _read(name: str) -> tuple[Shape, ...]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(Shape(**row) for row in csv.DictReader(file))
