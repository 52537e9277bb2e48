"""Saving one answer of a quiz, as the page's own script does, and one step of a simulation, against session + user.

`cases` is in the manner of `tests.bench.pages`; by itself: `python -m tests.bench.quizzes`.
"""

from itertools import count

from tests.bench.pages import prepare  # sets Django up
from tests.bench.side_by_side import WHO, Browser, Case, Cases, tell

# after it
from django.test.utils import override_settings  # isort: skip
from django.urls import reverse  # isort: skip

from courses.catalogue.models import Activity  # isort: skip
from courses.enrolment.models import Enrolment  # isort: skip
from courses.quizzes.actions import begin  # isort: skip
from courses.quizzes.models import Answer, QuizPage, SimulationPage  # isort: skip
from courses.quizzes.playing import begin_play  # isort: skip
from courses.quizzes.views.attempt import SAVED_BY_ITSELF  # isort: skip

GOAL = 0.30


class Answering(Browser):
    """Says by a header, as the page's script does, that it stays."""

    def headers(self) -> dict[str, str]:
        """The header."""
        return {f"HTTP_{SAVED_BY_ITSELF.upper().replace('-', '_')}": "1"}


def activity_of(page: QuizPage | SimulationPage) -> Activity:
    """As the actions take it."""
    return Activity.objects.select_related("page", "module", "course").get(page=page.pk)


def cases(enrolment: Enrolment) -> Cases:
    """By name, the yardstick first."""
    signed_in = Browser(enrolment.participant.user)
    return {
        WHO: Case(lambda: signed_in.ask("/_who/"), 2, {WHO: 1}),
        **_answers(enrolment),
        "step of a simulation": _step(enrolment, signed_in),
    }


def _answers(enrolment: Enrolment) -> Cases:
    person, signed_in = enrolment.participant, Answering(enrolment.participant.user)
    page = QuizPage.objects.live().order_by("path").first()
    attempt = begin(participant=person, activity=activity_of(page), page=page, author=person.user)
    number, asked = next(
        (place, one) for place, one in enumerate(attempt.questions, start=1) if one["kind"] == "single"
    )
    path = reverse("courses:quiz_question", args=[attempt.pk, number])
    options, turn = [one["id"] for one in asked["options"]], count()

    def save() -> None:
        signed_in.send(path, 204, answer=options[next(turn) % len(options)])

    return {
        "answer given": Case(save, 8, {WHO: GOAL}, after=Answer.objects.filter(attempt=attempt).delete),
        "answer changed": Case(save, 8, {WHO: GOAL}),
    }


def _step(enrolment: Enrolment, signed_in: Browser) -> Case:
    """The first choice of a play, which is then as if it had not been made."""
    person, page = enrolment.participant, SimulationPage.objects.live().order_by("path").first()
    play = begin_play(participant=person, activity=activity_of(page), page=page, author=person.user)
    path, choice = reverse("courses:simulation_play", args=[play.pk]), play.script["scenes"][0]["choices"][0]["key"]
    return Case(
        lambda: signed_in.send(path, step="1", choice=choice), 13, {WHO: GOAL}, after=lambda: play.steps.all().delete()
    )


if __name__ == "__main__":
    with override_settings(ROOT_URLCONF="tests.bench.yardsticks", COURSES_WORK_AT_COMMIT=False):
        tell(cases(prepare()))
