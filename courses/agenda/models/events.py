"""Events: the dated occurrences of training days and webinars. Pages never change them."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.agenda.models.places import Teacher, Venue


class Event(models.Model):
    """One day or one webinar with its date, place and seats. Changed by the secretariat's actions alone.

    Keeps the title and the keys of its page: pages are renamed, moved and deleted, events are not.
    """

    class Kind(models.TextChoices):
        """Where people meet."""

        DAY = "day", _("Training day")
        WEBINAR = "webinar", _("Webinar")

    class State(models.TextChoices):
        """Where an event stands."""

        SCHEDULED = "scheduled", pgettext_lazy("event", "Scheduled")
        CONFIRMED = "confirmed", pgettext_lazy("event", "Confirmed")
        HELD = "held", pgettext_lazy("event", "Held")
        CLOSED = "closed", pgettext_lazy("event", "Register closed")
        CALLED_OFF = "called_off", pgettext_lazy("event", "Called off")

    OPEN: ClassVar = (State.SCHEDULED, State.CONFIRMED)

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    activity_key = models.UUIDField(_("activity"), db_index=True)  # the page's translation_key
    course_key = models.UUIDField(_("course"), db_index=True)
    title = models.CharField(_("title"), max_length=255)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.SCHEDULED, db_index=True)
    reason = models.TextField(_("reason"), blank=True)  # why it was called off

    starts_at = models.DateTimeField(_("starts"), db_index=True)  # of the first slot
    ends_at = models.DateTimeField(_("ends"))  # of the last
    venue = models.ForeignKey(
        Venue, models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("venue")
    )
    link = models.URLField(_("address of the connection"), blank=True, max_length=500)  # for those booked alone
    teachers = models.ManyToManyField(
        Teacher, through="EventTeacher", related_name="events", verbose_name=_("teachers")
    )
    notes = models.TextField(_("practical notes"), blank=True)

    capacity = models.PositiveSmallIntegerField(_("seats"))
    minimum = models.PositiveSmallIntegerField(_("minimum of participants"), default=0)
    seats_per_body = models.PositiveSmallIntegerField(_("seats per body"), null=True, blank=True)
    # Booked, held and offered seats. Written by the room `booking` alone, by conditional updates.
    seats_taken = models.PositiveSmallIntegerField(_("seats taken"), default=0)
    booking_opens_at = models.DateTimeField(_("booking opens"))
    booking_closes_at = models.DateTimeField(_("booking closes"))
    cancel_until = models.DateTimeField(_("places may be given up until"))
    promotion_until = models.DateTimeField(_("freed seats are offered until"))
    threshold = models.PositiveSmallIntegerField(_("minutes to be present, in per cent"), default=75)

    minimum_told_at = models.DateTimeField(null=True, editable=False)  # the secretariat, that it is not reached

    uid = models.UUIDField(default=uuid.uuid4, editable=False)  # in calendars, for ever the same
    sequence = models.PositiveIntegerField(default=0, editable=False)  # of changes that calendars must hear of
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(name="event_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="event_minimum_fits", condition=Q(minimum__lte=F("capacity"))),
            models.CheckConstraint(
                name="event_called_off_has_reason", condition=~Q(state="called_off") | ~Q(reason="")
            ),
            models.CheckConstraint(name="webinar_has_no_venue", condition=Q(kind="day") | Q(venue__isnull=True)),
            models.CheckConstraint(name="event_threshold_is_percentage", condition=Q(threshold__lte=100)),
        ]
        default_permissions = ("view",)
        permissions = [
            ("manage_event", "Can create, move and call off events"),
            ("export_event", "Can export events"),
            ("make_event_file", "Can make the file of an event for who audits the programme"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def seats_free(self) -> int:
        """How many may still be booked; an overbooked event has none."""
        return max(0, self.capacity - self.seats_taken)

    @property
    def is_open(self) -> bool:
        """Neither held, nor closed, nor called off."""
        return self.state in self.OPEN


class EventTeacher(models.Model):
    """A teacher of an event."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="teaching")
    teacher = models.ForeignKey(Teacher, models.PROTECT, related_name="teaching", verbose_name=_("teacher"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("teacher of an event")
        verbose_name_plural = _("teachers of an event")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="teacher_once_per_event", fields=["event", "teacher"])]


class Slot(models.Model):
    """A part of an event for which presence is taken."""

    class Kind(models.TextChoices):
        """Half a day, or a connection."""

        MORNING = "morning", pgettext_lazy("slot", "Morning")
        AFTERNOON = "afternoon", pgettext_lazy("slot", "Afternoon")
        CONNECTION = "connection", pgettext_lazy("slot", "Connection")

    event = models.ForeignKey(Event, models.CASCADE, related_name="slots")
    kind = models.CharField(_("part"), max_length=10, choices=Kind)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("part of an event")
        verbose_name_plural = _("parts of an event")
        ordering = ["starts_at"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="slot_once_per_event", fields=["event", "kind"]),
            models.CheckConstraint(name="slot_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def minutes(self) -> int:
        """How long it lasts, in minutes that pass: on the days the clock changes too."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)
