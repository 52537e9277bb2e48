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
