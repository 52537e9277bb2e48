"""The letters about certificates: one when it is issued, one when it was put right, one to the secretariat."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses import conf
from courses.certificates.models import Certificate, ErrorReport
from courses.certificates.rules import hours_in_words
from courses.post.actions import write_letter, write_letters
from courses.post.letters import LetterKind, NewLetter, declare

ISSUED, REISSUED, REPORTED = "certificate.issued", "certificate.reissued", "certificate.reported"
SAMPLE = {
    "nome": "Anna Verdi",
    "titolo": "Progettare insieme l'accoglienza",
    "numero": "12/2027",
    "ore": "6 ore",
    "link": "https://example.org/area-personale/attestati/",
}

declare(
    [
        LetterKind(
            key=ISSUED,
            name=_("Certificate: issued"),
            subject=_("Your certificate is ready: ${titolo}"),
            text=_(
                "Dear ${nome},\n\nyour certificate no. ${numero} is ready: ${titolo}, ${ore}.\n\nDownload it from your"
                " personal area, and tell us there if something on it is wrong:\n\n${link}"
            ),
            placeholders=SAMPLE,
        ),
        LetterKind(
            key=REISSUED,
            name=_("Certificate: put right"),
            subject=_("Your certificate was put right: ${titolo}"),
            text=_(
                "Dear ${nome},\n\nwe put your certificate right: ${titolo}. Its new number is ${numero}; the old one"
                " says that it was replaced.\n\nDownload it from your personal area:\n\n${link}"
            ),
            placeholders=SAMPLE,
        ),
        LetterKind(
            key=REPORTED,
            name=_("To the secretariat: an error on a certificate"),
            subject=_("An error on certificate no. ${numero}"),
            text=_(
                "Somebody reported an error on certificate no. ${numero} (${titolo}):\n\n${testo}\n\nLook at it, and"
                " put it right if need be:\n\n${link}"
            ),
            placeholders={
                **{each: SAMPLE[each] for each in ("numero", "titolo", "link")},
                "testo": "Il mio cognome è scritto male.",
            },
        ),
    ]
)


def write_issued(certificates: Iterable[Certificate], kind: str = ISSUED) -> None:
    """One letter for each certificate, to whom has an address; once, however often it is asked for."""
    link = conf.absolute(reverse("courses:own_certificates"))
    letters = [
        NewLetter(
            recipient=certificate.participant.email,
            cause=f"{ISSUED}:{certificate.year}:{certificate.number}",
            values={
                "nome": certificate.holder,
                "titolo": certificate.title,
                "numero": certificate.label,
                "ore": hours_in_words(certificate.minutes),
                "link": link,
            },
            about=certificate,
        )
        for certificate in certificates
        if certificate.participant is not None and certificate.participant.email
    ]
    if letters:
        write_letters(kind=kind, letters=letters)


def write_reported(report: ErrorReport) -> None:
    """Tell the secretariat; nobody where the host names no address."""
    recipient = conf.get("SECRETARIAT_EMAIL")
    if recipient:
        certificate = report.certificate
        write_letter(
            kind=REPORTED,
            recipient=recipient,
            cause=f"{REPORTED}:{report.pk}",
            values={
                "numero": certificate.label,
                "titolo": certificate.title,
                "testo": report.text,
                "link": conf.absolute(reverse("courses_certificate_modeladmin_inspect", args=[certificate.pk])),
            },
            about=certificate,
        )
