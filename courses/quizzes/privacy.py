"""The personal data of quizzes in the privacy register, and how long answers are kept."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.people.models import Participant
from courses.people.privacy import PROGRAMME, TASK
from courses.privacy import Paper, PersonalData, Retention, declare, delete, deletes, keep, months_ago
from courses.quizzes import marking
from courses.quizzes.models import Answer, Attempt, ExtraTime
from courses.quizzes.wording import given_words, text_of

TYPED = (marking.SHORT, marking.OPEN)


def _forget_words(rows: QuerySet, participant: Any, author: Any) -> None:
    """What was written in own words goes; which of the given answers was chosen stays, and says nothing of who."""
    for answer in rows.filter(given__isnull=False).select_related("attempt"):
        question = answer.attempt.question(answer.question)
        if question is None or question["kind"] in TYPED:
            Answer.objects.filter(pk=answer.pk).update(given=None)


def _papers(participant: Participant) -> Iterable[Paper]:
    """Each attempt as a text: what was asked, and what the person answered."""
    for attempt in participant.quiz_attempts.order_by("started_at", "pk").prefetch_related("answers"):
        given = {one.question: one.given for one in attempt.answers.all()}
        lines = [attempt.quiz_title, attempt.course_title, ""]
        for question in attempt.questions:
            said = given_words(question, given.get(question["id"])) or [gettext("No answer")]
            lines += [text_of(question), *(f"  {line}" for line in said), ""]
        yield f"quiz-{attempt.pk}.txt", "\n".join(lines).encode()


declare(
    [
        PersonalData(
            Attempt,
            _("Letting officials see what they have learnt, and completing the activity when they pass"),
            TASK,
            PROGRAMME,
            about="participant",
            keeps=_("Scores and which answers were chosen, without a name: how hard each question is must stay true"),
            # what the editor wrote is nobody's datum: the person's own answers go with the copy in words
            withheld=("paper", "results"),
            papers=_papers,
        ),
        PersonalData(
            Answer,
            _("Letting officials see what they have learnt"),
            TASK,
            _("Twenty-four months after the attempt, unless the host says otherwise; scores stay"),
            about="attempt__participant",
            erase=_forget_words,
            keeps=_("Which of the given answers was chosen, without a name; what was written in own words goes"),
        ),
        PersonalData(
            ExtraTime,
            _("Giving more time to whoever needs it; why is not asked"),
            TASK,
            PROGRAMME,
            about="participant",
            erase=delete,
        ),
    ]
)


def _due(now: datetime) -> QuerySet:
    return Answer.objects.filter(attempt__closed_at__lt=months_ago("QUIZ_ANSWERS_MONTHS", now))


keep(
    [
        Retention(
            "quiz_answers",
            _("Answers given in quizzes"),
            _("Deleted; the scores, and how each question went, stay"),
            deletes(_due),
            setting="QUIZ_ANSWERS_MONTHS",
            unit="months",
        )
    ]
)
