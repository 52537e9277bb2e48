"""The forms of the scheda di adesione, one for each step."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses import conf
from courses.adhesion.models import Adhesion, NamedOfficial
from courses.lines import LineField
from courses.people.forms import NoticeField
from courses.people.models import Participant, Role
from courses.scans import fault_in
from courses.territory.actions import body_of_municipality, body_of_province, supra_municipal_body
from courses.territory.forms import MunicipalityChoiceMixin
from courses.territory.models import Body, Province, fold
from courses.territory.queries import neighbours_of_kind
from courses.territory.rules import kind_of_province, may_be_the_same

ROLES = [("", gettext_lazy("Choose the role")), *Role.choices]
FROM_DATA = (Body.Kind.PROVINCE, Body.Kind.METROPOLITAN_CITY)
ANOTHER = "another"


class HoneypotForm(forms.Form):
    """A field that people do not see and programs that fill in every field do."""

    website = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    @property
    def is_from_a_program(self) -> bool:
        """Whether the trap was filled in."""
        return bool(self.data.get(self.add_prefix("website")))


class MunicipalBodyForm(MunicipalityChoiceMixin):
    """Step 1, for a municipality."""

    municipality_legend = gettext_lazy("The municipality that joins")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self["municipality_name"].help_text = _("For example «Castro (LE)».")

    @staticmethod
    def initial_for(body: Body) -> dict[str, Any]:
        """The form's starting values."""
        return {"municipality_name": str(body.municipality)}

    def body(self) -> Body:
        """The municipality's body; made when it is the first time."""
        return body_of_municipality(municipality=self.cleaned_data["municipality"])

    def refuse(self, reason: str) -> None:
        """Say beside the name why this body cannot go on."""
        self.add_error("municipality_name", reason)


class SupraMunicipalBodyForm(forms.Form):
    """Step 1, for provinces and metropolitan cities, known from the data, and for the others, by name and seat."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of body"),
        choices=[("", gettext_lazy("Choose the kind")), *Body.Kind.choices[1:]],
        error_messages={"required": gettext_lazy("Choose the kind of body.")},
    )
    province = forms.ModelChoiceField(
        Province.objects.select_related("region").order_by("name"),
        label=gettext_lazy("Province"),
        help_text=gettext_lazy("For a union or another body, the province of its seat."),
        empty_label=gettext_lazy("Choose the province"),
        error_messages={
            "required": gettext_lazy("Choose the province."),
            "invalid_choice": gettext_lazy("Choose the province from the list."),
        },
    )
    name = LineField(
        label=gettext_lazy("Name of the body"),
        help_text=gettext_lazy("In full. Leave it empty for provinces and metropolitan cities."),
        max_length=160,
        error_messages={"required": gettext_lazy("Write the name of the body in full.")},
    )
    use_required_attribute = False  # the name is asked of some kinds only

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.alike: list[Body] = []
        self.known: Body | None = None

    @staticmethod
    def initial_for(body: Body) -> dict[str, Any]:
        """The form's starting values."""
        name = "" if body.kind in FROM_DATA else body.name
        return {"kind": body.kind, "province": body.province_id, "name": name}

    def clean(self) -> dict[str, Any]:
        """A province must be of the kind chosen; a name that is there already is asked about."""
        super().clean()
        kind, province = self.cleaned_data.get("kind"), self.cleaned_data.get("province")
        name = " ".join(self.cleaned_data.get("name", "").split())
        if kind in FROM_DATA:
            self.errors.pop("name", None)
            if province:
                self._check_province(kind, province)
        elif kind and not fold(name) and "name" not in self.errors:
            self.add_error("name", _("Write the name of the body in full."))
        elif kind and province and name:
            self._look_for_the_same(kind, province, name)
        return self.cleaned_data

    def _check_province(self, kind: str, province: Province) -> None:
        actual = kind_of_province(province)
        if not actual:
            words = _("%(province)s has no province as a body of its own: choose another kind of body.")
            self.add_error("province", words % {"province": province})
        elif actual != kind:
            words = _("%(province)s is a body of another kind: choose «%(kind)s».")
            self.add_error("kind", words % {"province": province, "kind": Body.Kind(actual).label})

    def _look_for_the_same(self, kind: str, province: Province, name: str) -> None:
        alike = [body for body in neighbours_of_kind(kind, province) if may_be_the_same(body.name, name)]
        answer = self.data.get(self.add_prefix("existing"), "")
        chosen = [body for body in alike if str(body.pk) == answer or body.name == name]
        namesakes = [body for body in alike if fold(body.name) == fold(name)]
        if chosen:
            self.known = chosen[0]
        elif alike and answer != ANOTHER:
            self._ask(alike, _("There is already a body with such a name: is it this one?"))
        elif namesakes:
            self._ask(alike, _("To tell the two bodies apart, write the name in full, for example with the town."))

    def _ask(self, alike: list[Body], words: str) -> None:
        choices = [*((str(body.pk), body.name) for body in alike), (ANOTHER, _("No, it is another body"))]
        self.fields["existing"] = forms.ChoiceField(
            label=_("Is it one of these?"), choices=choices, widget=forms.RadioSelect, required=False
        )
        self.alike = alike
        self.add_error("existing", words)

    def body(self) -> Body:
        """The body, made when it is new."""
        if self.known:
            return self.known
        data = self.cleaned_data
        if data["kind"] in FROM_DATA:
            return body_of_province(province=data["province"])
        return supra_municipal_body(kind=data["kind"], name=data["name"], province=data["province"])

    def refuse(self, reason: str) -> None:
        """Say beside the name why this body cannot go on."""
        self.add_error("province" if self.cleaned_data.get("kind") in FROM_DATA else "name", reason)


