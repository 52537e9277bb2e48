"""Cases beside their yardsticks, by the CPU of one request: only ratios inside a round of all mean something.

The whole site answers, middleware included; no server and no network stand between, so that a figure is what a page
costs and not what else the machine has to do.
"""

import gc
import time
from collections.abc import Callable
from http.cookies import SimpleCookie
from statistics import median
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from tests.bench.goals import short

ROUNDS, EACH = 7, 15
TOKEN = "t" * 32
Ask = Callable[[], None]
CONSTANT, WHO, STOCK = "constant", "session + user", "stock page"


class Case(NamedTuple):
    """What is asked, how many statements it takes once warm, and its goals: parts, or multiples, of yardsticks' pace.

    `after` is done after each, outside the count.
    """

    ask: Ask
    queries: int
    goals: dict[str, float]
    after: Ask | None = None


Cases = dict[str, Case]


class Browser:
    """Asks the application itself, as a server does."""

    kind = "application/x-www-form-urlencoded"

    def __init__(self, user: Any = None) -> None:
        self.application = get_wsgi_application()
        self.cookies = SimpleCookie({settings.CSRF_COOKIE_NAME: TOKEN})
        if user is not None:
            client = Client()
            client.force_login(user)
            self.cookies.load(client.cookies)

    def ask(self, path: str) -> None:
        """One page, read to its end. Raises ValueError unless it comes."""
        self._send("GET", path, b"", 200)

    def send(self, path: str, expect: int = 302, **form: str) -> None:
        """One form, with its token. Raises ValueError for an answer other than the expected one."""
        self._send("POST", path, urlencode(form | {"csrfmiddlewaretoken": TOKEN}).encode(), expect)

    def _send(self, method: str, path: str, body: bytes, expect: int) -> None:
        cookies = "; ".join(f"{key}={morsel.value}" for key, morsel in self.cookies.items())
        headers = {"HTTP_COOKIE": cookies} | self.headers()
        environ = RequestFactory().generic(method, path, body, self.kind, **headers).environ
        told: list[str] = []
        answer = self.application(environ, lambda status, _headers: told.append(status))
        for _part in answer:
            pass
        answer.close()
        if not told[0].startswith(str(expect)):
            raise ValueError(f"{path}: {told[0]}")

    def headers(self) -> dict[str, str]:
        """What it says besides, as WSGI has it."""
        return {}


def counted(case: Case) -> int:
    """How many statements it takes, once it is warm."""
    for again in (case.ask, case.after, case.ask, case.after):
        if again is not None:
            again()
    with CaptureQueriesContext(connection) as captured:
        case.ask()
    number = len(captured)  # before the next request forgets them
    if case.after is not None:
        case.after()
    return number


def cost(case: Case) -> float:
    """The CPU of one request, in milliseconds."""
    spent = 0.0
    for _number in range(EACH):
        begun = time.process_time()
        case.ask()
        spent += time.process_time() - begun
        if case.after is not None:
            case.after()
    return spent / EACH * 1000


def measure(cases: Cases, rounds: int = ROUNDS) -> list[dict[str, float]]:
    """Rounds of all cases, one after the other: the cost of each."""
    for case in cases.values():
        counted(case)
    gc.freeze()
    return [{name: cost(case) for name, case in cases.items()} for _round in range(rounds)]


def tell(cases: Cases) -> None:
    """Measure, and print each with its ratios; a goal that falls short says so."""
    queries = {name: counted(case) for name, case in cases.items()}
    found = measure(cases)
    print(f"{'':22} {'CPU ms':>8} {'queries':>8} {'ratio':>7} {'goal':>6}  of")
    for name, case in cases.items():
        spent = median(each[name] for each in found)
        more = short(queries[name] > case.queries, f"at most {case.queries} queries")
        for yardstick, goal in case.goals.items():
            ratio = median(each[yardstick] / each[name] for each in found)
            lacks = short(ratio < goal) + more
            print(f"{name:22} {spent:8.2f} {queries[name]:8} {ratio:7.2f} {goal:6.2f}  {yardstick}{lacks}")
