"""The list of adhesions, and everything about one."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from courses.adhesion.actions import contest_adhesion, record_proof, reject_adhesion, save_officials
from courses.adhesion.models import Adhesion
from courses.territory.models import Municipality, Province
from tests.factories.adhesion import make_accepted, make_draft, make_submitted
from tests.factories.people import make_municipal_body
from tests.factories.territory import make_body, make_province

pytestmark = pytest.mark.django_db

LIST = "/admin/courses/adhesion/"
OFFICIAL = {"given_name": "Sofia", "family_name": "D'Angelo", "email": "sofia@comune.example", "role": "official"}


def names(desk: Client, question: str = "") -> list[str]:
    return sorted(row.first for row in desk.get(LIST + question).context["rows"])


def page_of(adhesion: Adhesion) -> str:
    return f"{LIST}inspect/{adhesion.pk}/"


def test_filters_narrow_by_state_place_kind_proof_and_time(desk: Client) -> None:
    make_draft(make_municipal_body(name="Lodi Vecchio", sigla="LO"))
    make_submitted(make_municipal_body(name="Castro"))
    record_proof(adhesion=make_submitted(make_municipal_body(name="Ugento", population=4)), proof="pec", author=None)
    make_submitted(make_body())

    assert names(desk, "?state=draft") == names(desk, "?region=Lombardia") == ["Lodi Vecchio (LO)"]
    assert (
        names(desk, "?province=LE") == names(desk, "?kind=municipality&region=Puglia") == ["Castro (LE)", "Ugento (LE)"]
    )
    assert names(desk, "?kind=union") == ["Unione dei Comuni del Sole"]
    assert names(desk, "?proof=pec") == ["Ugento (LE)"]
    assert names(desk, "?proof=none&state=submitted") == ["Castro (LE)", "Unione dei Comuni del Sole"]
    assert "Castro (LE)" in names(desk, "?period=7")


def test_the_place_is_that_of_the_day_it_was_sent(desk: Client) -> None:
    make_submitted(make_municipal_body(name="Castro"))
    Province.objects.filter(pk="LE").update(region=make_province("LO").region)

    assert names(desk, "?region=Puglia") == ["Castro (LE)"]
    assert names(desk, "?region=Lombardia") == []


@pytest.mark.parametrize(
    "typed", ["santangelo", "sant angelo", "SANT’ANGELO", "nicco", "Niccolò d'ascenzo", "n@comune", "12/26"]
)
def test_body_contact_and_protocol_are_found_whatever_accents(desk: Client, typed: str) -> None:
    contact = {"contact_given_name": "Niccolò", "contact_family_name": "D'Ascenzo", "contact_email": "n@comune.example"}
    found = make_submitted(make_municipal_body(name="Sant'Angelo Lodigiano", sigla="LO"), **contact)
    Adhesion.objects.filter(pk=found.pk).update(protocol="12/26 del 3 maggio")
    make_submitted(make_municipal_body(name="Altro"))

    assert names(desk, f"?q={typed}") == ["Sant'Angelo Lodigiano (LO)"]


@pytest.mark.parametrize("typed", ["%25", "_", "'", "..."])
def test_signs_alone_find_nothing(desk: Client, typed: str) -> None:
    make_submitted(make_municipal_body())

    assert names(desk, f"?q={typed}") == []


def test_a_draft_without_a_body_has_a_row_and_a_page(desk: Client) -> None:
    adhesion = Adhesion.objects.create()

    assert len(names(desk)) == 1
    assert desk.get(page_of(adhesion)).status_code == 200


def test_the_page_of_one_shows_contact_officials_data_of_the_day_letters_and_trail(desk: Client) -> None:
    adhesion = make_draft(
        make_municipal_body(name="Castro"), pec="comune@pec.example", deputy_email="vice@comune.example"
    )
    save_officials(adhesion=adhesion, officials=[OFFICIAL])
    Adhesion.objects.filter(pk=adhesion.pk).update(
        state="submitted", confirmed_at="2026-05-05T10:00Z", body_name="Castro", population=12_000, population_year=2025
    )
    adhesion.refresh_from_db()
    contest_adhesion(adhesion=adhesion, contested=True, reason="Ha telefonato il sindaco", author=None)
    Municipality.objects.update(population=99)

    response = desk.get(page_of(adhesion))
    page = response.content.decode()

    told = [
        "Carla Neri",
        "carla@comune.castro.le.it",
        "comune@pec.example",
        "vice@comune.example",
        "D&#x27;Angelo Sofia",
        "12000",
    ]
    assert [one for one in [*told, "Ha telefonato il sindaco"] if one not in page] == []
    assert [letter.kind for letter in response.context["letters"]] == ["adhesion.draft"]


def test_the_buttons_are_those_that_make_sense(desk: Client) -> None:
    accepted = make_accepted(make_municipal_body())
    rejected = make_submitted(make_municipal_body())
    reject_adhesion(adhesion=rejected, reason="Prova", author=None)

    def verbs(adhesion: Adhesion) -> list[str]:
        buttons = desk.get(page_of(adhesion)).context["action_buttons"]
        return [name.removeprefix("courses_adhesion_") for name, _label in buttons]

    assert verbs(make_draft(make_municipal_body())) == ["proof", "protocol", "contest"]
    assert verbs(make_submitted(make_municipal_body())) == [
        *("accept", "reject", "correction", "proof", "protocol", "contest", "reassign", "withdraw"),
    ]
    assert verbs(accepted) == ["proof", "protocol", "contest", "reassign", "withdraw"]
    assert verbs(rejected) == ["protocol", "contest"]


def test_who_may_only_look_gets_no_button_no_letter_and_no_trail(outsider: Client) -> None:
    user = outsider.get("/admin/").wsgi_request.user
    user.user_permissions.add(Permission.objects.get(codename="view_adhesion"))

    context = outsider.get(page_of(make_submitted(make_municipal_body()))).context

    assert (context["action_buttons"], context["letters"], context["trail"]) == ([], None, None)


@pytest.mark.parametrize("pk", ["1", "999999"])
def test_editors_get_403_for_what_exists_and_what_does_not(outsider: Client, pk: str) -> None:
    make_submitted(make_municipal_body())

    assert [outsider.get(page).status_code for page in (LIST, f"{LIST}inspect/{pk}/")] == [403, 403]


@pytest.mark.parametrize("bodies", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(desk: Client, django_assert_num_queries, bodies: int) -> None:
    for number in range(bodies):
        make_submitted(make_municipal_body(name=f"Comune{number}"))
    desk.get("/admin/")  # what Wagtail keeps for the process

    with django_assert_num_queries(13):
        desk.get(LIST)
    with django_assert_num_queries(14):
        desk.get(f"{LIST}?q=comune")
    with django_assert_num_queries(10):
        b"".join(desk.get(f"{LIST}?export=csv"))


@pytest.mark.parametrize("officials", [1, 3])
def test_the_page_costs_the_same_for_one_official_and_for_three(
    desk: Client, django_assert_num_queries, officials: int
) -> None:
    adhesion = make_draft(make_municipal_body())
    save_officials(adhesion=adhesion, officials=[OFFICIAL | {"given_name": f"Sofia{one}"} for one in range(officials)])
    desk.get("/admin/")

    with django_assert_num_queries(13):
        desk.get(page_of(adhesion))
