"""A list of 100,000 officials made into files: seconds, and the most memory the process ever had beyond its start.

Goal: XLSX within 12 s and 90 MiB, CSV within 3 s. The yardstick is the same number of rows, ready in memory, written
by the bare libraries. Each file is made by a process of its own, since memory never goes back.
"""

import csv
import os
import sys
import time
from io import TextIOWrapper
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import django

ROWS = 100_000
GOALS = {"csv": 3.0, "xlsx": 12.0}
MOST_MEMORY = 90  # MiB

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.host.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import QueryDict  # noqa: E402
from django.utils import timezone  # noqa: E402

from courses.people.models import Participant, Role  # noqa: E402
from courses.reports.admin.asking import Question, exported_cells, headings_of, rows_asked  # noqa: E402
from courses.reports.exports import write_spreadsheet  # noqa: E402
from courses.reports.views.exports import admin_of  # noqa: E402
from tests.bench.goals import short  # noqa: E402
from tests.factories.people import make_municipal_body  # noqa: E402


def prepare() -> None:
    """A hundred thousand officials of two thousand bodies."""
    call_command("migrate", verbosity=0)
    if Participant.objects.count() >= ROWS:
        return
    bodies = [make_municipal_body(population=20_000) for _number in range(200)]
    people = [
        Participant(
            given_name="Maria Grazia",
            family_name=f"D'Amico {n}",
            email=f"m.damico{n}@comune.esempio.it",
            role=Role.OFFICIAL,
            body=bodies[n % 200],
        )
        for n in range(ROWS)
    ]
    for one in people:
        one.refresh_search_text()
    Participant.objects.bulk_create(people, batch_size=5000)


def real(file_format: str, file: IO[bytes]) -> int:
    """As the tick does it."""
    admin = admin_of("courses.participant")
    rows = rows_asked(admin, Question(admin, QueryDict("")), None, joined=False)
    return write_spreadsheet(
        file,
        file_format,
        "partecipanti",
        headings_of(admin, admin.list_export),
        exported_cells(admin, rows, admin.list_export),
    )


def bare(file_format: str, file: IO[bytes]) -> int:
    """The libraries alone, over rows that cost nothing."""
    row = ["D'Amico", "Maria Grazia", "m@example.it", "Funzionario", "Comune (LE)", "", "Comune", "LE", "Puglia"]
    rows = ([*row, timezone.now(), ""] for _number in range(ROWS))
    if file_format == "xlsx":
        return write_spreadsheet(file, file_format, "partecipanti", row, rows)
    text = TextIOWrapper(file, newline="")
    csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL).writerows(rows)
    text.flush()
    text.detach()
    return ROWS


def memory(which: str) -> float:
    """What Linux says of this process, in MiB: what it has, or the most it had."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(which))
    return int(line.split()[1]) / 1024


def measure(name: str, file_format: str) -> None:
    """In a process of its own: how long, and how much memory beyond what Django took."""
    connection.ensure_connection()
    Path("/proc/self/clear_refs").write_text("5")  # the peak so far is what starting took
    before = memory("VmRSS")
    begun, worked = time.perf_counter(), time.process_time()
    with TemporaryFile() as file:
        number = {"real": real, "bare": bare}[name](file_format, file)
        size = file.seek(0, 2)
    took, worked = time.perf_counter() - begun, time.process_time() - worked
    more = memory("VmHWM") - before
    goal = f" (goal {GOALS[file_format]:.0f} s)" if name == "real" else ""
    times = f"{took:5.1f} s{goal}, {worked:4.1f} s of them at work"  # beside others, a process waits
    lacks = short(name == "real" and (took > GOALS[file_format] or more > MOST_MEMORY))
    print(f"{file_format:5} {name}: {number} rows in {times}, {more:4.0f} MiB more, file {size / 2**20:.1f} MiB{lacks}")


def main() -> None:
    """Both, each format."""
    prepare()
    connection.close()
    for file_format in GOALS:
        for name in ("bare", "real"):
            process = get_context("spawn").Process(target=measure, args=(name, file_format))
            process.start()
            process.join()
            if process.exitcode:
                sys.exit(process.exitcode)


if __name__ == "__main__":
    main()
