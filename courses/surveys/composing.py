"""Writing questionnaires. One that has been asked is left as it is: a change makes the next version."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from courses.audit.actions import Author, record
from courses.errors import NotAllowed
from courses.surveys.models import Question, Questionnaire
from courses.surveys.rules import is_frozen

KEPT_BY_MEANING = ("text", "kind", "options", "per_teacher", "topic_key")


@dataclass(frozen=True)
class Draft:
    """A question to be written; `series` is that of the question it comes from, if any."""

    text: str
    kind: str
    options: list[str] = field(default_factory=list)
    required: bool = True
    per_teacher: bool = False
    topic_key: UUID | None = None
    series: UUID | None = None


@transaction.atomic
def create_questionnaire(*, questions: Sequence[Draft], author: Author, **fields: Any) -> Questionnaire:
    """A new questionnaire. Raises NotAllowed without questions, or with answers to choose from that are missing."""
    _refuse_faults(questions)
    made = Questionnaire.objects.create(author=_account(author), **fields)
    _write(made, questions, {})
    record(author=author, action="questionnaire.create", subject=made)
    return made


@transaction.atomic
def revise_questionnaire(
    *, questionnaire: Questionnaire, questions: Sequence[Draft], author: Author, **fields: Any
) -> Questionnaire:
    """Change a questionnaire; of one that has been asked, write the next version and return it.

    Rounds that are open, and answers, keep the version they have. A question stays the same over time for as long as
    nothing of its meaning changes. Raises NotAllowed as `create_questionnaire`.
    """
    _refuse_faults(questions)
    known = {one.series: one for one in questionnaire.questions.all()}
    # who opens a round meanwhile waits, or is seen here
    list(Questionnaire.objects.select_for_update().filter(family=questionnaire.family))
    if is_frozen(questionnaire):
        last = Questionnaire.objects.filter(family=questionnaire.family).aggregate(last=Max("version"))["last"]
        made = Questionnaire.objects.create(
            family=questionnaire.family, version=last + 1, kind=questionnaire.kind, author=_account(author), **fields
        )
    else:
        made = questionnaire
        for name, value in fields.items():
            setattr(made, name, value)
        made.save(update_fields=list(fields))
        made.questions.all().delete()
    _write(made, questions, known)
    record(author=author, action="questionnaire.revise", subject=made, version=made.version)
    return made


def _refuse_faults(questions: Sequence[Draft]) -> None:
    if not questions:
        raise NotAllowed(_("A questionnaire needs at least one question."))
    for one in questions:
        if one.kind in (Question.Kind.CHOICE, Question.Kind.SEVERAL) and len(one.options) < 2:
            raise NotAllowed(_("«%(question)s»: write at least two answers to choose from.") % {"question": one.text})


def _write(questionnaire: Questionnaire, drafts: Sequence[Draft], known: dict[UUID, Question]) -> None:
    questions = []
    for place, one in enumerate(drafts, start=1):
        old = known.get(one.series) if one.series else None
        same = old and all(getattr(old, name) == getattr(one, name) for name in KEPT_BY_MEANING)
        values = {name: getattr(one, name) for name in (*KEPT_BY_MEANING, "required")}
        series = one.series if same else uuid.uuid4()
        questions.append(Question(questionnaire=questionnaire, place=place, series=series, **values))
    Question.objects.bulk_create(questions)


def _account(author: Author) -> Author:
    return author if author is not None and author.is_authenticated else None
