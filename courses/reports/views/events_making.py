"""Making an event, copying it to another date, moving it: what that would mean is shown before it is done."""

from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses import conf
from courses.agenda.actions import KINDS, clone_event, create_event, set_teachers
from courses.agenda.models import Event, Venue
from courses.agenda.queries import clashes
from courses.agenda.rules import at, default_parts
from courses.booking.actions import move_event
from courses.booking.rules import moment_in_words
from courses.catalogue.models import Activity
from courses.reports.event_forms import CloneForm, CreateForm, MoveForm, TeachersForm, hours_of
from courses.reports.events import clashes_in_words, concerned, concerned_in_words, dated_activities
from courses.reports.views.base import ActionView
from courses.reports.views.events import EVENTS, LIST_OF_EVENTS, EventAction, event_address


class LookFirst(ActionView):
    """An act that is done at once when nothing speaks against it; else what it means is shown, and confirmed.

    The confirmation holds for the very answers it was shown for: whoever changes one reads what that would mean.
    """

    template_name = "courses/reports/event_action.html"
    anyway_label: Any = ""

    def consequences(self, data: dict[str, Any]) -> list[str]:
        """What one must know before it is done; nothing, and it is done."""
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """First what it would mean."""
        told = self.consequences(form.cleaned_data)
        told_for = sha256(repr((sorted(form.cleaned_data.items(), key=str), told)).encode()).hexdigest()
        if told and self.request.POST.get("told_for") != told_for:
            self.submit_label = self.anyway_label
            return self.render_to_response(self.get_context_data(form=form, told=told, told_for=told_for))
        return super().form_valid(form)


def _clashes(parts: list[Any], venue: Venue | None, teachers: Any, but: Event | None = None) -> list[str]:
    times = {"starts_at": min(p.starts_at for p in parts), "ends_at": max(p.ends_at for p in parts)}
    found = clashes(**times, venue=venue, teachers=teachers, but=but)
    return clashes_in_words(found, venue=venue, teachers=teachers)


