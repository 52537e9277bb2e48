"""The register of an event: who is on it, what was marked, and the seals that find any later change."""

import secrets
import uuid
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.agenda.models import Event, Slot
from courses.booking.models import Booking
from courses.conf import PrivateStorage
from courses.people.models import Participant


def new_salt() -> str:
    """What makes a commitment to a name impossible to guess: 128 random bits."""
    return secrets.token_hex(16)


class Register(models.Model):
    """The presences of one event."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="register", verbose_name=_("event"))
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("closed by")
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("register")
        verbose_name_plural = _("registers")
        ordering = ["-event__starts_at"]
        default_permissions = ("view",)
        permissions = [
            ("close_register", "Can close and correct registers"),
            ("export_register", "Can export registers"),
        ]

    def __str__(self) -> str:
        return str(self.event)


class Attendee(models.Model):
    """Somebody on a register: with a seat, or come without one. Known to the seals by a pseudonym alone.

    Erasing a person empties name, participant and salt: pseudonym and commitment stay, and the chain with them.
    """

    register = models.ForeignKey(Register, models.PROTECT, related_name="attendees")
    pseudonym = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    salt = models.CharField(max_length=32, default=new_salt, blank=True, editable=False)
    commitment = models.CharField(max_length=64, blank=True, editable=False)  # written when the register is sealed
    participant = models.ForeignKey(
        Participant, models.PROTECT, null=True, related_name="attendances", verbose_name=_("participant")
    )
    booking = models.OneToOneField(Booking, models.PROTECT, null=True, related_name="attendee")
    # Who came without being known: taken down by the teacher, settled by the secretariat.
    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    family_name = models.CharField(_("family name"), max_length=100, blank=True)
    works_at = models.CharField(_("municipality or body"), max_length=160, blank=True)
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("person on a register")
        verbose_name_plural = _("people on registers")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="participant_once_per_register",
                fields=["register", "participant"],
                condition=Q(participant__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """As the register shows it."""
        if self.participant:
            return self.participant.full_name
        return f"{self.given_name} {self.family_name}".strip() or str(_("Erased person"))

    @property
    def is_unknown(self) -> bool:
        """Taken down by name, and not settled yet."""
        return self.participant_id is None and bool(self.family_name)


class Presence(models.Model):
    """What was marked for a person and a part of an event. Written once: a correction is a new entry, which counts."""

    class Status(models.TextChoices):
        """Whether the person was there."""

        PRESENT = "present", pgettext_lazy("presence", "Present")
        ABSENT = "absent", pgettext_lazy("presence", "Absent")
        EXCUSED = "excused", pgettext_lazy("presence", "Absent, excused")

    attendee = models.ForeignKey(Attendee, models.PROTECT, related_name="presences")
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="presences", verbose_name=_("part"))
    status = models.CharField(_("presence"), max_length=8, choices=Status)
    minutes = models.PositiveSmallIntegerField(_("minutes present"))
    late = models.PositiveSmallIntegerField(_("minutes late"), default=0)
    left_early = models.PositiveSmallIntegerField(_("minutes left early"), default=0)
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )
    author_key = models.CharField(max_length=40, blank=True)  # of the account, which may go; in the seals
    note = models.CharField(_("note"), max_length=300, blank=True)
    # Made by the device that marks: sent again after a lost answer, it is found and not written twice.
    mark_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="only_the_present_have_minutes", condition=Q(status="present") | Q(minutes=0))
        ]
        indexes = [models.Index(fields=["attendee", "slot", "-id"], name="last_presence")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; an entry that exists cannot be changed."""
        if self.pk is not None:
            self._refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: registers are kept."""
        self._refuse()

    @staticmethod
    def _refuse() -> NoReturn:
        raise TypeError("Presences are append-only.")


class Seal(models.Model):
    """What a register held when it was closed or corrected, as a chain of hashes. The next seal follows the last.

    `entries` are the sealed presences by pseudonym, in order: [{…, "hash": …}]; `head` is keyed (HMAC-SHA-256), so that
    nobody makes a new chain in the database alone.
    """

    register = models.ForeignKey(Register, models.PROTECT, related_name="seals")
    number = models.PositiveSmallIntegerField(_("number"))
    entries = models.JSONField(encoder=DjangoJSONEncoder)
    commitments = models.JSONField(default=dict)  # pseudonym → commitment to who it is
    head = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(_("sealed"), default=timezone.now)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["register", "number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="seal_once_per_number", fields=["register", "number"])]


def sheet_path(sheet: "SignedSheet", name: str) -> str:
    """Where a scan is kept: of the name it came with only the ending is left."""
    return f"sheets/{sheet.register_id}-{secrets.token_hex(8)}.{name.rpartition('.')[2].lower()}"


class SignedSheet(models.Model):
    """The scan of the sheet people signed. A better scan is added; none is thrown away."""

    register = models.ForeignKey(Register, models.PROTECT, related_name="sheets")
    file = models.FileField(_("scan"), upload_to=sheet_path, storage=PrivateStorage, max_length=120)
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("signed sheet")
        verbose_name_plural = _("signed sheets")
        ordering = ["-uploaded_at", "-pk"]
        default_permissions = ()


def slides_path(slides: "Slides", name: str) -> str:
    """Where slides are kept: of the name they came with only the ending is left."""
    return f"slides/{slides.event_id}-{secrets.token_hex(8)}.{name.rpartition('.')[2].lower()}"


class Slides(models.Model):
    """A teacher's slides, for those who were there."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="slides", verbose_name=_("event"))
    title = models.CharField(_("title"), max_length=150)
    file = models.FileField(_("file"), upload_to=slides_path, storage=PrivateStorage, max_length=120)
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("slides")
        verbose_name_plural = _("slides")
        ordering = ["uploaded_at", "pk"]
        default_permissions = ()


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
