"""The audit entry."""

from typing import Any, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One thing that somebody did. Written once, never changed; holds identifiers, no names and no contents."""

    at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)
    # None: the system did it. The account may go; the entry stays.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )
    action = models.CharField(_("action"), max_length=60, db_index=True)
    subject_type = models.CharField(_("subject"), max_length=60)
    subject_id = models.CharField(_("identifier"), max_length=40)
    reason = models.TextField(_("reason"), blank=True)
    details = models.JSONField(_("details"), default=dict, encoder=DjangoJSONEncoder)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="audit_subject")]
        default_permissions = ("view",)
        permissions = [("export_entry", "Can export audit entries")]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_type} {self.subject_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; an entry that exists cannot be changed."""
        if self.pk is not None:
            self._refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: entries go by retention alone."""
        self._refuse()

    @staticmethod
    def _refuse() -> NoReturn:
        raise TypeError("Audit entries are append-only.")
