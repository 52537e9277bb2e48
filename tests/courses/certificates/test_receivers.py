"""The doorbells: a closed register and a completed course are certified once the transaction is safe."""

import pytest

from courses.certificates.models import Certificate
from tests.factories.certificates import make_closed

pytestmark = pytest.mark.django_db


def test_closing_a_register_issues_on_commit(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        make_closed(0, 60)
        inside = Certificate.objects.count()

    assert (inside, Certificate.objects.count()) == (0, 2)


def test_where_the_worker_does_it_no_request_waits(django_capture_on_commit_callbacks, settings) -> None:
    settings.COURSES_WORK_AT_COMMIT = False
    with django_capture_on_commit_callbacks(execute=True):
        make_closed(0)

    assert Certificate.objects.count() == 0
