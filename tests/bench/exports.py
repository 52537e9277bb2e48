"""A list of 100,000 officials made into files: seconds, and the most memory the process ever had beyond its start.

    scripts/bench exports
    FULL=1 scripts/bench exports    (over the made-up programme: of every long list the first 100,000 rows)

Goal: XLSX within 12 s and 90 MiB, CSV within 3 s. The yardstick is the first row of the same list, ready in memory and
written as often by the bare libraries. Each file is made by a process of its own, since memory never goes back.
"""

import csv
import os
import sys
import time
from collections.abc import Iterator
from io import TextIOWrapper
from itertools import product, repeat
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import django

ROWS = 100_000
GOALS = {"csv": 3.0, "xlsx": 12.0}
MOST_MEMORY = 90  # MiB
OFFICIALS = "participant"
FULL = bool(os.environ.get("FULL"))
LONG = (OFFICIALS, "enrolment", "completion", "booking", "attendee", "credit")

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.host.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import QueryDict  # noqa: E402
from wagtail.models import Site  # noqa: E402

from courses.catalogue.models import Activity, LessonPage, ModulePage  # noqa: E402
from courses.people.models import Participant, Role  # noqa: E402
from courses.reports.admin.asking import Question, exported_cells, headings_of, rows_asked  # noqa: E402
from courses.reports.exports import write_spreadsheet  # noqa: E402
from courses.reports.views.exports import admin_of  # noqa: E402
from courses.scale.people import ACTIVITIES, COURSES, activity_key, course_key  # noqa: E402
from tests.bench.goals import short  # noqa: E402
from tests.factories.people import make_municipal_body  # noqa: E402


def prepare() -> None:
    """A hundred thousand officials of two thousand bodies."""
    call_command("migrate", verbosity=0)
    if FULL:
        publish()
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


def publish() -> None:
    """The activities of the made-up courses: without them no course requires anything, and no progress is counted.

    Their rows alone: that a course changed would be told to a hundred thousand people.
    """
    if Activity.objects.exists():
        return
    home = Site.objects.get(is_default_site=True).root_page
    module = home.add_child(instance=ModulePage(title="Modulo", slug="modulo", summary="Un tema."))
    for course, number in product(range(COURSES), range(ACTIVITIES)):
        lesson = LessonPage(title="Lezione", slug=f"lezione-{course}-{number}", summary="Di che cosa parla.")
        row = {
            "course_key": course_key(course),
            "key": activity_key(course, number),
            "course": module,
            "module": module,
        }
        Activity.objects.create(page=module.add_child(instance=lesson), required=True, minutes=10, **row)


def cells(admin: Any, most: int) -> Iterator[Any]:
    """The first rows of a list, as the tick makes them."""
    rows = rows_asked(admin, Question(admin, QueryDict("")), None, joined=False)
    return exported_cells(admin, rows[:most], admin.list_export)


def real(admin: Any, file_format: str, file: IO[bytes]) -> int:
    """As the tick does it."""
    headings = headings_of(admin, admin.list_export)
    return write_spreadsheet(file, file_format, "elenco", headings, cells(admin, ROWS))


def bare(admin: Any, file_format: str, file: IO[bytes]) -> int:
    """The libraries alone, over rows that cost nothing."""
    (row,) = cells(admin, 1)
    if file_format == "xlsx":
        return write_spreadsheet(file, file_format, "elenco", admin.list_export, repeat(row, ROWS))
    text = TextIOWrapper(file, newline="")
    csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL).writerows(repeat(row, ROWS))
    text.flush()
    text.detach()
    return ROWS


def memory(which: str) -> float:
    """What Linux says of this process, in MiB: what it has, or the most it had."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(which))
    return int(line.split()[1]) / 1024


def measure(source: str, file_format: str, name: str) -> None:
    """In a process of its own: how long, and how much memory beyond what Django took."""
    connection.ensure_connection()
    admin = admin_of(f"courses.{source}")
    Path("/proc/self/clear_refs").write_text("5")  # the peak so far is what starting took
    before = memory("VmRSS")
    begun, worked = time.perf_counter(), time.process_time()
    with TemporaryFile() as file:
        number = {"real": real, "bare": bare}[name](admin, file_format, file)
        size = file.seek(0, 2)
    took, worked = time.perf_counter() - begun, time.process_time() - worked
    more = memory("VmHWM") - before
    goal = f" (goal {GOALS[file_format]:.0f} s)" if name == "real" else ""
    times = f"{took:5.1f} s{goal}, {worked:4.1f} s of them at work"  # beside others, a process waits
    lacks = short(name == "real" and (took > GOALS[file_format] or more > MOST_MEMORY))
    of = f"{file_format:4} of {source:11} {name}"
    print(f"{of}: {number} rows in {times}, {more:4.0f} MiB more, file {size / 2**20:.1f} MiB{lacks}")


def main() -> None:
    """Both, each list and format."""
    prepare()
    connection.close()
    for case in product(LONG if FULL else (OFFICIALS,), GOALS, ("bare", "real")):
        process = get_context("spawn").Process(target=measure, args=case)
        process.start()
        process.join()
        if process.exitcode:
            sys.exit(process.exitcode)


if __name__ == "__main__":
    main()
