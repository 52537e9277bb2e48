"""Files of people: taken in, looked at, saved; in the background, by anybody who holds the file's lease."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.audit.actions import Author, record
from courses.errors import NotAllowed, StaleState
from courses.officials.imports import read_people
from courses.officials.models import ImportRow, PeopleImport
from courses.officials.queries import State, old_imports, rows_to_judge, rows_to_save, unfinished_imports
from courses.officials.rules import Outcome, identity, judge_all, place_of
from courses.officials.saving import Saving, known_about, write_down
from courses.officials.signals import import_waits
from courses.territory.models import Body
from courses.territory.queries import Gazetteer

logger = logging.getLogger(__name__)

BATCH = 500
LEASE = timedelta(minutes=2)  # far more than a batch takes: whoever holds it longer has died
LONGEST_FILE_NAME = PeopleImport._meta.get_field("file_name").max_length


@transaction.atomic
def start_import(
    *, author: Author, body: Body | None, file_name: str, content: bytes, invites: bool = True
) -> PeopleImport:
    """Take a file in; nothing of it is judged or saved yet. Without a body each row says the municipality.

    Raises UnreadableFile.
    """
    people = read_people(content, with_places=body is None)
    name = "".join(sign for sign in file_name if sign.isprintable())[:LONGEST_FILE_NAME]
    people_import = PeopleImport.objects.create(author=author, body=body, file_name=name, invites=invites)
    rows = (ImportRow(people_import=people_import, number=one.number, **one) for one in people)
    ImportRow.objects.bulk_create(rows)
    record(author=author, action="import.start", subject=people_import, rows=len(people))
    _wake(people_import, len(people))
    return people_import


@transaction.atomic
def apply_import(*, people_import: PeopleImport, author: Author) -> PeopleImport:
    """Save the good rows of a file that was looked at: from now on it is the author's doing. Twice is once.

    Raises StaleState while it is being looked at, NotAllowed when there is nobody to save.
    """
    waiting = rows_to_save(people_import).count()
    if people_import.state == State.CHECKED and not waiting:
        raise NotAllowed(_("There is nobody to save in this file."))
    changed = PeopleImport.objects.filter(pk=people_import.pk, state=State.CHECKED).update(
        state=State.APPLYING, author=author, lease_until=None
    )
    people_import.refresh_from_db()
    if not changed and people_import.state == State.CHECKING:
        raise StaleState(_("The file is still being checked: wait a moment."))
    if changed:
        record(author=author, action="import.apply", subject=people_import, rows=waiting)
        _wake(people_import, waiting)
    return people_import


def work_on_imports(*, now: datetime | None = None) -> int:
    """Go on with every file that nobody works on. Returns how many rows were worked on.

    Any number of workers may do so at once, and die: each batch is one transaction of who holds the file's lease.
    """
    rows = 0
    for people_import in list(unfinished_imports(now or timezone.now())):
        try:
            rows += work_on(people_import)
        except Exception:
            # one file's trouble is no other file's; the lease runs out, and it is tried again
            logger.exception("The import of people %s stopped", people_import.pk)
    return rows


def work_on(people_import: PeopleImport) -> int:
    """Check or save one file to its end, unless somebody else does. Returns how many rows were worked on."""
    lease = _hold(people_import, Q(lease_until__isnull=True) | Q(lease_until__lt=timezone.now()))
    if lease is None:
        return 0
    people_import = PeopleImport.objects.select_related("body__municipality", "body__province__region").get(
        pk=people_import.pk
    )
    gazetteer = None if people_import.body_id else Gazetteer()
    if people_import.state == State.CHECKING:
        return _in_batches(people_import, lease, rows_to_judge, _checking(people_import, gazetteer), State.CHECKED)
    return _in_batches(people_import, lease, rows_to_save, Saving(people_import, gazetteer).save, State.APPLIED)


def delete_old_imports(*, now: datetime | None = None) -> int:
    """Files go 30 days after they were sent, with their rows; the people stay. Returns how many went."""
    old = old_imports(now or timezone.now())
    _rows, by_model = old.delete()
    return by_model.get(PeopleImport._meta.label, 0)


def _checking(people_import: PeopleImport, gazetteer: Gazetteer | None) -> Callable[[Sequence[ImportRow]], None]:
    """Judges batch after batch, remembering who stood in those before, of earlier workers too."""
    nothing = known_about(people_import, gazetteer, [])
    above = people_import.rows.exclude(outcome__in=("", Outcome.WRONG))
    seen = {identity(row, place_of(row, nothing)) for row in above.iterator(chunk_size=BATCH)}

    def check(rows: Sequence[ImportRow]) -> None:
        known = known_about(people_import, gazetteer, rows)
        known.seen = seen
        for row, judged in judge_all(rows, known):
            row.outcome, row.message, row.participant_id = judged.outcome, judged.message, judged.participant_id
            row.body_id = judged.place.body.pk if judged.place.body else None
        write_down(rows)

    return check


def _in_batches(
    people_import: PeopleImport,
    lease: datetime,
    rows_left: Callable[[PeopleImport], Sequence[ImportRow]],
    act: Callable[[Sequence[ImportRow]], None],
    then: str,
) -> int:
    """Act on all the rows that are left, a transaction for each batch, as long as the lease is ours."""
    done = 0
    while True:
        with transaction.atomic():
            renewed = _hold(people_import, Q(lease_until=lease))
            if renewed is None:
                return done
            lease = renewed
            rows = list(rows_left(people_import)[:BATCH])
            if not rows:
                saved = {"applied_at": timezone.now()} if then == State.APPLIED else {}
                PeopleImport.objects.filter(pk=people_import.pk).update(state=then, lease_until=None, **saved)
                return done
            act(rows)
        done += len(rows)


def _hold(people_import: PeopleImport, while_: Q) -> datetime | None:
    """Take or renew the lease by a conditional update; None when another was quicker, or all is done."""
    until = timezone.now() + LEASE
    unfinished = PeopleImport.objects.filter(while_, pk=people_import.pk, state__in=(State.CHECKING, State.APPLYING))
    return until if unfinished.update(lease_until=until) else None


def _wake(people_import: PeopleImport, rows: int) -> None:
    ring = partial(import_waits.send, sender=PeopleImport, people_import=people_import, rows=rows)
    transaction.on_commit(ring, robust=True)
