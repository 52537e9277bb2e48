"""The secretariat's acts on one register: open, close, correct, settle who was unknown, take off, keep the scan."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.agenda.models import Event, Slot
from courses.agenda.queries import events
from courses.agenda.rules import name_of
from courses.attendance.actions import (
    attach_sheet,
    close_register,
    correct_presence,
    open_register,
    settle_unknown,
    take_off,
)
from courses.attendance.models import Attendee, Presence, Register
from courses.attendance.queries import last_presence, registers
from courses.attendance.rules import OPENS_BEFORE, may_close
from courses.reports.forms import SeenForm
from courses.reports.register_forms import CorrectForm, OpenForm, ScanForm
from courses.reports.registers import closing_of
from courses.reports.views.base import ActionView
from courses.reports.views.choosing import ChoosePerson

REGISTERS = "courses_register_modeladmin_index"
REGISTER = "courses_register_modeladmin_inspect"
LIST_OF_REGISTERS = (REGISTERS, gettext_lazy("Registers"))
KEEP = "courses.close_register"


def register_address(register: Register) -> str:
    """The page with everything about one register."""
    return reverse(REGISTER, args=[register.pk])


class RegisterAction(ActionView):
    """An act on one register."""

    permission = KEEP
    records: QuerySet = registers()
    list_of = LIST_OF_REGISTERS
    header_icon = "clipboard-list"

    @property
    def register(self) -> Register:
        """The one it is about."""
        return self.record

    @property
    def subject(self) -> Any:
        """Of which event."""
        return name_of(self.register.event)

    def address_of_subject(self) -> str:
        """Its page."""
        return register_address(self.register)

    def fingerprint(self) -> str:
        """Open or closed, and how far it is written."""
        last = Presence.objects.filter(attendee__register=self.register).order_by("-pk").values_list("pk", flat=True)
        return f"{self.register.closed_at}|{last.first()}|{self.register.attendees.count()}"


class Open(ActionView):
    """A register for an event, from the evening before."""

    permission = KEEP
    form_class = OpenForm
    list_of = LIST_OF_REGISTERS
    subject = None
    header_icon = "clipboard-list"
    page_title = submit_label = gettext_lazy("Open a register")

    def address_of_subject(self) -> str:
        """Back to the list."""
        return reverse(REGISTERS)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Events that may have one, and have none."""
        soon = timezone.now() + OPENS_BEFORE
        found = events().filter(register=None, starts_at__lte=soon).exclude(state=Event.State.CALLED_OFF)
        return super().get_form_kwargs() | {"events": found.order_by("-starts_at")}

    def act(self, form: forms.Form) -> str:
        """Open it."""
        self.opened = open_register(event=form.cleaned_data["event"], author=self.request.user)
        return _("The register is open, with all who have a place.")

    def get_success_url(self) -> str:
        """To the register, once it is open."""
        return register_address(self.opened) if hasattr(self, "opened") else self.address_of_subject()


class Close(RegisterAction):
    """Close and seal."""

    form_class = SeenForm
    page_title = submit_label = gettext_lazy("Close and seal the register")

    def refusal(self) -> str:
        """Too early, closed already, or somebody is not known."""
        return may_close(self.register, timezone.now()).reason

    def is_done(self, form: forms.Form) -> bool:
        """It is closed."""
        return self.register.closed_at is not None

    def act(self, form: forms.Form) -> str:
        """Close it."""
        close_register(register=self.register, author=self.request.user)
        return _("The register is closed and sealed; hours are credited, and who was there long enough has completed.")

    def facts(self) -> list[tuple[Any, Any]]:
        """What will happen."""
        will = closing_of(self.register)
        facts = [
            (_("People present"), will.present),
            (_("People absent"), will.absent),
            (_("Not marked: will be absent"), will.unmarked),
        ]
        if self.register.event.kind == Event.Kind.WEBINAR:
            unsettled = self.register.connections.filter(match="").count()
            facts.append((_("Rows of the report that belong to nobody"), unsettled))
        return [*facts, (_("Signed sheets kept"), self.register.sheets.count())]


