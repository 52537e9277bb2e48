"""Beginning, answering, handing in: one open attempt, no answer lost, no score from the browser."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from courses.audit.models import Entry
from courses.enrolment.models import State
from courses.errors import NotAllowed
from courses.people.models import Participant
from courses.progress.models import Completion
from courses.quizzes.actions import AnswerFixed, AttemptClosed, begin, drop_limit, give_extra_time, hand_in, save_answer
from courses.quizzes.marking import Malformed
from courses.quizzes.models import Answer, Attempt, ExtraTime, QuizPage
from courses.quizzes.tasks import tick
from tests.factories.people import make_user
from tests.factories.quizzes import activity_of, answer_all, make_attempt, make_quiz, right_answer, single

NOW = timezone.now()
SOON = timedelta(seconds=5)
MINUTES = timedelta(minutes=1)


def change(page: QuizPage, **values: object) -> QuizPage:
    """As an editor does: saved and published."""
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return QuizPage.objects.get(pk=page.pk)


def test_beginning_freezes_what_is_asked_and_where_it_stands(enrolment, whole_quiz) -> None:
    attempt = make_attempt(enrolment, whole_quiz, NOW)

    assert [one["kind"] for one in attempt.questions] == [one.block_type for one in whole_quiz.questions]
    assert (attempt.number, attempt.quiz_title, attempt.started_at) == (1, "Quiz intero", NOW)
    assert (attempt.activity_key, attempt.course_key) == (whole_quiz.translation_key, enrolment.course_key)
    assert (attempt.deadline, attempt.closed_at, attempt.score) == (None, None, None)


def test_two_tabs_begin_one_attempt(enrolment, quiz) -> None:
    assert make_attempt(enrolment, quiz) == make_attempt(enrolment, quiz)


def test_the_database_holds_one_open_attempt_a_person_and_quiz(enrolment, quiz) -> None:
    first = make_attempt(enrolment, quiz)
    first.pk, first.number, first._state.adding = None, 2, True

    with pytest.raises(IntegrityError), transaction.atomic():
        first.save()


def test_everything_right_passes_and_completes_once_and_at_once(enrolment, whole_quiz) -> None:
    closed = answer_all(make_attempt(enrolment, whole_quiz))
    again = hand_in(attempt=closed, author=None)

    assert (closed.score, closed.passed, closed.closing) == (Decimal(100), True, "person")
    assert again.closed_at == closed.closed_at
    completion = Completion.objects.get(activity_key=whole_quiz.translation_key)
    assert (completion.participant, completion.method) == (enrolment.participant, Completion.Method.SYSTEM)
    assert answer_all(make_attempt(enrolment, whole_quiz)).passed
    assert Completion.objects.filter(activity_key=whole_quiz.translation_key).count() == 1
    assert Entry.objects.filter(action="attempt.hand_in").count() == 2


def test_what_was_not_answered_earns_nothing_and_is_told_apart(enrolment, whole_quiz) -> None:
    attempt = make_attempt(enrolment, whole_quiz)
    first, second = attempt.questions[:2]
    save_answer(attempt=attempt, question=first["id"], given=right_answer(first))
    save_answer(attempt=attempt, question=second["id"], given=[second["options"][0]["id"]])

    closed = hand_in(attempt=attempt, author=None)

    assert (closed.score, closed.passed) == (Decimal("21.42"), False)  # one and a half of seven
    assert [one["share"] for one in closed.results.values()] == ["1", "1/2", None, None, None, None, None]
    assert not Completion.objects.exists()


def test_the_exact_share_passes_and_a_hair_less_does_not(enrolment, module) -> None:
    quiz = make_quiz(module, questions=[single("Uno"), single("Due"), single("Tre")], pass_mark=67)
    attempt = make_attempt(enrolment, quiz)
    for asked in attempt.questions[:2]:
        save_answer(attempt=attempt, question=asked["id"], given=right_answer(asked))

    assert not hand_in(attempt=attempt, author=None).passed  # 66.66


def test_an_answer_is_saved_as_it_is_given_and_may_be_changed_and_taken_back(enrolment, quiz) -> None:
    attempt = make_attempt(enrolment, quiz)
    key, first, second = attempt.questions[0]["id"], *(one["id"] for one in attempt.questions[0]["options"][:2])

    for given in (first, second, None):
        save_answer(attempt=attempt, question=key, given=given)
        assert Answer.objects.get(attempt=attempt).given == given


def test_what_is_malformed_changes_nothing(enrolment, quiz) -> None:
    attempt = make_attempt(enrolment, quiz)
    asked = attempt.questions[0]
    save_answer(attempt=attempt, question=asked["id"], given=right_answer(asked))

    for key, given in ((asked["id"], "altro"), ("altra", right_answer(asked)), (asked["id"], ["a", "b"])):
        with pytest.raises(Malformed):
            save_answer(attempt=attempt, question=key, given=given)

    assert Answer.objects.get().given == right_answer(asked)


def test_nothing_is_answered_after_handing_in(enrolment, quiz) -> None:
    attempt = make_attempt(enrolment, quiz)
    hand_in(attempt=attempt, author=None)

    with pytest.raises(AttemptClosed):
        save_answer(attempt=attempt, question=attempt.questions[0]["id"], given=None)


def test_a_checked_answer_stays(enrolment, module) -> None:
    attempt = make_attempt(enrolment, make_quiz(module, show_answers="each"))
    asked = attempt.questions[0]
    assert not save_answer(attempt=attempt, question=asked["id"], given=None, fix=True)  # nothing to check yet
    assert save_answer(attempt=attempt, question=asked["id"], given=asked["options"][1]["id"], fix=True)

    with pytest.raises(AnswerFixed):
        save_answer(attempt=attempt, question=asked["id"], given=right_answer(asked))

    assert hand_in(attempt=attempt, author=None).score == 0


def test_where_answers_are_shown_at_the_end_none_is_fixed_before(enrolment, quiz) -> None:
    attempt = make_attempt(enrolment, quiz)
    asked = attempt.questions[0]

    assert not save_answer(attempt=attempt, question=asked["id"], given=right_answer(asked), fix=True)


def test_attempts_are_counted_and_the_next_waits(enrolment, module) -> None:
    quiz = make_quiz(module, attempts=2, waiting_hours=24)
    hand_in(attempt=make_attempt(enrolment, quiz, NOW), author=None, now=NOW)

    with pytest.raises(NotAllowed):
        make_attempt(enrolment, quiz, NOW + timedelta(hours=23))
    second = make_attempt(enrolment, quiz, NOW + timedelta(hours=24))
    hand_in(attempt=second, author=None, now=NOW + timedelta(hours=25))
    with pytest.raises(NotAllowed):
        make_attempt(enrolment, quiz, NOW + timedelta(days=9))

    assert second.number == 2


def test_a_quiz_without_anything_to_score_is_not_begun(enrolment, quiz) -> None:
    page = change(quiz, questions=[])

    with pytest.raises(NotAllowed):
        make_attempt(enrolment, page)


def test_time_counts_on_the_server_and_closes_what_was_saved(enrolment, module) -> None:
    attempt = make_attempt(enrolment, make_quiz(module, time_limit=10), NOW)
    asked = attempt.questions[0]
    save_answer(attempt=attempt, question=asked["id"], given=right_answer(asked), now=NOW + 10 * MINUTES + SOON)

    with pytest.raises(AttemptClosed):
        save_answer(attempt=attempt, question=asked["id"], given=None, now=NOW + 11 * MINUTES)
    assert tick(NOW + 10 * MINUTES + SOON).endswith(": 0")
    assert tick(NOW + 11 * MINUTES).endswith(": 1")

    closed = Attempt.objects.get()
    assert (closed.closing, closed.closed_at, closed.passed) == ("time", NOW + 10 * MINUTES, True)


def test_beginning_again_after_the_time_hands_the_old_one_in(enrolment, module) -> None:
    quiz = make_quiz(module, time_limit=10)
    old = make_attempt(enrolment, quiz, NOW)

    new = make_attempt(enrolment, quiz, NOW + 20 * MINUTES)

    old.refresh_from_db()
    assert (old.closing, new.number) == ("time", 2)


@pytest.mark.parametrize(("percent", "minutes"), [(50, 15), (100, 20), (None, None)])
def test_a_person_has_more_time_also_in_what_is_open(enrolment, module, percent, minutes) -> None:
    quiz, desk = make_quiz(module, time_limit=10, is_limit_firm=True), make_user()
    attempt = make_attempt(enrolment, quiz, NOW)

    give_extra_time(participant=enrolment.participant, percent=percent, author=desk)

    attempt.refresh_from_db()
    wanted = None if minutes is None else NOW + minutes * MINUTES
    assert attempt.deadline == wanted
    hand_in(attempt=attempt, author=None)
    assert make_attempt(enrolment, quiz, NOW).deadline == wanted
    give_extra_time(participant=enrolment.participant, percent=0, author=desk)
    assert not ExtraTime.objects.exists()


def test_a_person_goes_on_without_the_limit_unless_it_is_firm(enrolment, module) -> None:
    free = make_attempt(enrolment, make_quiz(module, "libero", time_limit=10))
    firm = make_attempt(enrolment, make_quiz(module, "fermo", time_limit=10, is_limit_firm=True))

    drop_limit(attempt=free, author=None)
    with pytest.raises(NotAllowed):
        drop_limit(attempt=firm, author=None)

    free.refresh_from_db()
    assert free.deadline is None


def test_a_pass_after_the_page_went_stays_a_pass(enrolment, quiz) -> None:
    attempt = make_attempt(enrolment, quiz)
    quiz.delete()

    assert answer_all(attempt).passed
    assert not Completion.objects.exists()


def test_the_last_required_activity_completes_the_course(official: Participant, course, enrolment, module) -> None:
    for lesson in course.get_descendants().filter(depth=course.depth + 2).specific():
        lesson.required = False
        lesson.save_revision().publish()
    answer_all(make_attempt(enrolment, make_quiz(module)))

    enrolment.refresh_from_db()
    assert enrolment.state == State.COMPLETED


def test_beginning_needs_the_activity_of_the_page(enrolment, quiz) -> None:
    person = enrolment.participant

    attempt = begin(participant=person, activity=activity_of(quiz), page=quiz, author=person.user)

    assert Entry.objects.get(action="attempt.begin").subject_id == str(attempt.pk)
