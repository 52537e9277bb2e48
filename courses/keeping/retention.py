"""The table of retention, applied: once a day by the tick, or by `manage.py apply_retention`."""

import logging
from datetime import datetime, timedelta
from itertools import islice

from django.db import Error, transaction
from django.db.models import Q
from django.utils import timezone

from courses.adhesion.models import Contact
from courses.audit.actions import record
from courses.errors import CoursesError
from courses.keeping.erasing import erase_person
from courses.keeping.models import DataRequest, RetentionRun
from courses.people.models import Participant
from courses.privacy import RETENTION, duty_is_over, months_ago

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=30)
AT_ONCE = 200  # people made anonymous in one round: the next day goes on


def apply_retention(*, now: datetime, dry_run: bool = False) -> dict[str, int]:
    """What is due of each line of the table: done, or only counted. A line that fails stops no other."""
    found: dict[str, int] = {}
    for key, entry in RETENTION.items():
        try:
            with transaction.atomic():
                found[key] = entry.run(now, dry_run)
                if dry_run:
                    transaction.set_rollback(True)
        except (Error, OSError, CoursesError):
            logger.exception("Retention of %s was not applied: it is tried again tomorrow.", key)
    done = {key: number for key, number in found.items() if number}
    if done and not dry_run:
        record(author=None, action="retention.apply", subject=RetentionRun, **done)
    return found


def run_daily(now: datetime) -> dict[str, int] | None:
    """Once a day, whoever ticks; what a killed tick left undone the next one takes up. None when it is done already."""
    day = timezone.localdate(now)
    run, _created = RetentionRun.objects.get_or_create(day=day)
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    mine = RetentionRun.objects.filter(free, pk=run.pk, finished_at=None).update(lease_until=now + LEASE)
    if not mine:
        return None
    counts = apply_retention(now=now)
    RetentionRun.objects.filter(pk=run.pk).update(finished_at=timezone.now(), lease_until=None, counts=counts)
    return counts


def forget_people(now: datetime, dry_run: bool) -> int:
    """Everybody, once the accounts are closed; those who asked before, first. Who still works here waits."""
    if not duty_is_over(now):
        return 0
    asked = Q(data_requests__state=DataRequest.State.LIMITED)
    known = Participant.objects.exclude(given_name="", user=None).order_by("pk")
    found = [*known.filter(asked).values_list("pk", flat=True), *known.values_list("pk", flat=True)]
    keys = dict.fromkeys(found)
    if dry_run:
        return len(keys)
    erased = (pk for pk in keys if _forget(pk))
    return sum(1 for _pk in islice(erased, AT_ONCE))


def settle_old_requests(now: datetime, dry_run: bool) -> int:
    """Requests that were settled long ago."""
    old = DataRequest.objects.filter(decided_at__lt=months_ago("DATA_REQUESTS_MONTHS", now))
    old = old.exclude(state=DataRequest.State.LIMITED)
    return old.count() if dry_run else old.delete()[0]


def _forget(pk: int) -> bool:
    person = Participant.objects.filter(pk=pk).first()
    if person is None:
        return False
    try:
        with transaction.atomic():
            Contact.objects.filter(participant=person, until=None).update(until=timezone.now())
            erase_person(participant=person, author=None)
    except CoursesError as refusal:
        logger.info("Participant %s is not erased yet: %s", pk, type(refusal).__name__)
        return False
    now = timezone.now()
    person.data_requests.filter(state=DataRequest.State.LIMITED).update(state=DataRequest.State.DONE, decided_at=now)
    return True
