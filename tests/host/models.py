"""A kind of activity of the host's own, as the interface promises."""

from django.db import models
from wagtail.models import Page

from courses.catalogue.models import ActivityMixin


class PodcastPage(ActivityMixin, Page):
    """Completed by the host when the episode was heard to its end."""

    completed_by = ActivityMixin.CompletedBy.SYSTEM
    episode = models.PositiveSmallIntegerField(default=1)
    parent_page_types = ["courses.ModulePage"]
