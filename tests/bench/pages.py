"""The pages people read most and «Segna come letto», each against its yardstick, by the CPU of one request.

The whole site answers, middleware included, with the programme's content; no server and no network stand between, so
that a figure is what a page costs and not what else the machine has to do.
"""

import gc
import os
import time
from collections.abc import Callable
from http.cookies import SimpleCookie
from statistics import median
from typing import Any
from urllib.parse import urlencode

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client, RequestFactory  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402
from django.urls import reverse  # noqa: E402

from courses.catalogue.models import CoursePage, LessonPage  # noqa: E402
from courses.enrolment.models import Enrolment, State  # noqa: E402
from home.models import HomePage  # noqa: E402

ROUNDS, EACH = 7, 15
TOKEN = "t" * 32
Ask = Callable[[], None]


class Browser:
    """Asks the application itself, as a server does."""

    def __init__(self, user: Any = None) -> None:
        self.application = get_wsgi_application()
        self.cookies = SimpleCookie({settings.CSRF_COOKIE_NAME: TOKEN})
        if user is not None:
            client = Client()
            client.force_login(user)
            self.cookies.load(client.cookies)

    def ask(self, path: str, method: str = "GET", expect: int = 200) -> None:
        """One request, read to its end. Raises for an answer other than the expected one."""
        body = urlencode({"csrfmiddlewaretoken": TOKEN}).encode() if method == "POST" else b""
        cookies = "; ".join(f"{key}={morsel.value}" for key, morsel in self.cookies.items())
        form = "application/x-www-form-urlencoded"
        environ = RequestFactory().generic(method, path, body, form, HTTP_COOKIE=cookies).environ
        told: list[str] = []
        answer = self.application(environ, lambda status, _headers: told.append(status))
        for _part in answer:
            pass
        answer.close()
        if not told[0].startswith(str(expect)):
            raise ValueError(f"{path}: {told[0]}")


def prepare() -> Enrolment:
    """The programme, and the demonstration's participant who takes part in it."""
    call_command("migrate", verbosity=0)
    for command in ("import_municipalities", "load_programme", "load_demo"):
        call_command(command, verbosity=0)
    ready = Enrolment.objects.filter(state=State.ACTIVE, participant__user__isnull=False)
    return ready.select_related("participant__user").order_by("pk").first()


def cases(enrolment: Enrolment) -> dict[str, tuple[Ask, Ask | None, str, float]]:
    """By name: what is asked, what is done after each outside the count, the yardstick and the goal."""
    signed_in, visitor = Browser(enrolment.participant.user), Browser()
    page = CoursePage.objects.live().get(translation_key=enrolment.course_key)
    lesson = LessonPage.objects.live().descendant_of(page).order_by("path")[1]
    course, home = page.get_url(), HomePage.objects.live().first().get_url()
    mark, unmark = (reverse(f"courses:{name}", args=[lesson.translation_key]) for name in ("mark", "unmark"))
    who, constant = "session + user", "constant"
    return {
        constant: (lambda: visitor.ask("/_constant/"), None, constant, 1),
        who: (lambda: signed_in.ask("/_who/"), None, who, 1),
        "lesson, enrolled": (lambda: signed_in.ask(lesson.get_url()), None, who, 0.45),
        "course, enrolled": (lambda: signed_in.ask(course), None, who, 0.30),
        "personal area": (lambda: signed_in.ask(reverse("courses:desk")), None, who, 0.25),
        "calendar, signed in": (lambda: signed_in.ask(reverse("courses:calendar")), None, who, 0.30),
        "home, visitor": (lambda: visitor.ask(home), None, constant, 0.50),
        "lesson, visitor": (lambda: visitor.ask(lesson.get_url()), None, constant, 0.50),
        "segna come letto": (
            lambda: signed_in.ask(mark, "POST", 302),
            lambda: signed_in.ask(unmark, "POST", 302),
            who,
            0.40,
        ),
    }


def cost(ask: Ask, after: Ask | None) -> float:
    """The CPU of one request, in milliseconds."""
    spent = 0.0
    for _number in range(EACH):
        begun = time.process_time()
        ask()
        spent += time.process_time() - begun
        if after is not None:
            after()
    return spent / EACH * 1000


def main() -> None:
    """Rounds of all cases, one after the other: only ratios inside a round mean something."""
    asked = cases(prepare())
    queries = {}
    for name, (ask, after, _yardstick, _goal) in asked.items():
        for again in (ask, after, ask, after):
            if again is not None:
                again()
        with CaptureQueriesContext(connection) as captured:
            ask()
        queries[name] = len(captured)
        if after is not None:
            after()
    gc.freeze()
    found = [{name: cost(ask, after) for name, (ask, after, *_) in asked.items()} for _round in range(ROUNDS)]
    print(f"{'':22} {'CPU ms':>8} {'queries':>8} {'ratio':>7} {'goal':>6}  of")
    for name, (_ask, _after, yardstick, goal) in asked.items():
        ratio = median(each[yardstick] / each[name] for each in found)
        spent = median(each[name] for each in found)
        print(f"{name:22} {spent:8.2f} {queries[name]:8} {ratio:7.2f} {goal:6.2f}  {yardstick}")


if __name__ == "__main__":
    with override_settings(ROOT_URLCONF="tests.bench.yardsticks", COURSES_WORK_AT_COMMIT=False):
        main()
