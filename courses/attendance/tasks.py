"""What is due at every tick: the seals of closed registers are checked once a day."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import ngettext

from courses.attendance.models import Register
from courses.attendance.sealing import verify_register
from courses.booking.actions import free_from_one_day
from courses.booking.models import Booking
from courses.progress.models import Completion

EVERY = timedelta(days=1)
AT_ONCE = 20  # a tick is short: the others have theirs at the next


def tick(now: datetime) -> str:
    """Do what is due; what to say in the log."""
    let_the_absent_book_again()
    checked, changed = check_seals(now)
    said = f"registers checked: {checked}"
    alarm = ngettext("%(number)s register was changed.", "%(number)s registers were changed.", changed)
    return f"{said}: {alarm % {'number': changed}}" if changed else said


def let_the_absent_book_again() -> int:
    """Who had a place at a day whose register is closed, and has not completed it, may book another one."""
    done = Completion.objects.filter(
        participant=OuterRef("participant"), activity_key=OuterRef("event__activity_key"), withdrawn_at=None
    )
    missed = Booking.objects.filter(
        ~Exists(done), state=Booking.State.BOOKED, only_one_of__isnull=False, event__register__closed_at__isnull=False
    )
    return free_from_one_day(list(missed))


def check_seals(now: datetime) -> tuple[int, int]:
    """Check closed registers that were not since yesterday, or since their last seal: how many, how many changed."""
    due = Q(verified_at=None) | Q(verified_at__lt=now - EVERY) | Q(seals__sealed_at__gt=F("verified_at"))
    found = Register.objects.filter(due, closed_at__isnull=False).distinct().order_by("pk")[:AT_ONCE]
    answers = {register.pk: not verify_register(register) for register in found}
    for pk, is_whole in answers.items():
        Register.objects.filter(pk=pk).update(is_whole=is_whole, verified_at=now)
    return len(answers), list(answers.values()).count(False)
