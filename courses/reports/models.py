"""Lists as they were filtered once, saved under a name for everybody who may see them."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SavedReport(models.Model):
    """What was asked of a list, under a name. It holds no rows: opened, the list is read as it is that day."""

    LONGEST_NAME = 80

    source = models.CharField(_("list"), max_length=60)  # the label of the list's model
    name = models.CharField(pgettext_lazy("saved list", "name"), max_length=LONGEST_NAME)
    question = models.TextField(_("question"), blank=True)  # the query string, as the list itself writes it
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )
    saved_at = models.DateTimeField(pgettext_lazy("saved list", "saved"), auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("saved list")
        verbose_name_plural = _("saved lists")
        ordering = ["name"]
        default_permissions = ("add",)  # who saved one deletes it; who may see the list reads it
        constraints = [models.UniqueConstraint("source", Lower("name"), name="saved_report_name_once")]

    def __str__(self) -> str:
        return self.name
