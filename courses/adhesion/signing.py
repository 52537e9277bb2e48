"""The signed form: how it is kept, and who reads it."""

from contextlib import suppress

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from courses.adhesion.actions import record_proof
from courses.adhesion.letters import write_to_look_at
from courses.adhesion.models import Adhesion
from courses.adhesion.rules import may_upload_signed_form
from courses.audit.actions import Author, record
from courses.errors import NotAllowed
from courses.scans import ending_of, fault_in, looks_signed


def attach_signed_form(*, adhesion: Adhesion, file: File, author: Author) -> Adhesion:
    """The signed form arrived: kept out of the web's reach, and a proof; the one before it is thrown away.

    Raises NotAllowed when the adhesion waits for none, or the file is no signed form.
    """
    answer = may_upload_signed_form(adhesion)
    fault = fault_in(file) if answer else answer.reason
    if fault:
        raise NotAllowed(fault)
    if not looks_signed(file):
        raise NotAllowed(
            _(
                "We see no signature: print the form, sign it, then scan or photograph the whole page; or sign the PDF"
                " digitally."
            )
        )
    storage, old = adhesion.signed_form.storage, adhesion.signed_form.name
    adhesion.signed_form.save(f"scheda.{ending_of(file)}", file, save=False)
    try:
        with transaction.atomic():
            adhesion.save(update_fields=["signed_form"])
            record_proof(adhesion=adhesion, proof=Adhesion.Proof.SIGNED_FORM, author=author)
            write_to_look_at(adhesion)
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
