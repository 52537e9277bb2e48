"""The Nu HTML checker: one for all workers of a run, since starting it is as long as a journey."""

import fcntl
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.watching import VNU
from tests.databases import VAR, alone

# it lives for minutes: the quick compiler and the plain collector take half the time
JAVA = ["-Xmx256m", "-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
WHERE = VAR / "html_checker.address"
PATIENCE = 60  # seconds


@contextmanager
def checker() -> Iterator[str]:
    """The address of one that listens on this machine alone; whoever is the last to leave ends it."""
    with WHERE.with_suffix(".users").open("a") as users:
        with alone("html_checker"):
            fcntl.flock(users, fcntl.LOCK_SH)
            process, port = _running() or _start()
        _wait_for(port)
        yield f"http://127.0.0.1:{port}/"
        with alone("html_checker"):
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return  # another worker still asks it
            os.kill(process, signal.SIGTERM)
            WHERE.unlink()


def _running() -> tuple[int, int] | None:
    """Process and port of the one that another worker started."""
    if not WHERE.exists():
        return None
    process, port = (int(one) for one in WHERE.read_text().split())
    command = Path(f"/proc/{process}/cmdline")
    return (process, port) if command.exists() and str(VNU).encode() in command.read_bytes() else None


def _start() -> tuple[int, int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [*JAVA, "-Dnu.validator.servlet.bind-address=127.0.0.1", "-cp", str(VNU)]
    # by way of a shell that leaves at once: it outlives the worker that started it
    started = subprocess.run(
        ["sh", "-c", '"$@" >/dev/null 2>&1 & echo $!', "sh", "java", *options, "nu.validator.servlet.Main", str(port)],
        check=True,
        capture_output=True,
        text=True,
    )
    WHERE.write_text(f"{started.stdout.strip()} {port}")
    return int(started.stdout), port


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        with socket.socket() as visitor:
            if visitor.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert time.monotonic() < deadline, "the HTML checker does not start"
        time.sleep(0.2)
