"""What becomes of each row of a file, and what the sender reads."""

from collections.abc import Callable

import pytest
from django.utils.translation import gettext as _

from courses.officials.models import ImportRow
from courses.territory.actions import body_of_municipality
from courses.territory.models import Body
from tests.factories.adhesion import make_accepted
from tests.factories.officials import check_people
from tests.factories.people import make_municipal_body, make_participant
from tests.factories.territory import make_body, make_municipality

pytestmark = pytest.mark.django_db
Outcome = ImportRow.Outcome


@pytest.fixture(autouse=True)
def adhesion_is_asked_for(settings) -> None:
    """As on the programme's own site."""
    settings.COURSES_REQUIRE_ADHESION = True


@pytest.fixture
def castro() -> Body:
    """Castro (LE), which has joined; there is another one in the province of Bergamo."""
    body = make_accepted(make_municipal_body(name="Castro", sigla="LE")).body
    make_municipality("Castro", "BG")
    return body


def outcomes(*rows: str, body: Body | None = None) -> list[str]:
    return [row.outcome for row in check_people(*rows, body=body).rows.all()]


def message(row: str, body: Body | None = None) -> str:
    (found,) = check_people(row, body=body).rows.all()
    assert found.outcome == Outcome.WRONG
    return found.message


def test_who_is_new_is_new_and_who_is_there_is_there_however_the_name_is_written(castro: Body) -> None:
    ugo = make_participant(body=castro, given_name="Niccolò", family_name="D'Angelo")

    people_import = check_people("NICCOLO;d angelo;funzionario", "Ada;Negri;sindaca", body=castro)

    there, new = people_import.rows.all()
    assert (there.outcome, there.participant, there.message) == (Outcome.THERE, ugo, "")
    assert (new.outcome, new.body, new.participant) == (Outcome.NEW, castro, None)


NO_GIVEN_NAME, NO_FAMILY_NAME = "The given name is missing.", "The family name is missing."
NO_ADDRESS = "«%(address)s» is no e-mail address: correct it, or leave it empty."


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (";Foscolo;funzionario", lambda: [_(NO_GIVEN_NAME)]),
        ("Ugo;-;funzionario", lambda: [_(NO_FAMILY_NAME)]),
        ("Ugo;Foscolo;", lambda: [_("The role is missing.")]),
        ("Ugo;Foscolo;funzionario;ugo@", lambda: [_(NO_ADDRESS) % {"address": "ugo@"}]),
        (f"Ugo;{'F' * 101};funzionario", lambda: [_("A name has at most %(most)s letters.") % {"most": 100}]),
        (";;sindaco;ugo", lambda: [_(NO_GIVEN_NAME), _(NO_FAMILY_NAME), _(NO_ADDRESS) % {"address": "ugo"}]),
    ],
)
def test_a_row_to_be_corrected_says_all_that_is_wrong(castro: Body, row: str, said: Callable[[], list[str]]) -> None:
    assert message(row, castro) == " ".join(said())


def test_an_unknown_role_is_answered_with_those_there_are(castro: Body) -> None:
    known = "sindaco, assessore, consigliere, segretario, dirigente, elevata qualificazione, funzionario"

    words = _("«%(role)s» is none of the roles: write one of these: %(known)s.")
    assert message("Ugo;Foscolo;capo dei capi", castro) == words % {
        "role": "capo dei capi",
        "known": f"{known}, assistente sociale, altro",
    }


def test_the_second_row_of_a_name_in_a_body_is_twice_in_the_file(castro: Body) -> None:
    other = make_municipality("Otranto", "LE")
    make_accepted(body_of_municipality(municipality=other))
    same = ("Ugo;Foscolo;funzionario;;Castro;LE", "UGO;Fóscolo;sindaco;;Castro (LE);", "Ugo;Foscolo;altro;;Otranto")

    assert outcomes(*same) == [Outcome.NEW, Outcome.DUPLICATE, Outcome.NEW]


@pytest.mark.parametrize(
    ("municipality", "province"),
    [
        ("Castro", "LE"),
        ("castro", "le"),
        ("Castro (LE)", ""),
        ("Comune di Castro", "Lecce"),
        ("CASTRO", "Provincia di Lecce"),
    ],
)
def test_a_municipality_is_known_as_people_write_it(castro: Body, municipality: str, province: str) -> None:
    (row,) = check_people(f"Ugo;Foscolo;funzionario;;{municipality};{province}").rows.all()

    assert (row.outcome, row.body) == (Outcome.NEW, castro)


@pytest.mark.parametrize(
    ("place", "words", "values"),
    [
        (";", "The municipality is missing.", {}),
        (
            "Castro;",
            "There is more than one «%(name)s»: write the province too. They are %(found)s.",
            {"name": "Castro", "found": "Castro (BG), Castro (LE)"},
        ),
        (
            "Castro;PV",
            "There is no «%(name)s» in the province %(sigla)s: there is %(found)s.",
            {"name": "Castro", "sigla": "PV", "found": "Castro (BG), Castro (LE)"},
        ),
        ("Castro;Atlantide", "«%(province)s» is no province: write its two letters.", {"province": "Atlantide"}),
        (
            "Castrum;LE",
            "There is no municipality called «%(name)s»: check how it is written.",
            {"name": "Castrum"},
        ),
        (
            "Vecchia;LE",
            "«%(name)s» is called otherwise today: write %(found)s.",
            {"name": "Vecchia", "found": "Nuova (LE)"},
        ),
    ],
)
def test_a_place_that_is_not_one_municipality_is_told_with_what_to_write(
    castro: Body, place: str, words: str, values: dict[str, str]
) -> None:
    make_municipality("Nuova", "LE", former_names="Vecchia")
    make_municipality("Pavia", "PV")

    assert message(f"Ugo;Foscolo;funzionario;;{place}") == _(words) % values


def test_who_works_for_a_body_that_may_join_and_has_not_waits() -> None:
    make_municipality("Otranto", "LE")

    (row,) = check_people("Ugo;Foscolo;funzionario;;Otranto;LE").rows.all()

    assert (row.outcome, row.body) == (Outcome.WAITS, None)
    assert row.message == _("%(body)s has not joined yet: the person waits until then, and is not invited.") % {
        "body": "Otranto (LE)"
    }


def test_where_no_adhesion_is_asked_for_nobody_waits(settings) -> None:
    settings.COURSES_REQUIRE_ADHESION = False
    make_municipality("Otranto", "LE")

    assert outcomes("Ugo;Foscolo;funzionario;;Otranto;LE") == [Outcome.NEW]


def test_out_of_range_is_to_be_corrected_until_an_exception_was_made() -> None:
    small = make_municipality("Otranto", "LE", population=900)
    row = "Ugo;Foscolo;funzionario;;Otranto;LE"
    before = message(row)

    make_accepted(body_of_municipality(municipality=small))

    assert "Otranto (LE) ha 900 abitanti (2025)" in before
    assert outcomes(row) == [Outcome.NEW]


def test_the_file_of_a_body_without_municipality_is_about_that_body() -> None:
    union = make_accepted(make_body()).body

    (row,) = check_people("Ugo;Foscolo;funzionario;;Castro;LE", body=union).rows.all()

    assert (row.outcome, row.body, row.municipality) == (Outcome.NEW, union, "")


@pytest.mark.parametrize("people", [1, 40])
def test_checking_costs_the_same_for_one_row_and_for_many(castro: Body, people: int, django_assert_num_queries) -> None:
    rows = [f"Ugo;Foscolo{number};funzionario;;Castro;LE" for number in range(people)]

    with django_assert_num_queries(25):
        check_people(*rows)
