"""The list of the municipalities in range: which are reached, and which are still to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import display
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.reports.admin import filters
from courses.reports.admin.base import HardenedAdmin, HardenedPermissions
from courses.reports.queries import search_municipality_names
from courses.reports.reached import OF_MUNICIPALITIES, REACHED, TO_REACH, municipalities_where
from courses.territory.models import Municipality
from courses.territory.queries import municipalities_in_range
from courses.territory.rules import grouped


class AsBodies(HardenedPermissions):
    """Who may see, and take away, the list of bodies, may this one too: it holds less."""

    def may(self, user: AbstractBaseUser, action: str) -> bool:
        """By the permission on bodies."""
        return user.has_perm(f"courses.{action}_body")


@dataclass(frozen=True)
class ReachedFilter(filters.Filter):
    """Reached, or not."""

    def condition(self, value: str) -> dict[str, Any]:
        """The municipalities of that answer."""
        return {self.lookup: municipalities_where(value).values("pk")}


class MunicipalityAdmin(HardenedAdmin):
    """All municipalities of today in range, whether anybody of theirs ever came or not."""

    model = Municipality
    permission_helper_class = AsBodies
    menu_label = _("Municipalities in range")
    menu_icon = "site"
    note = _(
        "All municipalities of today within the population range. One is reached when a body of its own has an accepted"
        " adhesion, or one of a municipality that was merged into it; taking part through a union does not count."
        " Municipalities whose population is not known are in neither list."
    )
    list_display = ("full_name", "province", "region", "inhabitants", "is_reached")
    list_export = (
        *("full_name", "province_code", "region", "population", "population_year"),
        *("is_reached", "istat_code", "cadastral_code"),
    )
    exported_as = {"province": ("province_code",), "inhabitants": ("population", "population_year")}
    list_select_related = ("province__region",)
    ordering = ("name",)
    filters = (
        ReachedFilter("reached", _("Reached"), "pk__in", OF_MUNICIPALITIES.items),
        filters.region("province__region"),
        filters.province("province"),
    )
    search = search_municipality_names
    search_label = _("Name of the municipality")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Municipality]:
        """Those in range."""
        return municipalities_in_range().order_by(*self.ordering)

    def prepare(self, rows: Sequence[Municipality]) -> Sequence[Municipality]:
        """Which of the page are reached."""
        found = municipalities_where(REACHED).filter(pk__in=[row.pk for row in rows])
        reached = set(found.values_list("pk", flat=True))
        for row in rows:
            row.reached = REACHED if row.pk in reached else TO_REACH
        return rows

    @display(description=_("Municipality"), ordering="name")
    def full_name(self, row: Municipality) -> str:
        """In both languages where there are two."""
        return row.full_name

    @display(description=_("Province"))
    def province_code(self, row: Municipality) -> str:
        """Its two letters."""
        return row.province_id

    @display(description=_("Region"))
    def region(self, row: Municipality) -> str:
        """By its name."""
        return row.province.region.name

    @display(description=_("Population"), ordering="population")
    def inhabitants(self, row: Municipality) -> str:
        """With their year."""
        return f"{grouped(row.population)} ({row.population_year})" if row.population is not None else ""

    @display(description=pgettext_lazy("municipality", "Reached"))
    def is_reached(self, row: Municipality) -> str:
        """In words."""
        return str(OF_MUNICIPALITIES[row.reached])
