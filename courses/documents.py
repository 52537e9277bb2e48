"""Documents to print and keep: tagged for assistive technology (PDF/UA-1), the same on every machine."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from typst import Compiler

TAGGED = ("ua-1",)
ARCHIVE = ("ua-1", "a-2a")  # and PDF/A-2a: fonts, colours and structure to last (ISO 19005-2, level A)

_one_at_a_time = Lock()


def typeset(template: Path, data: Mapping[str, Any], standards: Sequence[str] = TAGGED) -> bytes:
    """A document: what people wrote goes in as data, never as a part of the template."""
    written = json.dumps(data, ensure_ascii=False)
    with _one_at_a_time:
        return _compiler(template).compile(sys_inputs={"data": written}, format="pdf", pdf_standards=list(standards))


@lru_cache(maxsize=8)
def _compiler(template: Path) -> Compiler:
    """Kept from one document to the next, with the fonts that come with Typst."""
    return Compiler(template, ignore_system_fonts=True)
