"""What attempts and plays have in common: one person, one page, and what was true on its day."""

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from courses.catalogue.models import Activity


class Record(models.Model):
    """Something a person did with a page that may go meanwhile: it keeps keys and titles, and is numbered. Abstract.

    Subclasses add the person, what was frozen and how it was closed.
    """

    activity_key = models.UUIDField(_("activity"), db_index=True)  # the page's translation_key
    course_key = models.UUIDField(_("course"))
    number = models.PositiveSmallIntegerField(_("number"))  # 1 for the person's first
    module_title = models.CharField(_("module"), max_length=255)
    course_title = models.CharField(_("course"), max_length=255)
    revision_id = models.BigIntegerField(_("revision of the page"), null=True)  # no foreign key: revisions are purged
    started_at = models.DateTimeField(_("started"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        abstract = True

    @classmethod
    def of(cls, activity: Activity, page: Page, **values: Any) -> Self:
        """A new one, not saved yet, with what is true of the page now."""
        return cls(
            activity_key=activity.key,
            course_key=activity.course_key,
            module_title=activity.module.title,
            course_title=activity.course.title,
            revision_id=page.live_revision_id,
            **values,
        )

    @property
    def is_open(self) -> bool:
        """Whether one can still go on with it, as far as was written down."""
        return self.closed_at is None
