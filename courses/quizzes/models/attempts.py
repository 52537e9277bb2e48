"""What a person did with a quiz: records that outlive the page, and the questions as they were."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.people.models import Participant
from courses.quizzes.models.records import Record


class Attempt(Record):
    """One try at a quiz, with the questions it showed frozen: nothing an editor does later changes it.

    `paper` is what `quizzes.freezing` made; `results` the share of each question, written when it is handed in.
    """

    class Closing(models.TextChoices):
        """Who handed it in."""

        PERSON = "person", pgettext_lazy("attempt", "by the participant")
        TIME = "time", pgettext_lazy("attempt", "by the end of the time")
        MERGE = "merge", pgettext_lazy("attempt", "when two records of one person became one")

    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="quiz_attempts", verbose_name=_("participant")
    )
    quiz_title = models.CharField(_("quiz"), max_length=255)
    paper = models.JSONField(_("questions as they were"), encoder=DjangoJSONEncoder)
    deadline = models.DateTimeField(_("to be handed in by"), null=True, blank=True)
    closing = models.CharField(_("handed in by"), max_length=8, choices=Closing, blank=True)
    score = models.DecimalField(_("score, in per cent"), max_digits=5, decimal_places=2, null=True, blank=True)
    passed = models.BooleanField(_("passed"), default=False)
    results = models.JSONField(default=dict, editable=False)  # {question: {"share": "1/2" or None, "marks": 2}}

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("attempt at a quiz")
        verbose_name_plural = _("attempts at quizzes")
        ordering = ["-started_at", "-pk"]
        default_permissions = ()
        permissions = [
            ("view_quiz_figures", "Can see how quizzes and their questions go"),
            ("export_quiz_figures", "Can export how questions of quizzes go"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_open_attempt_per_quiz",
                fields=["participant", "activity_key"],
                condition=Q(closed_at__isnull=True),
            ),
            models.UniqueConstraint(name="attempt_number_once", fields=["participant", "activity_key", "number"]),
            models.CheckConstraint(
                name="closed_attempt_has_score",
                condition=Q(closed_at__isnull=True, score__isnull=True, closing="", passed=False)
                | (Q(closed_at__isnull=False, score__range=(0, 100)) & ~Q(closing="")),
            ),
        ]
        indexes = [models.Index(fields=["deadline"], condition=Q(closed_at__isnull=True), name="attempt_running_out")]

    def __str__(self) -> str:
        return f"{self.participant} – {self.quiz_title}"

    @property
    def questions(self) -> list[dict]:
        """The questions as they were shown, in their order."""
        return self.paper["questions"]

    def question(self, key: str) -> dict | None:
        """One of them; None for a question that is not of this attempt."""
        return next((one for one in self.questions if one["id"] == key), None)


class Answer(models.Model):
    """What was answered to one question, saved as it was given."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="answers")
    question = models.CharField(max_length=64)  # the question's id in the attempt's paper
    given = models.JSONField(_("answer"), null=True)  # see `quizzes.marking`; None: taken back
    # Its right answer was shown: it cannot be changed any more.
    is_fixed = models.BooleanField(default=False)
    saved_at = models.DateTimeField(_("saved"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("answer to a question")
        verbose_name_plural = _("answers to questions")
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="answer_once_per_question", fields=["attempt", "question"])]


class ExtraTime(models.Model):
    """More time in every quiz for one person. Why is never asked: it may be a matter of health."""

    participant = models.OneToOneField(Participant, models.PROTECT, related_name="extra_time")
    percent = models.PositiveSmallIntegerField(_("more time, in per cent"), null=True)  # None: no limit at all
    since = models.DateTimeField(_("since"), auto_now=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("more time in quizzes")
        verbose_name_plural = _("more time in quizzes")
        default_permissions = ()
        permissions = [("give_extratime", "Can give a person more time in quizzes")]
        constraints = [
            models.CheckConstraint(name="extra_time_is_more", condition=Q(percent__isnull=True) | Q(percent__gt=0))
        ]
