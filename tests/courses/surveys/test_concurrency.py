"""Many answer one round at once: each is counted once, and PostgreSQL's own columns tell nobody apart."""

import pytest
from django.db import connection

from courses.surveys.actions import AnsweredAlready, answer
from courses.surveys.models import Invited, Round, Tally, Words
from tests.factories.surveys import given_by, make_round
from tests.threads import at_once

pytestmark = [pytest.mark.concurrent, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
PEOPLE = 12


def send(asked: Round, invited: Invited) -> bool:
    """Whether it was taken."""
    try:
        answer(invited=invited, given=given_by(asked, "4", "Bene"))
    except AnsweredAlready:
        return False
    return True


def transactions_of(asked: Round) -> set[str]:
    """The numbers of the transactions that wrote the rows of a round last, as any reader of the database may ask."""
    found: set[str] = set()
    with connection.cursor() as cursor:
        for model in (Invited, Tally, Words):
            cursor.execute(f'SELECT DISTINCT xmin::text FROM "{model._meta.db_table}" WHERE round_id = %s', [asked.pk])
            found |= {row[0] for row in cursor.fetchall()}
    return found


def test_each_answer_is_counted_once_and_leaves_the_same_mark_on_every_row() -> None:
    asked = make_round(people=PEOPLE)
    invited = list(asked.people.all())

    # everybody presses twice
    taken = at_once(*[lambda one=one: send(asked, one) for one in invited * 2])

    assert sum(taken) == PEOPLE
    assert asked.tallies.get(question__text="Era chiaro?", value="4").count == PEOPLE
    assert asked.words.get().texts == ["Bene"] * PEOPLE
    assert asked.people.filter(has_answered=False).count() == 0
    if connection.vendor == "postgresql":
        assert len(transactions_of(asked)) == 1
