"""The page of a quiz, and the bank of questions that quizzes share."""

import uuid
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.blocks import StreamValue
from wagtail.fields import RichTextField, StreamField

from courses.catalogue.models import ActivityMixin, CoursePart
from courses.quizzes.blocks import LEVELS, WORDS, QuestionKinds, QuizQuestions

PAPER, ANSWERS = "paper", "answers"


def give_ids(stream: StreamValue) -> None:
    """Read every part of a text, so that what is saved has ids: an answer keeps its own from edit to edit."""
    for child in stream:
        child.value  # noqa: B018 – reading makes it


class BankQuestionTag(TaggedItemBase):
    """A topic of a question of the bank."""

    content_object = ParentalKey("BankQuestion", on_delete=models.CASCADE, related_name="tagged_items")


class BankQuestion(ClusterableModel):
    """A question that any quiz may choose, or draw by its topic."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # what attempts keep
    title = models.CharField(_("title"), max_length=150, help_text=_("For editors: people who answer do not see it."))
    tags = ClusterTaggableManager(_("topics"), through=BankQuestionTag, blank=True)
    difficulty = models.PositiveSmallIntegerField(_("difficulty"), choices=LEVELS, default=2)
    is_drawn = models.BooleanField(
        _("may be drawn"), default=True, help_text=_("Take the mark away to keep the question out of new attempts.")
    )
    question = StreamField(QuestionKinds(min_num=1, max_num=1), verbose_name=_("question"))

    panels = [
        FieldPanel("title"),
        FieldPanel("question"),
        MultiFieldPanel(
            [FieldPanel("tags"), FieldPanel("difficulty"), FieldPanel("is_drawn")], heading=_("How it is found")
        ),
    ]

    class Meta:
        verbose_name = _("question of the bank")
        verbose_name_plural = _("questions of the bank")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """With ids for all answers."""
        give_ids(self.question)
        super().save(*args, **kwargs)

    @classmethod
    def drawable(cls, topic: str, difficulty: Any = None) -> QuerySet["BankQuestion"]:
        """Those of a topic that may be drawn; of one difficulty, if it is given."""
        found = cls.objects.filter(is_drawn=True, tags__name=topic).distinct()
        return found.filter(difficulty=int(difficulty)) if difficulty else found


class QuizPage(ActivityMixin, CoursePart):
    """Questions to answer. Passing completes the activity, once and at once."""

    class Show(models.TextChoices):
        """When people see what was right."""

        EACH = "each", _("After each answer, which then cannot be changed")
        END = "end", _("When they hand in")
        PASSED = "passed", _("Once they have passed")
        NEVER = "never", _("Never")

    class Kept(models.TextChoices):
        """Which score counts."""

        BEST = "best", _("The best")
        LAST = "last", _("The last")

    completed_by: ClassVar[str] = ActivityMixin.CompletedBy.SYSTEM
    done_word: ClassVar[Any] = _("Passed")

    introduction = RichTextField(_("introduction"), features=WORDS, blank=True)
    questions = StreamField(QuizQuestions(), verbose_name=_("questions"))
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark, in per cent"), default=60, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    attempts = models.PositiveSmallIntegerField(
        _("attempts"), default=0, help_text=_("How many times a person may try. 0: as often as they like.")
    )
    waiting_hours = models.PositiveSmallIntegerField(
        _("hours between attempts"),
        default=0,
        help_text=_("How long a person waits before trying again. 0: not at all."),
    )
    time_limit = models.PositiveSmallIntegerField(
        _("time limit, in minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: none. Time counts from the start, also while the page is closed."),
    )
    is_limit_firm = models.BooleanField(
        _("only the secretariat gives more time"),
        default=False,
        help_text=_(
            "Without this mark a person may start without the limit: who reads slowly or uses a screen reader needs"
            " to (WCAG 2.2.1). With it, the secretariat gives more time to single persons."
        ),
    )
    shuffle_questions = models.BooleanField(_("shuffle the questions"), default=False)
    shuffle_options = models.BooleanField(_("shuffle the answers"), default=True)
    show_answers = models.CharField(_("people see what was right"), max_length=8, choices=Show, default=Show.END)
    score_kept = models.CharField(_("score that counts"), max_length=4, choices=Kept, default=Kept.BEST)
    passed_text = RichTextField(_("to those who pass"), features=WORDS, blank=True)
    failed_text = RichTextField(_("to those who do not pass yet"), features=WORDS, blank=True)

    content_panels = [
        *CoursePart.content_panels,
        FieldPanel("summary"),
        FieldPanel("introduction"),
        HelpPanel(
            content=_(
                "An attempt keeps the questions as they were when it began: what you change here is for later"
                " attempts. The preview shows the questions as people see them, and records nothing."
            )
        ),
        FieldPanel("questions"),
        MultiFieldPanel(
            [FieldPanel("pass_mark"), FieldPanel("attempts"), FieldPanel("waiting_hours"), FieldPanel("score_kept")],
            heading=_("Passing"),
        ),
        MultiFieldPanel([FieldPanel("time_limit"), FieldPanel("is_limit_firm")], heading=_("Time")),
        MultiFieldPanel(
            [FieldPanel("show_answers"), FieldPanel("shuffle_questions"), FieldPanel("shuffle_options")],
            heading=_("How it is shown"),
        ),
        MultiFieldPanel([FieldPanel("passed_text"), FieldPanel("failed_text")], heading=_("At the end")),
        *ActivityMixin.activity_panels,
    ]
    parent_page_types = ["courses.ModulePage"]
    subpage_types: ClassVar[list] = []
    template = "courses/quizzes/quiz.html"

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        constraints = [
            models.CheckConstraint(name="quiz_pass_mark_is_percentage", condition=Q(pass_mark__range=(1, 100))),
            models.CheckConstraint(name="quiz_limit_is_some_time", condition=~Q(time_limit=0)),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """With ids for all answers."""
        give_ids(self.questions)
        super().save(*args, **kwargs)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """The page, the questions as people see them, and the same with what is right."""
        return [
            (PAPER, _("Questions as people see them")),
            (ANSWERS, _("Questions with what is right")),
            *super().preview_modes,
        ]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Questions as an attempt would freeze them now; nothing is recorded."""
        if mode_name not in (PAPER, ANSWERS):
            return super().serve_preview(request, mode_name)
        context = self.get_context(request) | {"with_answers": mode_name == ANSWERS, "drawn_once": False}
        return TemplateResponse(request, "courses/quizzes/preview.html", context)
