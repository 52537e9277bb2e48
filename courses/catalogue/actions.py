"""Keeping the index of activities beside the pages."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from courses.catalogue.models import Activity, ActivityMixin, CoursePage
from courses.catalogue.queries import course_of
from courses.catalogue.signals import outline_changed
from courses.groups import APPROVERS, EDITORS

PAGE_PERMISSIONS = {
    EDITORS: ("add_page", "change_page"),
    APPROVERS: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
}
LIBRARY_PERMISSIONS = {
    "wagtailimages": ("add_image", "change_image", "choose_image"),
    "wagtaildocs": ("add_document", "change_document", "choose_document"),
    "wagtailcore": ("add_collection", "change_collection"),
}


@transaction.atomic
def index_activity(page: Page) -> Activity | None:
    """Bring one page's index row up to date; None when the page is not a live activity of a course."""
    course = course_of(page) if page.live and isinstance(page, ActivityMixin) else None
    if course is None:
        drop_activity(page)
        return None
    fields = {
        "key": page.translation_key,
        "course_key": course.translation_key,
        "course_id": course.pk,
        "module_id": page.get_parent().pk,
        "kind": page._meta.model_name,
        "required": page.required,
        "minutes": page.minutes,
        "completed_by": page.completed_by,
    }
    before = Activity.objects.filter(page_id=page.pk).first()
    if before is not None and all(getattr(before, name) == value for name, value in fields.items()):
        return before  # its text was changed, and nobody's progress is to be looked at
    activity, _created = Activity.objects.update_or_create(page_id=page.pk, defaults=fields)
    courses = {course.translation_key} | ({before.course_key} if before else set())
    for key in courses:  # of a page that went to another course, the one it left too
        outline_changed.send(sender=Activity, course_key=key)
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


@transaction.atomic
def give_pages_to_editors(root: Page) -> None:
    """Redazione writes and submits, Approvazione publishes, from a page down; both fill the libraries of files.

    For the host to call, once it knows where its courses stand. Nothing is taken away; deleting pages with others
    below them stays with the superuser.
    """
    library = Collection.get_first_root_node()
    for name, codenames in PAGE_PERMISSIONS.items():
        group = Group.objects.get(name=name)
        for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames):
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
        for app_label, wanted in LIBRARY_PERMISSIONS.items():
            for permission in Permission.objects.filter(content_type__app_label=app_label, codename__in=wanted):
                GroupCollectionPermission.objects.get_or_create(group=group, collection=library, permission=permission)
