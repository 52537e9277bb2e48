"""The public page: whoever holds a certificate asks whether it is true. Strangers learn initials and no more."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from courses.certificates.actions import annul, erase_from_certificates, issue_again, reissue
from courses.certificates.models import Certificate, CertificateFile
from tests.factories.certificates import make_certificate

pytestmark = pytest.mark.django_db
VERIFY = "/attestati/verifica/"


@pytest.fixture(autouse=True)
def unhurried() -> None:
    cache.clear()


def page(client: Client, certificate: Certificate, **post: str) -> str:
    address = reverse("courses:verify_certificate", args=[certificate.code])
    answer = client.post(address, post) if post else client.get(address)
    assert answer.status_code == 200
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store, private", "noindex")
    return answer.content.decode()


def test_it_says_what_the_certificate_says_and_initials_for_the_name(client: Client) -> None:
    certificate = make_certificate(late=180)

    html = page(client, certificate)

    said = (certificate.label, certificate.title, "3 ore su 6 ore", "A. V.", certificate.snapshot["when"])
    assert [words in html for words in said] == [True] * len(said)
    assert "Verdi" not in html


def test_who_types_the_surname_reads_the_name(client: Client, certificate: Certificate) -> None:
    assert "Anna Verdi" in page(client, certificate, family_name="VÈRDI ")
    assert "Anna" not in page(client, certificate, family_name="Rossi")


def test_surnames_are_not_tried_out_for_ever(client: Client, certificate: Certificate) -> None:
    for _attempt in range(10):
        page(client, certificate, family_name="Rossi")

    assert "Anna Verdi" not in page(client, certificate, family_name="Verdi")


def test_the_old_code_leads_to_the_new_one(client: Client, certificate: Certificate) -> None:
    second = reissue(certificate=certificate, given_name="A", family_name="B", reason="Prova", author=None)
    third = reissue(certificate=second, given_name="A", family_name="C", reason="Prova", author=None)

    html = page(client, certificate)

    assert f"Sostituito dal n. {second.label}" in html
    assert reverse("courses:verify_certificate", args=[third.code]) in html


def tried(client: Client, certificate: Certificate, address: str, family_name: str) -> str:
    """What is answered to a surname that comes from an address."""
    target = reverse("courses:verify_certificate", args=[certificate.code])
    return client.post(target, {"family_name": family_name}, REMOTE_ADDR=address).content.decode()


def test_a_stranger_who_guesses_shuts_nobody_else_out(client: Client, certificate: Certificate) -> None:
    guesses = [tried(client, certificate, "192.0.2.1", "Bianchi") for _guess in range(11)]

    assert ["Troppi tentativi" in one for one in guesses] == [False] * 10 + [True]
    assert "Anna Verdi" not in tried(client, certificate, "192.0.2.1", "Verdi")
    assert "Anna Verdi" in tried(client, certificate, "192.0.2.2", "Verdi")


def test_many_addresses_together_guess_no_faster(client: Client, certificate: Certificate) -> None:
    other = reissue(certificate=certificate, given_name="Anna", family_name="Verdi", reason="Prova", author=None)
    guesses = [tried(client, certificate, f"192.0.2.{number // 10}", "Bianchi") for number in range(200)]

    assert not any("Troppi tentativi" in one for one in guesses)
    assert "Troppi tentativi" in tried(client, certificate, "192.0.2.99", "Verdi")
    assert "Anna Verdi" in tried(client, other, "192.0.2.99", "Verdi")


def test_annulled_it_says_since_when_and_not_why(client: Client, certificate: Certificate) -> None:
    annul(certificate=certificate, reason="Era un'omonima.", author=None)

    html = page(client, certificate)

    assert "Annullato in data" in html
    assert "omonima" not in html


def test_annulled_and_issued_again_the_old_code_leads_to_the_last(client: Client, certificate: Certificate) -> None:
    annul(certificate=certificate, reason="Era un'omonima.", author=None)
    second = issue_again(certificate=certificate, reason="Era lei.", author=None)
    third = reissue(certificate=second, given_name="A", family_name="C", reason="Prova", author=None)

    html = page(client, certificate)

    assert f"Al suo posto è stato emesso il n. {second.label}" in html
    assert reverse("courses:verify_certificate", args=[third.code]) in html
    assert "Era lei" not in html


def test_an_erased_person_has_no_initials_and_the_certificate_is_still_true(
    client: Client, certificate: Certificate
) -> None:
    erase_from_certificates(participant=certificate.participant, author=None)

    html = page(client, certificate, family_name="Verdi")

    assert certificate.title in html
    assert ("A. V." in html, "Verdi</dd>" in html) == (False, False)


@pytest.mark.parametrize("code", ["0" * 16, "x", "<b>", "%00", "é" * 16, "7" * 3000, "..%2f"])
def test_an_unknown_code_is_told_kindly(client: Client, code: str) -> None:
    assert client.get(f"{VERIFY}{code}/").status_code == 404


def test_known_and_unknown_codes_cost_the_same_questions(
    client: Client, certificate: Certificate, django_assert_num_queries
) -> None:
    for code in (certificate.code, "0" * 16):
        with django_assert_num_queries(1):
            client.get(f"{VERIFY}{code}/")


def test_a_code_is_typed_as_it_comes(client: Client, certificate: Certificate) -> None:
    typed = certificate.written_code.lower().replace("-", " ").replace("0", "o")

    assert client.post(VERIFY, {"code": typed})["Location"] == f"{VERIFY}{certificate.code}/"
    assert client.post(VERIFY, {"code": "\x00"}).status_code == 200
    assert client.post(VERIFY, {}).status_code == 200


def test_the_file_is_known_by_its_bytes_and_a_changed_one_is_not(client: Client, certificate: Certificate) -> None:
    content = bytes(CertificateFile.objects.get().content)

    found = client.post(VERIFY, {"file": SimpleUploadedFile("x.pdf", content)})
    changed = client.post(VERIFY, {"file": SimpleUploadedFile("x.pdf", content + b"\n")})
    large = client.post(VERIFY, {"file": SimpleUploadedFile("x.pdf", b"0" * (2 * 1024 * 1024 + 1))})
    empty = client.post(VERIFY, {"file": SimpleUploadedFile("x.pdf", b"")})

    assert found["Location"] == f"{VERIFY}{certificate.code}/"
    assert [answer.status_code for answer in (changed, large, empty)] == [200, 200, 200]
    assert certificate.code not in changed.content.decode()


def test_what_people_are_called_is_only_text(client: Client) -> None:
    certificate = make_certificate(family_name="<script>alert(1)</script>")

    assert "<script>alert(1)" not in page(client, certificate, family_name="script alert 1 script")
    assert certificate.snapshot["family_name"] == "<script>alert(1)</script>"


def test_too_many_questions_from_one_address_wait(client: Client, certificate: Certificate, monkeypatch) -> None:
    for _question in range(300):
        client.head(f"{VERIFY}x/")
    answers = {client.get(VERIFY).status_code for _question in range(301)}

    assert 429 in answers
