"""Many workers issue at once, on both databases: no number twice, none missing, nobody certified twice."""

import pytest

from courses.certificates.actions import issue_due
from courses.certificates.models import Certificate, NumbersOfYear
from courses.post.models import Letter
from tests.factories.certificates import make_closed
from tests.threads import at_once

pytestmark = [pytest.mark.concurrent, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
PEOPLE, WORKERS = 24, 6


def test_six_workers_at_once_give_each_person_one_certificate_and_the_numbers_from_one(settings, monkeypatch) -> None:
    settings.COURSES_WORK_AT_COMMIT = False
    monkeypatch.setattr("courses.certificates.issuing.A_ROUND", 3)  # so that rounds meet
    make_closed(*[0] * PEOPLE)

    issued = at_once(*[issue_due] * WORKERS)

    found = list(Certificate.objects.order_by("number").values_list("number", "participant"))
    assert sum(issued) == PEOPLE
    assert [number for number, _person in found] == list(range(1, PEOPLE + 1))
    assert len({person for _number, person in found}) == PEOPLE
    assert NumbersOfYear.objects.get().last == PEOPLE
    assert Letter.objects.filter(kind="certificate.issued").count() == PEOPLE
