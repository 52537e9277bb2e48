"""What the screens on how quizzes and simulations go have in common: who sees them, and the file of each."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.audit.actions import record
from courses.quizzes.models import Record
from courses.quizzes.queries import FEWEST, QuizLine, SimulationLine
from courses.reports.exports import FORMATS, spreadsheet
from courses.reports.views.base import denied

SEE, EXPORT = "courses.view_quiz_figures", "courses.export_quiz_figures"
LIST = "courses_quizzes"

Line = QuizLine | SimulationLine


@dataclass(frozen=True)
class File:
    """What one may take away of one quiz or simulation. `action` is how the audit calls it."""

    name: str
    line: Callable[[UUID], Line | None]
    rows: Callable[[UUID], Iterable[Sequence[Any]]]
    headings: Sequence[str | Promise]
    action: str
    subject: type[Record]

    def answer(self, request: HttpRequest, key: UUID, file_format: str) -> HttpResponseBase:
        """The file; who took it is written down. Raises Http404 for what is not there."""
        if not request.user.has_perm(EXPORT):
            return denied(request)
        line = self.line(key)
        if line is None or file_format not in FORMATS:
            raise Http404
        record(author=request.user, action=self.action, subject=self.subject, key=str(key), format=file_format)
        name = f"{self.name}-{slugify(line.title)[:60]}"
        return spreadsheet(file_format, name, [str(one) for one in self.headings], self.rows(key))


class LearningScreen(WagtailAdminTemplateMixin, TemplateView):
    """For those who may see how quizzes and simulations go: the permission is asked before what there is."""

    header_icon = "help"
    page_title = gettext_lazy("How quizzes and simulations go")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The same answer to all others, whatever is asked."""
        return super().dispatch(request, *args, **kwargs) if request.user.has_perm(SEE) else denied(request)

    def here(self) -> list[dict[str, Any]]:
        """The page itself."""
        return [{"url": "", "label": str(self.page_title)}]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """From the first page to here."""
        return [*super().get_breadcrumbs_items(), *self.here()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the number below which nothing is told."""
        return super().get_context_data(fewest=FEWEST, **kwargs)


class OneOfThem(LearningScreen):
    """One quiz or simulation, below the list; with its files, for who may take them away."""

    file: File
    file_address: str  # name of the file's address

    @cached_property
    def line(self) -> Line:
        """Which one."""
        found = self.file.line(self.kwargs["key"])
        if found is None:
            raise Http404
        return found

    def get_page_subtitle(self) -> str:
        """Its title."""
        return self.line.title

    def here(self) -> list[dict[str, Any]]:
        """Below the list."""
        return [{"url": reverse(LIST), "label": str(self.page_title)}, {"url": "", "label": self.line.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The line, and the files in each format."""
        formats = FORMATS if self.request.user.has_perm(EXPORT) else ()
        files = [(reverse(self.file_address, args=[self.line.key, one]), one.upper()) for one in formats]
        return super().get_context_data(line=self.line, files=files, **kwargs)
