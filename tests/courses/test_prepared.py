"""A prepared statement asks what Django would ask, of whatever values, at whatever time."""

from contextlib import nullcontext
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
import time_machine
from django.db import connection, transaction
from django.db.models import Count, DateField, DateTimeField, QuerySet, UUIDField
from django.db.transaction import TransactionManagementError
from django.utils import timezone

import courses.urls  # noqa: F401 – with it all rooms are loaded
from courses.people.models import Participant, Role
from courses.prepared import Prepared, known, prepared
from courses.progress.models import Completion
from tests.factories.people import make_municipal_body, make_official
from tests.threads import at_once

# two sets of values and two moments: one of each kind that Python takes for true, and one it takes for false
VALUES = (
    {UUIDField: UUID(int=7), DateTimeField: datetime(2027, 1, 18, 9, tzinfo=UTC), DateField: date(2027, 1, 18)},
    {UUIDField: UUID(int=0), DateTimeField: datetime(2031, 7, 1, 22, tzinfo=UTC), DateField: date(2031, 7, 2)},
)
OTHERS = (7, 0)


def differs(rows: Prepared) -> bool:
    """Whether Django composes anything else, for some values at some time."""
    for kinds, other in zip(VALUES, OTHERS, strict=True):
        values = tuple(kinds.get(type(place.field), other) for place in rows.places())
        with time_machine.travel(kinds[DateTimeField], tick=False):
            composed = rows.composed()
            queryset = rows.function(*values)
            statement, asked = queryset.query.get_compiler(connection=connection).as_sql()
            if (statement, tuple(asked)) != (composed.statement, composed.bound(values)):
                return True
    return False


@pytest.fixture
def forgets():
    """What a test prepares is not among all there are afterwards."""
    before = known[:]
    yield
    known[:] = before


@pytest.mark.parametrize("rows", known, ids=lambda rows: f"{rows.function.__module__}.{rows.function.__name__}")
def test_each_is_the_statement_that_django_composes(db, rows: Prepared) -> None:
    assert not differs(rows)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_each_is_understood_by_the_database_again_and_again() -> None:
    """PostgreSQL plans a statement anew for five times, and then once for any values."""
    for rows in known:
        with transaction.atomic():
            locks = rows.composed().locks
        with transaction.atomic() if locks else nullcontext():
            for kinds, other in [*zip(VALUES, OTHERS, strict=True)] * 4:
                values = tuple(kinds.get(type(place.field), other) for place in rows.places())
                assert rows(*values) == list(rows.function(*values))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="no other database keeps plans")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_table_that_a_migration_changes_meanwhile_is_read_on(forgets) -> None:
    rows, column = prepared(of_role), "ALTER TABLE courses_participant ALTER COLUMN family_name TYPE varchar({})"
    length = Participant._meta.get_field("family_name").max_length
    for number in (length + 1, length):
        rows(Role.OFFICIAL)
        with connection.cursor() as cursor:
            cursor.execute("SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%courses_participant%'")
            assert cursor.fetchall()
            cursor.execute(column.format(number))

        assert rows(Role.OFFICIAL) == []


def of_role(role: str) -> QuerySet[Participant]:
    return Participant.objects.filter(role=role).select_related("body__province").order_by("pk")


def test_rows_are_those_of_the_query_set_with_all_that_hangs_on_them(db, forgets, django_assert_num_queries) -> None:
    body = make_municipal_body(population=20_000)
    people, rows = [make_official(body), make_official(body)], prepared(of_role)

    with django_assert_num_queries(1):
        found = [(one, one.body.province.name) for one in rows(Role.OFFICIAL)]

    assert found == [(one, body.province.name) for one in people]
    assert (rows.first(Role.OFFICIAL), rows.first(Role.MAYOR), rows(Role.MAYOR)) == (people[0], None, [])


def test_rows_have_what_was_counted_with_them(db, forgets, official, enrolment) -> None:
    def counted(role: str) -> QuerySet[Participant]:
        return Participant.objects.filter(role=role).annotate(number=Count("enrolments")).defer("email")

    def told(role: str) -> QuerySet[tuple[str, int]]:
        return counted(role).values_list("family_name", "number", "created_at")

    assert [one.number for one in prepared(counted)(Role.OFFICIAL)] == [1]
    assert prepared(told)(Role.OFFICIAL) == [("Verdi", 1, official.created_at)] == list(told(Role.OFFICIAL))


def test_rows_may_be_plain_and_have_others_fetched_with_them(db, forgets, django_assert_num_queries) -> None:
    person = make_official(make_municipal_body(population=20_000))
    names = prepared(lambda: Participant.objects.values_list("family_name", flat=True))

    def with_enrolments(pk: int) -> QuerySet[Participant]:
        return Participant.objects.filter(pk=pk).prefetch_related("enrolments")

    with django_assert_num_queries(3):
        assert names() == ["Verdi"]
        assert list(prepared(with_enrolments).first(person).enrolments.all()) == []


def test_none_is_another_question(db, forgets) -> None:
    with pytest.raises(ValueError, match="None"):
        prepared(of_role)(None)


def test_what_a_statement_cannot_compare_with_is_refused(db, forgets) -> None:
    def of_roles(roles: list[str]) -> QuerySet[Participant]:
        return Participant.objects.filter(role__in=roles)

    with pytest.raises(TypeError, match="list"):
        prepared(of_roles)([Role.OFFICIAL])


def looks_at_the_clock(role: str) -> QuerySet[Completion]:
    return Completion.objects.filter(method=role, completed_at__lt=timezone.now())


def asks_its_values(year: int) -> QuerySet[Completion]:
    return Completion.objects.filter(completed_at__year=year) if year else Completion.objects.order_by("pk")


@pytest.mark.parametrize("function", [looks_at_the_clock, asks_its_values])
def test_what_depends_on_more_than_the_values_is_found_out(db, forgets, function) -> None:
    assert differs(prepared(function))


def locked(role: str) -> QuerySet[Participant]:
    return Participant.objects.select_for_update().filter(role=role)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_rows_are_locked_in_a_transaction_only(forgets) -> None:
    rows = prepared(locked)

    with transaction.atomic():
        assert rows(Role.OFFICIAL) == []
    with pytest.raises(TransactionManagementError):
        rows(Role.OFFICIAL)


@pytest.mark.concurrent
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_each_thread_reads_by_its_own_connection(forgets) -> None:
    person, rows = make_official(make_municipal_body(population=20_000)), prepared(of_role)

    assert at_once(*[lambda: rows(Role.OFFICIAL)] * 4) == [[person]] * 4
