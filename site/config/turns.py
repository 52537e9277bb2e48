"""Recurring work is done once, however many schedulers run; and whoever works says from time to time that it does."""

from datetime import UTC, datetime, timedelta

from django.db.models import F, Q

from config.models import Turn

LONGEST = timedelta(minutes=10)  # after which work that never ended, since its process died, is taken up by another
BEAT = timedelta(seconds=20)  # a sign of life is written no more often
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
ALIVE = timedelta(minutes=5)  # the longest a round may take before somebody should look: 10,000 people are one minute


def take(name: str, *, every: timedelta, now: datetime) -> bool:
    """Whether it is this process that does the work now: one alone is told so, by one conditional statement."""
    free = Q(ended_at__gte=F("begun_at"), begun_at__lte=now - every) | Q(begun_at__lte=now - max(every, LONGEST))
    if Turn.objects.filter(free, name=name).update(begun_at=now):
        return True
    if Turn.objects.filter(name=name).exists():
        return False
    Turn.objects.bulk_create([Turn(name=name, begun_at=NEVER, ended_at=NEVER)], ignore_conflicts=True)
    return bool(Turn.objects.filter(free, name=name).update(begun_at=now))


def give_back(name: str, *, now: datetime) -> None:
    """The work is done."""
    Turn.objects.filter(name=name).update(ended_at=now)


def beat(name: str, *, now: datetime) -> None:
    """A process is alive: written at most every twenty seconds, by whichever of its kind comes first."""
    if not Turn.objects.filter(name=name).exists():
        Turn.objects.bulk_create([Turn(name=name, begun_at=now, ended_at=now)], ignore_conflicts=True)
    Turn.objects.filter(name=name, ended_at__lt=now - BEAT).update(begun_at=now, ended_at=now)


def is_alive(name: str, *, now: datetime) -> bool:
    """Whether somebody of this kind has worked within the last minutes."""
    return Turn.objects.filter(name=name, ended_at__gte=now - ALIVE).exists()
