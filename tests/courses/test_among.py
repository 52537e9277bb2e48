"""The rows of many keys are the same as by `in`, on both databases."""

import pytest

from courses.among import Among
from courses.enrolment.models import Enrolment
from tests.factories.catalogue import make_course
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_participant

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("taken", [0, 1, 3])
def test_the_same_rows_as_by_in(taken: int) -> None:
    course = make_course()
    keys = [make_enrolment(make_participant(), course).participant_id for _number in range(4)][:taken]
    asked = [*keys, 10**15, -1]

    found = Enrolment.objects.filter(Among("participant", iter(asked)))

    assert {row.participant_id for row in found} == set(keys)
    assert set(found) == set(Enrolment.objects.filter(participant__in=asked))
    assert Enrolment.objects.filter(Among("participant__body", [])).count() == 0


def test_it_is_one_value_however_many_keys() -> None:
    _statement, values = Enrolment.objects.filter(Among("participant", range(1000))).query.sql_with_params()

    assert len(values) == 1
