"""The interface is Italian: every string that the code holds is in a catalogue, translated and compiled."""

import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[1]
CATALOGUES = [ROOT / "courses/locale/it/LC_MESSAGES/django.po", ROOT / "site/locale/it/LC_MESSAGES/django.po"]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_every_string_is_translated_and_none_is_doubtful(path: Path) -> None:
    catalogue = polib.pofile(path)

    wanting = [entry.msgid for entry in catalogue if not entry.obsolete and (entry.fuzzy or not entry.translated())]

    assert wanting == []


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_the_compiled_catalogue_says_what_the_text_says(path: Path) -> None:
    source = {entry.msgid_with_context: entry.msgstr for entry in polib.pofile(path).translated_entries()}
    compiled = {entry.msgid_with_context: entry.msgstr for entry in polib.mofile(path.with_suffix(".mo"))}

    assert compiled == source


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_placeholders_survive_translation(path: Path) -> None:
    broken = []
    for entry in polib.pofile(path).translated_entries():
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            wanted = set(_placeholders(entry.msgid))
            if text and set(_placeholders(text)) != wanted and not entry.msgid_plural:
                broken.append(entry.msgid)

    assert broken == []


def test_no_string_of_the_code_is_missing_from_the_catalogues(tmp_path: Path) -> None:
    if subprocess.run(["which", "xgettext"], capture_output=True, check=False).returncode:
        pytest.skip("gettext's xgettext is not on this machine: the catalogues cannot be collected anew")
    known = {entry.msgid_with_context for path in CATALOGUES for entry in polib.pofile(path)}

    collected = _collect(tmp_path)

    assert sorted(collected - known) == []


def _placeholders(text: str) -> list[str]:
    return [part.split(")")[0] for part in text.split("%(")[1:]]


def _collect(folder: Path) -> set[str]:
    """The msgids of a fresh collection, made on a copy so that a test changes nothing."""
    for name in ("courses", "home", "templates", "site"):
        subprocess.run(["cp", "-r", ROOT / name, folder / name], check=True)
    found: set[str] = set()
    for place in (folder / "courses", folder):
        locale = (folder / "courses" if place.name == "courses" else folder / "site") / "locale"
        command = [sys.executable, "-m", "django", "makemessages", "--locale", "it", "--no-wrap"]
        subprocess.run(["rm", "-rf", locale], check=True)
        locale.mkdir()
        (place / "locale").mkdir(exist_ok=True)
        subprocess.run([*command], cwd=place, check=True, capture_output=True, env={"PATH": "/usr/bin:/bin"})
        found |= {entry.msgid_with_context for entry in polib.pofile(place / "locale/it/LC_MESSAGES/django.po")}
    return found