class Create(LookFirst):
    """First which page, then when and where."""

    permission = "courses.manage_event"
    form_class = CreateForm
    list_of = LIST_OF_EVENTS
    header_icon = "calendar-alt"
    page_title = submit_label = gettext_lazy("Create an event")
    anyway_label = gettext_lazy("Create it anyway")
    participant = None
    record: Event | None = None  # once made

    @cached_property
    def activity(self) -> Activity | None:
        """The page that was chosen."""
        try:
            key = UUID(self.request.GET.get("activity", ""))
        except ValueError:
            return None
        return dated_activities().filter(key=key).first()

    @property
    def kind(self) -> str:
        """Of the event to be."""
        return KINDS[self.activity.kind]

    def get_template_names(self) -> list[str]:
        """First the choice of the page."""
        return super().get_template_names() if self.activity else ["courses/reports/event_choose.html"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The pages to choose from, or the form."""
        if self.activity is None:
            return self.render_to_response(self.get_context_data(form=None, activities=dated_activities()))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only for a page that is there."""
        return super().post(request, *args, **kwargs) if self.activity else self.get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Which hours are asked."""
        return super().get_form_kwargs() | {"kind": self.kind}

    def get_initial(self) -> dict[str, Any]:
        """As the settings propose."""
        seats, minimum = conf.get("DAY_SEATS" if self.kind == Event.Kind.DAY else "WEBINAR_SEATS")
        proposed = {"capacity": seats, "minimum": minimum, "seats_per_body": conf.get("SEATS_PER_BODY")}
        return super().get_initial() | hours_of(default_parts(self.kind, timezone.localdate())) | proposed

    def consequences(self, data: dict[str, Any]) -> list[str]:
        """Clashes of venue and teachers."""
        return _clashes(data["parts"], data.get("venue"), data["teachers"])

    def act(self, form: forms.Form) -> str:
        """Make it."""
        data = form.cleaned_data
        names = ("capacity", "minimum", "seats_per_body", "notes", "link")
        self.record = create_event(
            activity=self.activity,
            day=data["day"],
            parts=data["parts"],
            venue=data.get("venue"),
            teachers=data["teachers"],
            author=self.request.user,
            **{name: data[name] for name in names if name in data},
        )
        return _("The event is in the calendar.")

    def facts(self) -> list[tuple[Any, Any]]:
        """Of which page."""
        return [(_("Page"), self.activity.page.title)] if self.activity else []

    def get_success_url(self) -> str:
        """To the new event, or to the list."""
        return event_address(self.record) if self.record else reverse(EVENTS)


class Clone(LookFirst, EventAction):
    """The same another day, perhaps elsewhere."""

    form_class = CloneForm
    page_title = gettext_lazy("Copy to another date")
    submit_label = gettext_lazy("Create the copy")
    anyway_label = gettext_lazy("Create it anyway")
    copy: Event | None = None

    def refusal(self) -> str:
        """What is over or called off may be held again."""
        return ""

    def get_form_kwargs(self) -> dict[str, Any]:
        """A webinar has no venue."""
        return super().get_form_kwargs() | {"kind": self.record.kind}

    def get_initial(self) -> dict[str, Any]:
        """At the same venue."""
        return super().get_initial() | {"venue": str(self.record.venue or "")}

    def consequences(self, data: dict[str, Any]) -> list[str]:
        """Clashes, and a smaller venue."""
        event, venue, day = self.record, data.get("venue"), data["day"]
        ends = [at(day, timezone.localtime(moment).time()) for moment in (event.starts_at, event.ends_at)]
        found = clashes(starts_at=ends[0], ends_at=ends[1], venue=venue, teachers=event.teachers.all())
        return [*smaller(event, venue), *clashes_in_words(found, venue=venue, teachers=event.teachers.all())]

    def act(self, form: forms.Form) -> str:
        """Copy it."""
        data = form.cleaned_data
        self.copy = clone_event(event=self.record, day=data["day"], venue=data.get("venue"), author=self.request.user)
        return _("The copy is in the calendar, with the same hours, teachers and notes.")

    def get_success_url(self) -> str:
        """To the copy."""
        return event_address(self.copy or self.record)


class Move(LookFirst, EventAction):
    """Another date, other hours, another venue: always in two steps, since everybody booked is asked again."""

    form_class = MoveForm
    page_title = gettext_lazy("Move the event")
    submit_label = gettext_lazy("See what changes")
    anyway_label = gettext_lazy("Move it and ask those booked")

    def get_form_kwargs(self) -> dict[str, Any]:
        """A webinar has no venue; a venue must hold those who have a seat."""
        return super().get_form_kwargs() | {"kind": self.record.kind, "taken": self.record.seats_taken}

    def get_initial(self) -> dict[str, Any]:
        """As it stands."""
        event = self.record
        stands = {"day": timezone.localdate(event.starts_at), "venue": str(event.venue or "")}
        return super().get_initial() | stands | hours_of(list(event.slots.all()))

    def is_done(self, form: forms.Form) -> bool:
        """It stands so."""
        return self._stands(form.cleaned_data)

    def consequences(self, data: dict[str, Any]) -> list[str]:
        """Before and after, new clashes, a smaller venue, how many people are asked."""
        if self._stands(data):
            return []
        event, venue = self.record, data.get("venue")
        starts_at = min(part.starts_at for part in data["parts"])
        return [
            *_difference(event, starts_at, venue),
            *smaller(event, venue),
            *_clashes(data["parts"], venue, event.teachers.all(), but=event),
            _asked(event),
        ]

    def act(self, form: forms.Form) -> str:
        """Move it."""
        data, people = form.cleaned_data, concerned_in_words(self.record)
        move_event(event=self.record, parts=data["parts"], venue=data.get("venue"), author=self.request.user)
        return _("The event is moved. Told by letter: %(people)s.") % {"people": people}

    def _stands(self, data: dict[str, Any]) -> bool:
        slots = {(slot.kind, slot.starts_at, slot.ends_at) for slot in self.record.slots.all()}
        same_hours = slots == {(part.kind, part.starts_at, part.ends_at) for part in data["parts"]}
        return same_hours and data.get("venue") == self.record.venue


class SetTeachers(LookFirst, EventAction):
    """Who teaches: who is elsewhere at the same time is said before it is saved."""

    form_class = TeachersForm
    page_title = gettext_lazy("Choose the teachers")
    submit_label = gettext_lazy("Save the teachers")
    anyway_label = gettext_lazy("Save the teachers anyway")

    def get_initial(self) -> dict[str, Any]:
        """Who does now."""
        return super().get_initial() | {"teachers": [teacher.pk for teacher in self.record.teachers.all()]}

    def is_done(self, form: forms.Form) -> bool:
        """They do already."""
        return set(form.cleaned_data["teachers"]) == set(self.record.teachers.all())

    def consequences(self, data: dict[str, Any]) -> list[str]:
        """Where they teach already."""
        event, teachers = self.record, data["teachers"]
        found = clashes(starts_at=event.starts_at, ends_at=event.ends_at, venue=None, teachers=teachers, but=event)
        return clashes_in_words(found, venue=None, teachers=teachers)

    def act(self, form: forms.Form) -> str:
        """Write them down."""
        set_teachers(event=self.record, teachers=form.cleaned_data["teachers"], author=self.request.user)
        return _("The teachers are saved.")


def smaller(event: Event, venue: Venue | None) -> list[str]:
    """A venue with fewer seats than the event."""
    if venue is None or venue.seats >= event.capacity:
        return []
    words = {"venue": venue, "seats": venue.seats, "before": event.capacity}
    return [_("%(venue)s has %(seats)s seats: the event will have as many, instead of %(before)s.") % words]


def _difference(event: Event, starts_at: datetime, venue: Venue | None) -> list[str]:
    lines = []
    if starts_at != event.starts_at:
        words = {"before": moment_in_words(event.starts_at), "after": moment_in_words(starts_at)}
        lines.append(_("From %(before)s to %(after)s.") % words)
    if venue != event.venue:
        lines.append(_("From %(before)s to %(after)s.") % {"before": event.venue or "–", "after": venue or "–"})
    return lines


def _asked(event: Event) -> str:
    booked, waiting = concerned(event)
    words = ngettext(
        "%(number)s person with a place will be asked whether they can come; %(waiting)s on the waiting list told.",
        "%(number)s people with a place will be asked whether they can come; %(waiting)s on the waiting list told.",
        booked,
    )
    return words % {"number": booked, "waiting": waiting}
