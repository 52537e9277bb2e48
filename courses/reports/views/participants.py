"""The secretariat's actions on people: registering by telephone, putting data right, moving to another body."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.adhesion.actions import invite_again, revoke_invitation
from courses.adhesion.models import Invitation
from courses.adhesion.queries import open_invitation_of
from courses.enrolment.actions import move_official
from courses.errors import CoursesError
from courses.people.models import Gender, Participant
from courses.reports.actions import Namesake, correct_contact, register_by_telephone
from courses.reports.forms import ContactForm, MoveForm, NewParticipantForm, SeenForm
from courses.reports.queries import people
from courses.reports.views.base import PEOPLE, ActionView, address_of


class AddParticipant(ActionView):
    """Register an official who rings up."""

    permission = "courses.add_participant"
    form_class = NewParticipantForm
    page_title = gettext_lazy("Register a participant")
    submit_label = gettext_lazy("Register the participant")
    record: Participant | None = None  # once registered

    @property
    def participant(self) -> Participant | None:
        """Nobody yet."""
        return self.record

    def act(self, form: forms.Form) -> str:
        """Register them."""
        data = {name: value for name, value in form.cleaned_data.items() if name not in {"seen", "region", "province"}}
        data.pop("municipality_name")
        data["gender"] = data["gender"] or Gender.UNDISCLOSED
        self.record = register_by_telephone(**data, author=self.request.user)
        return _("%(name)s is registered: you can enrol them now.") % {"name": self.record}

    def refuse(self, form: forms.Form, refusal: CoursesError) -> HttpResponse:
        """Where the name is known, lead to who has it."""
        if isinstance(refusal, Namesake):
            link = format_html('<a href="{}">{}</a>', address_of(refusal.participant), _("See who it is."))
            refusal.message = format_html("{} {}", refusal.message, link)
        return super().refuse(form, refusal)

    def get_success_url(self) -> str:
        """To the new person, or to the list."""
        return address_of(self.record) if self.record else reverse(PEOPLE)


class _PersonView(ActionView):
    """An action on a participant's own record."""

    permission = "courses.change_participant"
    records = people()

    @property
    def participant(self) -> Participant:
        """The record is the person."""
        return self.record


class CorrectContact(_PersonView):
    """Put names and e-mail address right."""

    form_class = ContactForm
    page_title = gettext_lazy("Correct names and e-mail address")
    submit_label = gettext_lazy("Save the corrections")

    def get_initial(self) -> dict[str, Any]:
        """What is known."""
        return super().get_initial() | ContactForm.initial_for(self.record)

    def fingerprint(self) -> str:
        """Names and address."""
        return "|".join((self.record.given_name, self.record.family_name, self.record.email))

    def is_done(self, form: forms.Form) -> bool:
        """All is as written."""
        data = form.cleaned_data
        return "|".join((data["given_name"], data["family_name"], data["email"])) == self.fingerprint()

    def act(self, form: forms.Form) -> str:
        """Put it right."""
        data = {name: form.cleaned_data[name] for name in ("given_name", "family_name", "email")}
        correct_contact(participant=self.record, **data, author=self.request.user)
        return _("The corrections are saved.")

    def facts(self) -> list[tuple[Any, Any]]:
        """What is recorded now: of use when somebody else has changed it."""
        return [(_("Recorded now"), f"{self.record.full_name} {self.record.email}")]


class MoveParticipant(_PersonView):
    """The person works elsewhere, or otherwise."""

    form_class = MoveForm
    page_title = gettext_lazy("Change body or role")
    submit_label = gettext_lazy("Save the change")

    def get_initial(self) -> dict[str, Any]:
        """Where they are."""
        return super().get_initial() | MoveForm.initial_for(self.record)

    def fingerprint(self) -> str:
        """Body, municipality and role."""
        return f"{self.record.body_id}|{self.record.municipality_id}|{self.record.role}"

    def is_done(self, form: forms.Form) -> bool:
        """They are there already."""
        where = {"body": None, "municipality": None} | form.affiliation()
        keys = [where[name].pk if where[name] else None for name in ("body", "municipality")]
        return f"{keys[0]}|{keys[1]}|{where['role']}" == self.fingerprint()

    def act(self, form: forms.Form) -> str:
        """Move them; what waits is judged by the new body, other enrolments keep the body of their day."""
        move_official(participant=self.record, **form.affiliation(), author=self.request.user)
        return _("Body and role are changed. Enrolments keep the body they were made under.")

    def facts(self) -> list[tuple[Any, Any]]:
        """Where they are."""
        return [(_("Body"), self.record.place or _("No body")), (_("Role"), self.record.get_role_display())]


class _InvitationView(_PersonView):
    """What is done about a person's invitation."""

    form_class = SeenForm

    @cached_property
    def invitation(self) -> Invitation | None:
        """The open one."""
        return open_invitation_of(self.record)

    def fingerprint(self) -> str:
        """Where the invitation goes, and when it was last sent; never its link."""
        self.__dict__.pop("invitation", None)
        sent = self.invitation.sent_at.isoformat() if self.invitation else ""
        return f"{self.record.email}|{self.record.user_id}|{sent}"

    def facts(self) -> list[tuple[Any, Any]]:
        """Address and invitation."""
        known = [(_("E-mail address"), self.record.email or _("None"))]
        if self.invitation is None:
            return known
        day = date_format(timezone.localdate(self.invitation.sent_at), "SHORT_DATE_FORMAT")
        words = _("sent to %(email)s on %(day)s") % {"email": self.invitation.email, "day": day}
        return [*known, (_("Invitation"), words)]


class Invite(_InvitationView):
    """Invite somebody, or send the open invitation anew."""

    page_title = submit_label = gettext_lazy("Send the invitation")

    def refusal(self) -> str:
        """Who has an account needs none, and without an address there is nowhere to send it."""
        if self.record.user_id:
            return _("%(name)s has an account already: no invitation is needed.") % {"name": self.record}
        return (
            "" if self.record.email else _("%(name)s has no e-mail address: write one first.") % {"name": self.record}
        )

    def act(self, form: forms.Form) -> str:
        """Send it; a link sent before is dead."""
        invite_again(participant=self.record, author=self.request.user)
        return _("The invitation of %(name)s is on its way.") % {"name": self.record}


class RevokeInvitation(_InvitationView):
    """The link opens nothing any more."""

    page_title = submit_label = gettext_lazy("Revoke the invitation")

    def refusal(self) -> str:
        """There must be one."""
        return "" if self.invitation else _("%(name)s has no open invitation.") % {"name": self.record}

    def is_done(self, form: forms.Form) -> bool:
        """It was revoked or taken up since."""
        return self.invitation is None

    def act(self, form: forms.Form) -> str:
        """Revoke it."""
        revoke_invitation(invitation=self.invitation, author=self.request.user)
        return _("The invitation of %(name)s is revoked.") % {"name": self.record}
