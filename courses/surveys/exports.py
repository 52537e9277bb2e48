"""Results to look at and to take away: as charts, and as the rows of a spreadsheet."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.charts import Chart, Series
from courses.surveys.models import Question
from courses.surveys.results import Line, Result
from courses.surveys.rules import choices_of

HEADINGS = (
    gettext_lazy("Question"),
    gettext_lazy("Teacher"),
    gettext_lazy("Answer"),
    gettext_lazy("People"),
    gettext_lazy("%"),
    gettext_lazy("Answers in all"),
    gettext_lazy("Mean"),
    gettext_lazy("Events counted together"),
)
Row = list[Any]


def name_of_result(result: Result) -> str:
    """The question, and about whom."""
    return f"{result.teacher}: {result.question.text}" if result.teacher else result.question.text


def charts_of(results: Iterable[Result], key: str) -> list[Chart]:
    """One chart for all scales together, then one for each other question; own words are no chart."""
    found = list(results)
    scales = [one for one in found if one.question.kind == Question.Kind.SCALE]
    charts = [_scales(scales, key)] if scales else []
    for place, one in enumerate(found):
        if one.question.kind in (Question.Kind.NUMBER, Question.Kind.CHOICE, Question.Kind.SEVERAL):
            charts.append(_shares(one, f"{key}-{place}"))
    return charts


def texts_of(results: Iterable[Result]) -> list[Result]:
    """The questions answered in own words."""
    return [one for one in results if one.question.kind == Question.Kind.TEXT]


def chart_of_means(title: str, heading: str, groups: dict[str, list[Result]], key: str) -> Chart | None:
    """The means of the scales side by side for each group: topics, teachers. None when there is nothing to compare."""
    means = {
        name: {name_of_result(one): one.mean for one in results if one.question.kind == Question.Kind.SCALE}
        for name, results in groups.items()
    }
    labels = list(dict.fromkeys(label for found in means.values() for label in found))
    if not labels:
        return None
    series = [Series(name, [found.get(label) for label in labels]) for name, found in means.items()]
    return Chart(key, title, heading, labels, series, kind="bar", lowest=0, highest=5)


def chart_over_time(results: Iterable[Result], key: str) -> Chart | None:
    """The mean of one question from day to day: each point is what is shown together."""
    points = sorted((one for one in results if one.mean is not None), key=lambda one: one.day)
    if not points:
        return None
    labels = [f"{timezone.localdate(one.day):%d/%m/%Y}" for one in points]
    highest = 5 if points[0].question.kind == Question.Kind.SCALE else 10
    series = [Series(_("Mean"), [one.mean for one in points])]
    return Chart(key, points[0].question.text, _("Day"), labels, series, kind="line", lowest=0, highest=highest)


def rows_of_lines(lines: Iterable[Line]) -> Iterable[Row]:
    """A row for each answer of each question; hidden questions say so."""
    for line in lines:
        if line.result is None:
            teacher = str(line.teacher or "")
            yield [line.question.text, teacher, _("Not shown: too few people answered."), "", "", "", "", ""]
        else:
            yield from rows_of_results([line.result])


def rows_of_results(results: Iterable[Result]) -> Iterable[Row]:
    """A row for each answer, or each text, of each question."""
    for one in results:
        head, tail = [one.question.text, str(one.teacher or "")], [one.answers, one.mean, len(one.rounds)]
        for text in one.texts:
            yield [*head, text, "", "", *tail]
        if not one.texts:
            yield from ([*head, share.label, share.count, share.percent, *tail] for share in one.shares)


def _scales(results: list[Result], key: str) -> Chart:
    labels = [name_of_result(one) for one in results]
    series = [Series(label, [one.counts[value] for one in results]) for value, label in choices_of(results[0].question)]
    return Chart(f"{key}-scale", _("Questions from 1 to 5: people by answer"), _("Question"), labels, series, "stacked")


def _shares(one: Result, key: str) -> Chart:
    labels = [share.label for share in one.shares]
    kind = "column" if one.question.kind == Question.Kind.NUMBER else "bar"
    return Chart(
        key,
        name_of_result(one),
        _("Answer"),
        labels,
        [Series(_("People"), [share.count for share in one.shares])],
        kind,
    )
