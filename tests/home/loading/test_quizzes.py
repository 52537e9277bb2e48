"""The quizzes of the programme: one a module, each question publishable, explained, and led back to its lesson."""

from random import Random

import pytest
from django.core.management import call_command
from wagtail.blocks import StreamBlockValidationError
from wagtail.models import Page

from courses.catalogue.blocks import anchor_of
from courses.catalogue.models import ModulePage
from courses.quizzes.freezing import freeze
from courses.quizzes.models import QuizPage
from courses.quizzes.showing import UNSCORED, outcomes_on
from home.loading.files import ContentError
from home.loading.streams import stream_value
from tests.factories.quizzes import right_answer

BLOCK = QuizPage._meta.get_field("questions").stream_block


def anchors_in(page: Page) -> set[str]:
    """The sections of a text."""
    return {anchor_of(block.value) for block in page.specific.body if block.block_type == "heading"}


def mistakes_in(quiz: QuizPage) -> dict:
    """What the editor would be told on publishing."""
    try:
        BLOCK.clean(quiz.questions)
    except StreamBlockValidationError as error:
        return error.as_json_data()
    return {}


def test_each_module_has_a_quiz_that_can_be_taken_and_leads_back_to_its_lessons(db) -> None:
    call_command("load_programme", verbosity=0)

    for module in ModulePage.objects.all():
        quiz = QuizPage.objects.child_of(module).live().get()
        questions = freeze(quiz, Random(1))["questions"]
        assert mistakes_in(quiz) == {}
        assert len(questions) >= 8
        assert len({one["kind"] for one in questions}) >= 4
        outcomes = outcomes_on(questions, {one["id"]: right_answer(one) for one in questions}, is_shown=True)
        assert {one.verdict for one in outcomes} <= {"right", UNSCORED}
        for one in outcomes:
            assert one.question["feedback"], one.question["text"]
            assert one.lesson.get_parent().pk == module.pk
            assert one.question["reference"]["anchor"] in anchors_in(one.lesson), one.question["reference"]
    first = [one.id for one in QuizPage.objects.first().questions]
    assert [one.id for one in QuizPage.objects.first().questions] == first and all(first)


def test_a_question_that_refers_to_no_lesson_stops_the_loading(db) -> None:
    wrong = {"text": "<p>…</p>", "right": "true", "reference": {"lesson": "01-altro/nessuna", "section": ""}}

    with pytest.raises(ContentError, match="there is no lesson"):
        stream_value(BLOCK, [{"truefalse": wrong}])
