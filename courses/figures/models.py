"""The figures of the programme as they were last counted."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

# The month of what has none: how many municipalities are in range, today.
ALWAYS = date(1, 1, 1)


class Figure(models.Model):
    """One number: of a measure, in one month, for one key of one dimension. All are replaced together.

    What is counted once (a person, a body) is counted in the month of its first time: months add up.
    """

    measure = models.CharField(_("measure"), max_length=30)
    dimension = models.CharField(_("dimension"), max_length=12)
    key = models.CharField(_("key"), max_length=20, blank=True)
    month = models.DateField(_("month"))
    value = models.BigIntegerField(_("value"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        default_permissions = ("view",)
        permissions = [("export_figure", "Can export figures")]
        constraints = [models.UniqueConstraint(name="figure_once", fields=["dimension", "measure", "key", "month"])]

    def __str__(self) -> str:
        return f"{self.measure} {self.dimension} {self.key} {self.month}: {self.value}"


class Count(models.Model):
    """When the figures were last counted, and for how long. There is one row."""

    ONLY = 1

    started_at = models.DateTimeField(_("started"), null=True)
    counted_at = models.DateTimeField(_("counted"), null=True)
    milliseconds = models.PositiveIntegerField(_("took"), default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("count of the figures")
        verbose_name_plural = _("counts of the figures")
        default_permissions = ()
        constraints = [models.CheckConstraint(name="count_is_one_row", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return str(self.counted_at or "")
