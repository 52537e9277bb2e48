"""An address in a file for somebody who is there already."""

import pytest

from courses.catalogue.models import CoursePage
from courses.officials.models import ImportRow
from courses.people.models import Participant
from courses.post.models import Letter
from courses.territory.models import Body
from tests.factories.adhesion import make_accepted
from tests.factories.officials import check_people, save_people
from tests.factories.people import make_municipal_body, make_official, make_participant

pytestmark = pytest.mark.django_db
Outcome = ImportRow.Outcome
UGO = "Ugo;Foscolo;funzionario;ugo@x.example"


@pytest.fixture
def castro(course: CoursePage, settings) -> Body:
    """A body in range."""
    settings.COURSES_REQUIRE_ADHESION = True
    return make_municipal_body(name="Castro", sigla="LE", population=20_000)


def ugo_of(body: Body, **over: str) -> Participant:
    return make_participant(body=body, given_name="Ugo", family_name="Foscolo", **over)


@pytest.mark.parametrize("joins", [True, False])
def test_who_has_no_address_gets_it_and_is_invited_if_the_body_joined(castro: Body, joins: bool) -> None:
    if joins:
        make_accepted(castro)
    ugo = ugo_of(castro)

    checked = check_people(UGO, body=castro)
    ugo.refresh_from_db()
    assert (ugo.email, checked.rows.get().participant) == ("", ugo)
    people_import = save_people(UGO, body=castro)

    ugo.refresh_from_db()
    row = people_import.rows.get()
    assert (ugo.email, row.is_saved, row.message != "") == ("ugo@x.example", True, True)
    assert ugo.invitations.count() == Letter.objects.filter(recipient="ugo@x.example").count() == int(joins)
    assert castro.participants.filter(family_name="Foscolo").count() == 1


def test_an_address_that_differs_changes_nothing_and_is_told(castro: Body) -> None:
    ugo = ugo_of(castro, email="altro@x.example")

    row = check_people(UGO, body=castro).rows.get()

    ugo.refresh_from_db()
    assert (row.outcome, row.message != "", "altro@" in row.message) == (Outcome.THERE, True, False)
    assert ugo.email == "altro@x.example"


def test_the_address_of_an_account_is_its_owners(castro: Body) -> None:
    ugo = make_official(castro, given_name="Ugo", family_name="Foscolo")

    row = check_people(UGO, body=castro).rows.get()

    assert (row.outcome, row.participant, row.message != "") == (Outcome.THERE, ugo, True)


def test_sent_again_the_file_changes_nothing(castro: Body) -> None:
    ugo_of(castro)
    save_people(UGO, body=castro)

    row = check_people(UGO, body=castro).rows.get()

    assert (row.outcome, row.message) == (Outcome.THERE, "")
