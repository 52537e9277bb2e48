"""Reading the content's files."""

from pathlib import Path
from typing import Any

import yaml

CONTENT = Path(__file__).resolve().parent.parent / "content"


class ContentError(Exception):
    """A content file cannot be loaded; the message names the file and the fault."""


def read(path: Path) -> dict[str, Any]:
    """One YAML file as a mapping. Raises ContentError when it is none."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise ContentError(f"{path.name}: {error}") from error
    if not isinstance(data, dict):
        raise ContentError(f"{path.name}: a mapping of keys to values is expected")
    return data


def key_of(path: Path) -> str:
    """What identifies a content file for ever: its place under `content/`, without the ending."""
    return path.relative_to(CONTENT).with_suffix("").as_posix()
