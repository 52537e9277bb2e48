"""What becomes of certificates when two records turn out to be one person, or a person is erased."""

from django.db import transaction

from courses.audit.actions import Author, record
from courses.certificates.models import Certificate, CertificateFile, Confirmation, ErrorReport
from courses.certificates.rules import seal_of
from courses.people.models import Participant, Role

State = Certificate.State
# What tells who it is, or nearly so: the mayor of a town is one person.
PERSONAL = ("given_name", "family_name", "role", "body", "sentence")


@transaction.atomic
def take_over_certificates(*, kept: Participant, absorbed: Participant, author: Author) -> None:
    """All go to the kept record. Of two for the same thing the one with fewer minutes leads to the other."""
    for other in Certificate.objects.filter(participant=absorbed, state=State.VALID):
        own = Certificate.objects.filter(participant=kept, source=other.source, state=State.VALID).first()
        if own is not None:
            stays, leads = (other, own) if other.minutes > own.minutes else (own, other)
            Certificate.objects.filter(pk=leads.pk).update(state=State.REPLACED, replaced_by=stays, flagged=False)
            record(author=author, action="certificate.unite", subject=leads, new=stays.pk)
    Certificate.objects.filter(participant=absorbed).update(participant=kept)
    twice = Confirmation.objects.filter(participant=kept).values("source")
    Confirmation.objects.filter(participant=absorbed, source__in=twice).delete()
    Confirmation.objects.filter(participant=absorbed).update(participant=kept)


@transaction.atomic
def erase_from_certificates(*, participant: Participant, author: Author) -> int:
    """Names and links go; number, hours, code and state stay, so that each can still be verified. Returns how many.

    The documents stay until their retention ends: they are what the Fund was paid for. Nobody finds them by a name.
    """
    found = list(Certificate.objects.filter(participant=participant))
    digests = dict(CertificateFile.objects.filter(certificate__in=found).values_list("certificate", "sha256"))
    for certificate in found:
        certificate.participant, certificate.body, certificate.role = None, None, Role.OTHER
        certificate.body_name = ""
        certificate.reason = certificate.reason and "–"  # that there was one stays
        certificate.snapshot = {**certificate.snapshot, **dict.fromkeys(PERSONAL, "")}
        certificate.seal = seal_of(certificate, digests[certificate.pk])
    Certificate.objects.bulk_update(found, ["participant", "body", "role", "body_name", "reason", "snapshot", "seal"])
    ErrorReport.objects.filter(certificate__in=found).update(text="", outcome="")
    Confirmation.objects.filter(participant=participant).delete()
    record(author=author, action="certificate.erase", subject=participant, number=len(found))
    return len(found)
