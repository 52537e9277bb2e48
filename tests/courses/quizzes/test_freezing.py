"""What an attempt asked never changes, whatever editors do; what is drawn and shuffled is what was promised."""

from copy import deepcopy
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.catalogue.models import LessonPage
from courses.quizzes import marking
from courses.quizzes.actions import hand_in, save_answer
from courses.quizzes.freezing import freeze, size_of
from courses.quizzes.models import Attempt, BankQuestion, QuizPage
from courses.quizzes.queries import answers_of
from tests.factories.quizzes import make_attempt, make_bank_question, make_quiz, one_of_each, question, single

BLOCK = QuizPage._meta.get_field("questions").stream_block


def edited(questions: list[dict[str, Any]], edits: list[tuple[int, str]]) -> list[dict[str, Any]]:
    """The stream as it stands after some edits, each at a place."""
    for place, verb in edits:
        if not questions:
            break
        at = place % len(questions)
        value = questions[at]["value"]
        if verb == "remove":
            questions.pop(at)
        elif verb == "move":
            questions.append(questions.pop(at))
        elif verb == "add":
            questions.insert(at, single("Una nuova"))
        elif verb == "reword" and isinstance(value, dict) and "text" in value:
            value["text"] = "<p>Altre parole</p>"
        elif verb == "marks" and isinstance(value, dict):
            value["marks"] = place + 2
        elif verb == "options" and isinstance(value, dict) and value.get("options"):
            for option in value["options"]:
                inner = option.get("value", option)
                inner["right"], inner["text"] = not inner["right"], "Cambiata"
        elif verb == "kind":
            questions[at] = question("truefalse", "Ora è vero o falso?", right="true")
    return questions


VERBS = st.sampled_from(["remove", "move", "add", "reword", "marks", "options", "kind"])


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(st.tuples(st.integers(0, 9), VERBS), min_size=1, max_size=8), pass_mark=st.integers(1, 100))
def test_random_edits_never_change_a_frozen_attempt(enrolment, module, edits, pass_mark) -> None:
    BankQuestion.objects.all().delete()
    Attempt.objects.all().delete()
    QuizPage.objects.child_of(module).delete()
    module.refresh_from_db()
    bank = make_bank_question("Della banca", "rete")
    chosen = {"type": "chosen", "value": bank.pk}
    quiz = make_quiz(module, questions=[*one_of_each(), chosen], pass_mark=60, time_limit=30)
    attempt = make_attempt(enrolment, quiz)
    for asked in attempt.questions[::2]:
        first = asked["options"][0]["id"] if "options" in asked else None
        if first and asked["kind"] == "single":
            save_answer(attempt=attempt, question=asked["id"], given=first)
    before, expected = deepcopy(attempt.paper), marking.score_of(attempt.questions, answers_of(attempt))

    raw = edited(deepcopy(list(quiz.questions.raw_data)), edits)
    quiz.questions, quiz.pass_mark, quiz.title, quiz.time_limit = BLOCK.to_python(raw), pass_mark, "Altro", None
    quiz.save_revision().publish()
    bank.question[0].value["text"].source = "<p>Altro</p>"
    bank.save()
    bank.delete()

    later = Attempt.objects.get(pk=attempt.pk)
    closed = hand_in(attempt=later, author=None)
    assert (later.paper, closed.paper) == (before, before)
    assert (later.quiz_title, later.deadline) == ("Quiz quiz", attempt.deadline)
    assert (closed.score, closed.passed) == (expected.percent, expected.reaches(60))


