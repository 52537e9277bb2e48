"""Keeping the index of activities beside the pages."""

from django.db import transaction
from wagtail.models import Page

from courses.catalogue.models import Activity, ActivityMixin, CoursePage
from courses.catalogue.queries import course_of
from courses.catalogue.signals import outline_changed


@transaction.atomic
def index_activity(page: Page) -> Activity | None:
    """Bring one page's index row up to date; None when the page is not a live activity of a course."""
    course = course_of(page) if page.live and isinstance(page, ActivityMixin) else None
    if course is None:
        drop_activity(page)
        return None
    activity, _created = Activity.objects.update_or_create(
        page_id=page.pk,
        defaults={
            "key": page.translation_key,
            "course_key": course.translation_key,
            "course_id": course.pk,
            "module_id": page.get_parent().pk,
            "kind": page._meta.model_name,
            "required": page.required,
            "minutes": page.minutes,
            "completed_by": page.completed_by,
        },
    )
    outline_changed.send(sender=Activity, course_key=course.translation_key)
    return activity


@transaction.atomic
def drop_activity(page: Page) -> None:
    """The page is no longer a live activity: what was done with it stays in the records."""
    row = Activity.objects.filter(page_id=page.pk).first()
    if row is not None:
        row.delete()
        outline_changed.send(sender=Activity, course_key=row.course_key)


@transaction.atomic
def index_below(page: Page) -> None:
    """Bring the rows of a page and of all below it up to date, after a move."""
    for descendant in Page.objects.descendant_of(page, inclusive=True).specific():
        if isinstance(descendant, ActivityMixin):
            index_activity(descendant)


def announce_module(module: Page) -> None:
    """A module went on or off line: the outline of its course changed."""
    course = CoursePage.objects.ancestor_of(module).first()
    if course is not None:
        outline_changed.send(sender=Activity, course_key=course.translation_key)
