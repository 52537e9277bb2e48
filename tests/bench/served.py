"""The pages as the production server gives them on loopback: how many a second, how late, with how much memory.

The server of `deploy/web` with two processes, PostgreSQL, and sixteen connections that ask without a pause (wrk): all
share the machine's cores, so only ratios inside a round mean something. Moments are those of a queue of sixteen.
"""

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import sleep
from typing import NamedTuple

from tests.drills.stage import HOST, ROOT, answers, free_port, in_production, wait_for

ROUNDS, SECONDS, CONNECTIONS = 3, 4, 16
WORK = Path(os.environ["MEDIA_ROOT"]).parent
HERE = in_production(WORK, os.environ["TEST_DATABASE_URL"]) | {"DJANGO_SETTINGS_MODULE": "tests.bench.settings"}
os.environ |= HERE

from tests.bench.pages import Asked, asked, prepare  # noqa: E402 -- sets Django up

# after it
from django.conf import settings  # noqa: E402 # isort: skip
from django.core.management import call_command  # noqa: E402 # isort: skip
from django.db import connection  # noqa: E402 # isort: skip
from django.test import Client  # noqa: E402 # isort: skip

from tests.bench.goals import short  # noqa: E402 # isort: skip


class Told(NamedTuple):
    """What wrk tells: pages a second, and within how many milliseconds half and 99 of 100 came."""

    pace: float
    half: float
    slow: float


@contextmanager
def server() -> Iterator[tuple[int, int]]:
    """The production server on loopback: its port, and its first process."""
    port = free_port()
    with (WORK / "served.log").open("wb") as log:
        process = subprocess.Popen(
            [ROOT / "deploy" / "web"], env=os.environ | {"PORT": str(port)}, stdout=log, stderr=log
        )
    try:
        wait_for(lambda: answers(port), 60, "the server answers")
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def load(server_at: tuple[int, int], page: Asked, session: str) -> Told:
    """Ask for a page for some seconds. Raises ValueError when another answer came."""
    port, parent = server_at
    wait_for(lambda: _is_idle(parent), 60, "the server has answered who asked before")
    says = {"Host": HOST, "X-Forwarded-Proto": "https"}
    if page.signed_in:
        says["Cookie"] = f"{settings.SESSION_COOKIE_NAME}={session}"
    headers = [part for name, value in says.items() for part in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--timeout", "60s", "--latency", *headers]
    told = subprocess.run(
        [*command, f"http://127.0.0.1:{port}{page.path}"], check=True, text=True, capture_output=True
    ).stdout
    if "Non-2xx" in told or "Socket errors" in told:
        raise ValueError(f"{page.path}: {told}")
    pace = float(re.search(r"Requests/sec:\s+([0-9.]+)", told)[1])
    return Told(pace, *(_milliseconds(told, percent) for percent in (50, 99)))


def _is_idle(parent: int) -> bool:
    before = _at_work(parent)
    sleep(0.3)
    return _at_work(parent) - before <= 2


def _at_work(parent: int) -> int:
    """What the processes that answer have used of the processor, in hundredths of a second."""
    shares = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in _processes(parent)]
    return sum(int(one[11]) + int(one[12]) for one in shares)


def _processes(parent: int) -> list[int]:
    listed = subprocess.run(["ps", "--ppid", str(parent), "-o", "pid="], capture_output=True, text=True, check=True)
    return [*map(int, listed.stdout.split())]


def _milliseconds(told: str, percent: int) -> float:
    number, unit = re.search(rf"\b{percent}%\s+([0-9.]+)(us|ms|s)\b", told).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def memory(parent: int) -> float:
    """The MiB of a server's processes, what they share counted once."""
    files = [Path(f"/proc/{pid}/smaps_rollup") for pid in (parent, *_processes(parent))]
    shares = [re.search(r"^Pss:\s+(\d+)", file.read_text(), re.M) for file in files]
    return sum(int(one[1]) for one in shares) / 1024


def main() -> None:
    """Rounds of all pages, one after the other; then each page with its ratios."""
    enrolment = prepare()
    call_command("collectstatic", interactive=False, verbosity=0)
    browser = Client()
    browser.force_login(enrolment.participant.user)
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    pages = asked(enrolment)
    connection.close()
    with server() as server_at:
        for page in pages.values():
            load(server_at, page, session)
        found = [{name: load(server_at, page, session) for name, page in pages.items()} for _round in range(ROUNDS)]
        print(f"two processes, {memory(server_at[1]):.0f} MiB together")
    print(f"{'':22} {'a second':>8} {'ms':>7} {'p99':>7} {'ratio':>7} {'goal':>6}  of")
    for name, page in pages.items():
        told = Told(*(median(values) for values in zip(*(each[name] for each in found), strict=True)))
        for yardstick, goal in page.goals.items():
            ratio = median(each[name].pace / each[yardstick].pace for each in found)
            print(
                f"{name:22} {told.pace:8.0f} {told.half:7.1f} {told.slow:7.1f} {ratio:7.2f} {goal:6.2f}"
                f"  {yardstick}{short(ratio < goal)}"
            )


if __name__ == "__main__":
    main()
