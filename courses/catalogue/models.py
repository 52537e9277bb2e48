"""The pages of a course, and the index of its activities."""

from itertools import accumulate
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import CharBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, get_page_models
from wagtail.url_routing import RouteResult

from courses.catalogue.blocks import PROSE, TextBlocks
from courses.editions.models import DrawnOnceMixin


class CoursePart(DrawnOnceMixin, Page):
    """What every page of a course carries: a summary that anyone may read. Abstract."""

    summary = models.TextField(
        _("summary"),
        max_length=300,
        help_text=_("One or two sentences that anyone may read, enrolled or not."),
    )

    class Meta:
        abstract = True


class RoutedAtOnceMixin:
    """For a page with a deep tree below: finds the page an address names in one query, not two per level.

    Addresses that name no page go Wagtail's way, level by level, so that pages with addresses of their own still work.
    """

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Wagtail's routing, by the whole path. Raises Http404 as Wagtail does."""
        if len(path_components) > 1:
            steps = accumulate((f"{name}/" for name in path_components), initial=self.url_path)
            *above, page = list(Page.objects.descendant_of(self).filter(url_path__in=steps).order_by("path")) or [None]
            if page is not None and page.url_path == f"{self.url_path}{'/'.join(path_components)}/":
                specific = page.specific
                specific.trail = [self, *above]  # the ancestors from this page down, for a breadcrumb
                return specific.route(request, [])
        return super().route(request, path_components)


class CourseIndexPage(RoutedAtOnceMixin, Page):
    """The list of the courses."""

    introduction = RichTextField(_("introduction"), features=PROSE, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    subpage_types = ["courses.CoursePage"]
    template = "courses/catalogue/course_index.html"

    class Meta:
        verbose_name = _("list of courses")


class CoursePage(CoursePart):
    """A course: its description, its window of dates and its way of enrolling."""

    class Enrolling(models.TextChoices):
        """Who may enrol, and how."""

        OPEN = "open", _("Open: officials of the bodies it addresses enrol by themselves")
        APPROVAL = "approval", _("On approval: the secretariat decides each request")
        INVITATION = "invitation", _("By invitation only")

    drawn_once = True

    introduction = RichTextField(_("introduction"), features=PROSE, blank=True)
    image = models.ForeignKey(
        "wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("image")
    )
    opens_on = models.DateField(_("enrolment opens on"), null=True, blank=True)
    closes_on = models.DateField(_("last day to enrol"), null=True, blank=True)
    enrolling = models.CharField(_("way of enrolling"), max_length=12, choices=Enrolling, default=Enrolling.OPEN)

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("introduction"),
        FieldPanel("image"),
        MultiFieldPanel(
            [FieldPanel("enrolling"), FieldPanel("opens_on"), FieldPanel("closes_on")], heading=_("Enrolling")
        ),
    ]
    parent_page_types = ["courses.CourseIndexPage"]
    subpage_types = ["courses.ModulePage"]
    template = "courses/catalogue/course.html"

    class Meta:
        verbose_name = _("course")
        constraints = [
            models.CheckConstraint(
                name="course_closes_after_opening",
                condition=Q(opens_on__isnull=True) | Q(closes_on__isnull=True) | Q(closes_on__gte=F("opens_on")),
                violation_error_message=_(
                    "The last day to enrol comes before enrolment opens: mend one of the two dates."
                ),
            )
        ]


class ActivityMixin(models.Model):
    """What makes a page type an activity: something in a module that can be completed.

    A host adds a kind of activity of its own by a page class with this mixin, and one call to
    `progress.actions.complete` when a person has done it.
    """

    class CompletedBy(models.TextChoices):
        """What completes an activity."""

        READER = "reader", _("The participant, with «Mark as read»")
        SYSTEM = "system", _("The activity itself")

    completed_by: ClassVar[str] = CompletedBy.READER
    done_word: ClassVar[Any] = _("Read")  # what its badge says of who has completed it

    required = models.BooleanField(
        _("required"), default=True, help_text=_("The course is completed when all required activities are.")
    )
    minutes = models.PositiveSmallIntegerField(_("estimated minutes"), default=10)

    class Meta:
        abstract = True

    activity_panels: ClassVar[list] = [
        MultiFieldPanel([FieldPanel("minutes"), FieldPanel("required")], heading=_("As an activity"))
    ]


