"""Clients that keep their own ledger: what a server has acknowledged is written down, and asked for at the end."""

import http.client
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock

from tests.drills.stage import HOST

TOKEN = "t" * 32
PATIENCE = 120  # seconds a client tries the same act again


class Ledger:
    """Acts acknowledged, with the moment; and what came instead, counted."""

    def __init__(self) -> None:
        self.acts: dict[str, float] = {}
        self.instead: Counter[str] = Counter()
        self.without_retry_after = 0
        self._lock = Lock()

    def write(self, act: str) -> None:
        """It was acknowledged."""
        with self._lock:
            self.acts[act] = time.monotonic()

    def silence_after(self, moment: float, seconds: float = 8) -> float:
        """The longest time without an acknowledgement that began within some seconds after a moment."""
        times = [at for at in sorted(self.acts.values()) if at > moment]
        pairs = zip([moment, *times], times, strict=False)
        return max((after - before for before, after in pairs if before < moment + seconds), default=float("inf"))


class Browser:
    """One person's, with their session; like a proxy, it asks the other server when one does not answer."""

    def __init__(self, ports: list[int], session: str, ledger: Ledger) -> None:
        self.ports, self.ledger = ports, ledger
        self.headers = {
            "Host": HOST,
            "Cookie": f"__Host-sessionid={session}; __Host-csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Referer": f"https://{HOST}/",
            "X-Forwarded-Proto": "https",
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def post(self, path: str, act: str, first: int = 0) -> None:
        """Until it is acknowledged: a redirect to a page of the site. Raises TimeoutError when patience ends."""
        begun, turn = time.monotonic(), first
        while time.monotonic() - begun < PATIENCE:
            status = self._ask(self.ports[turn % len(self.ports)], path)
            if status == "302":
                self.ledger.write(act)
                return
            self.ledger.instead[status] += 1
            turn += 1
            time.sleep(0.1)
        raise TimeoutError(f"never acknowledged: {act}")

    def _ask(self, port: int, path: str) -> str:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            line.request("POST", path, body="needs=", headers=self.headers)
            answer = line.getresponse()
            answer.read()
            if answer.status == 503 and not answer.headers.get("Retry-After"):
                self.ledger.without_retry_after += 1
            if answer.status == 302 and "/account/login/" in answer.headers["Location"]:
                return "signed out"
            return str(answer.status)
        except (OSError, http.client.HTTPException) as error:
            return type(error).__name__
        finally:
            line.close()


def all_at_once(acts: list[tuple[Browser, str, str]]) -> None:
    """Every act at the same moment, half of them at each server."""
    start = Barrier(len(acts))

    def run(numbered: tuple[int, tuple[Browser, str, str]]) -> None:
        number, (browser, path, act) = numbered
        start.wait()
        browser.post(path, act, number)

    with ThreadPoolExecutor(len(acts)) as pool:
        list(pool.map(run, enumerate(acts)))


def under_load(acts: Iterable[tuple[Browser, str, str]], clients: int) -> ThreadPoolExecutor:
    """The acts one after the other by so many clients; shut the pool down to wait for them."""
    pool = ThreadPoolExecutor(clients)
    for number, (browser, path, act) in enumerate(acts):
        pool.submit(browser.post, path, act, number)
    return pool
