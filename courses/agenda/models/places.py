"""Where events are held, and who teaches there."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField

from courses.catalogue.blocks import PROSE
from courses.territory.models import Municipality


class Venue(models.Model):
    """A place where training days are held."""

    name = models.CharField(_("name"), max_length=120)
    address = models.CharField(_("address"), max_length=200)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality"))
    seats = models.PositiveSmallIntegerField(_("seats"))
    accessibility = models.TextField(
        _("accessibility"),
        blank=True,
        help_text=_("Entrance without steps, lift, toilets, parking, hearing loop: what a person needs to know."),
    )
    map_url = models.URLField(_("address of a map"), blank=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("address"),
        FieldPanel("municipality"),
        FieldRowPanel([FieldPanel("seats"), FieldPanel("map_url")]),
        FieldPanel("accessibility"),
    ]

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ["municipality__name", "name"]
        constraints = [models.UniqueConstraint(name="venue_once_per_municipality", fields=["name", "municipality"])]

    def __str__(self) -> str:
        return f"{self.name}, {self.municipality}"

    def clean(self) -> None:
        """A hall does not shrink under the seats of its events to come: those are lowered, or moved, first."""
        super().clean()
        if self.pk is None or self.seats is None:
            return
        coming = self.events.filter(starts_at__gt=timezone.now(), state__in=("scheduled", "confirmed"))
        wanted = coming.aggregate(most=models.Max("capacity"))["most"] or 0
        if self.seats < wanted:
            words = _("An event to come has %(number)s seats here: lower them, or move it, and then change the venue.")
            raise ValidationError({"seats": words % {"number": wanted}})


class Teacher(models.Model):
    """Who teaches, as the public reads it. Which account is theirs is a record of the secretariat's."""

    given_name = models.CharField(_("given name"), max_length=100)
    family_name = models.CharField(_("family name"), max_length=100)
    title = models.CharField(_("what they do"), max_length=160, blank=True)
    biography = RichTextField(_("biography"), features=PROSE, blank=True)
    photo = models.ForeignKey(
        "wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("photo")
    )

    panels = [
        FieldRowPanel([FieldPanel("given_name"), FieldPanel("family_name")]),
        FieldPanel("title"),
        FieldPanel("biography"),
        FieldPanel("photo"),
    ]

    class Meta:
        verbose_name = _("teacher")
        verbose_name_plural = _("teachers")
        ordering = ["family_name", "given_name"]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"


class TeacherAccount(models.Model):
    """The account of a teacher, who has the registers of their own events. An editor must not hand out registers."""

    teacher = models.OneToOneField(Teacher, models.CASCADE, related_name="account", verbose_name=_("teacher"))
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="courses_teacher", verbose_name=_("account")
    )
    since = models.DateTimeField(_("since"), auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("account of a teacher")
        verbose_name_plural = _("accounts of teachers")

    def __str__(self) -> str:
        return str(self.teacher)
