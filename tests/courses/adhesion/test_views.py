"""The scheda di adesione as people meet it, without scripts."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pypdf import PdfWriter

from courses.adhesion.actions import ask_correction, save_contact, save_officials, send_adhesion
from courses.adhesion.models import Adhesion, KnownDomain
from courses.audit.models import Entry
from courses.people.models import Role
from courses.post.models import Letter
from courses.territory.models import Body
from tests.factories.adhesion import CONTACT, make_accepted, make_draft, make_submitted
from tests.factories.people import make_municipal_body, make_official, make_user
from tests.factories.territory import make_municipality, make_province

pytestmark = pytest.mark.django_db
FORM = {**CONTACT, "contact_phone": "0836 1", "pec": "protocollo@pec.castro.it"}
ROWS = {"persone-TOTAL_FORMS": "1", "persone-INITIAL_FORMS": "0"}
PERSON = {"given_name": "Lia", "family_name": "Neri", "role": "official", "email": "lia@x.example", "office": "Sociale"}


@pytest.fixture(autouse=True)
def no_counters() -> None:
    cache.clear()


@pytest.fixture
def body(db) -> Body:
    return make_municipal_body(name="Castro", population=20_000)


def step(adhesion: Adhesion, slug: str) -> str:
    return reverse("courses:adhesion_step", args=[adhesion.token, slug])


def page_of(adhesion: Adhesion) -> str:
    return reverse("courses:adhesion_resume", args=[adhesion.token])


def row(number: int = 0, **over: str) -> dict[str, str]:
    return {f"persone-{number}-{name}": value for name, value in (PERSON | over).items()}


def pdf_file(name: str = "firmata.pdf") -> SimpleUploadedFile:
    writer, content = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(content)
    return SimpleUploadedFile(name, content.getvalue(), "application/pdf")


def picture_file(size: tuple[int, int] = (20, 20)) -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", size).save(content, "PNG")
    return SimpleUploadedFile("firmata.png", content.getvalue(), "image/png")


def sent(body: Body, **over: str) -> Adhesion:
    return send_adhesion(adhesion=make_draft(body, **over), notice_version="1")


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


def test_what_changes_after_sending_needs_a_new_confirmation(client: Client, body: Body) -> None:
    """Else one could confirm for oneself, then write the address of somebody of the body: a proof by domain."""
    KnownDomain.objects.create(body=body, domain="comune.castro.le.it")
    adhesion = sent(body, contact_email="estraneo@example.com")
    link = reverse("courses:adhesion_confirm", args=[adhesion.confirm_token])
    client.post(step(adhesion, "referente"), FORM)
    client.post(step(adhesion, "riepilogo"), {"notice": "on"})

    assert client.post(link).status_code == 404
    adhesion.refresh_from_db()
    assert adhesion.state == "draft"


def test_an_old_link_does_not_confirm_what_was_changed_after_a_correction(client: Client, body: Body) -> None:
    adhesion = make_submitted(body)
    link = reverse("courses:adhesion_confirm", args=[adhesion.confirm_token])
    ask_correction(adhesion=adhesion, reason="Il nome", author=None)
    send_adhesion(adhesion=save_contact(adhesion=adhesion, **FORM), notice_version="1")

    assert client.post(link).status_code == 404


def test_an_expired_link_says_what_to_do(client: Client, body: Body) -> None:
    adhesion = sent(body)
    Adhesion.objects.update(sent_at=timezone.now() - timedelta(days=15))

    for ask in (client.get, client.post):
        answer = ask(reverse("courses:adhesion_confirm", args=[adhesion.confirm_token]))
        assert (answer.status_code, page_of(adhesion) in answer.content.decode()) == (410, True)


def test_a_confirmed_link_leads_to_where_the_adhesion_stands(client: Client, body: Body) -> None:
    adhesion = make_submitted(body)

    answer = client.get(reverse("courses:adhesion_confirm", args=[adhesion.confirm_token]))

    assert answer.url == page_of(adhesion)


def test_of_two_forms_the_second_is_told_at_its_confirmation(client: Client, body: Body) -> None:
    second = sent(body)
    make_submitted(body)

    answer = client.post(reverse("courses:adhesion_confirm", args=[second.confirm_token]))

    assert (answer.status_code, "carla@" in answer.content.decode()) == (409, False)


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


def test_the_letter_may_be_sent_again(client: Client, body: Body) -> None:
    adhesion = sent(body)
    Letter.objects.all().delete()

    client.post(page_of(adhesion))

    assert Letter.objects.get().kind == "adhesion.confirm"


@pytest.mark.parametrize("make", [pdf_file, picture_file])
def test_the_signed_form_is_a_proof_kept_out_of_the_webs_reach(client: Client, body: Body, make, settings) -> None:
    adhesion = make_submitted(body)

    client.post(reverse("courses:adhesion_signed", args=[adhesion.token]), {"file": make()})

    adhesion.refresh_from_db()
    place = Path(adhesion.signed_form.path)
    assert (adhesion.state, adhesion.proof) == ("accepted", "signed_form")
    assert place.exists() and Path(settings.COURSES_PRIVATE_ROOT) in place.parents


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"<html><script>"),
        ("a.pdf", b"%PDF-1.7 but no more"),
        ("a.png", b"\x89PNG\r\n\x1a\n"),
        ("a.svg", b"<svg/>"),
    ],
)
def test_what_is_no_signed_form_is_refused(client: Client, body: Body, name: str, content: bytes, settings) -> None:
    adhesion = make_submitted(body)

    answer = client.post(
        reverse("courses:adhesion_signed", args=[adhesion.token]), {"file": SimpleUploadedFile(name, content)}
    )

    adhesion.refresh_from_db()
    assert (answer.context["has_mistakes"], adhesion.proof, adhesion.signed_form.name) == (True, "", "")
    assert not Path(settings.COURSES_PRIVATE_ROOT).exists()


def test_the_signed_form_comes_after_the_confirmation(client: Client, body: Body) -> None:
    adhesion = sent(body)

    client.post(reverse("courses:adhesion_signed", args=[adhesion.token]), {"file": pdf_file()})

    adhesion.refresh_from_db()
    assert (adhesion.state, adhesion.proof) == ("draft", "")


def test_only_staff_take_the_signed_form_out_and_it_is_written_down(client: Client, body: Body) -> None:
    adhesion = make_submitted(body)
    client.post(reverse("courses:adhesion_signed", args=[adhesion.token]), {"file": pdf_file()})
    place = reverse("courses:adhesion_signed_file", args=[adhesion.pk])
    assert client.get(place).url.startswith("/accedi/")
    client.force_login(make_official(body).user)
    assert client.get(place).status_code == 403
    staff = make_user()
    staff.user_permissions.add(Permission.objects.get(codename="view_adhesion"))
    client.force_login(staff)

    answer = client.get(place)

    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert answer["Content-Disposition"].startswith("attachment")
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == (
        "nosniff",
        "sandbox; default-src 'none'",
    )
    assert Entry.objects.get(action="adhesion.read_signed_form").author == staff


def test_a_signed_form_that_is_not_there_is_found_nowhere(client: Client, body: Body) -> None:
    client.force_login(make_user(superuser=True))

    assert client.get(reverse("courses:adhesion_signed_file", args=[make_submitted(body).pk])).status_code == 404


def test_the_document_is_there_once_the_form_is_sent(client: Client, body: Body) -> None:
    draft, ready = make_draft(make_municipal_body()), sent(body)

    assert client.get(reverse("courses:adhesion_pdf", args=[draft.token])).status_code == 302
    assert client.get(reverse("courses:adhesion_pdf", args=[ready.token])).content.startswith(b"%PDF-")


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
