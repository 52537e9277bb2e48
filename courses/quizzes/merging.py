"""What becomes of attempts when two records turn out to be one person."""

from django.db import transaction

from courses.audit.actions import Author
from courses.people.models import Participant
from courses.quizzes.actions import Closing, hand_in
from courses.quizzes.models import Attempt, ExtraTime

BEYOND = 10_000  # numbers that no attempt has


@transaction.atomic
def take_over_attempts(*, kept: Participant, absorbed: Participant, author: Author) -> None:
    """All attempts are the person's, numbered in the order in which they began; one at most stays open in each quiz."""
    keys = set(absorbed.quiz_attempts.order_by().values_list("activity_key", flat=True))
    for key in keys:
        _close_the_older(kept, absorbed, key, author)
        mine = Attempt.objects.filter(participant__in=(kept, absorbed), activity_key=key).defer("paper", "results")
        in_order = list(mine.order_by("started_at", "pk"))
        for number, attempt in enumerate(in_order, start=1):  # first out of each other's way
            Attempt.objects.filter(pk=attempt.pk).update(participant=kept, number=BEYOND + number)
        for number, attempt in enumerate(in_order, start=1):
            Attempt.objects.filter(pk=attempt.pk).update(number=number)
    _take_over_time(kept, absorbed)


def _close_the_older(kept: Participant, absorbed: Participant, key: object, author: Author) -> None:
    both = Attempt.objects.filter(participant__in=(kept, absorbed), activity_key=key, closed_at__isnull=True)
    for attempt in both.order_by("-started_at", "-pk")[1:]:
        hand_in(attempt=attempt, author=author, closing=Closing.MERGE)


def _take_over_time(kept: Participant, absorbed: Participant) -> None:
    """The more generous of the two."""
    other = ExtraTime.objects.filter(participant=absorbed).first()
    own = ExtraTime.objects.filter(participant=kept).first()
    if other is None:
        return
    if own is None:
        ExtraTime.objects.filter(pk=other.pk).update(participant=kept)
        return
    percents = (own.percent, other.percent)
    ExtraTime.objects.filter(pk=own.pk).update(percent=None if None in percents else max(percents))
    other.delete()
