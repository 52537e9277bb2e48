"""Two act on one official at the same moment."""

import pytest

from courses.enrolment.models import State
from courses.errors import NotAllowed
from courses.officials.actions import name_official, replace_official
from courses.people.models import Participant
from tests.factories.adhesion import make_accepted
from tests.factories.catalogue import make_small_course
from tests.factories.people import make_municipal_body, make_user
from tests.threads import at_once

pytestmark = [pytest.mark.concurrent, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_two_replace_the_same_official_at_once_and_one_colleague_has_the_place() -> None:
    make_small_course(lessons=1)
    body = make_accepted(make_municipal_body()).body
    carla = make_user()
    Participant.objects.filter(contact_of__body=body).update(user=carla)
    ada = name_official(body=body, author=carla, given_name="Ada", family_name="Negri", email="", role="official")

    def replace(given_name: str) -> bool:
        name = {"given_name": given_name, "family_name": "Rossi", "email": "", "role": "official"}
        old = Participant.objects.get(pk=ada.pk)
        try:
            return bool(replace_official(body=body, old=old, author=carla, **name))
        except NotAllowed:
            return False

    done = at_once(lambda: replace("Ugo"), lambda: replace("Ivo"))

    colleagues = Participant.objects.filter(family_name="Rossi", enrolments__state=State.ACTIVE)
    assert (sorted(done), colleagues.count()) == ([False, True], 1)
