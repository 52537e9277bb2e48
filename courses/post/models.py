"""The letter, which is its own queue, and the templates that the secretariat may rewrite."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Letter(models.Model):
    """One letter to one address. Written in the transaction that causes it, at most one per cause."""

    class State(models.TextChoices):
        """Where a letter stands."""

        QUEUED = "queued", pgettext_lazy("letter", "To be sent")
        HANDING = "handing", pgettext_lazy("letter", "Being handed over")
        SENT = "sent", pgettext_lazy("letter", "Sent")
        FAILED = "failed", pgettext_lazy("letter", "Not sent")
        # The sender died, or the line dropped, while the server was taking the letter: nobody knows.
        DOUBTFUL = "doubtful", pgettext_lazy("letter", "Perhaps sent")

    cause = models.CharField(_("cause"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=60, db_index=True)
    recipient = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    # An invitation for the reader's calendar (RFC 5545) and what it asks the calendar to do, when the letter has one.
    calendar = models.TextField(_("calendar"), blank=True)
    calendar_method = models.CharField(max_length=10, blank=True)
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.CharField(max_length=40, blank=True)
    identifier = models.UUIDField(default=uuid.uuid4, editable=False)  # in the Message-ID, the same at every attempt
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    written_at = models.DateTimeField(_("written"), auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    error = models.TextField(_("what went wrong"), blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-written_at", "-pk"]
        indexes = [
            models.Index(fields=["next_try_at"], name="letters_due", condition=Q(state__in=("queued", "handing"))),
            models.Index(fields=["about_type", "about_id"], name="letters_about"),
            models.Index(fields=["state", "-written_at"], name="letters_by_state"),
            models.Index(fields=["-written_at"], name="letters_by_time"),
        ]
        permissions = [("send_letter", "Can send a letter again")]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient}"


class LetterTemplate(models.Model):
    """The secretariat's own words for a kind of letter; without one, the words that come with the product."""

    kind = models.CharField(_("kind"), max_length=60, unique=True)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("text of a letter")
        verbose_name_plural = _("texts of letters")
        ordering = ["kind"]

    def __str__(self) -> str:
        return self.kind
