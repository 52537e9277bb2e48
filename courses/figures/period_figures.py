"""The indicators of a period, counted from its lists and from nothing else."""

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses import conf
from courses.agenda.models import Event
from courses.figures import measures as m
from courses.figures.breakdown import hours
from courses.figures.labels import heading_of, labels_of
from courses.figures.period_facts import Facts, Meeting
from courses.figures.tallies import shares

DIVISIONS = (m.ROLE, m.GENDER, m.REGION, m.KIND)
HELD = (Event.State.HELD, Event.State.CLOSED)


@dataclass(frozen=True)
class Indicator:
    """One number, with how it is counted. `of` is what it is compared with; empty where with nothing."""

    key: str
    label: str
    value: float | None  # None: out of nothing
    unit: str
    of: str
    how: str


@dataclass(frozen=True)
class Division:
    """The people trained, divided by one thing: label, people, share in per cent. The shares make 100."""

    title: str
    rows: list[list[Any]]


@dataclass(frozen=True)
class PeriodFigures:
    """Everything a report says."""

    indicators: list[Indicator]
    divisions: list[Division]


def figures_in(facts: Facts) -> PeriodFigures:
    """All indicators and divisions of a period."""
    made = [*_of_people(facts), *_of_meetings(facts), _attendance(facts)]
    return PeriodFigures(made, [_divided(facts, dimension) for dimension in DIVISIONS])


def as_kept(figures: PeriodFigures, facts: Facts) -> dict[str, Any]:
    """What the record keeps of it: plain values, in the words of that day."""
    opinions = [[one.questionnaire, one.question, one.scale, one.answers, one.mean] for one in facts.opinions]
    return asdict(figures) | {"opinions": opinions}


def _of_people(facts: Facts) -> list[Indicator]:
    presences = sum(one.minutes > 0 for one in facts.presences)
    minutes = sum(one.minutes for one in facts.presences)
    trained = _("Persons with at least one minute of presence on a closed register in the period, each counted once.")
    first_time = _("Those of them who had no presence before the period: over several reports they add up.")
    return [
        Indicator("trained", _("People trained"), len(facts.people), "", "", trained),
        Indicator("new", _("of whom for the first time"), sum(one.is_new for one in facts.people), "", "", first_time),
        Indicator("presences", _("Presences"), presences, "", "", str(m.PRESENCES.how)),
        Indicator("person_hours", str(m.MINUTES.label), hours(minutes), "h", "", str(m.MINUTES.how)),
    ]


def _of_meetings(facts: Facts) -> list[Indicator]:
    held = [one for one in facts.meetings if one.state in HELD]
    said = _("Held, out of all that were planned in the period; those called off are among the planned.")
    days = _counted(facts.meetings, Event.Kind.DAY, "days", _("Training days held"), conf.get("PLANNED_DAYS"), said)
    webinars = _counted(
        facts.meetings, Event.Kind.WEBINAR, "webinars", _("Webinars held"), conf.get("PLANNED_WEBINARS"), said
    )
    minutes = sum(one.minutes for one in held)
    return [
        days,
        webinars,
        Indicator("delivered", str(m.DELIVERED.label), hours(minutes), "h", "", str(m.DELIVERED.how)),
    ]


def _counted(meetings: list[Meeting], kind: str, key: str, label: str, promised: int, how: str) -> Indicator:
    mine = [one for one in meetings if one.kind == kind]
    of = _("of %(number)d planned in the period") % {"number": len(mine)}
    if promised:
        of += _("; the whole programme promises %(number)d") % {"number": promised}
    return Indicator(key, label, sum(one.state in HELD for one in mine), "", of, how)


def _attendance(facts: Facts) -> Indicator:
    there, expected = sum(one.minutes > 0 for one in facts.presences), len(facts.presences)
    of = _("%(there)d presences of %(expected)d people on closed registers") % {"there": there, "expected": expected}
    rate = round(100 * there / expected, 1) if expected else None
    return Indicator("attendance", _("Attendance rate"), rate, "%", of, str(m.ATTENDANCE_HOW))


def _divided(facts: Facts, dimension: str) -> Division:
    counted = Counter(one.keys[dimension] for one in facts.people)
    parts = shares(dict(counted))
    labels = labels_of(dimension)
    rows = [[label, counted[key], parts.get(key, 0.0)] for key, label in labels.items() if key or counted[key]]
    title = _("People trained by: %(what)s") % {"what": heading_of(dimension).lower()}
    return Division(title, rows)
