"""The list of bodies: their people, their enrolments by state, and whether the programme addresses them."""

from dataclasses import dataclass
from typing import Any

from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from courses.enrolment.models import State
from courses.reports.admin import filters
from courses.reports.admin.base import HardenedAdmin
from courses.reports.admin.columns import region_of
from courses.reports.admin.inspecting import HardenedInspectView
from courses.reports.queries import bodies_with_counts, search_bodies
from courses.reports.reached import OF_BODIES, bodies_where
from courses.reports.views.stories import BodyStory, story_url
from courses.territory.models import Body
from courses.territory.rules import Range, body_is_in_range

WAITING = {"yes": _("With people waiting")}


@dataclass(frozen=True)
class ReachedFilter(filters.Filter):
    """In range and adhered or not yet, out of range, or to be checked."""

    def condition(self, value: str) -> dict[str, Any]:
        """The bodies of that answer."""
        return {self.lookup: bodies_where(value).values("pk")}


class BodyView(HardenedInspectView):
    """One body, with its counts."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Read again with the counts; from here to the lists of its people and enrolments."""
        self.instance = bodies_with_counts().get(pk=self.instance.pk)
        return super().get_context_data(body=self.instance, **kwargs)


class BodyAdmin(HardenedAdmin):
    """Municipalities and other bodies that have, or had, people in the programme."""

    model = Body
    menu_label = _("Bodies")
    menu_icon = "home"
    note = _(
        "The bodies that have or had people here. For the municipalities nobody came from, see «Municipalities in"
        " range»."
    )
    inspect_view_enabled = True
    inspect_view_class = BodyView
    inspect_template_name = "courses/reports/body.html"
    inspect_view_fields = (
        *("kind", "name", "province", "region", "population", "in_range", "waiting", "people"),
        *("pending", "active", "suspended", "completed", "withdrawn"),
    )
    list_display = (
        *("name", "kind", "province", "population", "range", "waiting_people", "people"),
        *("pending", "active", "completed"),
    )
    exported_as = {
        "population": ("inhabitants", "population_year"),
        "range": ("range_word", "range_reason"),
        "waiting_people": ("waiting",),
    }
    list_export = (
        *("kind", "name", "province", "region", "inhabitants", "population_year", "range_word", "range_reason"),
        *("waiting", "people", "pending", "active", "suspended", "completed", "withdrawn"),
    )
    ordering = ("name",)
    filters = (
        filters.region("province__region"),
        filters.province("province"),
        filters.kind("kind"),
        ReachedFilter("reached", _("Reached"), "pk__in", OF_BODIES.items),
        filters.YesFilter("waiting", _("Before the body joins"), "has_waiting", WAITING.items),
    )
    search = search_bodies
    action_urls = (story_url(BodyStory),)
    search_label = _("Name of the body")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Body]:
        """With the counts, in the same query."""
        return bodies_with_counts().order_by(*self.ordering)

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """By name; where people wait, most people first."""
        return ("-waiting", *self.ordering) if request and request.GET.get("waiting") else self.ordering

    @display(description=_("Region"))
    def region(self, row: Body) -> str:
        """By its name."""
        return region_of(row)

    @display(description=_("Population"), ordering="municipality__population")
    def population(self, row: Body) -> str:
        """Inhabitants and their year; of municipalities only."""
        place = row.municipality
        if place is None or place.population is None:
            return ""
        return f"{place.population:,} ({place.population_year})".replace(",", ".")

    @display(description=_("Population"))
    def inhabitants(self, row: Body) -> int | None:
        """As a number."""
        return row.municipality.population if row.municipality else None

    @display(description=_("Year of the population"))
    def population_year(self, row: Body) -> int | None:
        """Of the figure."""
        return row.municipality.population_year if row.municipality else None

    @display(description=_("In range"))
    def range(self, row: Body) -> str:
        """Yes, no or to be checked; the reason is read on the body's page, or by pointing at it."""
        verdict = body_is_in_range(row)
        return format_html('<span title="{}">{}</span>', verdict.reason, self.range_word(row))

    @display(description=_("In range"))
    def in_range(self, row: Body) -> str:
        """With the reason."""
        return " – ".join(filter(None, (self.range_word(row), self.range_reason(row))))

    @display(description=_("In range"))
    def range_word(self, row: Body) -> str:
        """In a word."""
        words = {Range.IN: gettext("yes"), Range.OUT: gettext("no"), Range.UNKNOWN: gettext("to be checked")}
        return words[body_is_in_range(row).range]

    @display(description=_("Why"))
    def range_reason(self, row: Body) -> str:
        """Why not."""
        return body_is_in_range(row).reason

    @display(description=_("People waiting for the adhesion"), ordering="waiting")
    def waiting(self, row: Body) -> int:
        """Whose enrolment waits while the body has not joined."""
        return row.waiting

    @display(description=_("People waiting for the adhesion"), ordering="waiting")
    def waiting_people(self, row: Body) -> str:
        """The same, leading to their enrolments."""
        if not row.waiting:
            return "0"
        address = f"{reverse('courses_enrolment_modeladmin_index')}?body={row.pk}&state={State.PENDING}"
        words = ngettext("%(n)s waiting", "%(n)s waiting", row.waiting) % {"n": row.waiting}
        return format_html('<a href="{}">{}</a>', address, words)

    @display(description=_("Participants"), ordering="people")
    def people(self, row: Body) -> int:
        """Who work there now."""
        return row.people

    @display(description=_("Enrolments waiting"), ordering="enrolments_pending")
    def pending(self, row: Body) -> int:
        """Enrolments that wait."""
        return row.enrolments_pending

    @display(description=_("Active enrolments"), ordering="enrolments_active")
    def active(self, row: Body) -> int:
        """Enrolments under way."""
        return row.enrolments_active

    @display(description=_("Suspended enrolments"), ordering="enrolments_suspended")
    def suspended(self, row: Body) -> int:
        """Enrolments suspended."""
        return row.enrolments_suspended

    @display(description=_("Completed enrolments"), ordering="enrolments_completed")
    def completed(self, row: Body) -> int:
        """Enrolments completed."""
        return row.enrolments_completed

    @display(description=_("Withdrawn enrolments"), ordering="enrolments_withdrawn")
    def withdrawn(self, row: Body) -> int:
        """Enrolments withdrawn."""
        return row.enrolments_withdrawn
