"""The letters about certificates: one to each person when theirs are issued or put right, one to the secretariat."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses import conf
from courses.certificates.models import Certificate, ErrorReport
from courses.certificates.rules import hours_in_words
from courses.post.actions import write_letter, write_letters
from courses.post.letters import LetterKind, NewLetter, declare

ISSUED, SEVERAL = "certificate.issued", "certificate.issued_several"
REISSUED, REPORTED = "certificate.reissued", "certificate.reported"
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
            key=SEVERAL,
            name=_("Certificates: several issued together"),
            subject=_("Your certificates are ready: ${quanti}"),
            text=_(
                "Dear ${nome},\n\nthese certificates of yours are ready:\n\n${attestati}\n\nDownload them from your"
                " personal area, and tell us there if something on them is wrong:\n\n${link}"
            ),
            placeholders={
                **{each: SAMPLE[each] for each in ("nome", "link")},
                "quanti": "2",
                "attestati": "- n. 12/2027: Progettare insieme l'accoglienza, 6 ore\n- n. 13/2027: CO-AliZIONE, 12 ore",
            },
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
    """One letter for each person with an address, about all that are issued together; once, however often asked."""
    of_people: dict[int, list[Certificate]] = {}
    for certificate in certificates:
        if certificate.participant is not None and certificate.participant.email:
            of_people.setdefault(certificate.participant.pk, []).append(certificate)
    one = [own for own in of_people.values() if len(own) == 1]
    several = [own for own in of_people.values() if len(own) > 1]
    for chosen, people, values in ((kind, one, _values_of_one), (SEVERAL, several, _values_of_several)):
        if people:
            write_letters(kind=chosen, letters=[_letter(own, values(own)) for own in people])


def _letter(own: list[Certificate], values: dict[str, str]) -> NewLetter:
    """About the first: numbers are drawn once, so no second letter is ever written about it."""
    first = own[0]
    link = conf.absolute(reverse("courses:own_certificates"))
    return NewLetter(
        recipient=first.participant.email,
        cause=f"{ISSUED}:{first.year}:{first.number}",
        values={"nome": first.holder, "link": link, **values},
        about=first,
    )


def _values_of_one(own: list[Certificate]) -> dict[str, str]:
    (one,) = own
    return {"titolo": one.title, "numero": one.label, "ore": hours_in_words(one.minutes)}


def _values_of_several(own: list[Certificate]) -> dict[str, str]:
    words = _("- no. %(number)s: %(title)s, %(hours)s")
    told = [words % {"number": one.label, "title": one.title, "hours": hours_in_words(one.minutes)} for one in own]
    return {"quanti": str(len(own)), "attestati": "\n".join(told)}


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
