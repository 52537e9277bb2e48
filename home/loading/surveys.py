"""The demonstration's questionnaires: one to be answered, and one that was answered and closed, with its results."""

import random
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from courses.catalogue.models import CoursePage
from courses.people.models import Participant
from courses.surveys.actions import Given, answer, close_round, open_round
from courses.surveys.models import Invited, Question, Questionnaire, Round
from courses.surveys.queries import current_questionnaires
from courses.surveys.rules import DONT_KNOW, RESPONDENTS, choices_of

SAID = (
    "I casi concreti, discussi in gruppo.",
    "Il confronto con i colleghi di altri comuni.",
    "Più tempo per le domande.",
    "Le schede: le uso già in ufficio.",
)
CHOSEN = random.Random(48)  # noqa: S311 -- the demonstration is the same each time


@transaction.atomic
def load_surveys(course: CoursePage | None) -> None:
    """Nothing, where something was asked already."""
    if course is None or Round.objects.exists():
        return
    people = list(Participant.objects.filter(enrolments__course_key=course.translation_key).order_by("pk"))
    by_kind = {one.kind: one for one in current_questionnaires()}
    now = timezone.now()
    if answered := by_kind.get(Questionnaire.Kind.SATISFACTION):
        asked = _ask(answered, course, people, days_ago=20)
        for invited in asked.people.all()[: len(people) * 4 // 5]:
            answer(invited=invited, given=_given(asked), now=now - timedelta(days=10))
        close_round(asked=asked, author=None, now=now - timedelta(days=6))
    if to_answer := by_kind.get(Questionnaire.Kind.BEFORE):
        _ask(to_answer, course, people, days_ago=1)


def _ask(questionnaire: Questionnaire, course: CoursePage, people: list[Participant], *, days_ago: int) -> Round:
    opens_at = timezone.now() - timedelta(days=days_ago)
    times = {"opens_at": opens_at, "closes_at": opens_at + timedelta(days=15)}
    asked = open_round(questionnaire=questionnaire, course=course, author=None, **times)
    Invited.objects.bulk_create([Invited(round=asked, participant=person) for person in people])
    return asked


def _given(asked: Round) -> list[Given]:
    found = []
    for question in asked.questionnaire.questions.filter(per_teacher=False):
        values = [value for value, _label in choices_of(question)]
        if question.kind == Question.Kind.TEXT:
            found.append(Given(question.pk, text=CHOSEN.choice(SAID)))
        elif question.kind == Question.Kind.SEVERAL:
            found.append(Given(question.pk, values=(*CHOSEN.sample(values, 2), RESPONDENTS)))
        elif question.kind == Question.Kind.CHOICE:
            found.append(Given(question.pk, values=(CHOSEN.choice(values),)))
        else:
            # satisfied people on the whole, of whom some do not know
            likely = [*values[len(values) // 3 :], *[one for one in values[2:] if one != DONT_KNOW] * 2]
            found.append(Given(question.pk, values=(CHOSEN.choice(likely),)))
    return found
