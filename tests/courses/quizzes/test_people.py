"""Attempts belong to a person: united with them, copied for them, forgotten with them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from courses.people.actions import merge_participants
from courses.privacy import REGISTER, RETENTION
from courses.quizzes.models import Answer, Attempt, ExtraTime
from courses.stories.queries import story
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_municipal_body, make_official, make_user
from tests.factories.quizzes import answer_all, make_attempt

NOW = timezone.now()


def test_a_copy_has_the_persons_answers_in_words_and_no_solutions(enrolment, whole_quiz) -> None:
    attempt = make_attempt(enrolment, whole_quiz)
    answer_all(attempt, single=attempt.questions[0]["options"][1]["id"], short="il piano")

    ((name, text),) = REGISTER[Attempt].papers(enrolment.participant)

    assert name == f"quiz-{attempt.pk}.txt"
    assert "Lo Stato" in text.decode() and "il piano" in text.decode()
    assert "I Comuni" not in text.decode() and "piano di zona" not in text.decode()


def test_erasing_leaves_numbers_and_no_words(enrolment, whole_quiz) -> None:
    attempt = answer_all(make_attempt(enrolment, whole_quiz))
    entry = REGISTER[Answer]

    entry.erase(entry.rows_of(enrolment.participant), enrolment.participant, None)

    attempt.refresh_from_db()
    kinds = {one["id"]: one["kind"] for one in attempt.questions}
    gone = {kinds[one.question] for one in attempt.answers.filter(given__isnull=True)}
    assert gone == {"short", "open"}
    assert (attempt.score, len(attempt.results)) == (Decimal(100), 7)


def test_answers_go_when_their_time_is_over_and_scores_stay(enrolment, quiz, settings) -> None:
    answer_all(make_attempt(enrolment, quiz))
    due = RETENTION["quiz_answers"]

    assert due.run(NOW + timedelta(days=729), True) == 0
    assert due.run(NOW + timedelta(days=735), False) == 1
    assert (Answer.objects.count(), Attempt.objects.get().score) == (0, Decimal(100))


@pytest.fixture
def twin(course):
    """Another record of the official."""
    return make_enrolment(make_official(make_municipal_body(population=20_000)), course)


def test_two_records_of_one_person_have_their_attempts_together(enrolment, twin, quiz) -> None:
    answer_all(make_attempt(enrolment, quiz, NOW))
    older = make_attempt(twin, quiz, NOW + timedelta(minutes=1))
    newer = make_attempt(enrolment, quiz, NOW + timedelta(minutes=2))
    for person, percent in ((enrolment.participant, 50), (twin.participant, None)):
        ExtraTime.objects.create(participant=person, percent=percent)

    people = {"kept": enrolment.participant, "absorbed": twin.participant}
    merge_participants(**people, reason="La stessa", author=make_user(), close_account=True)

    found = Attempt.objects.order_by("number")
    assert [one.participant for one in found] == [enrolment.participant] * 3
    assert [(one.pk, one.number, one.closing) for one in found][1:] == [(older.pk, 2, "merge"), (newer.pk, 3, "")]
    assert ExtraTime.objects.get().percent is None


def test_the_story_of_an_official_tells_of_attempts_and_not_of_answers(enrolment, quiz) -> None:
    answer_all(make_attempt(enrolment, quiz))

    lines = story(enrolment.participant, make_user(superuser=True), kind="quiz")

    assert [str(line.told.what) for line in lines] == ["Quiz superato: Quiz quiz", "Quiz cominciato: Quiz quiz"]
    assert "100" in str(lines[0].told.more)
    assert lines[0].author == enrolment.participant.user
