"""«Per telefono»: the secretariat books a person, gives a place up, changes the day; and the list of who is booked."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin import messages

from courses.agenda.models import Event
from courses.agenda.queries import events
from courses.agenda.rules import name_of
from courses.audit.actions import record
from courses.booking.actions import book, cancel_booking, change_day, overbook
from courses.booking.models import Booking
from courses.booking.queries import place_of
from courses.people.models import Participant
from courses.people.queries import search_participants
from courses.reports.event_forms import BookForm, CancelForm, ChangeDayForm, OverbookForm
from courses.reports.events import dates_to_change_to, people_of
from courses.reports.exports import FORMATS, spreadsheet
from courses.reports.queries import people
from courses.reports.rules import is_ahead, may_change_date, may_touch
from courses.reports.views.base import denied
from courses.reports.views.events import EventAction, event_address

State, Via = Booking.State, Booking.Via
FOUND_AT_MOST = 20
LONGEST_IDENTIFIER = 18  # digits that every database's integers hold
LONGEST_QUESTION = 200


class Book(EventAction):
    """First who, by name; then the place: a seat, or one on the waiting list."""

    permission = "courses.manage_booking"
    form_class = BookForm
    page_title = gettext_lazy("Book a person")
    submit_label = gettext_lazy("Book")

    @cached_property
    def person(self) -> Participant | None:
        """Who was chosen in the search."""
        key = self.request.GET.get("who", "")
        if not key.isascii() or not key.isdigit() or len(key) > LONGEST_IDENTIFIER:
            return None
        return people().filter(pk=int(key)).first()

    def refusal(self) -> str:
        """Until the event begins."""
        return "" if is_ahead(self.record) else _("This event has begun, is over or called off: nobody can be booked.")

    def get_template_names(self) -> list[str]:
        """First the search."""
        return super().get_template_names() if self.person else ["courses/reports/event_search.html"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only for a person who is there."""
        if self.person is None:
            messages.error(request, _("Choose a person first."))
            return redirect(event_address(self.record))
        return super().post(request, *args, **kwargs)

    def fingerprint(self) -> str:
        """Seats come and go while one types: the action looks at them itself."""
        return ""

    def act(self, form: forms.Form) -> str:
        """Book."""
        given = {"event": self.record, "participant": self.person, "author": self.request.user}
        return self.told(book(**given, via=Via.SECRETARIAT, needs=form.cleaned_data["needs"]))

    def told(self, booking: Booking) -> str:
        """A seat, or which place in the line."""
        if booking.state == State.BOOKED:
            return _("%(name)s has a place, and is told by letter.") % {"name": booking.participant}
        if booking.state == State.OFFERED:
            return _("%(name)s is offered a place: they have a letter to answer.") % {"name": booking.participant}
        words = {"name": booking.participant, "place": place_of(booking)}
        return _("All the places are taken: %(name)s is number %(place)s on the waiting list.") % words

    def facts(self) -> list[tuple[Any, Any]]:
        """With the person."""
        person = self.person
        mine = [(_("Person"), f"{person}, {person.place}" if person.place else person)] if person else []
        return [*mine, *super().facts()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who was found."""
        if self.person is not None:
            return super().get_context_data(**kwargs)
        asked = self.request.GET.get("q", "").replace("\x00", "")[:LONGEST_QUESTION]
        found = search_participants(people(), asked)[:FOUND_AT_MOST] if asked.strip() else None
        return super().get_context_data(asked=asked, found=found, most=FOUND_AT_MOST, **kwargs)


class Overbook(Book):
    """Beyond the seats, by a right of its own and with a reason."""

    permission = "courses.overbook"
    form_class = OverbookForm
    page_title = gettext_lazy("Book beyond the seats")
    submit_label = gettext_lazy("Book beyond the seats")

    def act(self, form: forms.Form) -> str:
        """Book."""
        given = {"event": self.record, "participant": self.person, "author": self.request.user}
        return self.told(overbook(**given, reason=form.cleaned_data["reason"], needs=form.cleaned_data["needs"]))


class BookingAction(EventAction):
    """An act on one place at an event."""

    permission = "courses.manage_booking"
    records = Booking.objects.select_related("participant", "body", "event__venue__municipality")

    @property
    def subject(self) -> Any:
        """Of whom, at which event."""
        return f"{self.record.participant} – {name_of(self.record.event)}"

    def address_of_subject(self) -> str:
        """The event's page."""
        return event_address(self.record.event)

    def refusal(self) -> str:
        """A place that stands, at an event that has not begun."""
        return may_touch(self.record).reason

    def fingerprint(self) -> str:
        """The state of the place, and when the event is."""
        return f"{self.record.state}|{self.record.event.starts_at}"

    def facts(self) -> list[tuple[Any, Any]]:
        """Whose, and how it stands."""
        booking = self.record
        return [(_("Body"), booking.body or "–"), (_("State"), booking.get_state_display())]


class Cancel(BookingAction):
    """The person gives the place up, or leaves the waiting list."""

    form_class = CancelForm
    page_title = submit_label = gettext_lazy("Give the place up")

    def is_done(self, form: forms.Form) -> bool:
        """It was given up."""
        return self.record.state == State.CANCELLED

    def act(self, form: forms.Form) -> str:
        """Free it."""
        reason = form.cleaned_data["reason"]
        cancel_booking(booking=self.record, reason=reason, author=self.request.user, by_secretariat=True)
        return _("%(name)s has no place any more; if it was a seat, it is offered to who waits.") % {
            "name": self.record.participant
        }


class ChangeDay(BookingAction):
    """Another date instead."""

    form_class = ChangeDayForm
    page_title = submit_label = gettext_lazy("Change the day")
    template_name = "courses/reports/action.html"

    def refusal(self) -> str:
        """There must be another date with a free seat."""
        answer = may_change_date(self.record)
        if not answer:
            return answer.reason
        if not self.dates.exists():
            return _("There is no other date with a free place.")
        return ""

    @property
    def dates(self) -> Any:
        """Those to choose from."""
        return dates_to_change_to(self.record, timezone.now())

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the dates."""
        return super().get_form_kwargs() | {"dates": self.dates}

    def act(self, form: forms.Form) -> str:
        """Change one for the other."""
        event: Event = form.cleaned_data["event"]
        change_day(booking=self.record, event=event, author=self.request.user, via=Via.SECRETARIAT)
        return _("%(name)s has a place here instead: %(event)s.") % {
            "name": self.record.participant,
            "event": name_of(event),
        }


HEADINGS = (
    gettext_lazy("Family name"),
    gettext_lazy("Given name"),
    gettext_lazy("Body"),
    gettext_lazy("Role"),
    gettext_lazy("E-mail"),
    gettext_lazy("State"),
    gettext_lazy("Place in the list"),
    gettext_lazy("Answer to the change"),
)


@require_safe
def people_file(request: HttpRequest, pk: int, file_format: str) -> HttpResponseBase:
    """Who is booked and who waits, as a spreadsheet without what they need; who took it is written down."""
    if not (request.user.has_perm("courses.view_booking") and request.user.has_perm("courses.export_booking")):
        return denied(request)
    event = get_object_or_404(events(), pk=pk)
    if file_format not in FORMATS:
        raise Http404
    rows = [_cells(booking) for booking in people_of(event)]
    record(author=request.user, action="booking.export", subject=event, format=file_format, rows=len(rows))
    return spreadsheet(file_format, f"iscritti-{event.starts_at:%Y-%m-%d}", HEADINGS, rows)


def _cells(booking: Booking) -> list[Any]:
    person, state = booking.participant, booking.get_state_display()
    place = booking.place if booking.state == State.WAITING else ""
    names = [person.family_name, person.given_name, booking.named_body, booking.get_role_display(), person.email]
    return [*names, state, place, booking.get_reply_display() if booking.reply else ""]
