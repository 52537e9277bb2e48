"""Saving one answer of a quiz, as the page's own script does, against the cheapest signed-in view.

`cases` is in the manner of `tests.bench.pages`; by itself: `python -m tests.bench.quizzes`.
"""

import gc
from itertools import count
from statistics import median
from urllib.parse import urlencode

from tests.bench.pages import ROUNDS, TOKEN, Ask, Browser, cost, prepare

# after it, since it sets Django up
from django.db import connection  # isort: skip
from django.test import RequestFactory  # isort: skip
from django.test.utils import CaptureQueriesContext, override_settings  # isort: skip
from django.urls import reverse  # isort: skip

from courses.catalogue.models import Activity  # isort: skip
from courses.enrolment.models import Enrolment  # isort: skip
from courses.quizzes.actions import begin  # isort: skip
from courses.quizzes.models import Answer, QuizPage  # isort: skip
from courses.quizzes.views.attempt import SAVED_BY_ITSELF  # isort: skip

GOAL = 0.30


class Answering(Browser):
    """Sends an answer with the form's token, and the header by which the page's script says that it stays."""

    def save(self, path: str, answer: str) -> None:
        """One answer. Raises ValueError unless it is saved."""
        body = urlencode({"csrfmiddlewaretoken": TOKEN, "answer": answer}).encode()
        cookies = "; ".join(f"{key}={morsel.value}" for key, morsel in self.cookies.items())
        header = {f"HTTP_{SAVED_BY_ITSELF.upper().replace('-', '_')}": "1"}
        form = "application/x-www-form-urlencoded"
        environ = RequestFactory().generic("POST", path, body, form, HTTP_COOKIE=cookies, **header).environ
        told: list[str] = []
        answered = self.application(environ, lambda status, _headers: told.append(status))
        for _part in answered:
            pass
        answered.close()
        if not told[0].startswith("204"):
            raise ValueError(f"{path}: {told[0]}")


def cases(enrolment: Enrolment) -> dict[str, tuple[Ask, Ask | None, str, float]]:
    """By name: what is asked, what is done after each outside the count, the yardstick and the goal."""
    signed_in, who = Answering(enrolment.participant.user), "session + user"
    page = QuizPage.objects.live().order_by("path").first()
    activity = Activity.objects.select_related("page", "module", "course").get(page=page.pk)
    person = enrolment.participant
    attempt = begin(participant=person, activity=activity, page=page, author=person.user)
    number, asked = next(
        (place, one) for place, one in enumerate(attempt.questions, start=1) if one["kind"] == "single"
    )
    path = reverse("courses:quiz_question", args=[attempt.pk, number])
    options = [one["id"] for one in asked["options"]]
    turn = count()

    def save() -> None:
        signed_in.save(path, options[next(turn) % len(options)])

    return {
        who: (lambda: signed_in.ask("/_who/"), None, who, 1),
        "answer given": (save, Answer.objects.filter(attempt=attempt).delete, who, GOAL),
        "answer changed": (save, None, who, GOAL),
    }


def main() -> None:
    """Rounds of all cases, one after the other, as `tests.bench.pages` does."""
    enrolment = prepare()
    asked = cases(enrolment)
    queries = {}
    for name, (ask, after, *_rest) in asked.items():
        for again in (ask, after):
            if again is not None:
                again()
        with CaptureQueriesContext(connection) as captured:
            ask()
        queries[name] = len(captured)
    gc.freeze()
    found = [{name: cost(ask, after) for name, (ask, after, *_) in asked.items()} for _round in range(ROUNDS)]
    for name, (_ask, _after, yardstick, goal) in asked.items():
        ratio = median(each[yardstick] / each[name] for each in found)
        spent = median(each[name] for each in found)
        print(f"{name:22} {spent:8.2f} {queries[name]:8} {ratio:7.2f} {goal:6.2f}  {yardstick}")


if __name__ == "__main__":
    with override_settings(ROOT_URLCONF="tests.bench.yardsticks", COURSES_WORK_AT_COMMIT=False):
        main()
