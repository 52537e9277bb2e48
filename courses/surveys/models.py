"""Questionnaires, when they are asked, and what came back: sums and shuffled words, never an answer beside a person."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.agenda.models import Event, Teacher
from courses.people.models import Participant


class Questionnaire(models.Model):
    """One version of a questionnaire. Once it has been asked it is never changed: a new version follows it."""

    class Kind(models.TextChoices):
        """When it is asked, and hence of whom."""

        SATISFACTION = "satisfaction", pgettext_lazy("questionnaire", "Satisfaction")
        BEFORE = "before", pgettext_lazy("questionnaire", "Before, about oneself")
        AFTER = "after", pgettext_lazy("questionnaire", "Afterwards, about oneself")
        FOLLOW_UP = "follow_up", pgettext_lazy("questionnaire", "Some months later")

    family = models.UUIDField(default=uuid.uuid4, editable=False)  # what the versions have in common
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("title"), max_length=150)
    intro = models.TextField(_("introduction"), blank=True)
    course_key = models.UUIDField(_("course"), null=True, blank=True)  # None: of every course
    for_days = models.BooleanField(_("asked at every training day, by itself"), default=False)
    for_webinars = models.BooleanField(_("asked at every webinar, by itself"), default=False)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["title", "-version"]
        default_permissions = ("view", "change")
        constraints = [models.UniqueConstraint(name="questionnaire_version_once", fields=["family", "version"])]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """One question of one version."""

    class Kind(models.TextChoices):
        """How it is answered."""

        SCALE = "scale", _("From 1 to 5")
        NUMBER = "number", _("From 0 to 10")
        CHOICE = "choice", _("One of several answers")
        SEVERAL = "several", _("Any of several answers")
        TEXT = "text", _("Free text")

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="questions")
    place = models.PositiveSmallIntegerField(pgettext_lazy("question", "place"))
    # The same in each version for as long as text, kind and answers stay: what is compared over time.
    series = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    text = models.CharField(_("question"), max_length=300)
    kind = models.CharField(_("kind of answer"), max_length=8, choices=Kind)
    options = models.JSONField(_("answers to choose from"), default=list, blank=True)  # [label, …]
    required = models.BooleanField(_("must be answered"), default=True)
    per_teacher = models.BooleanField(_("asked about each teacher"), default=False)
    # The module it asks about, before and after: compared by this key.
    topic_key = models.UUIDField(_("topic"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["questionnaire", "place", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="choices_have_options", condition=~Q(kind__in=("choice", "several")) | ~Q(options=[])
            )
        ]

    def __str__(self) -> str:
        return self.text


class Round(models.Model):
    """A questionnaire asked about one event, or about a course, from one instant to another. Closed once, for good."""

    class State(models.TextChoices):
        """Answers or results: never both."""

        OPEN = "open", pgettext_lazy("round", "Open")
        CLOSED = "closed", pgettext_lazy("round", "Closed, results shown")

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # in the address shown in the room
    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, related_name="rounds", verbose_name=_("questionnaire")
    )
    family = models.UUIDField(editable=False, db_index=True)  # the questionnaire's: asked once per event
    event = models.ForeignKey(
        Event, models.PROTECT, null=True, blank=True, related_name="survey_rounds", verbose_name=_("event")
    )
    course_key = models.UUIDField(_("course"), db_index=True)
    activity_key = models.UUIDField(_("activity"), null=True)  # days of one activity are counted together
    title = models.CharField(_("about"), max_length=255)
    topic = models.CharField(_("topic"), max_length=255, blank=True)  # the module's title on that day
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    # In which order the rounds of a family closed, under its lock: what is shown together hangs on it, for ever.
    closing = models.PositiveIntegerField(null=True, editable=False)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    # Written at the closing, when the list of who was invited is thrown away.
    invited = models.PositiveIntegerField(_("people invited"), default=0)
    answered = models.PositiveIntegerField(_("people who answered"), default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("round of a questionnaire")
        verbose_name_plural = _("rounds of questionnaires")
        ordering = ["-opens_at", "-pk"]
        default_permissions = ("view",)
        permissions = [
            ("open_round", "Can open and close rounds of questionnaires"),
            ("export_round", "Can export the results of questionnaires"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="asked_once_per_event", fields=["family", "event"], condition=Q(event__isnull=False)
            ),
            models.UniqueConstraint(name="one_round_closes_at_a_time", fields=["family", "closing"]),
            models.CheckConstraint(name="round_closes_after_opening", condition=Q(closes_at__gt=F("opens_at"))),
            models.CheckConstraint(
                name="closed_round_says_when",
                condition=Q(state="open", closed_at__isnull=True, closing__isnull=True)
                | Q(state="closed", closed_at__isnull=False, closing__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire}: {self.title}"


class Invited(models.Model):
    """Somebody may answer, and has or has not: without a time. Thrown away when the round closes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # the personal link
    round = models.ForeignKey(Round, models.CASCADE, related_name="people")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="survey_invitations")
    has_answered = models.BooleanField(_("has answered"), default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("invitation to a questionnaire")
        verbose_name_plural = _("invitations to questionnaires")
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="invited_once_per_round", fields=["round", "participant"])]


class Tally(models.Model):
    """How often an answer was given. All of a round's stand there, at nought, before anybody answers."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="tallies")
    question = models.ForeignKey(Question, models.PROTECT, related_name="tallies")
    teacher = models.ForeignKey(Teacher, models.PROTECT, null=True, related_name="+")
    value = models.CharField(max_length=8)  # "1"…"5", "0"…"10", the number of an option; see `rules.values_of`
    count = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("count of an answer")
        verbose_name_plural = _("counts of answers")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="tally_once", fields=["round", "question", "value"], condition=Q(teacher__isnull=True)
            ),
            models.UniqueConstraint(
                name="tally_once_per_teacher",
                fields=["round", "question", "teacher", "value"],
                condition=Q(teacher__isnull=False),
            ),
        ]


class Words(models.Model):
    """All that was written in answer to a question, in an order that says nothing: each put in at a random place."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="words")
    question = models.ForeignKey(Question, models.PROTECT, related_name="words")
    teacher = models.ForeignKey(Teacher, models.PROTECT, null=True, related_name="+")
    texts = models.JSONField(default=list)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("answers in own words")
        verbose_name_plural = _("answers in own words")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="words_once", fields=["round", "question"], condition=Q(teacher__isnull=True)),
            models.UniqueConstraint(
                name="words_once_per_teacher",
                fields=["round", "question", "teacher"],
                condition=Q(teacher__isnull=False),
            ),
        ]
