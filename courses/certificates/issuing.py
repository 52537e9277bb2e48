"""Issuing what is due, in rounds: each is one transaction, so that a crash leaves nothing half done."""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice
from time import monotonic
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from typst import TypstError

from courses.audit.actions import Author, record, record_many
from courses.certificates.exports import ATTESTATO, certificate_data
from courses.certificates.letters import write_issued
from courses.certificates.models import Certificate, CertificateFile, CertificatePicture, Confirmation
from courses.certificates.numbers import draw_numbers, hold_numbers
from courses.certificates.queries import Due, due_now, is_any_due, pictures_of, to_confirm, words_of
from courses.certificates.rules import new_code, seal_of
from courses.certificates.signals import certificates_due
from courses.certificates.snapshots import Draft, drafts_of
from courses.documents import ARCHIVE, typeset_many
from courses.errors import NotAllowed

logger = logging.getLogger(__name__)

A_ROUND = 40  # people of one transaction: half a second in which nobody else draws numbers
AT_A_TIME = 8  # of them written while the next are being set


class _Unprintable(Exception):
    """A certificate that cannot be set: the round is done again without it."""

    def __init__(self, due: Due) -> None:
        super().__init__(due.key)
        self.due = due


def issue_due(*, now: datetime | None = None, within: timedelta = timedelta(seconds=30)) -> int:
    """Issue what is due, in rounds, for so long. Returns how many; what is left is for the next tick.

    Reads what is due again in every round: any number of workers may do it, and die. One that cannot be set is logged
    and left, and stops no other.
    """
    until, issued, left_out = monotonic() + within.total_seconds(), 0, set[str]()
    while monotonic() < until and is_any_due():
        try:
            made = _issue_round(now or timezone.now(), left_out)
        except _Unprintable as trouble:
            logger.exception("A certificate could not be set: %s", trouble.due.key)
            left_out.add(trouble.due.key)
            continue
        issued += made
        if not made:
            break
    return issued


@transaction.atomic
def issue_one(*, due: Due, author: Author, now: datetime | None = None, letter: bool = True) -> Certificate:
    """Issue one certificate, and write to the person. Raises NotAllowed when it cannot be set."""
    now = now or timezone.now()
    hold_numbers(timezone.localdate(now).year)
    try:
        (certificate,) = _freeze([due], author=author, now=now)
    except _Unprintable as trouble:
        words = _("The certificate cannot be printed: look at the template, or tell who looks after the site.")
        raise NotAllowed(words) from trouble
    if letter:
        write_issued([certificate])
    return certificate


@transaction.atomic
def confirm(*, keys: Sequence[str], author: Author) -> UUID:
    """The secretariat confirms some of the certificates that wait for its word: they are issued in the background.

    Returns the batch, by which its progress is found. Raises NotAllowed when none of them waits any more.
    """
    wanted = set(keys)
    chosen = [due for due in to_confirm() if due.key in wanted]
    if not chosen:
        raise NotAllowed(_("Choose at least one certificate: those you chose are confirmed already."))
    batch = uuid4()
    keeper = author if author is not None and author.is_authenticated else None
    Confirmation.objects.bulk_create(
        [
            Confirmation(
                participant=due.participant,
                kind=due.kind,
                source=due.source,
                course_key=due.course_key,
                batch=batch,
                author=keeper,
            )
            for due in chosen
        ],
        ignore_conflicts=True,
    )
    record(author=author, action="certificate.confirm", subject=Certificate, number=len(chosen), batch=str(batch))
    transaction.on_commit(lambda: certificates_due.send(sender=Certificate), robust=True)
    return batch


@transaction.atomic
def _issue_round(now: datetime, left_out: set[str]) -> int:
    hold_numbers(timezone.localdate(now).year)
    # read again now that nobody else issues: whoever was quicker has issued some of them
    dues = due_now(A_ROUND, besides=left_out)
    certificates = _freeze(dues, author=None, now=now) if dues else []
    write_issued(certificates)
    return len(certificates)


def _freeze(dues: Sequence[Due], *, author: Author, now: datetime) -> list[Certificate]:
    """Number, set and keep the certificates. The numbers of the year are held."""
    words = {kind: words_of(kind) for kind in {due.kind for due in dues}}
    pictures = {kind: pictures_of(words[kind]) for kind in words}
    year = timezone.localdate(now).year
    keeper = author if author is not None and author.is_authenticated else None
    drafts = drafts_of(dues, words)
    certificates = []
    for number, draft in zip(draw_numbers(year, len(drafts)), drafts, strict=True):
        certificate = _certificate(draft, year=year, number=number, now=now)
        certificate.issued_by = keeper
        shown = pictures[draft.due.kind]
        certificate.snapshot["pictures"] = {one.place: sha256(bytes(one.content)).hexdigest() for one in shown}
        certificates.append(certificate)
    ready = zip(certificates, _set(certificates, pictures, dues), strict=True)
    while some := list(islice(ready, AT_A_TIME)):
        _write(some)
    record_many(author=author, action="certificate.issue", subjects=certificates)
    return certificates


def _write(made: Sequence[tuple[Certificate, bytes]]) -> None:
    files = [
        CertificateFile(certificate=certificate, content=content, sha256=sha256(content).hexdigest())
        for certificate, content in made
    ]
    for file in files:
        file.certificate.seal = seal_of(file.certificate, file.sha256)
    Certificate.objects.bulk_create(certificate for certificate, _content in made)
    CertificateFile.objects.bulk_create(files)


def _set(
    certificates: Sequence[Certificate], pictures: dict[str, list[CertificatePicture]], dues: Sequence[Due]
) -> Iterator[bytes]:
    """The certificates as they are ready. Raises _Unprintable in the place of one that cannot be set."""
    data = (
        certificate_data(one.snapshot, one.label, one.written_code, one.issued_at, pictures[one.kind])
        for one in certificates
    )
    results = typeset_many(ATTESTATO, data, ARCHIVE)
    for due in dues:
        try:
            content = next(results)
        except TypstError as error:
            raise _Unprintable(due) from error
        yield content


def _certificate(draft: Draft, *, year: int, number: int, now: datetime) -> Certificate:
    return Certificate(
        year=year, number=number, code=new_code(), snapshot=draft.snapshot, issued_at=now, **draft.columns
    )
