"""Asked, answered once, closed once; versions; two records of one person."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.audit.models import Entry
from courses.errors import NotAllowed, StaleState
from courses.people.actions import merge_participants
from courses.surveys.actions import AnsweredAlready, Draft, answer, close_round, open_round, revise_questionnaire
from courses.surveys.models import Invited, Question, Questionnaire, Tally
from tests.factories.agenda import make_teacher
from tests.factories.surveys import answer_all, drafts, given_by, make_held, make_questionnaire, make_round

pytestmark = pytest.mark.django_db


def counts(asked, **where) -> dict[str, int]:
    found = Tally.objects.filter(round=asked, count__gt=0, **where)
    return dict(found.values_list("value", "count"))


def test_answers_are_sums_of_each_value() -> None:
    event = make_held(3, teachers=[make_teacher(), make_teacher(given_name="Ugo")])
    asked = make_round(event)

    answer_all(asked, "1", "5", "5", text=" Bene ")

    scale = asked.questionnaire.questions.get(text="Era chiaro?")
    several = asked.questionnaire.questions.get(kind=Question.Kind.SEVERAL)
    assert counts(asked, question=scale) == {"1": 1, "5": 2}
    assert counts(asked, question=several) == {"1": 3, "all": 3}
    assert [counts(asked, teacher=one) for one in event.teachers.all()] == [{"1": 1, "5": 2}] * 2
    assert asked.words.get().texts == ["Bene"] * 3


def test_nobody_answers_twice() -> None:
    asked = make_round()
    invited = asked.people.first()
    answer(invited=invited, given=given_by(asked))

    with pytest.raises(AnsweredAlready):
        answer(invited=invited, given=given_by(asked))

    assert sum(counts(asked, question__text="Era chiaro?").values()) == 1


@pytest.mark.parametrize("days", [-30, 30])
def test_nobody_answers_before_or_after(days: int) -> None:
    asked = make_round()

    with pytest.raises(NotAllowed):
        answer(invited=asked.people.first(), given=given_by(asked), now=timezone.now() + timedelta(days=days))


def test_closing_forgets_who_was_invited_and_keeps_how_many() -> None:
    asked = make_round(people=3)
    invited = asked.people.last()
    answer_all(asked, "4", "4")

    closed = close_round(asked=asked, author=None)

    assert (closed.invited, closed.answered, closed.closing) == (3, 2, 1)
    assert not Invited.objects.exists()
    with pytest.raises(NotAllowed):
        answer(invited=invited, given=given_by(asked))
    with pytest.raises(StaleState):
        close_round(asked=asked, author=None)


def test_a_questionnaire_is_asked_about_an_event_once_whatever_its_version() -> None:
    asked = make_round()
    changed = revise_questionnaire(
        questionnaire=asked.questionnaire, questions=drafts()[:1], author=None, title="Nuovo"
    )

    with pytest.raises(StaleState):
        make_round(asked.event, changed)


def test_a_round_needs_something_to_be_about_and_time() -> None:
    now = timezone.now()
    times = {"opens_at": now, "closes_at": now + timedelta(days=1)}

    with pytest.raises(NotAllowed):
        open_round(questionnaire=make_questionnaire(), author=None, **times)
    with pytest.raises(NotAllowed):
        open_round(questionnaire=make_questionnaire(), event=make_held(0), author=None, opens_at=now, closes_at=now)


def test_what_was_not_asked_yet_is_changed_in_place() -> None:
    made = make_questionnaire()

    changed = revise_questionnaire(questionnaire=made, questions=drafts()[:2], author=None, title="Altro titolo")

    assert (changed.pk, changed.version, changed.title) == (made.pk, 1, "Altro titolo")
    assert changed.questions.count() == 2


def test_what_was_asked_keeps_its_words_and_a_version_follows() -> None:
    asked = make_round()
    old = asked.questionnaire
    kept, reworded = old.questions.all()[:2]
    new = [
        Draft(kept.text, kept.kind, series=kept.series),
        Draft("Lo racconteresti?", reworded.kind, series=reworded.series),
    ]

    changed = revise_questionnaire(questionnaire=old, questions=new, author=None, title=old.title)

    assert (changed.version, changed.family, Questionnaire.objects.count()) == (2, old.family, 2)
    assert [one.text for one in old.questions.all()] == [one.text for one in drafts()]
    first, second = changed.questions.all()
    assert first.series == kept.series
    assert second.series != reworded.series


@pytest.mark.parametrize("questions", [[], [Draft("Quale?", "choice", ["Una sola"])]])
def test_a_questionnaire_without_questions_or_answers_is_refused(questions: list[Draft]) -> None:
    with pytest.raises(NotAllowed):
        make_questionnaire(questions)


@pytest.mark.parametrize("who", [0, 1])
def test_two_records_of_one_person_have_one_flag(who: int) -> None:
    asked = make_round(people=3)
    kept, absorbed, other = (one.participant for one in asked.people.order_by("participant"))
    answer(invited=asked.people.get(participant=(kept, absorbed)[who]), given=given_by(asked))

    merge_participants(kept=kept, absorbed=absorbed, reason="È la stessa persona.", author=None)

    assert dict(asked.people.values_list("participant", "has_answered")) == {kept.pk: True, other.pk: False}


def test_opening_and_closing_are_in_the_trail_and_answering_is_not() -> None:
    asked = make_round()
    Entry.objects.all().delete()

    answer_all(asked, "4")
    close_round(asked=asked, author=None)

    assert list(Entry.objects.values_list("action", flat=True)) == ["round.close"]
