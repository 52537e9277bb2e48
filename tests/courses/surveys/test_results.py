"""Once closed, never live, never of too few."""

import pytest

from courses.surveys.actions import close_round
from courses.surveys.queries import (
    by_topic,
    lines_for_teacher,
    lines_of_round,
    shown_results,
    summed,
    without_teacher,
)
from tests.factories.agenda import make_day_page, make_teacher
from tests.factories.surveys import answer_all, make_closed, make_held, make_questionnaire, make_round

pytestmark = pytest.mark.django_db
QUESTION = "Era chiaro?"


def clear(results: list) -> list:
    return [one for one in results if one.question.text == QUESTION]


def test_an_open_round_shows_nothing_and_a_closed_one_its_figures() -> None:
    asked = make_round(people=6)
    answer_all(asked, "1", "2", "3", "4", "5", "x")
    assert shown_results(asked.family) == []

    close_round(asked=asked, author=None)

    (result,) = clear(shown_results(asked.family))
    assert (result.answers, result.mean) == (6, 3.0)
    assert [share.count for share in result.shares] == [1, 1, 1, 1, 1, 1]
    assert result.shares[0].percent == 17


def test_four_answers_are_hidden_and_five_are_shown_and_texts_from_ten_on() -> None:
    few, enough = make_closed("4", "4", "4", "4"), make_closed(*"44444", text="Bene")

    shown = {line.question.text: line.result for line in lines_of_round(enough)}

    assert {line.result for line in lines_of_round(few)} == {None}
    assert shown[QUESTION].answers == 5
    assert shown["Che cosa miglioreresti?"] is None


def test_small_days_of_one_activity_are_counted_together_whole() -> None:
    page, questionnaire = make_day_page(), make_questionnaire()
    first = make_closed(*"111", event=make_held(3, page=page), questionnaire=questionnaire, text="Uno")
    big = make_closed(*"2" * 10, event=make_held(10, page=page), questionnaire=questionnaire, text="Due")
    second = make_closed(*"55", event=make_held(2, page=page), questionnaire=questionnaire, text="Tre")

    results = clear(shown_results(questionnaire.family))

    assert [[one.pk for one in result.rounds] for result in results] == [[big.pk], [first.pk, second.pk]]
    (line,) = [one for one in lines_of_round(first) if one.question.text == QUESTION]
    assert (line.with_others, line.result.answers, line.result.mean) == (2, 5, 2.6)
    (whole,) = clear(summed(results))
    assert (whole.answers, len(whole.rounds)) == (15, 3)
    assert [one.texts for one in shown_results(questionnaire.family) if one.texts] == [("Due",) * 10]


def test_days_of_two_activities_are_never_counted_together() -> None:
    questionnaire = make_questionnaire()
    page = make_day_page()
    other = make_day_page(page.get_parent().specific, slug="altra")
    for each in (page, other):
        make_closed(*"444", event=make_held(3, page=each), questionnaire=questionnaire)

    assert shown_results(questionnaire.family) == []


def test_figures_are_summed_by_topic_and_over_teachers() -> None:
    questionnaire = make_questionnaire()
    teachers = [make_teacher(), make_teacher(given_name="Ugo")]
    make_closed(*"44444", event=make_held(5, teachers=teachers), questionnaire=questionnaire)

    results = shown_results(questionnaire.family)
    about = [one for one in summed(results) if one.question.per_teacher]
    together = [one for one in without_teacher(results) if one.question.per_teacher]

    assert [(str(one.teacher), one.answers) for one in about] == [("Lucia Bianchi", 5), ("Ugo Bianchi", 5)]
    assert [(one.teacher, one.answers) for one in together] == [(None, 10)]
    assert list(by_topic(results)) == [results[0].rounds[0].topic]


def test_a_teacher_sees_nothing_about_a_colleague_nor_of_days_of_others() -> None:
    page, questionnaire = make_day_page(), make_questionnaire()
    own, other = make_teacher(), make_teacher(given_name="Ugo")
    event = make_held(3, page=page, teachers=[own, other])
    asked = make_closed(*"444", event=event, questionnaire=questionnaire)
    make_closed(*"444", event=make_held(3, page=page, teachers=[other]), questionnaire=questionnaire)

    seen = {(line.question.text, line.teacher): bool(line.result) for line in lines_for_teacher(asked, own)}

    assert seen[QUESTION, None] is False  # shared with a day of the colleague's
    assert seen["Spiega bene?", own] is False  # too few
    assert ("Spiega bene?", other) not in seen
    assert {line.teacher for line in lines_for_teacher(asked, other)} == {None, other}
    assert next(line for line in lines_for_teacher(asked, other) if line.question.text == QUESTION).result.answers == 6


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_number_of_queries_does_not_grow(django_assert_num_queries, rounds: int) -> None:
    page, questionnaire = make_day_page(), make_questionnaire()
    for _number in range(rounds):
        make_closed(*"44444", event=make_held(5, page=page), questionnaire=questionnaire)

    with django_assert_num_queries(4):
        [(str(one.question.questionnaire_id), one.day) for one in summed(shown_results(questionnaire.family))]


def test_a_round_about_an_event_without_teachers_does_not_ask_about_them() -> None:
    asked = make_round(make_held(1))

    assert not asked.tallies.filter(question__per_teacher=True).exists()
