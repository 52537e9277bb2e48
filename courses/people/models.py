"""Participants, where they have worked, and the privacy notices they have read."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.territory.models import Body, Municipality
from courses.territory.queries import fold


class Role(models.TextChoices):
    """What an official does in the body."""

    MAYOR = "mayor", _("Mayor")
    EXECUTIVE_COUNCILLOR = "executive_councillor", _("Member of the executive board")
    COUNCILLOR = "councillor", _("Councillor")
    SECRETARY = "secretary", _("Municipal secretary")
    EXECUTIVE = "executive", _("Executive")
    SENIOR_OFFICIAL = "senior_official", _("Senior official (elevata qualificazione)")
    OFFICIAL = "official", _("Official")
    SOCIAL_WORKER = "social_worker", _("Social worker")
    OTHER = "other", _("Other role")


class RoleClass(models.TextChoices):
    """The programme's three classes of people, and the rest."""

    ADMINISTRATORS = "administrators", _("Administrators")
    EXECUTIVES = "executives", _("Executives")
    OFFICIALS = "officials", _("Officials")
    OTHER = "other", _("Others")


CLASS_OF_ROLE = {
    Role.MAYOR: RoleClass.ADMINISTRATORS,
    Role.EXECUTIVE_COUNCILLOR: RoleClass.ADMINISTRATORS,
    Role.COUNCILLOR: RoleClass.ADMINISTRATORS,
    Role.SECRETARY: RoleClass.EXECUTIVES,
    Role.EXECUTIVE: RoleClass.EXECUTIVES,
    Role.SENIOR_OFFICIAL: RoleClass.OFFICIALS,
    Role.OFFICIAL: RoleClass.OFFICIALS,
    Role.SOCIAL_WORKER: RoleClass.OFFICIALS,
    Role.OTHER: RoleClass.OTHER,
}


class Gender(models.TextChoices):
    """Asked for the Fund's indicators alone, and never required."""

    FEMALE = "female", _("Woman")
    MALE = "male", _("Man")
    OTHER = "other", _("Other")
    UNDISCLOSED = "undisclosed", _("I prefer not to say")


def same_name(given_name: str, family_name: str) -> str:
    """What two spellings of one name have in common: case, accents and apostrophes tell nobody apart."""
    return fold(f"{family_name} {given_name}")


class Participant(models.Model):
    """A person the programme trains. May have no account (named by a colleague), no e-mail, or a shared one."""

    given_name = models.CharField(_("given name"), max_length=100)
    family_name = models.CharField(_("family name"), max_length=100)
    email = models.EmailField(_("e-mail address"), blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="courses_participant",
        verbose_name=_("account"),
    )
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="participants", verbose_name=_("body")
    )
    # Officials of a small municipality take part through their union or social area: where they work, then.
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality, if through a union"),
    )
    role = models.CharField(_("role"), max_length=24, choices=Role)
    gender = models.CharField(_("gender"), max_length=12, choices=Gender, blank=True)
    affiliated_since = models.DateField(_("in this body and role since"), default=timezone.localdate)
    created_at = models.DateTimeField(_("registered"), auto_now_add=True)
    # Folded names, the family name also in one word: «niccolo rossi» and «dangelo» find Niccolò Rossi and D'Angelo.
    search_text = models.CharField(max_length=420, editable=False, db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["family_name", "given_name", "pk"]
        indexes = [models.Index(fields=["family_name", "given_name"], name="participant_by_name")]
        permissions = [("export_participant", "Can export participants")]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the folded names beside the names."""
        self.refresh_search_text()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_text"}
        super().save(*args, **kwargs)

    def refresh_search_text(self) -> None:
        """Bulk writes pass by `save` and call this themselves."""
        family = fold(self.family_name)
        self.search_text = f"{family} {fold(self.given_name)} {family.replace(' ', '')}"[:420]

    @property
    def full_name(self) -> str:
        """As it will appear on the certificate."""
        return f"{self.given_name} {self.family_name}"

    @property
    def is_erased(self) -> bool:
        """Nothing tells any more who it was: only an erasure leaves no given name."""
        return not (self.given_name or self.email or self.user_id)

    @property
    def place(self) -> str:
        """Where they work, as lists have it: the body; through a union, the municipality and the union."""
        if self.municipality is None:
            return str(self.body or "")
        return _("Municipality of %(municipality)s, through %(body)s") % {
            "municipality": self.municipality,
            "body": self.body,
        }

    @property
    def role_class(self) -> RoleClass:
        """The class of the programme this person is counted in."""
        return CLASS_OF_ROLE[Role(self.role)]


class PastAffiliation(models.Model):
    """Where a participant was before: people move, and what they did keeps the body and role of its day."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="past_affiliations")
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+", verbose_name=_("body"))
    role = models.CharField(_("role"), max_length=24, choices=Role)
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(_("to"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("past affiliation")
        verbose_name_plural = _("past affiliations")
        ordering = ["-ended_on"]
        constraints = [
            models.CheckConstraint(
                name="affiliation_ends_after_start", condition=Q(ended_on__gte=models.F("started_on"))
            )
        ]


class NoticeRead(models.Model):
    """«Ho letto l'informativa»: that a version of the privacy notice was read, and when. It is no consent."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="notices_read")
    version = models.CharField(_("version of the notice"), max_length=20)
    read_at = models.DateTimeField(_("read"), auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("privacy notice read")
        verbose_name_plural = _("privacy notices read")
        ordering = ["-read_at"]
        constraints = [models.UniqueConstraint(name="notice_read_once", fields=["participant", "version"])]
