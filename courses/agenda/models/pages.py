"""Training days and webinars as pages: what they are about. When and where is their events' to say."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from courses.agenda.blocks import MATERIALS, ProgrammeStep, RecordingBlock
from courses.catalogue.blocks import TextBlocks
from courses.catalogue.models import ActivityMixin, CoursePart

# Wagtail gives each page type a template of its own unless its own class names one.
TEMPLATE = "courses/agenda/dated_activity.html"


class DatedActivity(ActivityMixin, CoursePart):
    """An activity that happens at a date: completed by having been there, once its register is closed. Abstract."""

    has_dates = True
    completed_by = ActivityMixin.CompletedBy.SYSTEM
    done_word = _("Attended")
    for_those_present: ClassVar[frozenset[str]] = frozenset({"after", "recording"})  # fields

    about = StreamField(TextBlocks(), verbose_name=_("what it is about"))
    before = StreamField(MATERIALS, verbose_name=_("materials to read before"), blank=True)
    after = StreamField(
        MATERIALS, verbose_name=_("materials for afterwards"), blank=True, help_text=_("Shown to those who were there.")
    )

    parent_page_types = ["courses.ModulePage"]
    subpage_types: ClassVar[list] = []

    class Meta:
        abstract = True


class TrainingDayTag(TaggedItemBase):
    """A topic of a training day."""

    content_object = ParentalKey("TrainingDayPage", on_delete=models.CASCADE, related_name="tagged_items")


class TrainingDayPage(DatedActivity):
    """A day in person. Held many times, in many places: each time is an Event."""

    tags = ClusterTaggableManager(_("topics"), through=TrainingDayTag, blank=True)
    template = TEMPLATE
    programme = StreamField([("step", ProgrammeStep())], verbose_name=_("programme of the day"), blank=True)

    content_panels = [
        *CoursePart.content_panels,
        FieldPanel("summary"),
        FieldPanel("about"),
        FieldPanel("programme"),
        MultiFieldPanel([FieldPanel("before"), FieldPanel("after")], heading=_("Materials")),
        *ActivityMixin.activity_panels,
        FieldPanel("tags"),
    ]

    class Meta:
        verbose_name = _("training day")


class WebinarTag(TaggedItemBase):
    """A topic of a webinar."""

    content_object = ParentalKey("WebinarPage", on_delete=models.CASCADE, related_name="tagged_items")


class WebinarPage(DatedActivity):
    """A session online. Its recording is shown only with captions or a transcript."""

    tags = ClusterTaggableManager(_("topics"), through=WebinarTag, blank=True)
    template = TEMPLATE
    recording = StreamField([("video", RecordingBlock())], verbose_name=_("recording"), blank=True, max_num=1)

    content_panels = [
        *CoursePart.content_panels,
        FieldPanel("summary"),
        FieldPanel("about"),
        MultiFieldPanel([FieldPanel("before"), FieldPanel("after")], heading=_("Materials")),
        FieldPanel("recording"),
        *ActivityMixin.activity_panels,
        FieldPanel("tags"),
    ]

    class Meta:
        verbose_name = _("webinar")
