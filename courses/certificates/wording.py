"""The words and pictures of certificates to come: those issued keep the ones of their day."""

import warnings
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from courses import conf
from courses.audit.actions import Author, record
from courses.certificates.exports import certificate_pdf
from courses.certificates.models import CertificatePicture, CertificateTemplate, Kind
from courses.certificates.queries import pictures_of, words_of
from courses.certificates.rules import PLACEHOLDERS, filled
from courses.errors import NotAllowed, StaleState

LARGEST = 2 * 1024 * 1024
MOST_PIXELS = 20_000_000
LONGEST_SIDE = 1000  # pixels: three hundred dots per inch at the size it is printed
FORMATS = ("PNG", "JPEG")


class Picture(dict[str, Any]):
    """A picture that was looked at and drawn anew: what came with the file is gone, whatever it was."""


def read_picture(file: File) -> Picture:
    """A PNG or JPEG as it will be printed. Raises NotAllowed for anything else, or one that is too large."""
    if file.size > LARGEST:
        raise NotAllowed(_("The picture is larger than 2 MB: save it smaller."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Pillow only warns of a picture that would fill the memory
            drawn = _drawn(file)
    # Pillow raises what it likes at a file made by hand; whatever it is, the picture cannot be opened
    except Exception as error:
        raise NotAllowed(_("This is not a PNG or JPEG picture that can be opened: choose another one.")) from error
    content = BytesIO()
    drawn.save(content, "PNG", optimize=True)
    return Picture(content=content.getvalue(), media_type="image/png", width=drawn.width, height=drawn.height)


@transaction.atomic
def save_template(
    *,
    kind: str,
    author: Author,
    pictures: dict[str, Picture] | None = None,
    alternatives: dict[str, str] | None = None,
    **words: str,
) -> CertificateTemplate:
    """From now on certificates of this kind have these words and pictures. Placeholders are checked by the form.

    `pictures` by place: new ones; the others stay. `alternatives` by place: what each says to who cannot see it.
    Raises NotAllowed without the statement of who pays, or for a picture without an alternative text.
    """
    if not words.get("funding", "").strip():
        raise NotAllowed(_("Every document must say who pays for the programme: this line cannot be empty."))
    template, _created = CertificateTemplate.objects.update_or_create(kind=Kind(kind), defaults=words)
    told = alternatives or {}
    for place, picture in (pictures or {}).items():
        if not told.get(place, "").strip():
            raise NotAllowed(_("Write what the picture shows, for who cannot see it."))
        values = {**picture, "alternative": told[place].strip()}
        CertificatePicture.objects.update_or_create(template=template, place=place, defaults=values)
    for place, text in told.items():
        if text.strip():
            template.pictures.filter(place=place).update(alternative=text.strip())
    record(author=author, action="certificate.save_template", subject=template)
    return template


@transaction.atomic
def remove_picture(*, kind: str, place: str, author: Author) -> None:
    """Certificates to come are without it. Raises StaleState when there is none."""
    gone, _each = CertificatePicture.objects.filter(template=kind, place=place).delete()
    if not gone:
        raise StaleState(_("There is no picture in this place any more."))
    record(author=author, action="certificate.remove_picture", subject=CertificateTemplate, kind=kind, place=place)


@transaction.atomic
def restore_template(*, kind: str, author: Author) -> None:
    """Back to the words that come with the product, without pictures. Raises StaleState when they are in force."""
    template = CertificateTemplate.objects.filter(kind=kind).first()
    if template is None:
        raise StaleState(_("The words that come with the product are in force already."))
    record(author=author, action="certificate.restore_template", subject=template)
    template.delete()


def sample_pdf(kind: str) -> bytes:
    """A certificate of nobody, with the words and pictures in force."""
    words = words_of(kind)
    said = {
        "given_name": "Anna",
        "family_name": "Verdi",
        "role": PLACEHOLDERS["ruolo"],
        "body": PLACEHOLDERS["ente"],
        "kind": kind,
        "title": PLACEHOLDERS["titolo"].strip("«»"),
        "minutes": 360,
        "of_minutes": 360,
        "has_hours": True,
        "places": ["Sala consiliare, Faenza (RA)"],
        "attended": [{"title": PLACEHOLDERS["titolo"], "day": "2027-01-18", "minutes": 360, "of_minutes": 360}],
        "modules": [PLACEHOLDERS["moduli"]],
        "teachers": [PLACEHOLDERS["docenti"]],
        "programme": settings.WAGTAIL_SITE_NAME,
        "heading": words.title,
        "sentence": filled(words.sentence, PLACEHOLDERS | {"programma": settings.WAGTAIL_SITE_NAME}),
        "office": words.office,
        "signer": words.signer,
        "funding": words.funding,
        "cup": conf.cup(),
    }
    number = f"0/{timezone.localdate().year} {_('SPECIMEN')}"
    code = "0000-0000-0000-0000"
    return certificate_pdf(said, number=number, code=code, issued_at=timezone.now(), pictures=pictures_of(words))


def _drawn(file: File) -> Image.Image:
    file.seek(0)
    with Image.open(file, formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        picture.verify()
    file.seek(0)
    with Image.open(file, formats=FORMATS) as picture:
        drawn = picture.convert("RGBA")
    # on white: a certificate is paper, and a drawing without transparency is set in half the time
    paper = Image.new("RGB", drawn.size, "white")
    paper.paste(drawn, mask=drawn.getchannel("A"))
    paper.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return paper
