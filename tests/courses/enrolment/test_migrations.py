"""Migration 0006: those enrolled while being in range was enough keep their enrolment, with a written exception."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import translation

from courses.catalogue.models import CoursePage
from courses.enrolment.models import Enrolment, State
from tests.factories.adhesion import make_accepted, make_submitted
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_participant

pytestmark = pytest.mark.django_db
BEFORE, AFTER = ("courses", "0005_officials"), ("courses", "0006_written_exceptions")


def migrate() -> None:
    """What the migration does, on the models as they were then."""
    executor = MigrationExecutor(connection)
    then = executor.loader.project_state([BEFORE]).apps
    operation = executor.loader.get_migration(*AFTER).operations[0]
    operation.code(then, None)


def written(enrolment: Enrolment) -> str:
    return Enrolment.objects.get(pk=enrolment.pk).exception_reason


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.ACTIVE, True),
        (State.SUSPENDED, True),
        (State.COMPLETED, True),
        (State.PENDING, False),
        (State.WITHDRAWN, False),
    ],
)
def test_those_who_take_part_get_a_written_exception(enrolment: Enrolment, state: str, expected: bool) -> None:
    Enrolment.objects.update(state=state)

    migrate()

    assert bool(written(enrolment)) == expected


def test_the_reason_is_in_the_sites_language(enrolment: Enrolment, settings) -> None:
    with translation.override(None):  # as `migrate` runs
        migrate()

    with translation.override(settings.LANGUAGE_CODE):
        assert written(enrolment) == translation.gettext("Enrolled before the body's adhesion was asked for.")


def test_an_exception_that_is_written_already_stays(enrolment: Enrolment) -> None:
    Enrolment.objects.update(exception_reason="Unione di comuni")

    migrate()

    assert written(enrolment) == "Unione di comuni"


def test_those_whose_body_has_joined_need_none(enrolment: Enrolment) -> None:
    make_accepted(enrolment.body)

    migrate()

    assert written(enrolment) == ""


def test_an_adhesion_still_to_be_decided_is_none(enrolment: Enrolment) -> None:
    make_submitted(enrolment.body)

    migrate()

    assert written(enrolment) != ""


def test_where_there_are_no_bodies_nothing_is_written(course: CoursePage) -> None:
    enrolment = make_enrolment(make_participant(), course)

    migrate()

    assert written(enrolment) == ""
