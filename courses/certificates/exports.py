"""The certificate as a PDF: PDF/UA-1 for assistive technology and PDF/A-2a for the archive, at once."""

from base64 import b64encode
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

import segno
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses import conf
from courses.certificates.models import Certificate, CertificatePicture
from courses.certificates.rules import hours_in_words, names_of_file
from courses.documents import ARCHIVE, typeset

ATTESTATO = Path(__file__).parent / "typst" / "attestato.typ"
MOST_NAMED = 6  # of modules, teachers, places: a whole course; of more the first are named and the rest counted
DATA = "data:"
MOST_IN_ZIP = 3000
IN_MEMORY = 5 * 1024 * 1024


def certificate_pdf(
    snapshot: dict[str, Any],
    *,
    number: str,
    code: str,
    issued_at: datetime,
    pictures: Iterable[CertificatePicture] = (),
) -> bytes:
    """The document of a snapshot. Made once, when the certificate is issued, and kept."""
    return typeset(ATTESTATO, certificate_data(snapshot, number, code, issued_at, pictures), ARCHIVE)


def certificate_data(
    said: dict[str, Any],
    number: str,
    code: str,
    issued_at: datetime,
    pictures: Iterable[CertificatePicture] = (),
) -> dict[str, Any]:
    """What stands in the document. Nothing of it is ever read as markup."""
    day = timezone.localtime(issued_at)
    address = conf.absolute(reverse("courses:verify_certificate", args=[code]))
    shown = {picture.place: _shown(picture) for picture in pictures}
    signature = shown.pop(CertificatePicture.Place.SIGNATURE, None)
    name = f"{said['given_name']} {said['family_name']}"
    return {
        "document_title": f"{said['heading']} {_('no.')} {number}: {name}",
        "date": [day.year, day.month, day.day],
        "logos": [shown[place] for place in sorted(shown)],
        "number_label": _("no."),
        "number": number,
        "states": _("It is certified that"),
        "name": name,
        "place": ", ".join(part for part in (said["role"], said["body"]) if part),
        "sentence": said["sentence"],
        "hours_label": _("Hours attended"),
        "hours": _hours(said) if said["has_hours"] else "",
        "facts": list(_facts(said)),
        "qr": {"svg": _qr(address), "alt": _("QR code that opens the page to verify this certificate")},
        "verify": _("Check that this certificate is true, and still counts:"),
        "address": address,
        "address_shown": address.partition("://")[2].rstrip("/").removesuffix(code).rstrip("/"),
        "code_label": _("code"),
        "code": code,
        "issued": _("Issued on %(day)s") % {"day": date_format(day, "j F Y").lower()},
        "signature": signature,
        **{key: said[key] for key in ("programme", "heading", "office", "signer", "funding")},
        "cup": f"CUP\u00a0{said['cup']}" if said["cup"] else "",
    }


def _hours(said: dict[str, Any]) -> str:
    """«3 ore di 6 ore»: what was attended, of what there was."""
    done, held = hours_in_words(said["minutes"]), hours_in_words(said["of_minutes"])
    return _("%(hours)s of %(all)s") % {"hours": done, "all": held}


def _facts(said: dict[str, Any]) -> Iterable[tuple[str, str]]:
    if said["kind"] == "course":
        attended = [_attended(one) for one in said["attended"]]
        if attended:
            yield _("Training days and webinars attended"), _named(attended, "; ")
    elif said["places"]:
        yield _("Place"), _named(said["places"], "; ")
    if said["modules"]:
        yield _("Topics"), _named(said["modules"], "; ")
    if said["teachers"]:
        yield _("Teachers"), _named(said["teachers"], ", ")


def _attended(one: dict[str, Any]) -> str:
    day = date_format(datetime.fromisoformat(one["day"]), "j.n.Y")
    return f"{one['title']} ({day}, {hours_in_words(one['minutes'])})"


def _named(things: list[str], between: str) -> str:
    more = len(things) - MOST_NAMED
    if more <= 1:  # the last one takes no more room than its number
        return between.join(things)
    return _("%(named)s and %(more)s more") % {"named": between.join(things[:MOST_NAMED]), "more": more}


def _qr(address: str) -> str:
    file = BytesIO()
    # any mask can be read; trying all eight to find the evenest takes longer than the rest of the certificate
    segno.make(address, error="m", micro=False, mask=3).save(file, kind="svg", border=1, xmldecl=False, dark="#17324d")
    return file.getvalue().decode()


def _shown(picture: CertificatePicture) -> dict[str, Any]:
    """A picture as a drawing that holds it: so it goes in as text, like all the rest."""
    packed = b64encode(bytes(picture.content)).decode()
    size = f'width="{picture.width}" height="{picture.height}"'
    source = quoteattr(f"{DATA}{picture.media_type};base64,{packed}")
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {size}>'
        f"<image {size} xlink:href={source}/></svg>"
    )
    return {"svg": svg, "alt": picture.alternative, "ratio": picture.width / picture.height}


def zip_of(certificates: QuerySet[Certificate]) -> IO[bytes]:
    """Their files in one archive, read a few at a time: small ones in memory, large ones on the disk until sent."""
    archive = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (whoever sends it closes it)
    found = certificates.order_by("year", "number")[:MOST_IN_ZIP]
    with ZipFile(archive, "w", ZIP_DEFLATED) as packed:
        for certificate in found.select_related("file").iterator(chunk_size=20):
            packed.writestr(names_of_file(certificate), bytes(certificate.file.content))
    archive.seek(0)
    return archive
