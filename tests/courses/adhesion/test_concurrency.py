"""Two people of one body send the form at the same moment."""

import pytest

from courses.adhesion.actions import confirm_adhesion, send_adhesion
from courses.adhesion.models import Adhesion
from courses.errors import NotAllowed
from tests.factories.adhesion import make_draft
from tests.factories.people import make_municipal_body
from tests.threads import at_once

pytestmark = [pytest.mark.concurrent, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def confirm(adhesion: Adhesion) -> str:
    try:
        return confirm_adhesion(adhesion=adhesion).state
    except NotAllowed as refusal:
        return str(refusal)


def test_two_simultaneous_forms_for_one_body_make_one_adhesion() -> None:
    body = make_municipal_body()
    forms = [send_adhesion(adhesion=make_draft(body), notice_version="1") for _number in range(4)]

    answers = at_once(*[lambda form=form: confirm(form) for form in forms])

    assert Adhesion.objects.filter(state__in=Adhesion.LIVE).count() == 1
    assert sorted(len(answer) > len(Adhesion.State.SUBMITTED) for answer in answers) == [False, True, True, True]