class ModulePage(CoursePart):
    """A module: a topic of the course, and the activities under it."""

    drawn_once = True

    introduction = RichTextField(_("introduction"), features=PROSE, blank=True)
    objectives = StreamField(
        [("objective", CharBlock(label=_("Objective"), max_length=250, icon="check"))],
        verbose_name=_("What one will be able to do"),
        blank=True,
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("introduction"),
        FieldPanel("objectives"),
    ]
    parent_page_types = ["courses.CoursePage"]
    template = "courses/catalogue/module.html"

    class Meta:
        verbose_name = _("module")

    @classmethod
    def clean_subpage_models(cls) -> list[type[Page]]:
        """Any page type that carries the mixin: those of higher rooms and of the host too."""
        return [model for model in get_page_models() if issubclass(model, ActivityMixin)]


class LessonTag(TaggedItemBase):
    """A topic of a lesson."""

    content_object = ParentalKey("LessonPage", on_delete=models.CASCADE, related_name="tagged_items")


class LessonPage(ActivityMixin, CoursePart):
    """A text to read."""

    drawn_once = True

    tags = ClusterTaggableManager(_("topics"), through=LessonTag, blank=True)
    body = StreamField(TextBlocks(), verbose_name=_("text"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        *ActivityMixin.activity_panels,
        FieldPanel("tags"),
    ]
    parent_page_types = ["courses.ModulePage"]
    subpage_types: ClassVar[list] = []
    template = "courses/catalogue/activity.html"

    class Meta:
        verbose_name = _("lesson")


class CaseStudyTag(TaggedItemBase):
    """A topic of a case study."""

    content_object = ParentalKey("CaseStudyPage", on_delete=models.CASCADE, related_name="tagged_items")


class CaseStudyPage(ActivityMixin, CoursePart):
    """A case from life, with the question it asks."""

    drawn_once = True

    tags = ClusterTaggableManager(_("topics"), through=CaseStudyTag, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    question = models.TextField(_("question to the reader"), max_length=400)
    body = StreamField(TextBlocks(), verbose_name=_("text"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("place"),
        FieldPanel("question"),
        FieldPanel("body"),
        *ActivityMixin.activity_panels,
        FieldPanel("tags"),
    ]
    parent_page_types = ["courses.ModulePage"]
    subpage_types: ClassVar[list] = []
    template = "courses/catalogue/activity.html"

    class Meta:
        verbose_name = _("case study")


class Activity(models.Model):
    """One row per live activity page: outlines and progress read them in one query.

    An index, not a record: rebuilt from the pages at any time (`catalogue.actions.index_activity`).
    """

    page = models.OneToOneField(Page, models.CASCADE, primary_key=True, related_name="courses_activity")
    key = models.UUIDField(_("key"), db_index=True)  # the page's translation_key: what records keep
    course_key = models.UUIDField(db_index=True)
    course = models.ForeignKey(Page, models.CASCADE, related_name="+")
    module = models.ForeignKey(Page, models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=60)  # the page type's own name, e.g. «lesson»
    required = models.BooleanField(_("required"))
    minutes = models.PositiveSmallIntegerField(_("estimated minutes"))
    completed_by = models.CharField(max_length=12, choices=ActivityMixin.CompletedBy)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        default_permissions = ()
        permissions = [("read_materials", "Can read the materials of every course")]

    def __str__(self) -> str:
        return str(self.key)

    def kind_name(self) -> Any:
        """The kind in the reader's language."""
        return self._page_type()._meta.verbose_name

    def done_word(self) -> Any:
        """What to say of who has completed it, in the reader's language."""
        return self._page_type().done_word

    def _page_type(self) -> type[Page]:
        return self.page.cached_content_type.model_class()
