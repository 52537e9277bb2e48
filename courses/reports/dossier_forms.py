"""What is asked to make files for the audit."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from courses.dossiers.rules import is_period
from courses.reports.event_fields import day_field
from courses.reports.forms import SeenForm


class PeriodForm(SeenForm):
    """The first and the last day, both included."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"] = day_field(_("First day"))
        self.fields["last"] = day_field(_("Last day"))

    def clean(self) -> dict[str, Any]:
        """In order, and no longer than a dossier may be."""
        data = super().clean()
        if "first" in data and "last" in data:
            verdict = is_period(data["first"], data["last"])
            if not verdict:
                self.add_error("last", verdict.reason)
        return data
