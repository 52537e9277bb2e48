"""The forms of a person's own data."""

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from courses import conf
from courses.people.models import Gender, Participant, Role
from courses.territory.forms import MunicipalityChoiceMixin


def notice_link() -> str:
    """Where the privacy notice is read."""
    return format_html(
        '<a href="{}" target="_blank" rel="noopener">{}</a>',
        conf.get("PRIVACY_NOTICE_URL"),
        _("Read the privacy notice (opens in a new window)"),
    )


class NoticeField(forms.BooleanField):
    """«Ho letto l'informativa»: it must be ticked, and is no consent."""

    def __init__(self) -> None:
        super().__init__(
            label=_("I have read the privacy notice"),
            help_text=lazy(notice_link, str)(),
            error_messages={"required": _("Read the privacy notice and tick the box: we cannot go on otherwise.")},
        )


class NamesForm(forms.Form):
    """Given and family name apart, as they will appear on the certificate."""

    given_name = forms.CharField(
        label=_("Given name"),
        max_length=100,
        help_text=_("All of your given names, as they must appear on the certificate."),
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    family_name = forms.CharField(
        label=_("Family name"),
        max_length=100,
        help_text=_("As it must appear on the certificate."),
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )


class ParticipantForm(MunicipalityChoiceMixin, NamesForm):
    """What an official says of themselves when registering; the account's own fields are the host's."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Choose your role")), *Role.choices])
    gender = forms.ChoiceField(
        label=_("Gender"),
        choices=[("", _("Not indicated")), *Gender.choices],
        required=False,
        help_text=_("The Fund asks how many women and men were trained. You may leave it empty."),
    )
    notice = NoticeField()

    field_order = ["given_name", "family_name"]

    def participant_data(self) -> dict[str, Any]:
        """The cleaned answers as `enrolment.actions.register` takes them."""
        data = self.cleaned_data
        return {
            "given_name": data["given_name"],
            "family_name": data["family_name"],
            "municipality": data.get("municipality"),
            "role": data["role"],
            "gender": data["gender"],
            "notice_version": conf.get("PRIVACY_NOTICE_VERSION"),
        }


class OwnDataForm(MunicipalityChoiceMixin, NamesForm):
    """What a participant may change of their own record; left empty, the body stays what it is."""

    municipality_required = False

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    gender = forms.ChoiceField(label=_("Gender"), choices=[("", _("Not indicated")), *Gender.choices], required=False)

    @staticmethod
    def initial_for(participant: Participant) -> dict[str, Any]:
        """The form's starting values."""
        municipality = participant.body.municipality if participant.body else None
        return {
            "given_name": participant.given_name,
            "family_name": participant.family_name,
            "municipality_name": str(municipality) if municipality else "",
            "role": participant.role,
            "gender": participant.gender,
        }

    def own_data(self) -> dict[str, Any]:
        """The cleaned answers as `desk.actions.change_own_data` takes them."""
        data = self.cleaned_data
        fields = ("given_name", "family_name", "role")
        return {name: data[name] for name in fields} | {
            "municipality": data.get("municipality"),
            "gender": data["gender"],
        }
