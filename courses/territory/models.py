"""The territory as ISTAT publishes it, and the bodies (`enti`) that own their officials."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def fold(text: str) -> str:
    """The words of a name as people type them: no case, accents, apostrophes or hyphens, single spaces between.

    «Sant’Angelo» is `sant angelo`, «Weinstraße» is `weinstrasse`; whatever is no letter or digit is a space.
    """
    plain = text
    if not text.isascii():
        plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in plain.casefold()).split())


def search_text_of(names: Iterable[str]) -> str:
    """The names as the search reads them: each from every word's start to its end, without spaces.

    «Sant'Angelo Lodigiano» becomes `  santangelolodigiano angelolodigiano lodigiano `, so that `santangelo`,
    `sant angelo` and `lodigiano` all stand after a space. Two spaces mark where a whole name starts.
    """
    text = ""
    for words in (fold(name).split() for name in names if name):
        text += "  " + " ".join("".join(words[start:]) for start in range(len(words)))
    return f"{text} "


class Region(models.Model):
    """One of the twenty regions."""

    code = models.CharField(_("ISTAT code"), max_length=2, primary_key=True)
    name = models.CharField(_("name"), max_length=60, unique=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Province(models.Model):
    """A province or metropolitan city, known by its two letters (`NA` is Napoli, not a missing value)."""

    sigla = models.CharField(_("abbreviation"), max_length=2, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    region = models.ForeignKey(Region, models.PROTECT, related_name="provinces", verbose_name=_("region"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("province")
        verbose_name_plural = _("provinces")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.sigla})"


class Municipality(models.Model):
    """A municipality. Its key is the land-registry code: ISTAT codes change (all 377 Sardinian ones did in 2026)."""

    cadastral_code = models.CharField(_("land-registry code"), max_length=4, primary_key=True)
    istat_code = models.CharField(_("ISTAT code"), max_length=6, db_index=True)
    name = models.CharField(_("name"), max_length=80)
    other_name = models.CharField(_("name in the other language"), max_length=80, blank=True)
    province = models.ForeignKey(Province, models.PROTECT, related_name="municipalities", verbose_name=_("province"))
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(_("year of the population"), null=True, blank=True)
    # A suppressed municipality stays, and says what it became: records of the past keep pointing at it.
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("successor"),
    )
    suppressed_on = models.DateField(_("suppressed on"), null=True, blank=True)
    # What it was called and coded before, and the names of those merged into it: people go on typing the old name,
    # and ISTAT's population files go on using the old code for a year or two.
    former_names = models.TextField(_("former names, one a line"), blank=True)
    former_istat_codes = models.CharField(_("former ISTAT codes"), max_length=120, blank=True)
    search_text = models.TextField(editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["name", "province"]
        constraints = [
            models.CheckConstraint(
                name="municipality_population_has_year",
                condition=Q(population__isnull=True) | Q(population_year__isnull=False),
            ),
            models.UniqueConstraint(
                name="municipality_live_istat_code", fields=["istat_code"], condition=Q(suppressed_on__isnull=True)
            ),
            models.CheckConstraint(
                name="municipality_live_has_no_successor",
                condition=Q(successor__isnull=True) | Q(suppressed_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        """«Nome (SIGLA)», always: five names belong to two municipalities each."""
        return f"{self.full_name} ({self.province_id})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep what the search reads in step with the names."""
        self.refresh_search_text()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_text"}
        super().save(*args, **kwargs)

    @property
    def full_name(self) -> str:
        """The name in both languages where there are two: Bolzano/Bozen."""
        return f"{self.name}/{self.other_name}" if self.other_name else self.name

    def remember_name(self, name: str) -> None:
        """Keep a name that is no longer in use; twice is once."""
        names = self.former_names.splitlines()
        if name not in (*names, self.name):
            self.former_names = "\n".join([*names, name])

    def remember_istat_code(self, code: str) -> None:
        """Keep an ISTAT code that is no longer in use; twice is once."""
        codes = self.former_istat_codes.split()
        if code not in codes:
            self.former_istat_codes = " ".join([*codes, code])

    def refresh_search_text(self) -> None:
        """Bulk writes pass by `save` and call this themselves."""
        both = self.full_name if self.other_name else ""
        self.search_text = search_text_of([self.name, self.other_name, both, *self.former_names.splitlines()])


class Body(models.Model):
    """A municipality or supra-municipal body that may take part; the owner of its officials."""

    class Kind(models.TextChoices):
        """The kinds of body the programme addresses."""

        MUNICIPALITY = "municipality", _("Municipality")
        PROVINCE = "province", _("Province")
        METROPOLITAN_CITY = "metropolitan_city", _("Metropolitan city")
        UNION = "union", _("Union of municipalities")
        MOUNTAIN_COMMUNITY = "mountain_community", _("Mountain community")
        AREA = "area", _("Social area or consortium")
        OTHER = "other", _("Other body")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.MUNICIPALITY)
    name = models.CharField(_("name"), max_length=160)
    municipality = models.OneToOneField(
        Municipality, models.PROTECT, null=True, blank=True, related_name="body", verbose_name=_("municipality")
    )
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="bodies", verbose_name=_("province")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["name"]
        permissions = [("export_body", "Can export bodies")]
        constraints = [
            models.CheckConstraint(
                name="body_municipality_iff_kind",
                condition=Q(kind="municipality", municipality__isnull=False)
                | (~Q(kind="municipality") & Q(municipality__isnull=True)),
            ),
            # A municipality is unique by its own link: a new one may take the name of one merged into it. Two
            # constraints, because SQLite cannot take two empty provinces for the same one.
            models.UniqueConstraint(
                name="body_once_per_kind_and_province",
                fields=["kind", "name", "province"],
                condition=~Q(kind="municipality"),
            ),
            models.UniqueConstraint(
                name="body_once_per_kind_without_province",
                fields=["kind", "name"],
                condition=Q(province__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        if self.province_id and self.kind == self.Kind.MUNICIPALITY:
            return f"{self.name} ({self.province_id})"
        return self.name


def named_body(name: str, province: str) -> str:
    """A body of some day, told from those of the same name: «Samone (TN)»."""
    return f"{name} ({province})" if name and province else name


class BodyOfTheDay(models.Model):
    """What a record keeps of the body of its day: past reports never change. Filled by `queries.body_of_the_day`."""

    body_name = models.CharField(_("body"), max_length=160, blank=True)
    province = models.CharField(_("province"), max_length=2, blank=True)
    region = models.CharField(_("region"), max_length=60, blank=True, db_index=True)
    population = models.PositiveIntegerField(_("population"), null=True)
    population_year = models.PositiveSmallIntegerField(_("year of the population"), null=True)

    class Meta:
        abstract = True

    @property
    def named_body(self) -> str:
        """The body as it is told from those of the same name: «Samone (TN)»."""
        return named_body(self.body_name, self.province)
