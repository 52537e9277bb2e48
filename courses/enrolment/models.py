"""Enrolments and the history of their states."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.people.models import Participant, Role
from courses.territory.models import Body, BodyOfTheDay


class State(models.TextChoices):
    """Where an enrolment stands."""

    PENDING = "pending", pgettext_lazy("enrolment", "Waiting for the secretariat")
    ACTIVE = "active", pgettext_lazy("enrolment", "Active")
    SUSPENDED = "suspended", pgettext_lazy("enrolment", "Suspended")
    COMPLETED = "completed", pgettext_lazy("enrolment", "Completed")
    WITHDRAWN = "withdrawn", pgettext_lazy("enrolment", "Withdrawn")


class Enrolment(BodyOfTheDay):
    """A participant in a course. Keeps the course's title and the body's data of its day: pages and bodies change."""

    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="enrolments", verbose_name=_("participant")
    )
    course_key = models.UUIDField(_("course"))  # the page's translation_key
    course_title = models.CharField(_("course"), max_length=255)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PENDING, db_index=True)
    reason = models.TextField(_("reason of the state"), blank=True)
    exception_reason = models.TextField(_("written reason of the exception"), blank=True)
    enrolled_at = models.DateTimeField(_("enrolled"), auto_now_add=True, db_index=True)

    role = models.CharField(_("role"), max_length=24, choices=Role)
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="enrolments", verbose_name=_("body"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["-enrolled_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_live_enrolment_per_course",
                fields=["participant", "course_key"],
                condition=~Q(state="withdrawn"),
            )
        ]
        indexes = [
            models.Index(fields=["body", "state"], name="enrolments_of_body"),
            models.Index(fields=["course_key", "id"], name="enrolments_of_course"),  # and its title of last
        ]
        permissions = [
            ("export_enrolment", "Can export enrolments"),
            ("decide_enrolment", "Can decide, suspend and withdraw enrolments"),
        ]

    def __str__(self) -> str:
        return f"{self.participant} – {self.course_title}"


class EnrolmentChange(models.Model):
    """One change of an enrolment's state: when, by whom, why."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="changes")
    at = models.DateTimeField(_("when"), auto_now_add=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )
    from_state = models.CharField(_("from"), max_length=12, choices=State, blank=True)
    to_state = models.CharField(_("to"), max_length=12, choices=State)
    reason = models.TextField(_("reason"), blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("change of an enrolment")
        verbose_name_plural = _("changes of an enrolment")
        ordering = ["at", "pk"]
