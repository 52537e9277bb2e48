"""What the site's pages show of the data: figures, topics, the tree of pages, statistics of use."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.db.models import Count, Max, Q, QuerySet, Value
from django.db.models.functions import TruncMonth
from wagtail.models import Page, Site

from courses import conf
from courses.catalogue.models import CoursePage
from courses.catalogue.queries import live_courses, outline_of, summaries_of
from courses.enrolment.models import Enrolment
from courses.progress.models import CourseCompletion
from courses.territory.models import Municipality
from home.models import FooterLink, HeaderLink, MenuLink, PageFeedback, SiteTexts

# Fewer than these are never shown: a count of one or two points at somebody.
LEAST_SHOWN = 5


class Place(StrEnum):
    """Where a link of the site's menus stands."""

    HEADER = "header"
    FOOTER = "footer"


@dataclass(frozen=True)
class Link:
    """A link to a published page. The page carries its address and title alone."""

    place: Place
    title: str
    page: Page


def cup() -> str:
    """The project's code that papers, certificates and the footer carry; empty while nobody has written it."""
    return SiteTexts.objects.filter(site__is_default_site=True).values_list("cup", flat=True).first() or ""


def site_links(site: Site) -> list[Link]:
    """The links of header and footer to published pages, each in its order, in one query."""
    rows = _links(HeaderLink, Place.HEADER, site).union(_links(FooterLink, Place.FOOTER, site), all=True)
    return [
        Link(Place(place), label or title, Page(pk=pk, title=title, url_path=url_path))
        for place, _order, label, pk, title, url_path in rows.order_by("place", "sort_order")
    ]


def _links(model: type[MenuLink], place: Place, site: Site) -> QuerySet:
    return (
        model.objects.filter(menu__site=site, page__live=True)
        .order_by()
        .annotate(place=Value(place.value))
        .values_list("place", "sort_order", "label", "page_id", "page__title", "page__url_path")
    )


@dataclass(frozen=True)
class Figures:
    """The programme in numbers."""

    days: int
    webinars: int
    municipalities: int
    population_year: int | None
    lowest: int | None
    highest: int | None


def programme_figures() -> Figures:
    """Days and webinars are what was planned; municipalities are counted, with the year of their population."""
    lowest, highest = conf.get("POPULATION_RANGE") or (None, None)
    addressed = Municipality.objects.filter(suppressed_on__isnull=True)
    if lowest is not None:
        addressed = addressed.filter(population__range=(lowest, highest))
    counted = addressed.aggregate(number=Count("pk"), year=Max("population_year"))
    return Figures(
        days=conf.get("PLANNED_DAYS"),
        webinars=conf.get("PLANNED_WEBINARS"),
        municipalities=counted["number"],
        population_year=counted["year"],
        lowest=lowest,
        highest=highest,
    )


def main_course() -> CoursePage | None:
    """The course the site leads to: the first that is published."""
    return live_courses().first()


@dataclass(frozen=True)
class Topic:
    """A module as a card shows it."""

    page: Page
    summary: str
    activities: int
    minutes: int


def topics_of(page: Page | None) -> list[Topic]:
    """The topics of a chosen course, if it is published, else of the main one; none when there is no course."""
    course = live_courses().filter(pk=page.pk).first() if page else main_course()
    if course is None:
        return []
    outline = outline_of(course)
    summaries = summaries_of(outline)
    return [
        Topic(
            page=part.module,
            summary=summaries[part.module.pk],
            activities=len(part.activities),
            minutes=sum(activity.minutes for activity in part.activities),
        )
        for part in outline.parts
    ]


@dataclass(frozen=True)
class Branch:
    """A page and those below it."""

    page: Page
    below: list["Branch"] = field(default_factory=list)


def site_tree(site: Site) -> list[Branch]:
    """All published pages anyone may know of, as a tree, in one query and that for private ones."""
    pages = Page.objects.live().public().descendant_of(site.root_page).order_by("path")
    return _grow(pages, site.root_page)


def _grow(pages: Iterable[Page], root: Page) -> list[Branch]:
    trunk = Branch(root)
    by_path = {root.path: trunk}
    for page in pages:
        parent = by_path.get(page.path[: -Page.steplen])
        if parent is not None:  # what stands under an unpublished page cannot be reached
            by_path[page.path] = branch = Branch(page)
            parent.below.append(branch)
    return trunk.below


@dataclass(frozen=True)
class Total:
    """A count for all to read. `shown` is None where the number is too small to say."""

    shown: int | None

    @classmethod
    def of(cls, number: int) -> "Total":
        """None and zero say nothing of anybody; one to four might."""
        return cls(None if 0 < number < LEAST_SHOWN else number)


@dataclass(frozen=True)
class Month:
    """What happened in a month."""

    first_day: date
    enrolments: Total
    completions: Total


@dataclass(frozen=True)
class Usage:
    """Statistics of use; a total is None where it would tell a month that is not shown."""

    months: list[Month]
    enrolments: int | None
    completions: int | None


def usage() -> Usage:
    """Enrolments and completed courses by month, newest first."""
    enrolments = _by_month(Enrolment.objects.all(), "enrolled_at")
    completions = _by_month(CourseCompletion.objects.all(), "completed_at")
    months = [
        Month(month, Total.of(enrolments.get(month, 0)), Total.of(completions.get(month, 0)))
        for month in sorted({*enrolments, *completions}, reverse=True)
    ]
    return Usage(months, _safe_total(enrolments), _safe_total(completions))


def _by_month(records: QuerySet, moment: str) -> dict[date, int]:
    rows = records.order_by().values_list(TruncMonth(moment)).annotate(Count("pk"))
    return {month.date(): number for month, number in rows}


def _safe_total(months: dict[date, int]) -> int | None:
    """One hidden month can be told from the total less the others; two or more cannot."""
    total = sum(months.values())
    hidden = [number for number in months.values() if Total.of(number).shown is None]
    return None if len(hidden) == 1 else Total.of(total).shown


@dataclass(frozen=True)
class Verdict:
    """What readers said of a page."""

    page: Page
    answers: int
    useful: int

    @property
    def percent(self) -> int:
        """How many in a hundred found it useful, rounded."""
        return round(100 * self.useful / self.answers)


def verdicts() -> list[Verdict]:
    """The published pages that enough people judged, the most judged first."""
    counted = (
        PageFeedback.objects.filter(page__live=True)
        .order_by()
        .values("page")
        .annotate(answers=Count("pk"), yes=Count("pk", filter=Q(useful=True)))
        .filter(answers__gte=LEAST_SHOWN)
    )
    rows = {row["page"]: row for row in counted}
    pages = Page.objects.live().public().filter(pk__in=rows)
    found = [Verdict(page, rows[page.pk]["answers"], rows[page.pk]["yes"]) for page in pages]
    return sorted(found, key=lambda verdict: (-verdict.answers, verdict.page.title))
