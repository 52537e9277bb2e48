"""The personal data of certificates in the privacy register."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.certificates.models import (
    Certificate,
    CertificateFile,
    Confirmation,
    ErrorReport,
)
from courses.certificates.succession import erase_from_certificates
from courses.people.privacy import PROGRAMME, TASK
from courses.privacy import Paper, PersonalData, blank, declare, delete

PROOF = _("Proving to the person, their body and the Fund who was trained, and for how long")
WITHOUT_NAMES = _(
    "Five years after the programme's final balance; after erasure the name goes, and number, hours and code stay"
)
WITH_NAMES = _("Five years after the programme's final balance, also after erasure: it is the document itself")


def _erase_from_certificates(rows: QuerySet, participant: Any, author: Any) -> None:
    erase_from_certificates(participant=participant, author=author)


def _documents_of(participant: Any) -> Iterator[Paper]:
    """Each certificate as it was issued."""
    for file in CertificateFile.objects.filter(certificate__participant=participant.pk).select_related("certificate"):
        number = file.certificate.label.replace("/", "-")
        yield gettext("certificate-%(number)s.pdf") % {"number": number}, bytes(file.content)


declare(
    [
        PersonalData(
            Certificate,
            PROOF,
            TASK,
            WITHOUT_NAMES,
            about="participant",
            erase=_erase_from_certificates,
            keeps=_("Number, hours, code and state without a name, so that each can still be verified"),
            papers=_documents_of,
        ),
        PersonalData(
            CertificateFile,
            PROOF,
            TASK,
            WITH_NAMES,
            about="certificate__participant",
            keeps=_("The document itself, which nobody finds by a name: the Fund paid for it"),
            withheld=("content",),  # handed out as a paper
        ),
        PersonalData(
            Confirmation,
            _("Knowing who confirmed which certificates"),
            TASK,
            PROGRAMME,
            about="participant",
            erase=delete,
        ),
        PersonalData(
            ErrorReport,
            _("Putting certificates right"),
            TASK,
            PROGRAMME,
            about="certificate__participant",
            erase=blank("text", "outcome"),
        ),
    ]
)
