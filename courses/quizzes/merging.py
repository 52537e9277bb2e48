"""What becomes of attempts and plays when two records turn out to be one person."""

from django.db import transaction

from courses.audit.actions import Author
from courses.people.models import Participant
from courses.quizzes.actions import Closing, hand_in
from courses.quizzes.models import Attempt, ExtraTime, Play
from courses.quizzes.playing import leave

BEYOND = 10_000  # numbers that no attempt has


@transaction.atomic
def take_over_attempts(*, kept: Participant, absorbed: Participant, author: Author) -> None:
    """All attempts are the person's, numbered in the order in which they began; one at most stays open in each quiz."""
    keys = set(absorbed.quiz_attempts.order_by().values_list("activity_key", flat=True))
    for key in keys:
        _close_the_older(kept, absorbed, key, author)
        _number_together(Attempt, kept, absorbed, key)
    _take_over_time(kept, absorbed)


@transaction.atomic
def take_over_plays(*, kept: Participant, absorbed: Participant, author: Author) -> None:
    """The same of plays: of two open ones the newer goes on."""
    for key in set(absorbed.simulation_plays.order_by().values_list("activity_key", flat=True)):
        both = Play.objects.filter(participant__in=(kept, absorbed), activity_key=key, closed_at__isnull=True)
        for play in both.order_by("-started_at", "-pk")[1:]:
            leave(play=play, author=author, closing=Play.Closing.MERGE)
        _number_together(Play, kept, absorbed, key)


def _number_together(model: type[Attempt] | type[Play], kept: Participant, absorbed: Participant, key: object) -> None:
    mine = model.objects.filter(participant__in=(kept, absorbed), activity_key=key)
    in_order = list(mine.order_by("started_at", "pk").values_list("pk", flat=True))
    for number, pk in enumerate(in_order, start=1):  # first out of each other's way
        model.objects.filter(pk=pk).update(participant=kept, number=BEYOND + number)
    for number, pk in enumerate(in_order, start=1):
        model.objects.filter(pk=pk).update(number=number)


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
