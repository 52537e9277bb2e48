"""Requests about personal data, days of retention, and lists that are made into files in the background."""

import uuid
from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.conf import PrivateStorage
from courses.people.models import Participant

ANSWER_WITHIN = timedelta(days=30)  # one month: GDPR, art. 12(3)


class DataRequest(models.Model):
    """What somebody asked about their own data, and what became of it. Holds no names of its own."""

    class Kind(models.TextChoices):
        """What was asked (GDPR, articles 15–21)."""

        COPY = "copy", _("A copy of the data (articles 15 and 20)")
        CORRECTION = "correction", _("Correction (article 16)")
        ERASURE = "erasure", _("Erasure (article 17)")
        LIMITATION = "limitation", _("Limitation (article 18)")
        OBJECTION = "objection", _("Objection (article 21)")

    class Channel(models.TextChoices):
        """By which way it came."""

        SITE = "site", _("Personal area of the site")
        EMAIL = "email", _("E-mail")
        PEC = "pec", _("Certified mail (PEC)")
        LETTER = "letter", _("Letter on paper")
        PHONE = "phone", _("Telephone")
        PERSON = "person", _("In person")

    class Asker(models.TextChoices):
        """Who asked."""

        SELF = "self", _("The person")
        DELEGATE = "delegate", _("Somebody for them, with a written delegation")

    class State(models.TextChoices):
        """Where a request stands."""

        OPEN = "open", pgettext_lazy("data request", "To be answered")
        DONE = "done", pgettext_lazy("data request", "Done")
        LIMITED = "limited", pgettext_lazy("data request", "Limited until the accounts are closed")
        REFUSED = "refused", pgettext_lazy("data request", "Refused")

    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="data_requests", verbose_name=_("participant")
    )
    kind = models.CharField(_("what is asked"), max_length=12, choices=Kind)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel)
    asked_by = models.CharField(_("who asked"), max_length=8, choices=Asker, default=Asker.SELF)
    asked_on = models.DateField(_("asked on"), default=timezone.localdate)
    note = models.TextField(_("note"), blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN, db_index=True)
    reason = models.TextField(_("reason"), blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("recorded by")
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("request about personal data")
        verbose_name_plural = _("requests about personal data")
        ordering = ["-asked_on", "-pk"]
        default_permissions = ("view",)
        permissions = [
            ("manage_privacy", "Can answer requests about personal data, and see the registers of privacy"),
            ("export_datarequest", "Can export requests about personal data"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_open_request_per_kind", fields=["participant", "kind"], condition=Q(state="open")
            ),
            models.CheckConstraint(
                name="decided_request_has_a_moment", condition=Q(state="open") | Q(decided_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.participant}"

    @property
    def due_on(self) -> date:
        """The last day to answer."""
        return self.asked_on + ANSWER_WITHIN


class RetentionRun(models.Model):
    """One day's round of the table of retention: begun once a day, whoever ticks, and finished by whoever goes on."""

    day = models.DateField(_("day"), unique=True)
    lease_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    counts = models.JSONField(_("how many"), default=dict)  # line of the table → how many

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("day of retention")
        verbose_name_plural = _("days of retention")
        ordering = ["-day"]
        default_permissions = ()


def export_path(export: "Export", name: str) -> str:
    """Where a list made into a file is kept."""
    return f"exports/{export.key}.{name.rpartition('.')[2]}"


class Export(models.Model):
    """A long list that is made into a file in the background, for who asked and nobody else, for a few days."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", pgettext_lazy("export", "Being made")
        READY = "ready", pgettext_lazy("export", "Ready")
        FAILED = "failed", pgettext_lazy("export", "Not made: ask again")

    MOST_ATTEMPTS: ClassVar = 3

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)  # of its address: 122 random bits
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("author"))
    source = models.CharField(_("list"), max_length=100)  # the model of the list
    question = models.TextField(blank=True)  # the query string: filters, search, order
    file_format = models.CharField(_("format"), max_length=20)
    name = models.CharField(_("file"), max_length=120)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING, db_index=True)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    file = models.FileField(_("file"), upload_to=export_path, storage=PrivateStorage, max_length=120, blank=True)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    ready_at = models.DateTimeField(_("ready"), null=True)
    expires_at = models.DateTimeField(_("kept until"), null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("list made into a file")
        verbose_name_plural = _("lists made into files")
        ordering = ["-asked_at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_there(self) -> bool:
        """Whether it can be downloaded."""
        return self.state == self.State.READY and self.expires_at is not None and self.expires_at > timezone.now()
