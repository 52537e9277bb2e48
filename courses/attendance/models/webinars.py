"""Webinars: who was given the way in, and what a platform's report says of who was connected."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.attendance.models.registers import Attendee, Register
from courses.booking.models import Booking


class LinkGiven(models.Model):
    """A person was given the address of a webinar, from fifteen minutes before. It proves nothing about presence."""

    booking = models.OneToOneField(Booking, models.CASCADE, related_name="link_given")
    at = models.DateTimeField(_("when"), auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("connection given")
        verbose_name_plural = _("connections given")
        default_permissions = ()


class ReportColumns(models.Model):
    """Which column of a platform's attendance report says what, remembered from the last time."""

    platform = models.CharField(_("platform"), max_length=40, unique=True)
    columns = models.JSONField(_("columns"))  # field → heading

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("columns of a platform")
        verbose_name_plural = _("columns of platforms")
        default_permissions = ()


class Connection(models.Model):
    """One interval somebody was connected to a webinar, as the platform reports it."""

    class Match(models.TextChoices):
        """How it is known who that was."""

        EMAIL = "email", pgettext_lazy("match", "By e-mail address")
        NAME = "name", pgettext_lazy("match", "By name")
        HAND = "hand", pgettext_lazy("match", "By hand")
        NONE = "", pgettext_lazy("match", "Not known")
        IGNORED = "ignored", pgettext_lazy("match", "Not a participant")

    register = models.ForeignKey(Register, models.PROTECT, related_name="connections")
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.CharField(_("e-mail address"), max_length=254, blank=True)
    joined_at = models.DateTimeField(_("joined"))
    left_at = models.DateTimeField(_("left"))
    match = models.CharField(_("who"), max_length=8, choices=Match, blank=True)
    attendee = models.ForeignKey(Attendee, models.PROTECT, null=True, related_name="connections")

    wagtail_reference_index_ignore = True

    UNSETTLED: ClassVar = Q(match="")

    class Meta:
        verbose_name = _("connection")
        verbose_name_plural = _("connections")
        ordering = ["joined_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="connection_once", fields=["register", "name", "email", "joined_at", "left_at"]
            ),
            models.CheckConstraint(name="connection_ends_after_start", condition=Q(left_at__gte=models.F("joined_at"))),
        ]
        indexes = [models.Index(fields=["register"], name="connections_to_match", condition=Q(match=""))]
