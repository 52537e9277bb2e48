"""How a simulation is played, for editors and the secretariat."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.urls import path
from django.views.decorators.http import require_safe

from courses.quizzes.exports import HEADINGS_OF_WAYS, rows_of_ways
from courses.quizzes.models import Play
from courses.quizzes.queries import simulation_line, ways_through
from courses.reports.views.learning import File, OneOfThem

ONE, FILE = "courses_simulation_figures", "courses_simulation_file"
CHOICES = File(
    name="simulation",
    line=simulation_line,
    rows=lambda key: rows_of_ways(ways_through(key)),
    headings=HEADINGS_OF_WAYS,
    action="simulation.export",
    subject=Play,
)


class SimulationFigures(OneOfThem):
    """The endings people come to, and what they choose in each scene."""

    template_name = "courses/reports/simulation.html"
    header_icon = "site"
    file, file_address = CHOICES, FILE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the ways people took."""
        return super().get_context_data(ways=ways_through(self.line.key), **kwargs)


@require_safe
def simulation_file(request: HttpRequest, key: UUID, file_format: str) -> HttpResponseBase:
    """The same as a spreadsheet."""
    return CHOICES.answer(request, key, file_format)


URLS = (
    path("simulazioni/<uuid:key>/", SimulationFigures.as_view(), name=ONE),
    path("simulazioni/<uuid:key>/scelte.<str:file_format>", simulation_file, name=FILE),
)
