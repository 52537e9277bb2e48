"""The forms of the register: a mark, who came unannounced, slides."""

from typing import Any

from django import forms
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from courses.attendance.models import Attendee, Presence, Slides
from courses.attendance.roster import FEWEST_LETTERS
from courses.attendance.slides import fault_in
from courses.lines import LineField
from courses.scans import fault_in as fault_in_scan

A_DAY = 24 * 60
SHAPE: dict[str, type | tuple[type, ...]] = {
    "key": str,
    "attendee": (int, str),  # the key of a person this telephone took down itself, while the site knew of nobody
    "slot": int,
    "status": str,
    "late": int,
    "left_early": int,
    "note": str,
    "at": str,
}
NEW = "new_%s"  # beside the form that looks for people, on one page


class MarkForm(forms.Form):
    """One person's mark for one part, typed on a page or sent by a telephone. Whoever is not marked has no status."""

    status = forms.ChoiceField(label=_("Presence"), choices=Presence.Status, required=False)
    late = forms.IntegerField(label=_("Minutes late"), min_value=0, max_value=A_DAY, required=False)
    left_early = forms.IntegerField(label=_("Left early: minutes"), min_value=0, max_value=A_DAY, required=False)
    note = forms.CharField(label=_("note"), max_length=Presence._meta.get_field("note").max_length, required=False)

    def clean_note(self) -> str:
        """What no database can store is refused here."""
        return _storable(self.cleaned_data["note"])

    @property
    def mark(self) -> dict[str, Any]:
        """What the action asks for."""
        told = self.cleaned_data
        return {
            "status": told["status"],
            "late": told["late"] or 0,
            "left_early": told["left_early"] or 0,
            "note": told["note"],
        }


class SentMarkForm(MarkForm):
    """A mark as a telephone sends it: of whom, when, and with the key that makes it unique."""

    status = forms.ChoiceField(choices=Presence.Status)
    key = forms.UUIDField()
    attendee = forms.CharField(max_length=36)
    slot = forms.IntegerField()
    at = forms.DateTimeField()


def is_shaped(told: dict[str, Any]) -> bool:
    """Whether what a telephone sent has words where words stand and numbers where numbers stand."""
    return all(_is(told.get(name), kind) for name, kind in SHAPE.items())


def _is(value: Any, kind: type | tuple[type, ...]) -> bool:
    return isinstance(value, kind) and not isinstance(value, bool)


class FamilyNameForm(forms.Form):
    """How the family name of somebody who came without a seat begins."""

    family_name = forms.CharField(
        label=_("Family name of who came"),
        min_length=FEWEST_LETTERS,
        max_length=100,
        help_text=_("At least three letters. Only the people enrolled in this course are looked for."),
    )


class UnknownForm(forms.Form):
    """Somebody whom nobody knows: name, and where they work."""

    given_name = LineField(label=_("Given name"), max_length=100, required=False)
    family_name = LineField(label=_("Family name"), max_length=100)
    works_at = LineField(label=_("Municipality or body"), max_length=Attendee._meta.get_field("works_at").max_length)

    def clean(self) -> dict[str, Any]:
        """What no database can store is refused here."""
        told = super().clean() or self.cleaned_data
        return {name: _storable(value) if isinstance(value, str) else value for name, value in told.items()}


class SentPersonForm(UnknownForm):
    """Somebody whom nobody knows as a telephone sends them: with the key that makes them one."""

    key = forms.UUIDField()


class SignedSheetForm(forms.Form):
    """The scan of the sheet that people signed."""

    file = forms.FileField(
        label=_("Scan of the signed sheet"),
        help_text=_("PDF, JPEG or PNG, at most 10 MB."),
        error_messages={"required": _("Choose the file.")},
    )

    def clean_file(self) -> File:
        """By its content."""
        file = self.cleaned_data["file"]
        fault = fault_in_scan(file)
        if fault:
            raise forms.ValidationError(fault)
        return file


class SlidesForm(forms.Form):
    """A teacher's slides, with the title that those present read."""

    title = LineField(label=_("Title"), max_length=Slides._meta.get_field("title").max_length)
    file = forms.FileField(label=_("File"), help_text=_("PDF or PowerPoint (.pptx), 30 MB at most."))

    def clean_title(self) -> str:
        """What no database can store is refused here."""
        return _storable(self.cleaned_data["title"])

    def clean_file(self) -> File:
        """The content decides, not the name."""
        file = self.cleaned_data["file"]
        fault = fault_in(file)
        if fault:
            raise forms.ValidationError(fault)
        return file


def _storable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:  # half of a sign, as JSON may hold
        raise forms.ValidationError(_("This text holds signs that cannot be read: write it again.")) from error
    return text
