"""Completions of activities and of courses: dated facts that outlive the pages they are about."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.enrolment.models import Enrolment
from courses.people.models import Participant


class Completion(models.Model):
    """A participant has done an activity. Keeps the titles, and the page revision that was current."""

    class Method(models.TextChoices):
        """How it was completed."""

        READER = "reader", _("By the participant")
        SYSTEM = "system", _("By the activity")
        SECRETARIAT = "secretariat", _("By the secretariat")

    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="completions", verbose_name=_("participant")
    )
    activity_key = models.UUIDField(_("activity"), db_index=True)  # the page's translation_key
    course_key = models.UUIDField(_("course"), db_index=True)
    activity_title = models.CharField(_("activity"), max_length=255)
    module_title = models.CharField(_("module"), max_length=255)
    course_title = models.CharField(_("course"), max_length=255)
    revision_id = models.BigIntegerField(_("revision read"), null=True)  # no foreign key: revisions are purged
    # As estimated that day; none for what is attended, whose hours are credited.
    study_minutes = models.PositiveSmallIntegerField(_("estimated minutes of study"), default=0)
    completed_at = models.DateTimeField(_("completed"), auto_now_add=True, db_index=True)
    method = models.CharField(_("how"), max_length=12, choices=Method)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )
    reason = models.TextField(_("reason"), blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
        ordering = ["-completed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_live_completion_per_activity",
                fields=["participant", "activity_key"],
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(name="override_has_reason", condition=~Q(method="secretariat") | ~Q(reason="")),
        ]
        indexes = [models.Index(fields=["participant", "course_key"], name="completion_by_course")]
        permissions = [
            ("export_completion", "Can export completions"),
            ("override_completion", "Can complete an activity for somebody, or withdraw a completion"),
        ]

    def __str__(self) -> str:
        return f"{self.participant} – {self.activity_title}"


class CourseCompletion(models.Model):
    """An enrolment has reached its end, with the required activities of that moment: later ones change nothing."""

    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="completion")
    completed_at = models.DateTimeField(_("completed"), auto_now_add=True)
    required = models.JSONField(_("required activities"), encoder=DjangoJSONEncoder)  # [key, …]

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("completion of a course")
        verbose_name_plural = _("completions of courses")


class CompletionRule(models.Model):
    """What a course asks for besides its required activities. Never changed: a new version follows the old one.

    An enrolment keeps the version of the day it began, unless it is moved on purpose.
    """

    course_key = models.UUIDField(_("course"), db_index=True)
    version = models.PositiveSmallIntegerField(_("version"))
    minutes = models.PositiveIntegerField(_("minutes of attendance asked for"), default=0)
    threshold = models.PositiveSmallIntegerField(_("part of them needed, in per cent"), default=80)
    several_days = models.BooleanField(_("more than one training day may be booked"), default=False)
    excused_counts_less = models.BooleanField(
        _("excused absence lowers the minutes asked for"),
        default=False,
    )
    since = models.DateTimeField(_("since"), auto_now_add=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("completion rule")
        verbose_name_plural = _("completion rules")
        ordering = ["course_key", "-version"]
        default_permissions = ("view",)
        permissions = [("change_rule", "Can change what a course asks for")]
        constraints = [
            models.UniqueConstraint(name="rule_version_once_per_course", fields=["course_key", "version"]),
            models.CheckConstraint(name="rule_threshold_is_percentage", condition=Q(threshold__lte=100)),
        ]

    def __str__(self) -> str:
        return f"{self.course_key} v{self.version}"


class RuleOfEnrolment(models.Model):
    """The version of the rule an enrolment goes by."""

    enrolment = models.OneToOneField(Enrolment, models.CASCADE, related_name="rule_of")
    rule = models.ForeignKey(CompletionRule, models.PROTECT, related_name="+", verbose_name=_("rule"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("rule of an enrolment")
        verbose_name_plural = _("rules of enrolments")
        default_permissions = ()


class Credit(models.Model):
    """Minutes of attendance credited to a participant, one row per source: corrected, never added twice.

    Keeps what it was and the titles of its day: pages are renamed and deleted, hours are not.
    """

    class Kind(models.TextChoices):
        """Where people met."""

        DAY = "day", _("In person")
        WEBINAR = "webinar", _("Webinar")
        OTHER = "other", _("Other")

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="credits", verbose_name=_("participant"))
    course_key = models.UUIDField(_("course"))
    activity_key = models.UUIDField(_("activity"))
    source = models.CharField(_("source"), max_length=60)  # what credits them, e.g. «event:12»
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.OTHER)
    title = models.CharField(_("title"), max_length=255)
    module_title = models.CharField(_("module"), max_length=255, blank=True)
    course_title = models.CharField(_("course"), max_length=255, blank=True)
    minutes = models.PositiveIntegerField(_("minutes present"))
    of_minutes = models.PositiveIntegerField(_("minutes held"))
    excused = models.PositiveIntegerField(_("minutes of excused absence"), default=0)
    credited_on = models.DateField(_("day"))
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("credited hours")
        verbose_name_plural = _("credited hours")
        ordering = ["-credited_on", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="one_credit_per_source", fields=["participant", "source"]),
            models.CheckConstraint(name="credit_within_minutes_held", condition=Q(minutes__lte=models.F("of_minutes"))),
        ]
        indexes = [
            models.Index(fields=["participant", "course_key"], name="credit_by_course"),
            models.Index(fields=["-credited_on", "id"], name="credits_last_first"),
        ]
