"""Loading the dates of the programme: so many days in real municipalities of every region, and one for each webinar."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Page

from courses import conf
from courses.agenda.actions import create_event
from courses.agenda.models import Event, TrainingDayPage, Venue, WebinarPage
from courses.agenda.rules import is_working_day
from courses.catalogue.models import Activity, CoursePage
from courses.progress.actions import change_rule
from courses.progress.queries import newest_rule
from courses.territory.models import Municipality
from courses.territory.queries import live_municipalities

# What the course asks for besides its activities: the six hours of a training day, of which four fifths are enough.
RULE = {"minutes": 360, "threshold": 80}
HALL, ADDRESS, HALL_SEATS = "Sala consiliare", "Municipio", 50
TO_CONFIRM = "Da confermare con il Comune che ospita: ingresso senza gradini, servizi igienici, posti auto riservati."
NOTES = "La sede è da confermare: la segreteria scrive a chi è iscritto appena è certa, o se cambia."


def load_rule(course: CoursePage) -> None:
    """What the course asks for, unless somebody has said it already."""
    if newest_rule(course.translation_key) is None:
        change_rule(course_key=course.translation_key, author=None, **RULE)


@transaction.atomic
def load_events(first_day: date) -> int:
    """The dates of twelve months from a day. A page that has a date already gets none. Returns how many are new."""
    day_page = TrainingDayPage.objects.live().first()
    webinars = list(WebinarPage.objects.live().order_by("path"))
    towns = spread(towns_by_region(conf.get("PLANNED_DAYS"))) if day_page else []
    dates = dates_between(first_day, _a_year_later(first_day), len(towns) + len(webinars))
    days, connections = deal(dates, len(webinars))
    made = 0
    if day_page and not _has_events(day_page):
        activity = Activity.objects.get(page=day_page.pk)
        for town, day in zip(towns, days, strict=True):
            create_event(activity=activity, day=day, venue=_hall(town), author=None, notes=NOTES)
        made += len(towns)
    for page, day in zip(webinars, connections, strict=True):
        if not _has_events(page):
            create_event(activity=Activity.objects.get(page=page.pk), day=day, author=None)
            made += 1
    return made


def apportion(weights: dict[str, int], seats: int) -> dict[str, int]:
    """Seats in proportion to weights, by the largest remainders; who weighs anything has at least one."""
    shares, rest = dict.fromkeys(weights, 1), dict(weights)
    # Those that proportion would leave with less than one are set aside with one, and the others share what is left.
    while small := [name for name, weight in rest.items() if weight * seats < sum(rest.values())]:
        for name in small:
            del rest[name]
        seats -= len(small)
    total = sum(rest.values())
    shares |= {name: weight * seats // total for name, weight in rest.items()}
    by_remainder = sorted(rest, key=lambda name: (-(rest[name] * seats % total), name))
    for name in by_remainder[: seats - sum(shares[name] for name in rest)]:
        shares[name] += 1
    return shares


def towns_by_region(number: int) -> dict[str, list[Municipality]]:
    """The municipalities that host, by region in proportion to those addressed; none before they are imported.

    In each region the most populous of a province, then of the next; second ones only when all provinces have one.
    """
    regions: dict[str, dict[str, list[Municipality]]] = {}
    for town in _addressed().order_by("-population", "cadastral_code"):
        regions.setdefault(town.province.region_id, {}).setdefault(town.province_id, []).append(town)
    if not 0 < len(regions) <= number:
        return {}
    weights = {code: sum(map(len, provinces.values())) for code, provinces in sorted(regions.items())}
    return {code: _one_by_province(regions[code])[:share] for code, share in apportion(weights, number).items()}


def spread(towns: dict[str, list[Municipality]]) -> list[Municipality]:
    """All the towns in an order in which every region comes up all along the year."""
    placed = [
        ((place + 0.5) / len(group), code, town) for code, group in towns.items() for place, town in enumerate(group)
    ]
    return [town for _when, _code, town in sorted(placed, key=lambda one: one[:2])]


def dates_between(first: date, end: date, number: int) -> list[date]:
    """So many different working days before the end, evenly spaced; neither in August nor around Christmas."""
    days = [day for day in _days(first, end) if is_working_day(day) and not _is_quiet(day)]
    return [days[place * len(days) // number] for place in range(number)]


def deal(dates: list[date], webinars: int) -> tuple[list[date], list[date]]:
    """Some of the dates, evenly spaced, for the webinars; the others for the days."""
    number = len(dates)
    online = {place for place in range(number) if (place + 1) * webinars // number > place * webinars // number}
    return (
        [day for place, day in enumerate(dates) if place not in online],
        [day for place, day in enumerate(dates) if place in online],
    )


def _addressed() -> QuerySet[Municipality]:
    lowest, highest = conf.get("POPULATION_RANGE") or (1, 10**9)
    return live_municipalities().filter(population__range=(lowest, highest))


def _one_by_province(provinces: dict[str, list[Municipality]]) -> list[Municipality]:
    ranked = [(rank, -(town.population or 0), town) for towns in provinces.values() for rank, town in enumerate(towns)]
    return [town for _rank, _people, town in sorted(ranked, key=lambda one: one[:2])]


def _has_events(page: Page) -> bool:
    return Event.objects.filter(activity_key=page.translation_key).exists()


def _hall(town: Municipality) -> Venue:
    values = {"address": ADDRESS, "seats": HALL_SEATS, "accessibility": TO_CONFIRM}
    return Venue.objects.get_or_create(name=HALL, municipality=town, defaults=values)[0]


def _a_year_later(day: date) -> date:
    return day.replace(year=day.year + 1)


def _days(first: date, end: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((end - first).days))


def _is_quiet(day: date) -> bool:
    return day.month == 8 or (day.month, day.day) >= (12, 23) or (day.month, day.day) <= (1, 6)
