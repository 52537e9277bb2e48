"""Freezing the report of a period: asked for, made in the background by one worker, handed out as it was made."""

import logging
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.audit.actions import Author, record
from courses.errors import NotAllowed
from courses.figures.models import PeriodFile, PeriodReport
from courses.figures.period_facts import facts_of
from courses.figures.period_figures import as_kept, figures_in
from courses.figures.period_papers import papers_of
from courses.figures.period_rules import may_freeze

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=10)  # far more than the longest report takes
State = PeriodReport.State


@transaction.atomic
def ask_for_report(*, first: date, last: date, author: AbstractBaseUser) -> PeriodReport:
    """Write down who asks for the report of a period, both days included; the next tick makes it.

    Asked twice while it is being made it is one. Raises NotAllowed for no period, and for one that is not over.
    """
    answer = may_freeze(first, last, timezone.localdate())
    if not answer:
        raise NotAllowed(answer.reason)
    known = PeriodReport.objects.filter(first=first, last=last, state=State.WAITING)
    if known.exists():
        return known.get()
    try:
        with transaction.atomic():
            report = PeriodReport.objects.create(first=first, last=last, author=author)
    except IntegrityError:  # the other of two tabs was quicker
        return known.get()
    record(author=author, action="periodreport.ask", subject=report, first=first, last=last)
    return report


def freeze_due(*, now: datetime | None = None) -> int:
    """Make the reports that wait; how many were made. Any number of workers may run at once."""
    return sum(freeze(report) for report in _due(now or timezone.now()))


def freeze(report: PeriodReport) -> bool:
    """Make one report; False when another worker has it, or it cannot be made. Tried again a few times."""
    now = timezone.now()
    if not _due(now).filter(pk=report.pk).update(lease_until=now + LEASE, attempts=F("attempts") + 1):
        return False
    report.refresh_from_db()
    try:
        _make(report, now)
    except Exception:  # whatever stops a report must stop neither the tick nor the next one
        logger.exception("The period report %s was not made.", report.pk)
        state = State.FAILED if report.attempts >= PeriodReport.MOST_ATTEMPTS else State.WAITING
        PeriodReport.objects.filter(pk=report.pk).update(state=state, lease_until=None)
        return False
    return True


def hand_out(*, file: PeriodFile, author: Author) -> bytes:
    """The file as it was frozen, and written down who took it. Raises NotAllowed when it is not what was frozen."""
    content = bytes(file.content)
    if not is_as_frozen(file):
        raise NotAllowed(_("This file is not as it was frozen: tell who manages the site, and use none of it."))
    record(author=author, action="periodreport.download", subject=file.report, format=file.file_format)
    return content


def is_as_frozen(file: PeriodFile) -> bool:
    """Whether the bytes are those whose SHA-256 was written down."""
    return sha256(bytes(file.content)).hexdigest() == file.sha256


def _make(report: PeriodReport, now: datetime) -> None:
    with transaction.atomic():
        facts = facts_of(report.first, report.last)
        figures = figures_in(facts)
    papers = papers_of(facts, figures, now)
    with transaction.atomic():
        done = PeriodReport.objects.filter(pk=report.pk, state=State.WAITING, attempts=report.attempts)
        if not done.update(state=State.READY, frozen_at=now, figures=as_kept(figures, facts), lease_until=None):
            return  # its lease was over, and another worker has made it
        PeriodFile.objects.bulk_create(_file(report, name, content) for name, content in papers.items())
        digests = {name: sha256(content).hexdigest() for name, content in papers.items()}
        record(author=None, action="periodreport.freeze", subject=report, **digests)


def _file(report: PeriodReport, file_format: str, content: bytes) -> PeriodFile:
    digest = sha256(content).hexdigest()
    return PeriodFile(report=report, file_format=file_format, content=content, size=len(content), sha256=digest)


def _due(now: datetime) -> QuerySet[PeriodReport]:
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    return PeriodReport.objects.filter(free, state=State.WAITING).order_by("pk")
