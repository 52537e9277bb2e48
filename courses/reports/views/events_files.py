"""Events from a file: sent, judged row by row, then made.

Between the two steps the rows travel in the page, signed and for one account: nothing is kept of a file that nobody
applies. Applying judges every row anew.
"""

from typing import Any

from django import forms
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.agenda.actions import Judged, Result, import_events, judge_events, read_events
from courses.errors import CoursesError
from courses.reports.event_forms import EventFileForm
from courses.reports.exports import FORMATS, spreadsheet
from courses.reports.views.base import denied
from courses.reports.views.events import EVENTS, LIST_OF_EVENTS

MAY_MAKE = "courses.manage_event"
FILE = "courses_event_file"
VALID_FOR = 3600  # seconds between looking and applying
# The file is Italian, whatever the language of who downloads it: these are the names that are read back.
HEADINGS = (
    *("Attività", "Data", "Inizio", "Fine", "Mattina", "Pomeriggio", "Sede", "Comune", "Provincia", "Indirizzo"),
    *("Posti della sede", "Docenti", "Posti", "Minimo", "Link", "Note"),
)
EXAMPLE = (
    *("Titolo della pagina", "31/12/2027", "", "", "9:00-13:00", "14:00-16:00", "Sala consiliare", "Faenza", "RA"),
    *("Piazza del Popolo, 31", "60", "Lucia Bianchi; Ugo Sala", "40", "12", "", "Parcheggio in via Roma"),
)


class EventFile(WagtailAdminTemplateMixin, FormView):
    """Send a file and see what each row comes to; a second button makes the events."""

    form_class = EventFileForm
    template_name = "courses/reports/event_file.html"
    page_title = gettext_lazy("Import events from a file")
    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The permission before the file."""
        return super().dispatch(request, *args, **kwargs) if request.user.has_perm(MAY_MAKE) else denied(request)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A file to look at, or the rows that were looked at."""
        return self._apply() if "rows" in request.POST else super().post(request, *args, **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """What each row comes to; nothing is written."""
        try:
            rows = read_events(form.read())
        except CoursesError as refusal:
            form.add_error("file", refusal.message)
            return self.form_invalid(form)
        judged = judge_events(rows, timezone.now())
        signed = signing.dumps(rows, salt=self._salt, compress=True)
        return self.render_to_response(self.get_context_data(form=form, judged=judged, rows=signed, **_counts(judged)))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """From the events to here."""
        name, label = LIST_OF_EVENTS
        here = [{"url": reverse(name), "label": label}, {"url": "", "label": self.get_page_title()}]
        return [*super().get_breadcrumbs_items(), *here]

    def _apply(self) -> HttpResponse:
        try:
            rows = signing.loads(self.request.POST["rows"], salt=self._salt, max_age=VALID_FOR)
        except signing.BadSignature:
            messages.error(self.request, _("Too much time has passed since the file was checked: send it again."))
            return redirect(FILE)
        also_clashing = self.request.POST.get("also_clashing") == "1"
        try:
            judged = import_events(rows=rows, also_clashing=also_clashing, author=self.request.user)
        except CoursesError as refusal:
            messages.error(self.request, refusal.message)
            return redirect(FILE)
        numbers = _counts(judged)
        made = numbers["new"] + (numbers["clash"] if also_clashing else 0)
        words = ngettext("%(number)s event is created.", "%(number)s events are created.", made)
        messages.success(self.request, words % {"number": made})
        return redirect(EVENTS)

    @property
    def _salt(self) -> str:
        """The rows are good for the account that sent them."""
        return f"courses.events.{self.request.user.pk}"


def _counts(judged: list[Judged]) -> dict[str, int]:
    return {str(result): sum(one.result == result for one in judged) for result in Result}


@require_safe
def event_template(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """A file to fill in, with one row as an example."""
    if not request.user.has_perm(MAY_MAKE):
        return denied(request)
    if file_format not in FORMATS:
        raise Http404
    return spreadsheet(file_format, "modello-eventi", HEADINGS, [EXAMPLE])
