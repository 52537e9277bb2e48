"""How the questions of a quiz go and what is chosen in a simulation, as the rows of a spreadsheet."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.quizzes.figures import QuestionLine
from courses.quizzes.scenes import ENDINGS
from courses.quizzes.ways import Ways
from courses.quizzes.wording import KINDS

HEADINGS_OF_WAYS = (
    gettext_lazy("Scene or ending"),
    gettext_lazy("People who came here"),
    gettext_lazy("Choice, or kind of ending"),
    gettext_lazy("Leads to"),
    gettext_lazy("People"),
    gettext_lazy("People (%)"),
)
HEADINGS_OF_QUESTIONS = (
    gettext_lazy("Question"),
    gettext_lazy("Kind"),
    gettext_lazy("People"),
    gettext_lazy("Facility (%)"),
    gettext_lazy("Discrimination"),
    gettext_lazy("Without an answer"),
    gettext_lazy("Answer"),
    gettext_lazy("Right"),
    gettext_lazy("Chosen by"),
    gettext_lazy("Chosen by (%)"),
)


def rows_of_questions(lines: Iterable[QuestionLine]) -> Iterator[list[Any]]:
    """A row for each answer of each question, or one for a question without any; too few people are not told of."""
    for line in lines:
        head, one = [line.text, str(KINDS[line.kind])], line.figures
        if one is None:
            yield [*head, _("Not shown: too few people answered."), *[""] * 7]
            continue
        numbers = [one.people, one.facility, one.discrimination, one.non_answers]
        for option in line.options:
            right = _("yes") if option.is_right else _("no")
            yield [*head, *numbers, option.text, right, option.people, option.percent]
        if not line.options:
            yield [*head, *numbers, *[""] * 4]


def rows_of_ways(ways: Ways) -> Iterator[list[Any]]:
    """A row for each ending, then one for each choice of each scene; too few people are not told of."""
    kinds = dict(ENDINGS)
    for ending in ways.endings:
        yield [ending.title, ways.people, str(kinds[ending.kind]), "", ending.people, ending.percent]
    for scene in ways.scenes:
        if scene.people is None:
            yield [scene.title, "", _("Not shown: too few people came here."), "", "", ""]
        for one in scene.choices:
            yield [scene.title, scene.people, one.text, one.leads_to, one.people, one.percent]
