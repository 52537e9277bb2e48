"""Documents to print and keep: tagged for assistive technology (PDF/UA-1), the same on every machine."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from typst import Compiler

TAGGED = ("ua-1",)
ARCHIVE = ("ua-1", "a-2a")  # and PDF/A-2a: fonts, colours and structure to last (ISO 19005-2, level A)

LANES = 2  # documents set at once, where many are: Typst lets the other threads run
_one_at_a_time = [Lock() for _lane in range(LANES)]


def typeset(template: Path, data: Mapping[str, Any], standards: Sequence[str] = TAGGED, lane: int = 0) -> bytes:
    """A document: what people wrote goes in as data, never as a part of the template. Raises TypstError."""
    written = json.dumps(data, ensure_ascii=False)
    with _one_at_a_time[lane]:
        compiler = _compiler(template, lane)
        return compiler.compile(sys_inputs={"data": written}, format="pdf", pdf_standards=list(standards))


def typeset_many(
    template: Path, many: Iterable[Mapping[str, Any]], standards: Sequence[str] = TAGGED
) -> Iterator[bytes]:
    """Many documents of one template, in their order; raises TypstError in the place of one that cannot be set.

    The first are set while the data of the next are gathered, and those that are ready may be taken while others are
    being set.
    """
    pool = ThreadPoolExecutor(LANES)
    lanes = [pool.submit(typeset, template, data, standards, n % LANES) for n, data in enumerate(many)]
    pool.shutdown(wait=False)
    return (lane.result() for lane in lanes)


@lru_cache(maxsize=16)
def _compiler(template: Path, lane: int) -> Compiler:
    """Kept from one document to the next, with the fonts that come with Typst."""
    return Compiler(template, ignore_system_fonts=True)