class Correct(RegisterAction):
    """Correct one presence of a closed register."""

    form_class = CorrectForm
    page_title = submit_label = gettext_lazy("Correct the presence")

    @cached_property
    def attendee(self) -> Attendee:
        """One of this register's."""
        found = self.register.attendees.select_related("participant", "register__event")
        return get_object_or_404(found, pk=self.kwargs["attendee"])

    @cached_property
    def slot(self) -> Slot:
        """One of its event's."""
        return get_object_or_404(self.register.event.slots.all(), pk=self.kwargs["slot"])

    @property
    def subject(self) -> Any:
        """Who, and when."""
        return f"{self.attendee.full_name}, {self.slot}: {name_of(self.register.event)}"

    def refusal(self) -> str:
        """An open register is marked, not corrected; of another register there is nothing to say."""
        is_closed = self.attendee and self.slot and self.register.closed_at
        return "" if is_closed else _("The register is still open: mark the presence there.")

    def get_initial(self) -> dict[str, Any]:
        """What counts now."""
        last = last_presence(self.attendee, self.slot)
        stands = {name: getattr(last, name) for name in ("status", "late", "left_early")} if last else {}
        return super().get_initial() | stands

    def is_done(self, form: forms.Form) -> bool:
        """It says so already."""
        stands, data = self.get_initial(), form.cleaned_data
        return all(stands.get(name) == data[name] for name in ("status", "late", "left_early"))

    def act(self, form: forms.Form) -> str:
        """Write the new entry."""
        data = form.cleaned_data
        said = {name: data[name] for name in ("status", "late", "left_early", "reason")}
        correct_presence(attendee=self.attendee, slot=self.slot, author=self.request.user, **said)
        return _("The presence is corrected and sealed again; the entry of before stays in the history.")

    def facts(self) -> list[tuple[Any, Any]]:
        """What counts now."""
        last = last_presence(self.attendee, self.slot)
        said = f"{last.get_status_display()}, {last.minutes} {_('minutes')}" if last else "–"
        return [(_("Part"), self.slot), (_("It says now"), said)]


class AttendeeAction(RegisterAction):
    """An act on one person of a register."""

    records = Attendee.objects.select_related("register__event__venue__municipality", "participant")

    @property
    def register(self) -> Register:
        """The one the person stands on."""
        return self.record.register

    @property
    def subject(self) -> Any:
        """Who, and where."""
        return f"{self.record.full_name}: {name_of(self.register.event)}"


class TakeOff(AttendeeAction):
    """Somebody was put on the register by mistake."""

    form_class = SeenForm
    page_title = submit_label = gettext_lazy("Take off the register")

    def act(self, form: forms.Form) -> str:
        """Take them off."""
        name = self.record.full_name
        take_off(attendee=self.record, author=self.request.user)
        return _("%(name)s is no longer on the register.") % {"name": name}


class Settle(ChoosePerson, AttendeeAction):
    """Say who somebody taken down by name is."""

    page_title = submit_label = gettext_lazy("Say who this is")

    def first_question(self) -> str:
        """The name that was taken down."""
        return self.record.family_name

    def refusal(self) -> str:
        """Only of who is unknown."""
        return "" if self.record.is_unknown else _("It is known already who this is.")

    def is_done(self, form: forms.Form) -> bool:
        """It is known."""
        return self.chosen is not None and self.record.participant_id == self.chosen.pk

    def act(self, form: forms.Form) -> str:
        """Say it."""
        settle_unknown(attendee=self.record, participant=self.chosen, author=self.request.user)
        return _("It is written down who this is: %(name)s.") % {"name": self.chosen.full_name}

    def facts(self) -> list[tuple[Any, Any]]:
        """What was taken down."""
        return [(_("Name taken down"), self.record.full_name), (_("Municipality or body"), self.record.works_at or "–")]


class AddScan(RegisterAction):
    """Keep the scan of the signed sheet."""

    form_class = ScanForm
    template_name = "courses/reports/register_file.html"
    reason_field = "file"
    page_title = submit_label = gettext_lazy("Add the scan of the signed sheet")

    def act(self, form: forms.Form) -> str:
        """Keep it."""
        attach_sheet(register=self.register, file=form.cleaned_data["file"], author=self.request.user)
        return _("The scan is kept.")

    def fingerprint(self) -> str:
        """A scan contradicts nothing."""
        return ""
