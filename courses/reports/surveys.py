"""What the screens about questionnaires show."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.agenda.models import Event
from courses.agenda.queries import events
from courses.agenda.rules import name_of
from courses.catalogue.models import ModulePage
from courses.charts import Chart, Series
from courses.reports.queries import course_choices
from courses.surveys.exports import chart_of_means, chart_over_time, charts_of, texts_of
from courses.surveys.models import Question, Questionnaire
from courses.surveys.queries import Result, by_topic, current_questionnaires, shown_results, summed, without_teacher

Kind = Questionnaire.Kind


def topic_choices() -> list[tuple[str, str]]:
    """The modules a question may ask about, by key."""
    return [(str(key), title) for key, title in _topics().items()]


def about_choices(questionnaire: Questionnaire) -> list[Any]:
    """The courses and the events a questionnaire may be asked about now, each with the value that stands for it."""
    courses = [
        (f"course:{key}", title) for key, title in course_choices() if questionnaire.course_key in (None, UUID(key))
    ]
    found = [(f"event:{event.pk}", name_of(event)) for event in _events_for(questionnaire)]
    return [(_("Courses"), courses), (_("Events"), found)]


def pool_of(questionnaire: Questionnaire, asked_for: str) -> dict[str, Any]:
    """All rounds of a questionnaire together: sums of what is shown alone, so that no difference tells of few."""
    results = shown_results(questionnaire.family)
    whole = without_teacher(results)
    timed = [one for one in whole if one.question.kind in (Question.Kind.SCALE, Question.Kind.NUMBER)]
    timed.sort(key=lambda one: not one.question.per_teacher)  # by itself the last one is shown: what all are asked
    chosen = next((one for one in timed if str(one.question.series) == asked_for), timed[-1] if timed else None)
    of_days = [one for one in results if chosen and one.question.series == chosen.question.series]
    by_topics = {topic: without_teacher(found) for topic, found in by_topic(results).items()}
    compared = [
        compared_before_and_after(questionnaire),
        chart_of_means(_("Means by topic"), _("Question"), by_topics, "topics") if len(by_topics) > 1 else None,
        chart_of_means(_("Means by teacher"), _("Question"), _by_teacher(results), "teachers"),
    ]
    return {
        "charts": charts_of(whole, "all"),
        "compared": [one for one in compared if one],
        "texts": texts_of(whole),
        "questions": [(str(one.question.series), one.question.text) for one in timed],
        "chosen": str(chosen.question.series) if chosen else "",
        "over_time": chart_over_time(_each_day(of_days), "time"),
        "answers": max((one.answers for one in whole), default=0),
    }


def compared_before_and_after(questionnaire: Questionnaire) -> Chart | None:
    """What people said they knew of each topic, before and after: means of everybody, never of one person."""
    if questionnaire.kind not in (Kind.BEFORE, Kind.AFTER):
        return None
    means: dict[str, dict[UUID, float | None]] = {}
    for kind in (Kind.BEFORE, Kind.AFTER):
        same = current_questionnaires().filter(kind=kind, course_key=questionnaire.course_key)
        results = [one for each in same for one in summed(shown_results(each.family)) if one.question.topic_key]
        means[kind] = {one.question.topic_key: one.mean for one in results}
    if not all(means.values()):
        return None
    titles = _topics()
    keys = list(dict.fromkeys(key for found in means.values() for key in found))
    series = [Series(str(Kind(kind).label), [found.get(key) for key in keys]) for kind, found in means.items()]
    labels = [titles.get(key, "–") for key in keys]
    return Chart("before-after", _("Before and after: means by topic"), _("Topic"), labels, series, highest=5)


def _topics() -> dict[UUID, str]:
    modules = ModulePage.objects.order_by("path").values_list("translation_key", "title")
    return dict(modules)


def _events_for(questionnaire: Questionnaire) -> QuerySet[Event]:
    now = timezone.now()
    found = events().prefetch_related(None).exclude(survey_rounds__family=questionnaire.family)
    found = found.exclude(state=Event.State.CALLED_OFF)
    if questionnaire.course_key:
        found = found.filter(course_key=questionnaire.course_key)
    if questionnaire.kind == Kind.BEFORE:
        return found.filter(starts_at__gt=now).order_by("starts_at")
    return found.filter(ends_at__lte=now).order_by("-starts_at")


def _by_teacher(results: list[Result]) -> dict[str, list[Result]]:
    groups: dict[str, list[Result]] = defaultdict(list)
    for one in results:
        if one.teacher:
            groups[str(one.teacher)].append(one)
    return {name: without_teacher(groups[name]) for name in sorted(groups)}


def _each_day(results: list[Result]) -> list[Result]:
    """One point for each batch: teachers of one batch together."""
    days: dict[tuple[int, ...], list[Result]] = defaultdict(list)
    for one in results:
        days[tuple(asked.pk for asked in one.rounds)].append(one)
    return [whole for found in days.values() for whole in without_teacher(found)]
