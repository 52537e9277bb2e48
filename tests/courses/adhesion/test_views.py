"""The scheda di adesione as people meet it, without scripts."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from courses.adhesion.actions import save_officials
from courses.adhesion.models import Adhesion
from courses.people.models import Role
from courses.post.models import Letter
from courses.territory.models import Body
from tests.courses.adhesion.addresses import FORM, page_of, step
from tests.factories.adhesion import make_accepted, make_draft, make_submitted
from tests.factories.people import make_municipal_body, make_official
from tests.factories.territory import make_municipality, make_province

pytestmark = pytest.mark.django_db
ROWS = {"persone-TOTAL_FORMS": "1", "persone-INITIAL_FORMS": "0"}
PERSON = {"given_name": "Lia", "family_name": "Neri", "role": "official", "email": "lia@x.example", "office": "Sociale"}


@pytest.fixture(autouse=True)
def no_counters() -> None:
    cache.clear()


@pytest.fixture
def body(db) -> Body:
    return make_municipal_body(name="Castro", population=20_000)


def row(number: int = 0, **over: str) -> dict[str, str]:
    return {f"persone-{number}-{name}": value for name, value in (PERSON | over).items()}


def test_the_whole_form_from_the_first_step_to_the_confirmation(client: Client) -> None:
    make_municipality("Castro", population=20_000)

    answer = client.post(reverse("courses:adhesion"), {"municipality_name": "Castro (LE)"})
    adhesion = Adhesion.objects.get()
    assert answer.url == step(adhesion, "referente")
    assert client.post(answer.url, FORM).url == step(adhesion, "funzionari")
    assert client.post(step(adhesion, "funzionari"), ROWS | row()).url == step(adhesion, "riepilogo")
    assert client.post(step(adhesion, "riepilogo"), {"notice": "on"}).url == page_of(adhesion)
    adhesion.refresh_from_db()
    confirm = reverse("courses:adhesion_confirm", args=[adhesion.confirm_token])
    client.get(confirm)
    assert Adhesion.objects.get().state == Adhesion.State.DRAFT
    assert client.post(confirm).url == page_of(adhesion)

    adhesion.refresh_from_db()
    assert (adhesion.state, adhesion.pec, adhesion.officials.get().family_name) == (
        "submitted",
        "protocollo@pec.castro.it",
        "Neri",
    )
    kinds = Letter.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["adhesion.draft", "adhesion.confirm", "adhesion.received"]


def test_no_draft_exists_before_the_body_is_known(client: Client) -> None:
    client.get(reverse("courses:adhesion"))
    client.post(reverse("courses:adhesion"), {"municipality_name": "Nonesiste"})

    assert Adhesion.objects.count() == 0


@pytest.mark.parametrize(
    ("population", "said"), [(20_000, "20.000"), (400, "400"), (None, "Castro (LE)")], ids=["in", "out", "unknown"]
)
def test_the_next_page_says_whether_the_body_may_join(client: Client, population: int | None, said: str) -> None:
    make_municipality("Castro", population=population)

    answer = client.post(reverse("courses:adhesion"), {"municipality_name": "Castro"}, follow=True)

    assert said in answer.content.decode()
    assert answer.context["verdict"].range == {20_000: "in", 400: "out", None: "unknown"}[population]


def test_a_second_comer_is_told_without_the_contacts_name_or_address(client: Client, body: Body) -> None:
    make_accepted(body)

    text = client.post(reverse("courses:adhesion"), {"municipality_name": "Castro (LE)"}).content.decode()

    assert ("Castro (LE)" in text, "Carla" in text, "carla@" in text) == (True, False, False)
    assert Adhesion.objects.count() == 1


def test_a_province_is_made_when_it_is_chosen_and_once(client: Client) -> None:
    make_province("LE")

    for _time in range(2):
        client.post(reverse("courses:adhesion") + "?tipo=sovracomunale", {"kind": "province", "province": "LE"})

    assert [body.name for body in Body.objects.all()] == ["Provincia di Lecce"]
    assert Adhesion.objects.count() == 2


def test_answers_are_kept_by_nobody_and_tell_no_other_site(client: Client, body: Body) -> None:
    adhesion = make_draft(body)

    answer = client.get(step(adhesion, "referente"))

    headers = (answer["Cache-Control"], answer["Referrer-Policy"], answer["X-Robots-Tag"])
    assert headers == ("no-store, private", "same-origin", "noindex")


def test_nothing_typed_is_lost_when_something_is_wrong(client: Client, body: Body) -> None:
    adhesion = make_draft(body)

    text = client.post(step(adhesion, "referente"), FORM | {"contact_email": "a@", "deputy_given_name": "Ugo"})

    assert [value in text.content.decode() for value in ("a@", "Ugo", "0836 1")] == [True, True, True]
    assert set(text.context["forms"][0].errors) == {
        "contact_email",
        "deputy_family_name",
        "deputy_role",
        "deputy_email",
    }


def test_a_row_is_added_and_what_was_typed_stays(client: Client, body: Body) -> None:
    adhesion = make_draft(body)

    answer = client.post(step(adhesion, "funzionari"), ROWS | row(email="rotto") | {"act": "add"})

    assert len(answer.context["rows"]) == 2
    assert ("rotto" in answer.content.decode(), answer.context["has_mistakes"]) == (True, False)
    assert adhesion.officials.count() == 0


def test_a_person_is_corrected_left_out_and_removed(client: Client, body: Body) -> None:
    adhesion = save_officials(adhesion=make_draft(body), officials=[PERSON, PERSON | {"given_name": "Ada"}])
    lia, ada = adhesion.officials.all()
    place = step(adhesion, "funzionari")

    shown = client.post(
        place, ROWS | row(given_name="", family_name="", role="", email="", office="") | {"act": f"correct-{lia.pk}"}
    )
    assert shown.context["rows"][-1]["given_name"].value() == "Lia"
    client.post(place, ROWS | row(given_name="Lia Maria") | {"persone-0-replaces": str(lia.pk), "remove": str(ada.pk)})
    client.post(place, ROWS | row(given_name="Mai") | {"persone-0-drop": "on"})

    assert [one.given_name for one in adhesion.officials.all()] == ["Lia Maria"]


def test_a_half_bad_file_loses_nothing_and_read_again_changes_nothing(client: Client, body: Body) -> None:
    adhesion = make_draft(body)
    content = "Nome;Cognome;Ruolo;E-mail\nLia;Neri;funzionaria;lia@x.example\nUgo;;sindaco;ugo@x.example\n"
    typed = ROWS | row(given_name="Ada", family_name="Bo")

    answers = [
        client.post(
            step(adhesion, "funzionari"),
            typed | {"act": "file", "file": SimpleUploadedFile("f.csv", content.encode("cp1252"))},
        )
        for _time in range(2)
    ]

    assert [one.family_name for one in adhesion.officials.all()] == ["Neri"]
    for answer in answers:
        assert [form["given_name"].value() for form in answer.context["rows"]] == ["Ada", "Ugo"]
        assert answer.context["has_mistakes"] is True


def test_a_file_that_cannot_be_read_is_explained_and_the_rows_stay(client: Client, body: Body) -> None:
    adhesion = make_draft(body)

    answer = client.post(
        step(adhesion, "funzionari"), ROWS | row() | {"act": "file", "file": SimpleUploadedFile("f.xlsx", b"%PDF-1")}
    )

    assert "file" in answer.context["forms"][0].errors
    assert answer.context["rows"][0]["given_name"].value() == "Lia"


def test_a_form_that_was_confirmed_is_changed_no_more(client: Client, body: Body) -> None:
    adhesion = make_submitted(body)

    for slug in ("ente", "referente", "funzionari", "riepilogo"):
        assert client.post(step(adhesion, slug), FORM | ROWS).url == page_of(adhesion)


def test_a_step_that_waits_for_another_leads_there(client: Client, body: Body) -> None:
    adhesion = Adhesion.objects.create(body=body)

    for slug in ("funzionari", "riepilogo"):
        assert client.get(step(adhesion, slug)).url == step(adhesion, "referente")
    assert client.get(page_of(adhesion)).url == step(adhesion, "referente")


@pytest.mark.parametrize("path", ["x/", "x/ente/", "x/scheda.pdf"])
def test_a_wrong_address_is_found_nowhere(client: Client, path: str) -> None:
    assert client.get(f"/adesione/{path}").status_code == 404


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_the_template_for_the_file_can_be_taken(client: Client, file_format: str) -> None:
    assert client.get(reverse("courses:adhesion_template", args=[file_format])).status_code == 200


def test_who_is_signed_in_finds_their_own_data(client: Client, body: Body) -> None:
    official = make_official(body, given_name="Olga")
    client.force_login(official.user)
    answer = client.get(reverse("courses:adhesion"), {"comune": "Castro (LE)"})
    assert answer.context["form"]["municipality_name"].value() == "Castro (LE)"
    client.post(reverse("courses:adhesion"), {"municipality_name": "Castro (LE)"})

    answer = client.get(step(Adhesion.objects.get(), "referente"))

    assert answer.context["form"]["contact_given_name"].value() == "Olga"


def test_a_program_that_fills_in_every_field_writes_nothing(client: Client, body: Body) -> None:
    client.post(reverse("courses:adhesion"), {"municipality_name": "Castro (LE)", "website": "http://x"})

    assert Adhesion.objects.count() == 0


def test_an_address_is_not_written_to_without_end(client: Client, body: Body) -> None:
    statuses = []
    for _time in range(8):
        adhesion = Adhesion.objects.create(body=body)
        statuses.append(client.post(step(adhesion, "referente"), FORM | {"contact_role": Role.MAYOR}).status_code)

    assert (statuses[0], statuses[-1]) == (302, 429)
    assert Letter.objects.count() == 6


ODD = (
    "\x00",
    "x" * 5_000,
    "à@" + "b" * 250 + ".it",
    "-1",
    "99999999999999999999",
    "{{ 7*7 }}",
    "\ud7ff",
    "\r\nX: y",
    "",
)
FIELDS = {
    "ente": ("municipality_name", "region", "province", "municipality", "municipality_step", "website"),
    "ente/?tipo=sovracomunale": ("kind", "province", "name", "existing"),
    "referente": (*FORM, "deputy_email", "website"),
    "funzionari": (
        *("act", "remove", "persone-TOTAL_FORMS", "persone-INITIAL_FORMS", "persone-0-given_name", "persone-0-role"),
        *("persone-0-replaces", "persone-0-drop", "persone-0-email", "file"),
    ),
    "riepilogo": ("notice",),
}


@pytest.mark.parametrize("slug", FIELDS)
def test_no_field_makes_a_step_fail(body: Body, slug: str, settings) -> None:
    settings.RATELIMIT_ENABLE = False
    browser, adhesion = Client(raise_request_exception=False), make_draft(body)
    place, _mark, query = slug.partition("/")
    whole = {"kind": "union", "province": body.province_id, "name": "Unione", "municipality_name": "Castro (LE)"}

    asked = [
        (name, value, act) for name in FIELDS[slug] for value in ODD for act in ("next", "add", "file", "correct-1")
    ]
    statuses = {
        one: browser.post(step(adhesion, place) + query, {**whole, **FORM, **ROWS, "act": one[2], one[0]: one[1]})
        for one in asked
    }

    assert [one for one, answer in statuses.items() if answer.status_code >= 500] == []


def test_an_address_as_long_as_may_be_is_written_to(client: Client, body: Body) -> None:
    local, domain = "a" * 64, ".".join(["b" * 60] * 3)
    adhesion = Adhesion.objects.create(body=body)

    client.post(step(adhesion, "referente"), FORM | {"contact_email": f"{local}@{domain}.it"})

    assert Letter.objects.get().recipient == f"{local}@{domain}.it"
