"""Two workers, or a worker and a contact, at the same moment."""

import pytest

from courses.enrolment.models import Enrolment
from courses.officials import importing
from courses.officials.actions import apply_import, name_official
from courses.officials.importing import work_on_imports
from courses.officials.models import PeopleImport
from courses.people.models import Participant, Role
from courses.post.models import Letter
from courses.territory.models import Body
from tests.factories.adhesion import make_accepted
from tests.factories.catalogue import make_small_course
from tests.factories.officials import check_people, send_people
from tests.factories.people import make_municipal_body
from tests.threads import at_once

pytestmark = [pytest.mark.concurrent, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
ROWS = [f"Ugo;Foscolo{number};funzionario;ugo{number}@x.example;Castro;LE" for number in range(30)]


@pytest.fixture
def castro(settings, monkeypatch) -> Body:
    """A body that has joined; files are worked on by the tests' own workers, in small batches."""
    settings.COURSES_REQUIRE_ADHESION = True
    monkeypatch.setattr(importing, "BATCH", 4)
    monkeypatch.setattr("courses.officials.receivers.AT_ONCE", 0)
    make_small_course()
    return make_accepted(make_municipal_body(name="Castro", sigla="LE")).body


@pytest.mark.parametrize("of_a_body", [True, False])
def test_two_workers_at_once_judge_and_save_each_row_once(castro: Body, of_a_body: bool) -> None:
    people_import = send_people(*ROWS, body=castro if of_a_body else None)
    judged = at_once(work_on_imports, work_on_imports)
    apply_import(people_import=people_import, author=None)
    saved = at_once(work_on_imports, work_on_imports)

    people_import.refresh_from_db()
    ugos = Participant.objects.filter(given_name="Ugo")
    assert (sum(judged), sum(saved), people_import.state) == (30, 30, PeopleImport.State.APPLIED)
    assert (ugos.count(), Enrolment.objects.filter(participant__in=ugos).count()) == (30, 30)
    assert Letter.objects.filter(recipient__startswith="ugo").count() == 30


def test_the_same_file_sent_twice_and_a_contact_naming_by_hand_make_each_person_once(castro: Body) -> None:
    files = [check_people(*ROWS), check_people(*ROWS, body=castro)]
    for one in files:
        apply_import(people_import=one, author=None)
    last = {"given_name": "Ugo", "family_name": "Foscolo29", "role": Role.OFFICIAL, "email": "ugo29@x.example"}

    at_once(
        lambda: importing.work_on(files[0]),
        lambda: importing.work_on(files[1]),
        lambda: name_official(body=castro, author=None, **last),
    )

    assert Participant.objects.filter(given_name="Ugo").count() == 30
    assert Letter.objects.filter(recipient__startswith="ugo").count() == 30
