"""The papers of an event: scans of the signed sheet, and slides."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.agenda.models import Event
from courses.attendance.models.registers import Register
from courses.conf import PrivateStorage


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
