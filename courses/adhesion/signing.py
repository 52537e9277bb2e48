"""The signed form: what may be sent as one, and how it is kept."""

import warnings
from contextlib import suppress

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image
from pypdf import PdfReader

from courses.adhesion.actions import record_proof
from courses.adhesion.models import Adhesion
from courses.adhesion.rules import may_upload_signed_form
from courses.audit.actions import Author, record
from courses.errors import NotAllowed

LARGEST = 10 * 1024 * 1024
MOST_PIXELS = 60_000_000  # a page of A4 scanned at 600 dots per inch has 35 million
PDF = "pdf"
ENDINGS = {"PDF": PDF, "JPEG": "jpg", "PNG": "png"}


def fault_in(file: File) -> str:
    """Why a file cannot be a signed form, in words; empty when it can. The content decides, not the name."""
    if file.size > LARGEST:
        return _("The file is larger than 10 MB: scan it at a lower resolution, or in black and white.")
    if not ending_of(file):
        return _("This is not a PDF, a JPEG or a PNG that can be opened: scan or photograph the signed form again.")
    return ""


def ending_of(file: File) -> str:
    """How the name of such a content ends: pdf, jpg or png; empty for anything else."""
    file.seek(0)
    start = file.read(8)
    file.seek(0)
    try:
        kind = "PDF" if start.startswith(b"%PDF-") and _has_pages(file) else _picture_in(file)
    # pypdf and Pillow raise what they like at a file made by hand; whatever it is, the file cannot be opened
    except Exception:
        kind = ""
    file.seek(0)
    return ENDINGS.get(kind, "")


def attach_signed_form(*, adhesion: Adhesion, file: File, author: Author) -> Adhesion:
    """The signed form arrived: kept out of the web's reach, and a proof; the one before it is thrown away.

    Raises NotAllowed when the adhesion waits for none, or the file is no signed form.
    """
    answer = may_upload_signed_form(adhesion)
    fault = fault_in(file) if answer else answer.reason
    if fault:
        raise NotAllowed(fault)
    storage, old = adhesion.signed_form.storage, adhesion.signed_form.name
    adhesion.signed_form.save(f"scheda.{ending_of(file)}", file, save=False)
    try:
        with transaction.atomic():
            adhesion.save(update_fields=["signed_form"])
            record_proof(adhesion=adhesion, proof=Adhesion.Proof.SIGNED_FORM, author=author)
    except BaseException:
        storage.delete(adhesion.signed_form.name)
        raise
    with suppress(OSError):
        if old:
            storage.delete(old)
    return adhesion


def hand_out_signed_form(*, adhesion: Adhesion, author: Author) -> File:
    """Open the signed form for one of the staff, and write down who read it. Raises NotAllowed when there is none."""
    try:
        file = adhesion.signed_form.open("rb")
    except (OSError, ValueError) as error:
        raise NotAllowed(_("There is no signed form.")) from error
    record(author=author, action="adhesion.read_signed_form", subject=adhesion)
    return file


def _has_pages(file: File) -> bool:
    return len(PdfReader(file).pages) > 0


def _picture_in(file: File) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # Pillow only warns of a picture that would fill the memory
        with Image.open(file, formats=["JPEG", "PNG"]) as picture:
            small = picture.width * picture.height <= MOST_PIXELS
            kind = picture.format
            picture.verify()
    return kind if small else ""