def ids_of(questions: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    return [(one["id"], [part["id"] for part in one.get("options", [])]) for one in questions]


def test_analysis_groups_by_question_from_edit_to_edit(enrolment, whole_quiz) -> None:
    first, *others = ids_of(make_attempt(enrolment, whole_quiz).questions)
    edits = [(0, "reword"), (1, "reword"), (0, "options"), (0, "move")]
    whole_quiz.questions = BLOCK.to_python(edited(list(whole_quiz.questions.raw_data), edits))
    whole_quiz.save_revision().publish()

    after = freeze(QuizPage.objects.get(pk=whole_quiz.pk), Random(1))["questions"]

    assert ids_of(after) == [*others, first]
    assert "Altre parole" in after[-1]["text"]


@pytest.fixture
def bank(db) -> list[BankQuestion]:
    """Six on networks, of which two are hard, one on money, one that is not drawn."""
    questions = [make_bank_question(f"Rete {number}", "rete", difficulty=3 if number < 2 else 1) for number in range(6)]
    make_bank_question("Soldi", "bilancio")
    make_bank_question("Tolta", "rete", is_drawn=False)
    return questions


def drawn(page: QuizPage, seed: int) -> list[str]:
    return [one["text"] for one in freeze(page, Random(seed))["questions"]]


def test_so_many_are_drawn_of_a_topic_and_none_twice(bank, module) -> None:
    draw = {"type": "draw", "value": {"topic": "rete", "number": 3, "difficulty": ""}}
    hard = {"type": "draw", "value": {"topic": "rete", "number": 2, "difficulty": "3"}}
    chosen = {"type": "chosen", "value": bank[5].pk}
    quiz = make_quiz(module, questions=[single("Sua"), hard, chosen, draw])

    papers = [drawn(quiz, seed) for seed in range(12)]

    assert size_of(quiz) == 7
    for paper in papers:
        assert len(set(paper)) == 7
        assert {"<p><b>Rete 0</b></p>", "<p><b>Rete 1</b></p>"} == set(paper[1:3])
        assert paper[3] == "<p><b>Rete 5</b></p>"
        assert "Tolta" not in str(paper) and "Soldi" not in str(paper)
    assert len({tuple(sorted(paper)) for paper in papers}) == 1  # of six on networks, six
    assert len({tuple(paper) for paper in papers}) > 1


def test_drawing_costs_the_same_for_few_and_for_many(bank, module, django_assert_num_queries) -> None:
    quizzes = [
        make_quiz(
            module, f"q{number}", [{"type": "draw", "value": {"topic": "rete", "number": number, "difficulty": ""}}]
        )
        for number in (1, 5)
    ]

    for quiz in quizzes:
        page = QuizPage.objects.get(pk=quiz.pk)
        with django_assert_num_queries(3):
            freeze(page, Random(1))


def test_shuffling_moves_answers_and_questions_and_loses_none(module) -> None:
    quiz = make_quiz(module, questions=one_of_each(), shuffle_questions=True, shuffle_options=True)

    papers = [freeze(quiz, Random(seed))["questions"] for seed in range(8)]

    assert len({tuple(one["id"] for one in paper) for paper in papers}) > 1
    assert len({tuple(sorted(one["id"] for one in paper)) for paper in papers}) == 1
    singles = [next(one for one in paper if one["kind"] == "single") for paper in papers]
    assert len({tuple(one["id"] for one in asked["options"]) for asked in singles}) > 1
    for paper in papers:
        steps = next(one for one in paper if one["kind"] == "ordering")
        assert [one["id"] for one in steps["items"]] != steps["answer"]


def test_what_belongs_to_several_is_one_answer(module) -> None:
    pairs = [{"left": "Comune", "right": "Ente locale"}, {"left": "Unione", "right": "ente  locale"}]
    quiz = make_quiz(module, questions=[question("matching", pairs=pairs, others=["Stato"], rule="whole")])

    (asked,) = freeze(quiz, Random(1))["questions"]

    assert [one["text"] for one in asked["options"]] == ["Ente locale", "Stato"]
    assert set(asked["answer"].values()) == {asked["options"][0]["id"]}


def test_a_reference_names_the_lesson_and_its_section(module) -> None:
    lesson = LessonPage.objects.child_of(module).first()
    reference = {"lesson": lesson.pk, "section": "Una legge e una responsabilità"}
    quiz = make_quiz(module, questions=[single(reference=reference)])

    (asked,) = freeze(quiz, Random(1))["questions"]

    assert asked["reference"] == {
        "key": str(lesson.translation_key),
        "title": lesson.title,
        "section": "Una legge e una responsabilità",
        "anchor": "s-una-legge-e-una-responsabilita",
    }
