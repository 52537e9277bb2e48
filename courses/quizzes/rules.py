"""Who may take a quiz, when, for how long, and what they see of what is right."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.errors import Verdict
from courses.quizzes.models import Attempt, ExtraTime, QuizPage

Show, Kept = QuizPage.Show, QuizPage.Kept
# What was sent in the last moment may come a little late: the network's fault is nobody's.
GRACE = timedelta(seconds=30)


def may_begin(page: QuizPage, attempts: Sequence[Attempt], now: datetime) -> Verdict:
    """Another attempt: while some are left, and after the waiting time since the last."""
    closed = [one for one in attempts if one.closed_at]
    if page.attempts and len(closed) >= page.attempts:
        if any(one.passed for one in closed):
            return Verdict(False, _("You have used all your attempts, and you have passed."))
        return Verdict(False, _("You have used all your attempts: write to the secretariat if you need another one."))
    last = max((one.closed_at for one in closed), default=None)
    again = last + timedelta(hours=page.waiting_hours) if last and page.waiting_hours else None
    if again is not None and now < again:
        local = timezone.localtime(again)
        values = {"day": date_format(local), "time": f"{local:%H:%M}"}
        return Verdict(False, _("You can try again from %(day)s at %(time)s.") % values)
    return Verdict(True)


def deadline_of(page: QuizPage, started_at: datetime, extra: ExtraTime | None) -> datetime | None:
    """By when an attempt is handed in; None without a limit, of the quiz or for this person."""
    if page.time_limit is None or (extra is not None and extra.percent is None):
        return None
    return started_at + timedelta(minutes=page.time_limit) * ((100 + (extra.percent if extra else 0)) / 100)


def is_over(attempt: Attempt, now: datetime) -> bool:
    """Whether the time of an attempt is up, as the server counts it."""
    return attempt.deadline is not None and now > attempt.deadline + GRACE


def may_drop_limit(attempt: Attempt) -> bool:
    """A person may go on without the limit, unless the quiz leaves it to the secretariat."""
    return attempt.is_open and attempt.deadline is not None and not attempt.paper["is_limit_firm"]


def checks_each(attempt: Attempt) -> bool:
    """Whether each answer is checked at once, and stays then."""
    return attempt.paper["show"] == Show.EACH


def shows_answers(attempt: Attempt) -> Verdict:
    """Whether a closed attempt shows what was right; if not, when."""
    show = attempt.paper["show"]
    if show == Show.NEVER:
        return Verdict(False, _("This quiz does not show which answers were right."))
    if show == Show.PASSED and not attempt.passed:
        return Verdict(False, _("You will see which answers were right once you have passed."))
    return Verdict(True)


def score_that_counts(attempts: Iterable[Attempt], kept: str) -> Attempt | None:
    """The closed attempt whose score stands: the best, or the last. None before the first."""
    closed = [one for one in attempts if one.closed_at]
    if not closed:
        return None
    if kept == Kept.LAST:
        return max(closed, key=lambda one: (one.closed_at, one.number))
    return max(closed, key=lambda one: (one.score, -one.number))


def left_words(attempt: Attempt, now: datetime) -> dict[str, Any] | None:
    """Until when, and how many minutes are left, rounded up; None without a limit."""
    if attempt.deadline is None:
        return None
    seconds = max(0.0, (attempt.deadline - now).total_seconds())
    return {"until": timezone.localtime(attempt.deadline), "minutes": int(-(-seconds // 60)), "seconds": int(seconds)}
