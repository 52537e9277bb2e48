"""The house stands as drawn in docs/house.md: imports go down, rooms are in order, nothing grows out of its frame."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from courses import ROOMS

ROOT = Path(__file__).resolve().parents[1]
COURSES = ROOT / "courses"
FLOORS = {"courses": 0, "home": 1, "config": 2, "accounts": 2}
OUTSIDE_ROOMS = {
    "__init__",
    "apps",
    "conf",
    "errors",
    "checks",
    "signals",
    "models",
    "urls",
    "wagtail_hooks",
    "groups",
    "privacy",
    "spreadsheets",
    "documents",
    "lines",
    "rows",
    "prepared",
    "among",
    "scans",
    "charts",
}
INDEXES = {"apps", "models", "urls", "wagtail_hooks"}
# What other rooms may enter by, and the order of the rest within a room.
DOORS = {"models", "queries", "rules", "actions"}
MORE_DOORS = {
    "signals",  # doorbells
    "blocks",  # a vocabulary for pages, the host's too
    "pictures",  # of the same
    "forms",  # a form is made of fields of lower rooms
    "letters",  # the kinds of letter
    "drawing",  # pieces of pages kept for all
    "privacy",  # the purposes shared in the register
    "exports",
}
MAY_BE_CALLED = (
    DOORS
    | MORE_DOORS
    | {"admin", "imports", "letters", "loading", "receivers", "tasks", "urls", "views", "viewsets", "__init__"}
)
FORBIDDEN_NAMES = {"utils", "common", "helpers", "managers"}
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 300, 40, 90


def python_files(*folders: str) -> list[Path]:
    return sorted(
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts and "__pycache__" not in path.parts
    )


OURS = python_files("courses", "home", "site", "tests")
PRODUCT = python_files("courses", "home", "site")


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def room_of(path: Path) -> str | None:
    parts = path.relative_to(COURSES).parts
    if parts[0] == "templatetags":
        return path.stem.removesuffix("_tags")
    return parts[0] if parts[0] in ROOMS else None


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", PRODUCT, ids=name_of)
def test_a_floor_imports_no_floor_above_it(path: Path) -> None:
    folder = path.relative_to(ROOT).parts
    mine = FLOORS[folder[1] if folder[0] == "site" else folder[0]]

    above = [name for name in imports_of(path) if FLOORS.get(name.split(".")[0], -1) > mine]

    assert above == []


@pytest.mark.parametrize("path", [path for path in python_files("courses") if room_of(path)], ids=name_of)
def test_a_room_imports_only_rooms_below_it_and_by_their_doors(path: Path) -> None:
    mine = room_of(path)
    wrong = []
    for name in imports_of(path):
        parts = name.split(".")
        if parts[0] != "courses" or len(parts) < 3 or parts[1] not in ROOMS or parts[1] == mine:
            continue
        below = ROOMS.index(parts[1]) < ROOMS.index(mine) or "templatetags" in path.parts
        if not below or parts[2] not in DOORS | MORE_DOORS:
            wrong.append(name)

    assert wrong == []


# views may not be asked by models, and so on: within a room imports go towards the models
ORDER = ["models", "queries", "rules", "actions", "forms", "views", "viewsets", "admin", "urls"]


@pytest.mark.parametrize("path", [path for path in python_files("courses") if room_of(path)], ids=name_of)
def test_within_a_room_imports_go_towards_the_models(path: Path) -> None:
    mine = path.stem
    if mine not in ORDER:
        return
    room = room_of(path)
    later = ORDER[ORDER.index(mine) + 1 :]

    wrong = [
        name for name in imports_of(path) if name.split(".")[:2] == ["courses", room] and name.split(".")[2] in later
    ]

    assert wrong == []


def test_rooms_stand_on_disk_as_they_are_listed() -> None:
    folders = {path.parent.name for path in COURSES.glob("*/__init__.py")} - {
        "templatetags",
        "management",
        "migrations",
    }

    assert folders == set(ROOMS)


def test_outside_the_rooms_stand_only_the_known_files() -> None:
    assert {path.stem for path in COURSES.glob("*.py")} == OUTSIDE_ROOMS


@pytest.mark.parametrize("path", PRODUCT, ids=name_of)
def test_files_have_telling_names_and_a_docstring(path: Path) -> None:
    assert path.stem not in FORBIDDEN_NAMES
    text = path.read_text()
    assert (
        not text or ast.get_docstring(ast.parse(text)) or path.parent.name in {"commands", "management", "templatetags"}
    )


@pytest.mark.parametrize("path", OURS, ids=name_of)
def test_files_and_functions_fit_a_screen_or_a_few(path: Path) -> None:
    text = path.read_text()
    long = [
        node.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]

    assert len(text.splitlines()) <= LONGEST_FILE
    assert long == []


@pytest.mark.parametrize("path", PRODUCT, ids=name_of)
def test_no_import_hides_inside_a_function(path: Path) -> None:
    hidden = [
        inner.lineno
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, (ast.Import, ast.ImportFrom))
    ]

    assert hidden == []


def test_templates_fit_a_screen() -> None:
    templates = [path for folder in ("templates", "courses", "home") for path in (ROOT / folder).rglob("*.html")]

    long = [name_of(path) for path in templates if len(path.read_text().splitlines()) > LONGEST_TEMPLATE]

    assert long == []


def test_only_conf_reads_the_plug_ins_settings() -> None:
    readers = [name_of(path) for path in python_files("courses") if "settings.COURSES_" in path.read_text()]

    assert readers == []


def test_records_are_out_of_wagtails_reference_index() -> None:
    pages_and_links = ("page", "tag")
    written_by_editors = {"Teacher", "Venue", "BankQuestion"}  # snippets: where their images are used is worth knowing
    records = [
        model
        for model in apps.get_app_config("courses").get_models()
        if not model.__name__.lower().endswith(pages_and_links) and model.__name__ not in written_by_editors
    ]

    indexed = [model.__name__ for model in records if not getattr(model, "wagtail_reference_index_ignore", False)]

    assert indexed == []
