"""The columns by which a list says whose a row is."""

from typing import Any

from django.contrib.admin import display
from django.utils.translation import gettext_lazy as _

from courses.reports.admin.columns import province_of, region_of


class PersonColumns:
    """Of the participant of a row."""

    @display(description=_("Participant"), ordering="participant__search_text")
    def name(self, row: Any) -> str:
        """As a register has it: family name first."""
        return f"{row.participant.family_name} {row.participant.given_name}"

    @display(description=_("Family name"))
    def family_name(self, row: Any) -> str:
        """Of the participant."""
        return row.participant.family_name

    @display(description=_("Given name"))
    def given_name(self, row: Any) -> str:
        """Of the participant."""
        return row.participant.given_name

    @display(description=_("E-mail address"))
    def email(self, row: Any) -> str:
        """Of the participant."""
        return row.participant.email


class BodyColumns:
    """Of the body where the participant of a row works now, for records that keep none of their day."""

    @display(description=_("Body"))
    def body(self, row: Any) -> str:
        """Where the person works now."""
        return str(row.participant.body or "")

    @display(description=_("Province"))
    def province(self, row: Any) -> str:
        """Of that body."""
        return province_of(row.participant.body)

    @display(description=_("Region"))
    def region(self, row: Any) -> str:
        """Of that body."""
        return region_of(row.participant.body)
