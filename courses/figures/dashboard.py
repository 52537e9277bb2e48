"""What the dashboard shows of the figures: the cards against the targets, the charts, each with how it is counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses import conf
from courses.charts import Chart, Series
from courses.figures import measures as m
from courses.figures.labels import heading_of, labels_of
from courses.figures.tallies import Figures

DIMENSIONS = (m.STATE, m.SIZE, m.ROLE, m.GENDER, m.KIND)


@dataclass(frozen=True)
class Card:
    """One number, what it is out of, and how it is counted."""

    label: Any
    number: str
    how: Any
    of: str = ""
    percent: int | None = None


@dataclass(frozen=True)
class Picture:
    """A chart and how its numbers are counted."""

    chart: Chart
    how: str


def number_in_words(value: int) -> str:
    """Thousands as Italians write them."""
    return f"{value:,}".replace(",", ".")


def percent_of(part: int, whole: int) -> int | None:
    """In whole per cent; None out of nothing."""
    return round(100 * part / whole) if whole else None


def cards_of(figures: Figures) -> list[Card]:
    """The numbers of the period, those with a target first."""
    total = figures.total
    return [
        _targeted(m.DAYS, figures, conf.get("PLANNED_DAYS"), _("of %(number)s planned")),
        _targeted(m.WEBINARS, figures, conf.get("PLANNED_WEBINARS"), _("of %(number)s planned")),
        _targeted(m.RANGE_JOINED, figures, total(m.IN_RANGE), _("of %(number)s in range")),
        _plain(m.JOINED, total(m.JOINED)),
        _plain(m.ENROLLED, total(m.ENROLLED)),
        _targeted(m.TRAINED, figures, 0, ""),
        _plain(m.COMPLETED, total(m.COMPLETED)),
        _plain(m.CERTIFIED, total(m.CERTIFIED)),
        _plain(m.DELIVERED, round(total(m.DELIVERED) / 60)),
        _plain(m.MINUTES, round(total(m.MINUTES) / 60)),
        _plain(m.PRESENCES, total(m.PRESENCES)),
        _attendance(figures),
    ]


def _plain(measure: m.Measure, value: int) -> Card:
    return Card(measure.label, number_in_words(value), measure.how)


def _targeted(measure: m.Measure, figures: Figures, target: int, words: str) -> Card:
    value = figures.total(measure)
    of = words % {"number": number_in_words(target)} if target else ""
    return Card(measure.label, number_in_words(value), measure.how, of, percent_of(value, target))


def _attendance(figures: Figures) -> Card:
    presences, expected = figures.total(m.PRESENCES), figures.total(m.EXPECTED)
    rate = percent_of(presences, expected)
    words = {"presences": number_in_words(presences), "expected": number_in_words(expected)}
    of = _("%(presences)s presences of %(expected)s people on registers") % words if expected else ""
    return Card(_("Attendance rate"), "–" if rate is None else f"{rate}%", m.ATTENDANCE_HOW, of)


def pictures_of(figures: Figures) -> list[Picture]:
    """Funnels, months, and the parts of the whole."""
    stages_of_bodies = [measure for measure, _in_range in m.STAGES_OF_BODIES]
    return [
        _funnel("bodies", _("From the adhesion to the certificate: bodies"), stages_of_bodies, figures),
        _funnel("people", _("From the enrolment to the certificate: officials"), m.STAGES_OF_PEOPLE, figures),
        _months(figures),
        _divided("adhesions", _("Adhesions received, by state"), m.STATE, (m.ADHESIONS,), figures),
        _divided("size", _("Municipalities in range, by size"), m.SIZE, (m.IN_RANGE, m.RANGE_JOINED), figures),
        _divided("kind", _("Bodies that joined, by kind"), m.KIND, (m.JOINED,), figures),
        _divided("role", _("Officials by role"), m.ROLE, (m.ENROLLED, m.TRAINED), figures),
        _divided("gender", _("Officials by gender"), m.GENDER, (m.ENROLLED, m.TRAINED), figures),
    ]


def how_of(measures: Sequence[m.Measure], *, placed: bool = False) -> str:
    """How some numbers are counted, one sentence after the other."""
    told = [f"{measure.label}: {str(measure.how)[:1].lower()}{str(measure.how)[1:]}" for measure in measures]
    return " ".join([*told, str(m.PLACED)] if placed else told)


def _funnel(key: str, title: str, measures: Sequence[m.Measure], figures: Figures) -> Picture:
    values = [figures.total(measure) for measure in measures]
    labels = [measure.label for measure in measures]
    series = [Series(pgettext("how many", "Number"), values)]
    return Picture(Chart(f"funnel-{key}", title, _("Step"), labels, series), how_of(measures))


def _months(figures: Figures) -> Picture:
    measures = (m.JOINED, m.ENROLLED, m.TRAINED)
    months = months_between([month for measure in measures for month in figures.months(measure)])
    series = [
        Series(measure.label, [figures.months(measure).get(month, 0) for month in months]) for measure in measures
    ]
    labels = [date_format(month, "M Y") for month in months]
    chart = Chart("months", _("Month by month"), pgettext("heading", "Month"), labels, series, kind="line")
    return Picture(chart, how_of(measures))


def months_between(months: Sequence[date]) -> list[date]:
    """Every month from the first to the last, those without figures too."""
    if not months:
        return []
    number, last = _number(min(months)), _number(max(months))
    return [date(one // 12, one % 12 + 1, 1) for one in range(number, last + 1)]


def _number(month: date) -> int:
    return month.year * 12 + month.month - 1


def _divided(key: str, title: str, dimension: str, measures: Sequence[m.Measure], figures: Figures) -> Picture:
    """The keys that have something, in their order."""
    found = [figures.by(dimension, measure) for measure in measures]
    labels = {code: label for code, label in labels_of(dimension).items() if any(one.get(code) for one in found)}
    series = []
    for measure, values in zip(measures, found, strict=True):
        numbers = {code: values.get(code, 0) for code in labels}
        series.append(Series(measure.label, list(numbers.values())))
    chart = Chart(key, title, heading_of(dimension), list(labels.values()), series)
    return Picture(chart, how_of(measures, placed=dimension != m.STATE))
