"""After the form was sent: the confirmation, the document, the signed form."""

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

from courses.adhesion.actions import ask_correction, save_contact, send_adhesion
from courses.adhesion.models import Adhesion, KnownDomain
from courses.audit.models import Entry
from courses.post.models import Letter
from courses.territory.models import Body
from tests.courses.adhesion.addresses import FORM, page_of, step
from tests.factories.adhesion import make_draft, make_submitted
from tests.factories.people import make_municipal_body, make_official, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_counters() -> None:
    cache.clear()


@pytest.fixture
def body(db) -> Body:
    return make_municipal_body(name="Castro", population=20_000)


def blank_pdf() -> bytes:
    writer, content = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(content)
    return content.getvalue()


def icon() -> bytes:
    content = BytesIO()
    Image.new("RGB", (20, 20)).save(content, "PNG")
    return content.getvalue()


def pdf_file(name: str = "firmata.pdf") -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("L", (420, 600), 255).save(content, "PDF")
    return SimpleUploadedFile(name, content.getvalue(), "application/pdf")


def picture_file(size: tuple[int, int] = (420, 600)) -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", size).save(content, "PNG")
    return SimpleUploadedFile("firmata.png", content.getvalue(), "image/png")


def sent(body: Body, **over: str) -> Adhesion:
    return send_adhesion(adhesion=make_draft(body, **over), notice_version="1")


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


@pytest.mark.parametrize(("name", "content"), [("a.pdf", blank_pdf()), ("a.png", icon())])
def test_the_form_as_it_was_downloaded_or_an_icon_proves_nothing(
    client: Client, body: Body, name: str, content: bytes
) -> None:
    adhesion = make_submitted(body)

    client.post(reverse("courses:adhesion_signed", args=[adhesion.token]), {"file": SimpleUploadedFile(name, content)})

    adhesion.refresh_from_db()
    assert (adhesion.state, adhesion.proof, adhesion.signed_form.name) == ("submitted", "", "")


def test_the_secretariat_hears_of_a_signed_form(client: Client, body: Body, settings) -> None:
    settings.COURSES_SECRETARIAT_EMAIL = "segreteria@example.org"
    adhesion = make_submitted(body)

    client.post(reverse("courses:adhesion_signed", args=[adhesion.token]), {"file": pdf_file()})

    assert Letter.objects.get(kind="adhesion.look").recipient == "segreteria@example.org"


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
