"""«I miei attestati», and those of the officials of one's own body."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client

from courses.adhesion.models import Contact
from courses.certificates.models import Certificate, CertificateFile, ErrorReport
from tests.factories.certificates import make_certificate
from tests.factories.people import make_municipal_body, make_official

pytestmark = pytest.mark.django_db
OWN = "/area-personale/attestati/"
BODY = "/area-personale/ente/"


@pytest.fixture
def certificate(db) -> Certificate:
    return make_certificate(late=60)


@pytest.fixture
def holder(client: Client, certificate: Certificate) -> Client:
    client.force_login(certificate.participant.user)
    return client


def pdf_of(certificate: Certificate) -> str:
    return f"{OWN}{certificate.pk}/attestato.pdf"


def test_the_list_says_number_hours_and_what_one_can_do(holder: Client, certificate: Certificate) -> None:
    html = holder.get(OWN).content.decode()

    said = (
        certificate.label,
        "5 ore su 6 ore",
        pdf_of(certificate),
        f"{OWN}{certificate.pk}/errore/",
        certificate.code,
    )
    assert [words in html for words in said] == [True] * len(said)


def test_the_list_takes_the_same_questions_however_long(
    holder: Client, certificate: Certificate, django_assert_num_queries
) -> None:
    counts = []
    for number in (2, 3):
        with django_assert_num_queries(5):
            counts.append(holder.get(OWN).content.decode().count("<article"))
        copy = Certificate.objects.get(pk=certificate.pk)
        copy.pk, copy.number, copy.code, copy.source = None, number, f"{number:016}", f"event:{90 + number}"
        copy.save(force_insert=True)

    assert counts == [1, 2]


def test_the_file_is_the_one_that_was_issued_and_no_cache_keeps_it(holder: Client, certificate: Certificate) -> None:
    answer = holder.get(pdf_of(certificate))

    assert answer.content == bytes(CertificateFile.objects.get().content)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "private, no-store")


def test_nobody_elses_is_there(client: Client, certificate: Certificate) -> None:
    client.force_login(make_official(make_municipal_body()).user)

    answers = [client.get(address) for address in (pdf_of(certificate), f"{OWN}{certificate.pk}/errore/")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert client.post(f"{OWN}{certificate.pk}/errore/", {"text": "Mio"}).status_code == 404


def test_an_error_is_reported_once(holder: Client, certificate: Certificate) -> None:
    address = f"{OWN}{certificate.pk}/errore/"

    empty = holder.post(address, {"text": " "})
    sent = holder.post(address, {"text": "Manca <b>l'accento</b>."})
    again = holder.post(address, {"text": "Ancora."})

    assert [answer.status_code for answer in (empty, sent, again)] == [200, 302, 200]
    assert list(ErrorReport.objects.values_list("text", flat=True)) == ["Manca <b>l'accento</b>."]


@pytest.fixture
def contact(client: Client, certificate: Certificate) -> Client:
    colleague = make_official(certificate.participant.body)
    Contact.objects.create(participant=colleague, body=colleague.body)
    client.force_login(colleague.user)
    return client


def test_the_contact_takes_those_of_own_officials(contact: Client, certificate: Certificate) -> None:
    content = bytes(CertificateFile.objects.get().content)

    html = contact.get(BODY).content.decode()
    one = contact.get(f"{BODY}attestati/{certificate.pk}/attestato.pdf")
    archive = contact.get(f"{BODY}attestati.zip")

    assert f"{BODY}attestati/{certificate.pk}/attestato.pdf" in html
    assert one.content == content
    with ZipFile(BytesIO(b"".join(archive.streaming_content))) as packed:
        assert [packed.read(name) for name in packed.namelist()] == [content]


def test_the_contact_of_another_body_finds_none(client: Client, certificate: Certificate) -> None:
    other = make_official(make_municipal_body(name="Altrove"))
    Contact.objects.create(participant=other, body=other.body)
    client.force_login(other.user)

    addresses = (f"{BODY}attestati/{certificate.pk}/attestato.pdf", f"{BODY}attestati.zip")
    assert [client.get(address).status_code for address in addresses] == [404, 404]