def _name(label: Any, kind: str, **more: Any) -> forms.CharField:
    return LineField(
        label=label, max_length=100, widget=forms.TextInput(attrs={"autocomplete": kind} if kind else {}), **more
    )


class ContactForm(HoneypotForm):
    """Step 2: who acts for the body and, if wanted, who stands in."""

    contact_given_name = _name(gettext_lazy("Given name"), "given-name")
    contact_family_name = _name(gettext_lazy("Family name"), "family-name")
    contact_role = forms.ChoiceField(label=gettext_lazy("Role in the body"), choices=ROLES)
    contact_email = forms.EmailField(
        label=gettext_lazy("Office e-mail"),
        help_text=gettext_lazy(
            "Better the address on the body's own domain: it is quicker to check. We send the link to confirm there."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    contact_phone = forms.CharField(
        label=gettext_lazy("Office telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )
    pec = forms.EmailField(label=gettext_lazy("Certified mail (PEC) of the body"), required=False)
    deputy_given_name = _name(gettext_lazy("Given name of the deputy"), "", required=False)
    deputy_family_name = _name(gettext_lazy("Family name of the deputy"), "", required=False)
    deputy_role = forms.ChoiceField(label=gettext_lazy("Role of the deputy in the body"), choices=ROLES, required=False)
    deputy_email = forms.EmailField(label=gettext_lazy("Office e-mail of the deputy"), required=False)

    @staticmethod
    def initial_for(adhesion: Adhesion, participant: Participant | None) -> dict[str, Any]:
        """What is written already, else who is signed in."""
        written = {name: getattr(adhesion, name) for name in ContactForm.base_fields if name != "website"}
        if participant and not adhesion.contact_email and participant.body_id == adhesion.body_id:
            for name in ("given_name", "family_name", "email", "role"):
                written[f"contact_{name}"] = getattr(participant, name)
        return written

    @property
    def of_the_contact(self) -> Iterator[forms.BoundField]:
        """The fields about the contact and the body."""
        return (field for field in self.visible_fields() if not field.name.startswith("deputy_"))

    @property
    def of_the_deputy(self) -> Iterator[forms.BoundField]:
        """The fields about the deputy."""
        return (field for field in self.visible_fields() if field.name.startswith("deputy_"))

    def clean(self) -> dict[str, Any]:
        """A deputy is named in full, or not at all."""
        super().clean()
        deputy = [name for name in self.fields if name.startswith("deputy_")]
        if any(self.cleaned_data.get(name) for name in deputy):
            for name in deputy:
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, _("If you name a deputy, fill in this field too."))
        return self.cleaned_data

    def contact_data(self) -> dict[str, str]:
        """The answers as `actions.save_contact` takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "website"}


class OfficialForm(forms.ModelForm):
    """Step 3: a person who will take part."""

    replaces = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**62)

    class Meta:
        model = NamedOfficial
        fields = ["given_name", "family_name", "role", "email", "office"]
        field_classes = {"given_name": LineField, "family_name": LineField}
        labels = {"office": gettext_lazy("Office or sector"), "role": gettext_lazy("Role in the body")}
        error_messages = {
            "role": {"invalid_choice": gettext_lazy("«%(value)s» is none of our roles: choose one from the list.")}
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = ROLES

    @property
    def who(self) -> str:
        """Which of the people on the page this is, for the list of mistakes."""
        number = (self.prefix or "").rpartition("-")[2]
        return _("Person %(number)s") % {"number": int(number) + 1} if number.isdecimal() else ""

    def official_data(self) -> dict[str, str]:
        """The answers as `actions.save_officials` takes them."""
        return {name: self.cleaned_data[name] for name in self._meta.fields}


MOST_ROWS = 100
OfficialFormSet = forms.formset_factory(OfficialForm, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


class OfficialsFileForm(forms.Form):
    """A spreadsheet of officials."""

    file = forms.FileField(
        label=gettext_lazy("File of the people (XLSX or CSV)"),
        help_text=gettext_lazy("At most 2 MB and 500 people."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": gettext_lazy("Choose the file first."),
            "empty": gettext_lazy("The file is empty."),
        },
    )


class SendForm(forms.Form):
    """Step 4."""

    notice = NoticeField()

    def notice_version(self) -> str:
        """The notice that was shown."""
        return conf.get("PRIVACY_NOTICE_VERSION")


class SignedForm(forms.Form):
    """The form with its signature, scanned."""

    file = forms.FileField(
        label=gettext_lazy("The signed form"),
        help_text=gettext_lazy("PDF, JPEG or PNG, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={"required": gettext_lazy("Choose the file first.")},
    )

    def clean_file(self) -> Any:
        """Look at the content, whatever the name."""
        file = self.cleaned_data["file"]
        fault = fault_in(file)
        if fault:
            raise forms.ValidationError(fault)
        return file
