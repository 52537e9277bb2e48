"""The questionnaires that come with the programme, for a course that has none of a kind yet. Theirs to change."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q

from courses.audit.actions import Author
from courses.catalogue.models import CoursePage
from courses.catalogue.queries import outline_of
from courses.surveys.composing import Draft, create_questionnaire
from courses.surveys.models import Questionnaire

DATA = Path(__file__).parent / "data" / "questionnaires.json"
LONGEST_QUESTION = 300


@transaction.atomic
def create_default_questionnaires(*, course: CoursePage, author: Author) -> list[Questionnaire]:
    """One of each kind the course has not, in any version; what is there is never touched. Returns those made.

    The questions about oneself are one for each module the course has now.
    """
    have = set(
        Questionnaire.objects.filter(Q(course_key=course.translation_key) | Q(course_key=None)).values_list(
            "kind", flat=True
        )
    )
    made = []
    for kind, data in json.loads(DATA.read_text(encoding="utf-8")).items():
        drafts = [] if kind in have else _drafts(data, course)
        if drafts:
            fields = {name: data[name] for name in ("title", "intro", "for_days", "for_webinars")}
            key = course.translation_key
            made.append(create_questionnaire(kind=kind, course_key=key, questions=drafts, author=author, **fields))
    return made


def _drafts(data: dict[str, Any], course: CoursePage) -> list[Draft]:
    drafts = [Draft(**question) for question in data["questions"]]
    if "per_topic" in data:
        asked = data["per_topic"]
        modules = [part.module for part in outline_of(course).parts]
        drafts += [
            Draft(
                text=asked["text"].format(topic=module.title)[:LONGEST_QUESTION],
                kind=asked["kind"],
                topic_key=module.translation_key,
            )
            for module in modules
        ]
    return drafts
