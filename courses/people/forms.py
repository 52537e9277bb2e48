"""The forms of a person's own data."""

from copy import deepcopy
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from courses import conf
from courses.lines import LineField
from courses.people.models import Gender, Participant, Role
from courses.territory.forms import MunicipalityChoiceMixin
from courses.territory.models import Body


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

    given_name = LineField(
        label=_("Given name"),
        max_length=100,
        help_text=_("All of your given names, as they must appear on the certificate."),
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    family_name = LineField(
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


class BodyAndRoleMixin(MunicipalityChoiceMixin):
    """Where an official works and as what: a municipality by its name, or another body from the list."""

    municipality_required = False
    municipality_legend = _("Municipality of the person")
    municipality_name = deepcopy(MunicipalityChoiceMixin.base_fields["municipality_name"])
    municipality_name.help_text = _("For example «Castro (LE)».")

    other_body = forms.ModelChoiceField(
        label=_("Or a body that is not a municipality"),
        queryset=Body.objects.none(),
        required=False,
        empty_label=_("No other body"),
        help_text=_("Unions, provinces, social areas and so on, already known to the programme."),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[("", _("Choose the role")), *Role.choices],
        error_messages={"required": _("Choose the role.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other_body"].queryset = Body.objects.filter(municipality__isnull=True).order_by("name")

    def clean(self) -> dict[str, Any]:
        """One of the two, not both; the programme may do without."""
        cleaned = super().clean()
        chosen, other = cleaned.get("municipality"), cleaned.get("other_body")
        if chosen and other and not cleaned.get("through"):
            self.add_error("other_body", _("You named a municipality and another body: leave only the right one."))
        elif not chosen and not other and conf.get("REQUIRE_BODY") and "municipality_name" not in self.errors:
            self.add_error("municipality_name", _("Say which body the person works for."))
        return cleaned
