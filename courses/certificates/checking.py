"""Whether certificates are as they were issued: files, what they say, numbers, and which replaces which."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from courses.certificates.models import Certificate, CertificateFile, NumbersOfYear
from courses.certificates.rules import seal_of

State = Certificate.State
SAID = ("kind", "title", "minutes", "of_minutes")


@dataclass(frozen=True)
class Finding:
    """What is wrong, in words; without a certificate, it is about the numbers of a year."""

    label: str
    what: str


def verify_certificate(certificate: Certificate) -> list[Finding]:
    """Whether one is as it was issued: its file, its seal, its columns, and what stands in its place."""
    found = []
    file = CertificateFile.objects.filter(certificate=certificate).first()
    if file is None:
        found.append(_("It has no file."))
    elif sha256(bytes(file.content)).hexdigest() != file.sha256:
        found.append(_("Its file was changed."))
    if file is not None and seal_of(certificate, file.sha256) != certificate.seal:
        found.append(_("What it says was changed."))
    if any(certificate.snapshot.get(name) != getattr(certificate, name) for name in SAID):
        found.append(_("The list and the certificate say different things."))
    if certificate.state == State.REPLACED and not _ends_in_one_that_was_not_replaced(certificate):
        found.append(_("It was replaced, and nothing stands in its place."))
    return [Finding(certificate.label, what) for what in found]


def verify_numbers() -> Iterator[Finding]:
    """Whether the numbers of each year go from one to the last, each once."""
    given = Certificate.objects.order_by("year").values_list("year").annotate(Count("pk"), Max("number"))
    last = dict(NumbersOfYear.objects.values_list("year", "last"))
    for year, how_many, highest in given:
        if how_many != highest or last.pop(year, 0) != highest:
            yield Finding(str(year), _("Numbers are missing, or were given twice."))
    for year, number in last.items():
        if number:
            yield Finding(str(year), _("Numbers are missing, or were given twice."))


def _ends_in_one_that_was_not_replaced(certificate: Certificate) -> bool:
    seen = set()
    while certificate is not None and certificate.state == State.REPLACED and certificate.pk not in seen:
        seen.add(certificate.pk)
        certificate = certificate.replaced_by
    return certificate is not None and certificate.state != State.REPLACED
