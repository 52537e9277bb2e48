"""The scan of the sheet that people signed: how it is kept, and who reads it."""

from hashlib import sha256

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from courses.attendance.models import Register, SignedSheet
from courses.audit.actions import Author, record
from courses.errors import NotAllowed
from courses.scans import ending_of, fault_in


def attach_sheet(*, register: Register, file: File, author: Author) -> SignedSheet:
    """Keep a scan out of the web's reach, with its SHA-256; the same scan twice is one. None is ever thrown away.

    Raises NotAllowed for what is no PDF, JPEG or PNG of at most 10 MB.
    """
    fault = fault_in(file)
    if fault:
        raise NotAllowed(fault)
    file.seek(0)
    digest = sha256(file.read()).hexdigest()
    known = register.sheets.filter(sha256=digest).first()
    if known is not None:
        return known
    sheet = SignedSheet(register=register, sha256=digest, author=_known(author))
    sheet.file.save(f"foglio.{ending_of(file)}", file, save=False)
    try:
        with transaction.atomic():
            sheet.save()
            record(author=author, action="sheet.attach", subject=register, sheet=sheet.pk, sha256=digest)
    except BaseException:
        sheet.file.storage.delete(sheet.file.name)
        raise
    return sheet


def hand_out_sheet(*, sheet: SignedSheet, author: Author) -> File:
    """Open a scan for one of the staff, and write down who read it. Raises NotAllowed when it is gone, or changed."""
    try:
        file = sheet.file.open("rb")
    except (OSError, ValueError) as error:
        raise NotAllowed(_("The scan is not where it was kept: tell who looks after the server.")) from error
    whole = sha256(file.read()).hexdigest() == sheet.sha256
    if not whole:
        file.close()
        raise NotAllowed(_("The scan was changed since it was kept: tell who looks after the server."))
    file.seek(0)
    record(author=author, action="sheet.read", subject=sheet.register, sheet=sheet.pk)
    return file


def _known(author: Author) -> Author:
    return author if author is not None and author.is_authenticated else None
