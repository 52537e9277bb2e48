"""The personal data of certificates in the privacy register."""

from django.utils.translation import gettext_lazy as _

from courses.certificates.models import (
    Certificate,
    CertificateFile,
    Confirmation,
    ErrorReport,
)
from courses.people.privacy import PROGRAMME, TASK
from courses.privacy import PersonalData, declare

PROOF = _("Proving to the person, their body and the Fund who was trained, and for how long")
WITHOUT_NAMES = _(
    "Five years after the programme's final balance; after erasure the name goes, and number, hours and code stay"
)
WITH_NAMES = _("Five years after the programme's final balance, also after erasure: it is the document itself")

declare(
    [
        PersonalData(Certificate, PROOF, TASK, WITHOUT_NAMES),
        PersonalData(CertificateFile, PROOF, TASK, WITH_NAMES),
        PersonalData(Confirmation, _("Knowing who confirmed which certificates"), TASK, PROGRAMME),
        PersonalData(ErrorReport, _("Putting certificates right"), TASK, PROGRAMME),
    ]
)
