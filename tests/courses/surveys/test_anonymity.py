"""Nobody can tell who answered what: not from keys, nor from order, times, trails, letters, sessions or the database's
own columns. Asked of every table, and not only of those this room made."""

import logging
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from courses.surveys.actions import answer
from courses.surveys.models import Invited, Round, Tally, Words
from tests.factories.people import make_user
from tests.factories.surveys import given_by, make_round

pytestmark = pytest.mark.django_db
Row = tuple[Any, ...]


def everything() -> dict[str, dict[Row, Row]]:
    """Every row of every table of the database, whatever made it, in the order the database gives."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            key = connection.introspection.get_primary_key_column(cursor, table)
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column.name if hasattr(column, "name") else column[0] for column in cursor.description]
            place = names.index(key) if key in names else None
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            found[table] = {(key and row[key]) if place is not None else number: row for number, row in enumerate(rows)}
        return found


def changes(before: dict, after: dict) -> set[tuple[str, str]]:
    """Which columns of which tables changed; «+» for a row more, «-» for one less."""
    found = set()
    for table in after:
        old, new = before[table], after[table]
        found |= {(table, "+") for key in new if key not in old} | {(table, "-") for key in old if key not in new}
        found |= {(table, name) for key in new if key in old for name in new[key] if new[key][name] != old[key][name]}
    return found


def names_of(invited: Invited) -> dict[str, str]:
    """What a browser sends."""
    sent = {}
    for one in given_by(invited.round, "5", "Più tempo per i casi"):
        name = f"q{one.question_id}" + (f"t{one.teacher_id}" if one.teacher_id else "")
        sent[name] = one.text or one.values[0]
    return sent


@pytest.mark.parametrize("signed_in", [False, True])
def test_an_answer_changes_a_flag_the_sums_and_the_words_and_nothing_else(signed_in: bool) -> None:
    asked = make_round(people=3)
    first, second, third = Invited.objects.filter(round=asked)
    for earlier in (first, second):
        answer(invited=earlier, given=given_by(asked, "2", "Niente"))
    browser = Client()
    if signed_in:
        third.participant.user = make_user()
        third.participant.save()
        browser.force_login(third.participant.user)
    before = everything()

    response = browser.post(reverse("courses:survey", args=[third.pk]), names_of(third))

    assert response.url == reverse("courses:survey_thanks")
    assert changes(before, everything()) == {
        (Invited._meta.db_table, "has_answered"),
        (Tally._meta.db_table, "count"),
        (Words._meta.db_table, "texts"),
    }
    assert list(asked.people.values_list("has_answered", flat=True)) == [True] * 3
    assert not browser.cookies or signed_in


def test_nothing_is_logged_of_an_answer(caplog: pytest.LogCaptureFixture) -> None:
    """Not by any logger, at any level: neither the link, nor the person, nor a word."""
    asked = make_round(people=1)
    invited = asked.people.select_related("participant").get()
    caplog.set_level(logging.DEBUG)

    Client().post(reverse("courses:survey", args=[invited.pk]), names_of(invited))

    assert asked.people.get().has_answered
    assert [one.getMessage() for one in caplog.records] == []


@pytest.mark.parametrize("place", [0, 1, 2])
def test_rows_lie_in_the_same_order_whoever_answers(place: int) -> None:
    """As the database hands them out when nobody asks for an order, its own hidden number of the row included."""
    asked = make_round(people=3)
    before = {model: lying(model) for model in (Invited, Tally, Words)}

    answer(invited=list(asked.people.order_by("participant"))[place], given=given_by(asked, "3", "Bene"))

    assert {model: lying(model) for model in (Invited, Tally, Words)} == before


def lying(model: type[Model]) -> list[Row]:
    """The keys in the order on the disk; on SQLite with the row's own number, which an update keeps."""
    number = "rowid, " if connection.vendor == "sqlite" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {number}{model._meta.pk.column} FROM "{model._meta.db_table}"')
        return cursor.fetchall()


def test_no_table_of_answers_leads_to_a_person_or_holds_a_time() -> None:
    kinds = {
        model.__name__: {field.get_internal_type() for field in model._meta.concrete_fields} for model in (Tally, Words)
    }
    targets = {
        field.remote_field.model.__name__
        for model in (Tally, Words)
        for field in model._meta.fields
        if field.is_relation
    }

    assert not {"DateTimeField", "DateField"} & set().union(*kinds.values())
    assert targets == {"Round", "Question", "Teacher"}
    assert [field.name for field in Invited._meta.concrete_fields] == ["id", "round", "participant", "has_answered"]


def test_no_other_model_points_at_an_invitation_or_at_an_answer() -> None:
    pointing = {
        (model.__name__, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.is_relation and field.remote_field.model in (Invited, Tally, Words)
    }

    assert pointing == set()


def test_an_answer_writes_every_row_of_the_round_alike(django_assert_num_queries) -> None:
    """So PostgreSQL's transaction numbers and the order on the disk tell nothing: none is written for one alone."""
    asked = make_round(people=3)
    invited = asked.people.first()
    written = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if sql.startswith(("UPDATE", "INSERT", "DELETE")):
            written.append((sql.split('"')[1], context["cursor"].rowcount))
        return result

    with connection.execute_wrapper(watch):
        answer(invited=invited, given=given_by(asked, "3", "Bene"))

    assert written == [
        (Tally._meta.db_table, asked.tallies.count()),
        (Words._meta.db_table, asked.words.count()),
        (Invited._meta.db_table, 3),
    ]


def test_words_are_put_in_at_random_places() -> None:
    """Thirty texts in the order they came would be one chance in 30! by luck."""
    asked = make_round(people=1)
    invited = asked.people.get()
    for number in range(30):
        asked.people.update(has_answered=False)
        answer(invited=invited, given=given_by(asked, "3", f"{number:03}"))

    texts = asked.words.get().texts

    assert sorted(texts) == [f"{number:03}" for number in range(30)]
    assert texts not in (sorted(texts), sorted(texts, reverse=True))
    assert Round.objects.get(pk=asked.pk).state == Round.State.OPEN
