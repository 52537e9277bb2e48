"""The outline of a course, and where a page stands in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import cached_property
from wagtail.models import Page

from courses.catalogue.models import Activity, ActivityMixin, CoursePage, ModulePage


@dataclass(frozen=True)
class Part:
    """A module with its activities, in the order of the page tree."""

    module: ModulePage
    activities: list[Activity] = field(default_factory=list)


@dataclass(frozen=True)
class Outline:
    """What a course is made of now: its live modules and their live activities."""

    course: CoursePage
    parts: list[Part]

    @cached_property
    def activities(self) -> list[Activity]:
        """All activities, in order."""
        return [activity for part in self.parts for activity in part.activities]

    @cached_property
    def required_keys(self) -> frozenset[UUID]:
        """The keys of the activities the course asks for."""
        return frozenset(activity.key for activity in self.activities if activity.required)

    def first_module(self) -> ModulePage | None:
        """The one that those who wait may read."""
        return self.parts[0].module if self.parts else None

    def neighbours(self, page: Page) -> tuple[Activity | None, Activity | None]:
        """The activities before and after a page, None at the ends."""
        ids = [activity.page_id for activity in self.activities]
        if page.pk not in ids:
            return None, None
        at = ids.index(page.pk)
        before = self.activities[at - 1] if at else None
        return before, self.activities[at + 1] if at + 1 < len(ids) else None


def live_courses() -> QuerySet[CoursePage]:
    """The published courses."""
    return CoursePage.objects.live().order_by("path")


def outline_of(course: CoursePage) -> Outline:
    """The live outline of a course, in two queries whatever its size."""
    parts = {module.pk: Part(module) for module in _modules(course)}
    for activity in live_activities(course.translation_key).filter(course_id=course.pk):
        if activity.module_id in parts:
            parts[activity.module_id].activities.append(activity)
    return Outline(course, list(parts.values()))


def live_activities(course_key: UUID) -> QuerySet[Activity]:
    """The activities of a course that can be reached: their page and their module are live."""
    return (
        Activity.objects.filter(course_key=course_key, page__live=True, module__live=True)
        .select_related("page__content_type")
        .order_by("page__path")
    )


def required_keys(course_key: UUID) -> set[UUID]:
    """What the course asks for now; a page in two languages is one activity."""
    return set(live_activities(course_key).filter(required=True).values_list("key", flat=True))


def course_of(page: Page) -> CoursePage | None:
    """The course a page belongs to (itself, if it is one); None outside any course."""
    specific = page.specific
    if isinstance(specific, CoursePage):
        return specific
    if not isinstance(specific, (ModulePage, ActivityMixin)):
        return None
    step = Page.steplen
    levels = 1 if isinstance(specific, ModulePage) else 2
    return CoursePage.objects.filter(path=page.path[: -step * levels]).first()


def _modules(course: CoursePage) -> Iterator[ModulePage]:
    return ModulePage.objects.child_of(course).live().order_by("path").iterator()
