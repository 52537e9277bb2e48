"""The real thing on one machine: PostgreSQL, two web servers, two workers, two schedulers, a mail server.

It also plays the part of systemd or of a container engine: a process that dies is started again, by nobody's hand.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from email import message_from_bytes
from pathlib import Path
from threading import Event, Thread
from typing import Any

from aiosmtpd.controller import Controller

ROOT = Path(__file__).resolve().parents[2]
HOST = "sito.example"


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def in_production(work: Path, database: str) -> dict[str, str]:
    """What the environment of the site's processes says, where they serve the public from one machine."""
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": "kq7x" * 13 + "!Zb3",
        "SEAL_KEY": "x7qk" * 13 + "!3bZ",
        "ALLOWED_HOSTS": HOST,
        "BASE_URL": f"https://{HOST}",
        "DATABASE_URL": database,
        "CACHE_URL": "dbcache://cache",
        "MEDIA_ROOT": str(work / "media"),
        "PRIVATE_ROOT": str(work / "private"),
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
    }


class Mail:
    """Takes every letter, and counts how often each came: a letter keeps its Message-ID at every attempt."""

    def __init__(self) -> None:
        self.came: Counter[str] = Counter()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.came[message_from_bytes(envelope.content)["Message-ID"]] += 1
        return "250 OK"


class Stage:
    """Everything that runs, by name."""

    def __init__(self, work: Path) -> None:
        self.work, self.mail, self.running, self.ends = work, Mail(), {}, Event()
        self.post = Controller(self.mail, hostname="127.0.0.1", port=free_port())
        self.post.start()
        self.ports = [free_port(), free_port()]
        self.restarts: Counter[str] = Counter()
        url = self.script("postgres", "start", str(work), DURABLE="1").stdout.strip()
        self.environment = os.environ | in_production(work, url) | {"WEB_PROCESSES": "1"}
        self.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{self.post.port}"

    def script(self, name: str, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """One of the scripts of this repository, to its end."""
        command = [ROOT / "scripts" / name, *arguments]
        return subprocess.run(command, cwd=ROOT, env=os.environ | more, check=True, text=True, stdout=subprocess.PIPE)

    def manage(self, *command: str) -> str:
        """A command of manage.py, to its end."""
        return self._python("manage.py", *command)

    def prepare(self, *arguments: str) -> str:
        """What `tests.drills.prepare` prints."""
        return self._python("-m", "tests.drills.prepare", *arguments)

    def _python(self, *arguments: str) -> str:
        command = [sys.executable, "-W", "ignore", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, check=True, text=True, stdout=subprocess.PIPE)
        return done.stdout

    def open(self) -> None:
        """Start two of each, and wait until both servers answer."""
        for number, port in enumerate(self.ports):
            self._start(f"web{number}", [ROOT / "deploy" / "web"], PORT=str(port))
            self._start(f"worker{number}", [sys.executable, "manage.py", "tick", "--every", "0.5", "--verbosity", "0"])
            self._start(f"scheduler{number}", [sys.executable, "manage.py", "scheduler", "--every", "0.5"])
        Thread(target=self._supervise, daemon=True).start()
        wait_for(lambda: all(answers(port) for port in self.ports), 120, "the servers answer")

    def _start(self, name: str, command: list[Any], **more: str) -> None:
        log = (self.work / f"{name}.log").open("ab")
        self.running[name] = (
            subprocess.Popen(
                command, cwd=ROOT, env=self.environment | more, stdout=log, stderr=log, start_new_session=True
            ),
            command,
            more,
        )

    def _supervise(self) -> None:
        while not self.ends.wait(0.5):
            for name, (process, command, more) in list(self.running.items()):
                if process.poll() is not None:
                    self.restarts[name] += 1
                    self._start(name, command, **more)
            if not self._postgres_lives():
                self.restarts["postgres"] += 1
                time.sleep(1)
                subprocess.run([ROOT / "scripts" / "postgres", "again", str(self.work)], cwd=ROOT, check=False)

    def _postgres_lives(self) -> bool:
        pid = self.work / "postgres" / "postmaster.pid"
        return pid.exists() and Path(f"/proc/{pid.read_text().split()[0]}").exists()

    def kill(self, name: str) -> None:
        """`kill -9`: the whole group, or of a web server one process that answers, or the database's first process."""
        if name == "postgres":
            os.kill(int((self.work / "postgres" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        elif name.endswith("-process"):
            parent = self.running[name.removesuffix("-process")][0].pid
            os.kill(answering(parent), signal.SIGKILL)
        else:
            os.killpg(self.running[name][0].pid, signal.SIGKILL)

    def log(self, name: str) -> str:
        """What a process has written."""
        return (self.work / f"{name}.log").read_text()

    def close(self) -> None:
        """Stop what was started."""
        self.ends.set()
        time.sleep(0.6)
        for process, _command, _more in self.running.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process, _command, _more in self.running.values():
            process.wait(timeout=60)
        self.post.stop()


def answering(parent: int) -> int:
    """The process of a web server that answers requests: the child that has used most of the processor."""
    listed = subprocess.run(
        ["ps", "--ppid", str(parent), "-o", "pid=", "--sort=-time"], capture_output=True, text=True, check=True
    )
    return int(listed.stdout.split()[0])


def answers(port: int) -> bool:
    """Whether somebody listens."""
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


def wait_for(holds: Any, seconds: float, what: str) -> float:
    """Until it holds: how long that took. Raises TimeoutError with what was waited for."""
    begun = time.monotonic()
    while not holds():
        if time.monotonic() - begun > seconds:
            raise TimeoutError(f"not within {seconds} s: {what}")
        time.sleep(0.2)
    return time.monotonic() - begun
