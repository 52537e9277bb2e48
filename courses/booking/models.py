"""Bookings and held seats. The event's counter says how many seats they take together."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.agenda.models import Event
from courses.people.models import Participant, Role
from courses.territory.models import Body, BodyOfTheDay


class Booking(BodyOfTheDay):
    """A participant at an event: with a seat, or waiting for one. Keeps the body's data of its day."""

    class State(models.TextChoices):
        """Where a booking stands."""

        BOOKED = "booked", pgettext_lazy("booking", "Booked")
        WAITING = "waiting", pgettext_lazy("booking", "On the waiting list")
        OFFERED = "offered", pgettext_lazy("booking", "A seat is offered")
        CANCELLED = "cancelled", pgettext_lazy("booking", "Cancelled")

    class Via(models.TextChoices):
        """Who booked."""

        SELF = "self", pgettext_lazy("booked by", "The participant")
        CONTACT = "contact", pgettext_lazy("booked by", "The contact of the body")
        SECRETARIAT = "secretariat", pgettext_lazy("booked by", "The secretariat")

    class Reply(models.TextChoices):
        """What somebody booked says of a new date or place."""

        NONE = "", pgettext_lazy("reply", "Nothing to answer")
        ASKED = "asked", pgettext_lazy("reply", "No answer yet")
        CONFIRMED = "confirmed", pgettext_lazy("reply", "Confirmed")

    LIVE: ClassVar = (State.BOOKED, State.WAITING, State.OFFERED)

    event = models.ForeignKey(Event, models.PROTECT, related_name="bookings", verbose_name=_("event"))
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="bookings", verbose_name=_("participant"))
    state = models.CharField(_("state"), max_length=10, choices=State, db_index=True)
    role = models.CharField(_("role"), max_length=24, choices=Role)
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="bookings", verbose_name=_("body"))
    # The course, for a training day of which a person books one only; empty where more are allowed.
    only_one_of = models.UUIDField(null=True, editable=False)
    booked_at = models.DateTimeField(_("booked"), auto_now_add=True)
    via = models.CharField(_("booked by"), max_length=12, choices=Via, default=Via.SELF)
    exception_reason = models.TextField(_("written reason of the exception"), blank=True)
    # What a person needs to take part, never the diagnosis; deleted after the event.
    needs = models.CharField(_("what they need to take part"), max_length=300, blank=True)

    skips = models.BooleanField(_("skips a turn"), default=False)  # let an offer lapse
    offered_at = models.DateTimeField(_("offered"), null=True)
    offer_until = models.DateTimeField(_("offer holds until"), null=True)
    # Shortly before the event several are asked at once: such an offer keeps no seat, the first answer wins.
    offer_is_shared = models.BooleanField(default=False)
    # The nearest reminder sent, in days before the event; none yet for this date.
    reminded = models.PositiveSmallIntegerField(null=True, editable=False)
    reply = models.CharField(_("answer to the change"), max_length=10, choices=Reply, blank=True)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # of the links in letters

    sequence = models.PositiveIntegerField(default=0, editable=False)  # in the person's calendar
    cancelled_at = models.DateTimeField(_("cancelled"), null=True)
    cancel_reason = models.TextField(_("reason of the cancellation"), blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("cancelled by")
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering = ["booked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_live_booking_per_event",
                fields=["event", "participant"],
                condition=~Q(state="cancelled"),
            ),
            models.UniqueConstraint(
                name="one_booked_day_per_course",
                fields=["participant", "only_one_of"],
                condition=Q(state="booked", only_one_of__isnull=False),
            ),
            models.CheckConstraint(
                name="offer_has_an_end", condition=~Q(state="offered") | Q(offer_until__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["-booked_at", "id"], name="bookings_last_first"),
            models.Index(fields=["event", "booked_at"], name="waiting_list", condition=Q(state="waiting")),
            models.Index(fields=["offer_until"], name="offers_to_lapse", condition=Q(state="offered")),
        ]
        default_permissions = ("view",)
        permissions = [
            ("manage_booking", "Can book, move and cancel for others"),
            ("overbook", "Can book beyond the seats of an event"),
            ("export_booking", "Can export bookings"),
        ]

    def __str__(self) -> str:
        return f"{self.participant} – {self.event}"

    @property
    def went_with_event(self) -> bool:
        """Whether the place ended since its event was called off, and was not given up or handed over before."""
        is_off = self.state == self.State.CANCELLED and self.event.state == Event.State.CALLED_OFF
        return is_off and self.cancel_reason == self.event.reason


class HeldSeat(models.Model):
    """A seat a contact keeps for a colleague to be named. Takes a seat until it is named or released."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="held_seats", verbose_name=_("event"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="held_seats", verbose_name=_("body"))
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("held by")
    )
    held_at = models.DateTimeField(_("held"), auto_now_add=True)
    until = models.DateTimeField(_("held until"))
    released_at = models.DateTimeField(_("released"), null=True)
    booking = models.OneToOneField(
        Booking, models.PROTECT, null=True, related_name="held_seat", verbose_name=_("booking")
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("held seat")
        verbose_name_plural = _("held seats")
        ordering = ["held_at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="held_seat_released_or_named", condition=Q(released_at=None) | Q(booking=None))
        ]
        indexes = [
            models.Index(
                fields=["event", "body"], name="seats_held", condition=Q(released_at__isnull=True, booking__isnull=True)
            )
        ]


class CalendarKey(models.Model):
    """The secret address of a person's own calendar: whoever knows it reads it, until the person makes a new one."""

    participant = models.OneToOneField(
        Participant, models.CASCADE, related_name="calendar_key", verbose_name=_("participant")
    )
    key = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("address of a personal calendar")
        verbose_name_plural = _("addresses of personal calendars")
        default_permissions = ()
