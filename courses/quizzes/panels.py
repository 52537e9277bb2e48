"""What stands in the editor's form besides fields."""

from typing import Any

from django import forms
from wagtail.admin.panels import Panel

from courses.quizzes.mapping import map_of
from courses.quizzes.scripting import script_of


class MapPanel(Panel):
    """The map of a simulation as it was last saved, with what keeps it from being published."""

    class BoundPanel(Panel.BoundPanel):
        """Drawn for one page."""

        template_name = "courses/quizzes/map_panel.html"

        @property
        def media(self) -> forms.Media:
            """The map's look; the script suggests the names that stand in the form."""
            return forms.Media(css={"all": ["courses/scenario.css"]}, js=["courses/scenario.js"])

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            """With the map."""
            drawn = map_of(script_of(self.instance))
            return super().get_context_data(parent_context) | {"map": drawn, "page": self.instance}
