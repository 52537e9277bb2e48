"""The ZIP: the folders of some events, and the manifest that `sha256sum -c` checks. The same facts, the same bytes."""

from collections.abc import Iterable
from hashlib import sha256
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from courses.agenda.models import Event
from courses.audit.actions import Author
from courses.dossiers.papers import papers_of
from courses.dossiers.queries import dossier_of
from courses.dossiers.rules import folder_of

MANIFEST = "SHA256SUMS"
NO_TIME = (1980, 1, 1, 0, 0, 0)  # the first a ZIP can say: when it was made is no fact about the event
READABLE = 0o644 << 16


def write_dossiers(file: IO[bytes], events: Iterable[Event], author: Author) -> int:
    """Write the dossiers of some events into an open file, one paper at a time; how many events."""
    digests: dict[str, str] = {}
    told = list(events)
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for event in told:
            for paper in papers_of(dossier_of(event), author):
                name = f"{folder_of(event)}/{paper.name}"
                digests[name] = sha256(paper.content).hexdigest()
                _put(package, name, paper.content)
        _put(package, MANIFEST, "".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode())
    return len(told)


def _put(package: ZipFile, name: str, content: bytes) -> None:
    entry = ZipInfo(name, NO_TIME)
    entry.compress_type, entry.external_attr, entry.create_system = ZIP_DEFLATED, READABLE, 3
    package.writestr(entry, content)
