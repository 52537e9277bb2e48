"""The secretariat's acts on one event that ask nobody anything: confirm, change, seats, teachers, call off."""

from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.agenda.actions import confirm_event, give_account
from courses.agenda.models import Event, Teacher, TeacherAccount
from courses.agenda.queries import events
from courses.agenda.rules import has_reached_minimum, name_of
from courses.booking.actions import call_off, change_details, set_capacity
from courses.booking.rules import moment_in_words
from courses.reports.event_fields import LOCAL
from courses.reports.event_forms import AccountForm, CallOffForm, DetailsForm, SeatsForm
from courses.reports.events import concerned, concerned_in_words
from courses.reports.forms import SeenForm
from courses.reports.views.base import ActionView

EVENTS = "courses_event_modeladmin_index"
EVENT = "courses_event_modeladmin_inspect"
_MOMENTS = ("booking_opens_at", "booking_closes_at", "cancel_until", "promotion_until")
LIST_OF_EVENTS = (EVENTS, gettext_lazy("Events"))


def event_address(event: Event) -> str:
    """The page with everything about one event."""
    return reverse(EVENT, args=[event.pk])


class EventAction(ActionView):
    """An act on one event."""

    permission = "courses.manage_event"
    records = events()
    list_of = LIST_OF_EVENTS
    header_icon = "calendar-alt"

    @property
    def subject(self) -> Any:
        """Which event, where and when."""
        return name_of(self.record)

    def address_of_subject(self) -> str:
        """Its page."""
        return event_address(self.record)

    def refusal(self) -> str:
        """What is over or called off stays as it is."""
        return "" if self.record.is_open else _("This event is over or called off: it cannot be changed.")

    def fingerprint(self) -> str:
        """All that another member of the secretariat may have changed."""
        event = self.record
        moments = (event.starts_at, event.ends_at, *(getattr(event, name) for name in DetailsForm.NAMES))
        teachers = ",".join(str(teacher.pk) for teacher in event.teachers.all())
        return "|".join(map(str, (event.state, event.venue_id, event.capacity, event.sequence, teachers, *moments)))

    def facts(self) -> list[tuple[Any, Any]]:
        """When, where, and for how many people."""
        event = self.record
        return [
            (_("When"), moment_in_words(event.starts_at)),
            (_("Venue"), event.venue or _("online")),
            (_("Seats"), _("%(taken)s taken of %(all)s") % {"taken": event.seats_taken, "all": event.capacity}),
            (_("People"), concerned_in_words(event)),
        ]


class Confirm(EventAction):
    """It will be held."""

    form_class = SeenForm
    page_title = submit_label = gettext_lazy("Confirm the event")

    def is_done(self, form: forms.Form) -> bool:
        """It is confirmed."""
        return self.record.state == Event.State.CONFIRMED

    def act(self, form: forms.Form) -> str:
        """Confirm it."""
        confirm_event(event=self.record, author=self.request.user)
        return _("The event is confirmed: its page and the personal areas say so.")

    def facts(self) -> list[tuple[Any, Any]]:
        """With the minimum."""
        event = self.record
        reached = _("reached") if has_reached_minimum(event) else _("not reached")
        return [*super().facts(), (_("Minimum of participants"), f"{event.minimum}, {reached}")]


class ChangeDetails(EventAction):
    """Notes, link, minimum, deadlines; the secretariat says whether people are told."""

    form_class = DetailsForm
    page_title = gettext_lazy("Change the details")
    submit_label = gettext_lazy("Save the changes")

    def get_form_kwargs(self) -> dict[str, Any]:
        """A training day has no link."""
        return super().get_form_kwargs() | {"kind": self.record.kind}

    def get_initial(self) -> dict[str, Any]:
        """What stands."""
        return super().get_initial() | DetailsForm.initial_for(self.record)

    def is_done(self, form: forms.Form) -> bool:
        """Nothing differs, but for the letter."""
        return not self._changed(form) and not form.cleaned_data["notify"]

    def act(self, form: forms.Form) -> str:
        """Change what differs."""
        notify = form.cleaned_data["notify"]
        change_details(event=self.record, notify=notify, author=self.request.user, **self._changed(form))
        return _("The changes are saved, and those booked are told.") if notify else _("The changes are saved.")

    def _changed(self, form: forms.Form) -> dict[str, Any]:
        stands = DetailsForm.initial_for(self.record)
        shown = {name: form.cleaned_data[name] for name in DetailsForm.NAMES if name in form.cleaned_data}
        # hours are compared as the page shows them: without seconds
        return {
            name: value
            for name, value in shown.items()
            if stands[name] != (timezone.localtime(value).strftime(LOCAL) if name in _MOMENTS else value)
        }


