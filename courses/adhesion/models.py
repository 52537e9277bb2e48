"""Adhesions, the officials they name, the contacts of a body, and the invitations sent to officials."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.conf import PrivateStorage
from courses.people.models import Participant, Role
from courses.territory.models import Body, BodyOfTheDay

TOKEN_BYTES = 24


def new_token() -> str:
    """What nobody can guess: 192 random bits, safe in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def signed_form_path(adhesion: "Adhesion", name: str) -> str:
    """Where a signed form is kept: of the name it came with only the ending is left."""
    return f"adhesions/{adhesion.pk}-{secrets.token_hex(8)}.{name.rpartition('.')[2].lower()}"


class Adhesion(BodyOfTheDay):
    """A body's act of joining. Never a person's enrolment. Keeps the body's data of the day it was sent."""

    class State(models.TextChoices):
        """Where an adhesion stands."""

        DRAFT = "draft", pgettext_lazy("adhesion", "Draft")
        SUBMITTED = "submitted", pgettext_lazy("adhesion", "To be decided")
        ACCEPTED = "accepted", pgettext_lazy("adhesion", "Accepted")
        REJECTED = "rejected", pgettext_lazy("adhesion", "Rejected")
        WITHDRAWN = "withdrawn", pgettext_lazy("adhesion", "Withdrawn")

    LIVE: ClassVar = (State.SUBMITTED, State.ACCEPTED)

    class Proof(models.TextChoices):
        """How it is known that who wrote may act for the body."""

        NONE = "", _("None yet")
        DOMAIN = "domain", _("The contact's e-mail domain is the body's own")
        PEC = "pec", _("Confirmed through the body's certified mail (PEC)")
        SIGNED_FORM = "signed_form", _("Signed form uploaded")
        SECRETARIAT = "secretariat", _("Checked by the secretariat")

    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="adhesions", verbose_name=_("body")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, db_index=True)
    proof = models.CharField(_("proof"), max_length=12, choices=Proof, blank=True)

    contact_given_name = models.CharField(_("given name of the contact"), max_length=100, blank=True)
    contact_family_name = models.CharField(_("family name of the contact"), max_length=100, blank=True)
    contact_role = models.CharField(_("role of the contact"), max_length=24, choices=Role, blank=True)
    contact_email = models.EmailField(_("office e-mail of the contact"), blank=True)
    contact_phone = models.CharField(_("office telephone"), max_length=40, blank=True)
    pec = models.EmailField(_("certified mail (PEC) of the body"), blank=True)
    deputy_given_name = models.CharField(_("given name of the deputy"), max_length=100, blank=True)
    deputy_family_name = models.CharField(_("family name of the deputy"), max_length=100, blank=True)
    deputy_role = models.CharField(_("role of the deputy"), max_length=24, choices=Role, blank=True)
    deputy_email = models.EmailField(_("office e-mail of the deputy"), blank=True)
    notice_version = models.CharField(_("privacy notice read"), max_length=20, blank=True)
    signed_form = models.FileField(
        _("signed form"), upload_to=signed_form_path, storage=PrivateStorage, max_length=120, blank=True
    )
    protocol = models.CharField(_("protocol number and date"), max_length=80, blank=True)

    token = models.CharField(max_length=48, unique=True, default=new_token, editable=False)
    confirm_token = models.CharField(max_length=48, unique=True, default=new_token, editable=False)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed by the contact"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    reason = models.TextField(_("reason of the decision"), blank=True)
    exception_reason = models.TextField(_("written reason of the exception"), blank=True)
    correction = models.TextField(_("correction asked for"), blank=True)
    contested = models.BooleanField(_("contested"), default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("adhesion")
        verbose_name_plural = _("adhesions")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_live_adhesion_per_body", fields=["body"], condition=Q(state__in=("submitted", "accepted"))
            ),
            models.CheckConstraint(
                name="adhesion_beyond_draft_has_body", condition=Q(state="draft") | Q(body__isnull=False)
            ),
            models.CheckConstraint(name="rejected_adhesion_has_reason", condition=~Q(state="rejected") | ~Q(reason="")),
        ]
        default_permissions = ("view",)
        permissions = [
            ("decide_adhesion", "Can decide adhesions"),
            ("export_adhesion", "Can export adhesions"),
        ]

    def __str__(self) -> str:
        if not self.body_name:
            return str(self.body or _("adhesion without a body"))
        is_municipality = self.body.kind == Body.Kind.MUNICIPALITY
        return f"{self.body_name} ({self.province})" if is_municipality and self.province else self.body_name


class NamedOfficial(models.Model):
    """An official named in an adhesion that is not accepted yet; becomes a participant when it is."""

    adhesion = models.ForeignKey(Adhesion, models.CASCADE, related_name="officials")
    given_name = models.CharField(_("given name"), max_length=100)
    family_name = models.CharField(_("family name"), max_length=100)
    email = models.EmailField(_("e-mail address"), blank=True)
    role = models.CharField(_("role"), max_length=24, choices=Role)
    office = models.CharField(_("office"), max_length=120, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("official named in an adhesion")
        verbose_name_plural = _("officials named in an adhesion")
        ordering = ["pk"]


class Contact(models.Model):
    """Who acts for a body: names its officials, books for them, reads their results."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="contacts", verbose_name=_("body"))
    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="contact_of", verbose_name=_("participant")
    )
    is_deputy = models.BooleanField(_("deputy"), default=False)
    since = models.DateTimeField(_("since"), auto_now_add=True)
    until = models.DateTimeField(_("until"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["is_deputy", "since"]
        constraints = [
            models.UniqueConstraint(
                name="contact_once_per_body", fields=["body", "participant"], condition=Q(until__isnull=True)
            ),
            models.UniqueConstraint(
                name="one_main_contact_per_body",
                fields=["body"],
                condition=Q(until__isnull=True, is_deputy=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} – {self.body}"


class KnownDomain(models.Model):
    """An e-mail domain that is a body's own: learnt from an accepted adhesion, or written by the secretariat."""

    domain = models.CharField(_("domain"), max_length=120)
    body = models.ForeignKey(Body, models.CASCADE, related_name="domains", verbose_name=_("body"))
    learnt_at = models.DateTimeField(_("learnt"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("e-mail domain of a body")
        verbose_name_plural = _("e-mail domains of bodies")
        constraints = [models.UniqueConstraint(name="domain_once_per_body", fields=["domain", "body"])]


class Invitation(models.Model):
    """A letter that invites a named official to take up the place: one link, used once by a button, within 30 days."""

    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="invitations", verbose_name=_("participant")
    )
    email = models.EmailField(_("e-mail address"))
    token = models.CharField(max_length=48, unique=True, default=new_token, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by")
    )
    invited_by_name = models.CharField(_("who named them"), max_length=220, blank=True)  # outlives the account
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"))
    taken_up_at = models.DateTimeField(_("taken up"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-sent_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="one_open_invitation_per_participant",
                fields=["participant"],
                condition=Q(taken_up_at__isnull=True, revoked_at__isnull=True),
            ),
            models.CheckConstraint(
                name="invitation_taken_up_or_revoked", condition=Q(taken_up_at=None) | Q(revoked_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} ({self.email})"

    @property
    def is_open(self) -> bool:
        """Neither taken up nor revoked; it may have expired."""
        return self.taken_up_at is None and self.revoked_at is None

    @property
    def has_expired(self) -> bool:
        """Whether its 30 days are over."""
        return self.expires_at <= timezone.now()
