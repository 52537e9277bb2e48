"""What an editor may publish, and what a draft may leave unfinished."""

import pytest
from django.core.exceptions import ValidationError

from courses.quizzes.models import QuizPage
from tests.factories.quizzes import make_bank_question, one_of_each, options, question, single

BLOCK = QuizPage._meta.get_field("questions").stream_block
PAIR = {"left": "Comune", "right": "titolare"}


def clean(*questions: dict, is_draft: bool = False) -> None:
    """As the editor's form does, for a draft or to publish."""
    value = BLOCK.to_python(list(questions))
    if is_draft:
        BLOCK.clean_deferred(value)
    else:
        BLOCK.clean(value)


WRONG = {
    "two right": single(options=options("a", "b", right=(0, 1))),
    "none right": single(options=options("a", "b", right=())),
    "alike": single(options=options("Comune", "comùne")),
    "one answer": single(options=options("a")),
    "several, none right": question("multiple", options=options("a", "b", right=()), rule="part"),
    "pairs alike": question("matching", pairs=[PAIR, {"left": "comune", "right": "x"}], others=[], rule="part"),
    "a decoy that is right": question("matching", pairs=[PAIR, {"left": "x", "right": "y"}], others=["y"], rule="part"),
    "steps alike": question("ordering", items=["uno", "Uno"], rule="part"),
    "no letters": question("short", accepted=["…"]),
    "no marks": single(marks=0),
    "too many drawn": {"type": "draw", "value": {"topic": "rete", "number": 2, "difficulty": ""}},
    "an unknown topic": {"type": "draw", "value": {"topic": "altro", "number": 1, "difficulty": ""}},
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_answered_is_not_published(db, name: str) -> None:
    make_bank_question("Una", "rete")

    with pytest.raises(ValidationError):
        clean(WRONG[name])


@pytest.mark.parametrize("name", ["two right", "one answer", "pairs alike", "steps alike", "too many drawn"])
def test_a_draft_may_be_unfinished(db, name: str) -> None:
    make_bank_question("Una", "rete")

    clean(WRONG[name], is_draft=True)


def test_every_kind_can_be_published(db) -> None:
    make_bank_question("Una", "rete")

    clean(*one_of_each(), {"type": "draw", "value": {"topic": "rete", "number": 1, "difficulty": ""}})


@pytest.mark.parametrize("questions", [[], [question("open", model_answer="<p>…</p>")]])
def test_a_quiz_that_cannot_be_passed_is_not_published(db, questions: list) -> None:
    with pytest.raises(ValidationError):
        clean(*questions)


@pytest.mark.parametrize("kind", ["single", "multiple", "matching", "ordering"])
def test_the_form_asks_for_the_answers_before_the_marks_and_begins_with_as_many_as_are_needed(kind: str) -> None:
    block = BLOCK.child_blocks[kind]
    names, answers = list(block.child_blocks), {"matching": "pairs", "ordering": "items"}.get(kind, "options")

    assert names[0] == "text"
    assert names.index(answers) < names.index("marks") < names.index("feedback") < names.index("reference")
    begun = block.get_form_state(block.get_default())[answers]
    assert len(begun) == 2
    if kind != "ordering":  # whose steps are texts; a part without a value would stand as «undefined» in the form
        assert {*begun[0]["value"]} == {*block.child_blocks[answers].child_block.child_blocks}