class SetSeats(EventAction):
    """More or fewer seats."""

    form_class = SeatsForm
    page_title = gettext_lazy("Change the seats")
    submit_label = gettext_lazy("Save the number of seats")

    def get_initial(self) -> dict[str, Any]:
        """Those there are."""
        return super().get_initial() | {"capacity": self.record.capacity}

    def is_done(self, form: forms.Form) -> bool:
        """There are as many."""
        return self.record.capacity == form.cleaned_data["capacity"]

    def act(self, form: forms.Form) -> str:
        """Set them."""
        event = set_capacity(event=self.record, capacity=form.cleaned_data["capacity"], author=self.request.user)
        return _("The event has now %(seats)s seats; free ones are offered to who waits.") % {"seats": event.capacity}


class CallOff(EventAction):
    """It will not be held."""

    form_class = CallOffForm
    page_title = submit_label = gettext_lazy("Call the event off")

    def is_done(self, form: forms.Form) -> bool:
        """It is called off."""
        return self.record.state == Event.State.CALLED_OFF

    def act(self, form: forms.Form) -> str:
        """Call it off."""
        told = sum(concerned(self.record))
        call_off(event=self.record, reason=form.cleaned_data["reason"], author=self.request.user)
        return ngettext(
            "The event is called off: %(number)s person is told and offered another date.",
            "The event is called off: %(number)s people are told and offered another date.",
            told,
        ) % {"number": told}

    def facts(self) -> list[tuple[Any, Any]]:
        """Who will be told."""
        told = (_("Will be told, and offered another date"), concerned_in_words(self.record))
        return [*super().facts()[:-1], told]


class GiveAccount(EventAction):
    """Whose account has the registers of a teacher of this event."""

    form_class = AccountForm
    reason_field = "email"
    page_title = gettext_lazy("Account of the teacher")
    submit_label = gettext_lazy("Save the account")

    @cached_property
    def teacher(self) -> Teacher:
        """One of this event's."""
        return get_object_or_404(self.record.teachers.all(), pk=self.kwargs["teacher"])

    @cached_property
    def account(self) -> TeacherAccount | None:
        """The one there is."""
        return TeacherAccount.objects.filter(teacher=self.teacher).select_related("user").first()

    def refusal(self) -> str:
        """Registers of the past are read too."""
        return ""

    def get_initial(self) -> dict[str, Any]:
        """The address of the account there is."""
        address = getattr(self.account.user, self.account.user.get_email_field_name()) if self.account else ""
        return super().get_initial() | {"email": address}

    def fingerprint(self) -> str:
        """Whose it is now."""
        return str(self.account.user_id if self.account else "")

    def is_done(self, form: forms.Form) -> bool:
        """It is so."""
        user = form.cleaned_data["email"]
        return self.fingerprint() == str(user.pk if user else "")

    def act(self, form: forms.Form) -> str:
        """Give it, or take it away."""
        user = form.cleaned_data["email"]
        give_account(teacher=self.teacher, user=user, author=self.request.user)
        if user is None:
            return _("%(teacher)s has no registers any more.") % {"teacher": self.teacher}
        return _("%(teacher)s finds the registers of their events in their own area.") % {"teacher": self.teacher}

    def facts(self) -> list[tuple[Any, Any]]:
        """Of whom."""
        return [(_("Teacher"), self.teacher)]
