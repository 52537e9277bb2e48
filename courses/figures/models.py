"""The figures of the programme as they were last counted, and those of a period as they were frozen."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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


class PeriodReport(models.Model):
    """What a period came to, frozen on a day for who pays: once it is ready nothing of it ever changes.

    Corrected registers make a new report; the old one stays, with its date.
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", pgettext_lazy("period report", "Being made")
        READY = "ready", pgettext_lazy("period report", "Frozen")
        FAILED = "failed", pgettext_lazy("period report", "Not made: ask again")

    MOST_ATTEMPTS: ClassVar = 3

    first = models.DateField(_("from"))
    last = models.DateField(_("to"))  # included
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    frozen_at = models.DateTimeField(_("frozen"), null=True)
    figures = models.JSONField(_("figures"), default=dict)  # as `period_figures.as_kept` writes them
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("period report")
        verbose_name_plural = _("period reports")
        ordering = ["-asked_at", "-pk"]
        default_permissions = ("view",)
        permissions = [("freeze_periodreport", "Can freeze period reports")]
        constraints = [
            models.CheckConstraint(name="period_ends_after_it_begins", condition=models.Q(last__gte=models.F("first"))),
            models.CheckConstraint(
                name="frozen_report_has_a_moment",
                condition=~models.Q(state="ready") | models.Q(frozen_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_report_being_made", fields=["first", "last"], condition=models.Q(state="waiting")
            ),
        ]

    def __str__(self) -> str:
        return f"{date_format(self.first, 'SHORT_DATE_FORMAT')} – {date_format(self.last, 'SHORT_DATE_FORMAT')}"


class PeriodFile(models.Model):
    """A file of a report, byte for byte. Apart, so that no list loads it."""

    report = models.ForeignKey(PeriodReport, models.PROTECT, related_name="files", verbose_name=_("period report"))
    file_format = models.CharField(_("format"), max_length=4)
    content = models.BinaryField()
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("file of a period report")
        verbose_name_plural = _("files of period reports")
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="period_file_once", fields=["report", "file_format"])]

    def __str__(self) -> str:
        return f"{self.report} {self.file_format}"
