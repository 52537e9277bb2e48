"""The outline of a course, and where a page stands in it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import cached_property
from wagtail.models import Page

from courses.catalogue.models import Activity, ActivityMixin, CoursePage, ModulePage
from courses.editions.queries import Kept


@dataclass(frozen=True)
class Part:
    """A module with its activities, in the order of the page tree."""

    module: Page
    activities: list[Activity] = field(default_factory=list)


@dataclass(frozen=True)
class Outline:
    """What a course is made of now: its live modules and their live activities.

    Course and modules are plain pages: their titles and addresses are here, their own columns are not.
    """

    course: Page
    parts: list[Part]

    @cached_property
    def activities(self) -> list[Activity]:
        """All activities, in order."""
        return [activity for part in self.parts for activity in part.activities]

    @cached_property
    def required_keys(self) -> frozenset[UUID]:
        """The keys of the activities the course asks for."""
        return frozenset(activity.key for activity in self.activities if activity.required)

    def first_module(self) -> Page | None:
        """The one that those who wait may read."""
        return self.parts[0].module if self.parts else None

    @cached_property
    def _places(self) -> dict[int, int]:
        return {activity.page_id: place for place, activity in enumerate(self.activities)}

    def activity_of(self, page: Page) -> Activity | None:
        """The activity that a page is, if it is one of these."""
        at = self._places.get(page.pk)
        return None if at is None else self.activities[at]

    def neighbours(self, page: Page) -> tuple[Activity | None, Activity | None]:
        """The activities before and after a page, None at the ends."""
        at = self._places.get(page.pk)
        if at is None:
            return None, None
        return self.activities[at - 1] if at else None, next(iter(self.activities[at + 1 : at + 2]), None)


def live_courses() -> QuerySet[CoursePage]:
    """The published courses."""
    return CoursePage.objects.live().order_by("path")


def courses_kept(kept: Kept) -> list[CoursePage]:
    """The same, read once per edition."""
    return kept.get("courses", lambda: list(live_courses()))


def outline_of(course: Page) -> Outline:
    """The live outline of a course, in one query whatever its size."""
    return _outline_at(course.path, course.depth) or Outline(course, [])


def outline_around(page: Page) -> Outline | None:
    """The outline of the course a page stands in, in one query; None outside any course, or in a draft one."""
    levels = _levels_below_course(page)
    if levels is None:
        return None
    return _outline_at(page.path[: len(page.path) - Page.steplen * levels], page.depth - levels)


def outline_kept(page: Page, kept: Kept) -> Outline | None:
    """The same, read once per edition: for pages to show, not to be changed."""
    levels = _levels_below_course(page)
    if levels is None:
        return None
    path = page.path[: len(page.path) - Page.steplen * levels]
    return kept.get(("outline", path), lambda: _outline_at(path, page.depth - levels))


def activity_kept(key: UUID, kept: Kept) -> Activity | None:
    """A live activity with its page, read once per edition: not to be changed."""
    return kept.get(("activity", key), lambda: _live_activity(key))


def _live_activity(key: UUID) -> Activity | None:
    return LIVE.select_related("page", "module", "course").filter(key=key).first()


def summaries_of(outline: Outline) -> dict[int, str]:
    """The modules' summaries by page, for the pages that show them."""
    return dict(
        ModulePage.objects.filter(pk__in=[part.module.pk for part in outline.parts]).values_list("pk", "summary")
    )


# An activity can be reached while its page and its module are live.
LIVE = Activity.objects.filter(page__live=True, module__live=True)


def live_activities(course_key: UUID) -> QuerySet[Activity]:
    """The activities of a course that can be reached."""
    return LIVE.filter(course_key=course_key).select_related("page__content_type").order_by("page__path")


def required_activities(course_key: UUID) -> QuerySet[Activity]:
    """What the course asks for now."""
    return live_activities(course_key).filter(required=True)


def required_keys(course_key: UUID) -> set[UUID]:
    """The same by key; a page in two languages is one activity."""
    return set(required_activities(course_key).values_list("key", flat=True))


def required_by_course(course_keys: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """The same of several courses, in one query; a course that asks for nothing is there too."""
    found: dict[UUID, set[UUID]] = {key: set() for key in course_keys}
    rows = LIVE.filter(course_key__in=found.keys(), required=True)
    for course, key in rows.values_list("course_key", "key"):
        found[course].add(key)
    return found


def course_of(page: Page) -> CoursePage | None:
    """The course a page belongs to (itself, if it is one); None outside any course."""
    levels = _levels_below_course(page)
    if levels is None:
        return None
    return CoursePage.objects.filter(path=page.path[: len(page.path) - Page.steplen * levels]).first()


def _levels_below_course(page: Page) -> int | None:
    model = page.specific_class
    if model is None:
        return None
    kinds = {CoursePage: 0, ModulePage: 1, ActivityMixin: 2}
    return next((levels for kind, levels in kinds.items() if issubclass(model, kind)), None)


def _outline_at(path: str, depth: int) -> Outline | None:
    pages = (
        Page.objects.live()
        .filter(path__startswith=path, depth__lte=depth + 2)
        .select_related("courses_activity")
        .order_by("path")
    )
    course: Page | None = None
    parts: dict[str, Part] = {}
    for page in pages:
        if page.depth == depth:
            course = page
        elif page.depth == depth + 1:
            parts[page.path] = Part(page)
        else:
            part, activity = parts.get(page.path[: -Page.steplen]), getattr(page, "courses_activity", None)
            if part is not None and activity is not None:
                activity.page = page
                part.activities.append(activity)
    return Outline(course, list(parts.values())) if course else None
