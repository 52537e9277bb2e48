"""A file of people on its way in: looked at first, then applied, row by row, in the background."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.people.models import Participant
from courses.territory.models import Body


class PeopleImport(models.Model):
    """A file of people that somebody sent, with the result of each row. The file itself is not kept."""

    class State(models.TextChoices):
        """Where an import stands."""

        CHECKING = "checking", pgettext_lazy("import", "Being checked")
        CHECKED = "checked", pgettext_lazy("import", "Checked: nothing is saved yet")
        APPLYING = "applying", pgettext_lazy("import", "Being saved")
        APPLIED = "applied", pgettext_lazy("import", "Saved")

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )
    # A contact's file is about their own body; the secretariat's says the municipality of each row.
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+", verbose_name=_("body"))
    file_name = models.CharField(_("file"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.CHECKING, db_index=True)
    invites = models.BooleanField(_("invite those with an address and no account"), default=True)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    applied_at = models.DateTimeField(_("saved"), null=True)
    lease_until = models.DateTimeField(null=True)  # whoever works on it does so until then

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("import of people")
        verbose_name_plural = _("imports of people")
        ordering = ["-sent_at", "-pk"]
        default_permissions = ()
        permissions = [("import_participant", "Can import participants from a file")]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One row of the file, as written there, and what becomes of it."""

    class Outcome(models.TextChoices):
        """What a row turned out to be."""

        NEW = "new", pgettext_lazy("row", "New")
        THERE = "there", pgettext_lazy("row", "Already there")
        WAITS = "waits", pgettext_lazy("row", "New, waits for the body to join")
        WRONG = "wrong", pgettext_lazy("row", "To be corrected")
        DUPLICATE = "duplicate", pgettext_lazy("row", "Twice in the file")

    people_import = models.ForeignKey(PeopleImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    given_name = models.CharField(_("given name"), max_length=300)
    family_name = models.CharField(_("family name"), max_length=300)
    role = models.CharField(_("role"), max_length=300, blank=True)
    email = models.CharField(_("e-mail address"), max_length=300, blank=True)
    municipality = models.CharField(_("municipality"), max_length=300, blank=True)
    province = models.CharField(_("province"), max_length=300, blank=True)
    outcome = models.CharField(_("result"), max_length=10, choices=Outcome, blank=True)  # empty: not looked at yet
    message = models.CharField(_("why"), max_length=500, blank=True)
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+", verbose_name=_("body"))
    participant = models.ForeignKey(
        Participant, models.SET_NULL, null=True, related_name="+", verbose_name=_("participant")
    )
    applied_at = models.DateTimeField(_("saved"), null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ["people_import", "number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="row_once_per_import", fields=["people_import", "number"])]
        indexes = [models.Index(fields=["people_import"], name="row_to_do", condition=Q(applied_at__isnull=True))]

    @property
    def is_saved(self) -> bool:
        """Whether this row has become a participant."""
        return self.applied_at is not None and self.outcome in (self.Outcome.NEW, self.Outcome.WAITS)
