"""Playing a simulation: beginning, deciding, leaving. What is open is decided here, whatever the browser says."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.audit.actions import Author, record
from courses.catalogue.models import Activity
from courses.errors import CoursesError, NotAllowed
from courses.people.models import Participant
from courses.prepared import prepared
from courses.progress.actions import complete
from courses.progress.models import Completion
from courses.quizzes.models import Play, SimulationPage, Step
from courses.quizzes.proofing import mistakes_in
from courses.quizzes.queries import activity_of, open_play
from courses.quizzes.scenario import Scenario, Standing, scenario_of
from courses.quizzes.scenes import GOOD
from courses.quizzes.scripting import script_of

Closing = Play.Closing


class NoSuchChoice(Exception):
    """What no page of ours sends: a choice that is not there or not open, a step beyond the next."""


class StaleStep(CoursesError):
    """The play went on meanwhile, in another tab or on another device; nothing was changed."""


def begin_play(
    *, participant: Participant, activity: Activity, page: SimulationPage, author: Author, now: datetime | None = None
) -> Play:
    """A new play, or the one that is open: two tabs begin one. Raises NotAllowed for a scenario one could get stuck in.

    Whether the person may read the page is the caller's to ask (`enrolment.rules.lets_read`).
    """
    standing = open_play(participant, activity.key)
    if standing is not None:
        return standing
    script = script_of(page)
    if mistakes_in(script):  # published by a way that asks nobody
        raise NotAllowed(_("This simulation cannot be played now: it is being mended. Come back later."))
    last = Play.objects.filter(participant=participant, activity_key=activity.key).order_by("-number").first()
    try:
        with transaction.atomic():
            play = Play.of(
                activity,
                page,
                participant=participant,
                number=last.number + 1 if last else 1,
                simulation_title=activity.page.title,
                script=script,
                started_at=now or timezone.now(),
            )
            play.save(force_insert=True)
            record(author=author, action="play.begin", subject=play)
            return play
    except IntegrityError:  # of two tabs at the same moment the second goes on with the first one's
        standing = open_play(participant, activity.key)
        if standing is None:
            raise
        return standing


def standing_after(scenario: Scenario, steps: Iterable[Step]) -> list[Standing]:
    """Where one stood at the beginning and after each step."""
    found = [scenario.beginning()]
    for step in steps:
        found.append(scenario.taken(found[-1], scenario.by_key[step.scene].choice(step.choice)))
    return found


@transaction.atomic
def decide(*, play: Play, number: int, choice: str, author: Author, now: datetime | None = None) -> Play:
    """Make a choice as step `number`, 1 for the first; one that comes to an ending closes the play.

    The same choice sent twice counts once. Raises StaleStep when that step was made otherwise, or the play closed;
    NoSuchChoice for what no page of ours sends.
    """
    now = now or timezone.now()
    [play] = _locked(play)
    scenario, steps = scenario_of(play.script), _steps(play)
    if not 1 <= number <= len(steps) + 1:
        raise NoSuchChoice(number)
    standings = standing_after(scenario, steps)
    at = standings[number - 1]
    chosen = scenario.by_key[at.scene].choice(choice)
    if number <= len(steps):
        if chosen is None:
            raise NoSuchChoice(choice)
        if number < len(steps) or steps[-1].choice != choice:
            raise StaleStep(_("You had already gone on from there: nothing was changed. This is where you stand."))
        return play
    if not play.is_open:
        raise StaleStep(_("This play is closed: nothing was changed."))
    if chosen is None or not scenario.is_open(chosen, at):
        raise NoSuchChoice(choice)
    Step.objects.create(play=play, number=number, scene=at.scene, choice=choice, made_at=now)
    if scenario.by_key[chosen.to].is_ending:
        _finish(play, chosen.to, author, now)
    return play


@prepared
def _locked(play: Play) -> QuerySet[Play]:
    return Play.objects.select_for_update().select_related("participant").filter(pk=play)


@prepared
def _steps(play: Play) -> QuerySet[Step]:
    return Step.objects.filter(play=play).order_by("number")


def _finish(play: Play, ending: str, author: Author, now: datetime) -> None:
    scene = play.scene(ending)
    play.closed_at, play.closing = now, Closing.ENDING
    play.ending_title, play.ending_kind = scene["title"], scene["ending"]["kind"]
    play.save(update_fields=["closed_at", "closing", "ending_title", "ending_kind"])
    record(author=author, action="play.finish", subject=play)
    activity = activity_of(play.activity_key)
    if activity is not None and completes(play):  # its page may have gone off line meanwhile
        person = play.participant
        complete(participant=person, activity=activity, method=Completion.Method.SYSTEM, author=person.user)


def completes(play: Play) -> bool:
    """Whether the ending of a play is one that completes the activity."""
    return bool(play.ending_kind) and (play.script["completes"] != GOOD or play.ending_kind == GOOD)


@transaction.atomic
def leave(*, play: Play, author: Author, closing: str = Closing.LEFT, now: datetime | None = None) -> None:
    """Close an open play without an ending; what is closed stays so."""
    standing = Play.objects.select_for_update().get(pk=play.pk)
    if standing.is_open:
        standing.closed_at, standing.closing = now or timezone.now(), closing
        standing.save(update_fields=["closed_at", "closing"])
        record(author=author, action="play.leave", subject=standing)
