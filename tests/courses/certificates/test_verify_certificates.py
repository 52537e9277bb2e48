"""`manage.py verify_certificates`: any change made in the database itself is found."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from courses.certificates.actions import erase_from_certificates, reissue
from courses.certificates.models import Certificate, CertificateFile, NumbersOfYear

pytestmark = pytest.mark.django_db


def run() -> list[str]:
    said = StringIO()
    call_command("verify_certificates", stdout=said)
    return said.getvalue().splitlines()


def test_whole_certificates_are_told_in_one_line(certificate: Certificate) -> None:
    reissue(certificate=certificate, given_name="A", family_name="B", reason="Prova", author=None)
    erase_from_certificates(participant=certificate.participant, author=None)

    assert len(run()) == 1


def in_snapshot(certificate: Certificate) -> None:
    certificate.snapshot["family_name"] = "Rossi"
    Certificate.objects.filter(pk=certificate.pk).update(snapshot=certificate.snapshot)


@pytest.mark.parametrize(
    "tamper",
    [
        in_snapshot,
        lambda one: Certificate.objects.filter(pk=one.pk).update(minutes=120),
        lambda one: Certificate.objects.filter(pk=one.pk).update(code="0" * 16),
        lambda one: Certificate.objects.filter(pk=one.pk).update(state="replaced"),
        lambda one: CertificateFile.objects.update(content=b"%PDF-"),
        lambda one: CertificateFile.objects.update(content=b"%PDF-", sha256="0" * 64),
        lambda one: CertificateFile.objects.all().delete(),
        lambda one: NumbersOfYear.objects.update(last=7),
        lambda one: Certificate.objects.filter(pk=one.pk).update(number=2),
    ],
)
def test_a_change_made_in_sql_is_told_and_ends_with_one(
    certificate: Certificate, tamper: Callable[[Certificate], object]
) -> None:
    tamper(certificate)

    with pytest.raises(CommandError) as refusal:
        run()

    assert refusal.value.returncode == 1
