"""Choosing one's municipality, with or without JavaScript."""

from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses import conf
from courses.territory.queries import (
    LONGEST_QUESTION,
    SEARCH_LIMIT,
    municipalities_of,
    regions_with_provinces,
    resolve,
    search_municipalities,
)

GROUP_TEMPLATE = "courses/territory/municipality_choice.html"
NO_TEMPLATE = "courses/territory/drawn_in_the_group.html"


def _select(label: str | Promise) -> forms.CharField:
    """A list whose choices depend on the one before; the form checks the answer itself, to say what to do next."""
    return forms.CharField(
        label=label, required=False, widget=forms.Select(attrs={"class": "form-select"}), template_name=NO_TEMPLATE
    )


class MunicipalityChoiceMixin(forms.Form):
    """A municipality by its name, typed or suggested, or through its region and province with ordinary buttons.

    `cleaned_data["municipality"]` is the Municipality, or None where it may be left out. `{{ form }}` draws the four
    fields as one group. A press on one of the group's buttons gives the form back with all that was typed, without
    complaints about the rest: see `is_choosing`.
    """

    municipality_required = True

    municipality_name = forms.CharField(
        label=gettext_lazy("Name of the municipality"),
        help_text=gettext_lazy("The municipality you work for, for example «Castro (LE)»."),
        required=False,
        max_length=LONGEST_QUESTION,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off", "spellcheck": "false"}),
        template_name=GROUP_TEMPLATE,
    )
    region = _select(gettext_lazy("Region"))
    province = _select(gettext_lazy("Province"))
    municipality = _select(gettext_lazy("Municipality"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.municipality_guidance = ""
        self._named = resolve(self._given("municipality_name"))
        regions = {region.pk: region for region in regions_with_provinces()}
        region = regions.get(self._given("region"))
        provinces = {province.pk: province for province in region.provinces.all()} if region else {}
        province = provinces.get(self._given("province"))
        if province:
            offered = list(municipalities_of(province))
        else:
            offered = [] if self._named else search_municipalities(self._given("municipality_name"))
        self._region, self._province = region, province
        self._offered = {municipality.pk: municipality for municipality in offered}
        self._offer("region", regions, _("Choose the region"))
        self._offer("province", provinces, _("Choose the province"))
        self._offer("municipality", self._offered, _("Choose the municipality"))

    @property
    def is_choosing(self) -> bool:
        """The person pressed a button of the group: they are still choosing, not sending the form."""
        return self.is_bound and bool(self.data.get(self.step_name))

    @property
    def step_name(self) -> str:
        """The name of the group's buttons."""
        return self.add_prefix("municipality_step")

    @property
    def offers_municipalities(self) -> bool:
        """There is a list of municipalities to choose from."""
        return bool(self._offered)

    @property
    def offers_provinces(self) -> bool:
        """There is a list of provinces to choose from."""
        return self._region is not None

    @property
    def opens_fallback(self) -> bool:
        """The search by region is open when it is in use or when the name led nowhere."""
        return self._region is not None or self.is_choosing or (self.is_bound and "municipality_name" in self.errors)

    def is_valid(self) -> bool:
        """A form whose municipality is being chosen is never done."""
        return super().is_valid() and not self.is_choosing

    def full_clean(self) -> None:
        """While the municipality is being chosen nothing is a mistake yet: the next step is shown instead."""
        super().full_clean()
        if self.is_choosing:
            self._errors = ErrorDict(renderer=self.renderer)
            self._guide()

    def clean(self) -> dict[str, Any]:
        """Take the municipality named or chosen; where none is, say what to do next."""
        super().clean()
        cleaned = self.cleaned_data
        typed, picked = cleaned.get("municipality_name", ""), self._offered.get(cleaned.get("municipality", ""))
        cleaned["municipality"] = self._named or picked
        if self._named and picked and self._named != picked:
            cleaned["municipality"] = None
            self.add_error(
                "municipality_name",
                _("You wrote %(typed)s and chose %(picked)s: leave only the right one.")
                % {"typed": self._named, "picked": picked},
            )
        elif cleaned["municipality"] is None and "municipality_name" not in self.errors:
            self._refuse(typed)
        return cleaned

    def _refuse(self, typed: str) -> None:
        """Say why there is no municipality yet, beside the field where the person goes on."""
        if self._province:
            self.add_error("municipality", _("Choose your municipality from the list."))
        elif typed and self._offered:
            self.add_error("municipality", self._which(typed))
        elif typed:
            words = _(
                "We find no municipality called «%(typed)s»: check the spelling, or search by region and province."
            )
            self.add_error("municipality_name", words % {"typed": typed})
        elif self._region:
            self.add_error("province", _("Choose your province, then press «Show the municipalities»."))
        elif self.municipality_required and conf.get("REQUIRE_BODY"):
            self.add_error(
                "municipality_name", _("Write the name of your municipality, or search by region and province.")
            )

    def _which(self, typed: str) -> str:
        if len(self._offered) == SEARCH_LIMIT:
            words = _(
                "Many municipalities answer to «%(typed)s»: choose yours from the list, or write more of its name."
            )
        else:
            words = _("Which municipality do you mean by «%(typed)s»? Choose it from the list, or correct the name.")
        return words % {"typed": typed}

    def _guide(self) -> None:
        """The next step, in words, and the focus where it is taken."""
        if self._province:
            field, words = "municipality", _("Now choose your municipality from the list, then go on with the form.")
        elif self._region:
            field, words = "province", _("Now choose your province, then press «Show the municipalities».")
        else:
            field, words = "region", _("Choose your region, then press «Show the provinces».")
        self.municipality_guidance = words
        self.fields[field].widget.attrs["autofocus"] = True

    def _given(self, name: str) -> str:
        """What was sent, or what the form starts from."""
        return str(self[name].value() or "").strip()

    def _offer(self, name: str, objects: dict[str, Any], empty: str) -> None:
        self.fields[name].widget.choices = [("", empty), *((key, str(value)) for key, value in objects.items())]
