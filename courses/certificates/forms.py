"""The forms of certificates: a code, a file, a surname; an error; the words of a template."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from courses.certificates.models import CertificatePicture, CertificateTemplate, ErrorReport
from courses.certificates.rules import LONGEST_TYPED, PLACEHOLDERS, typed_code
from courses.post.rules import fault_in_words

LARGEST_FILE = 2 * 1024 * 1024  # a certificate has a tenth of it; what is read stays in memory, and goes with it


class CodeForm(forms.Form):
    """The code printed on a certificate, as people type it."""

    code = forms.CharField(
        label=_("Code of the certificate"),
        max_length=LONGEST_TYPED,
        help_text=_("Sixteen letters and digits beside the QR code. Capitals, spaces and dashes make no difference."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        """Sixteen of the signs that codes are made of."""
        code = typed_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(_("A code has sixteen letters and digits: compare it with the certificate."))
        return code


class FileForm(forms.Form):
    """The PDF somebody was given."""

    file = forms.FileField(
        label=_("The certificate as a PDF file"),
        help_text=_("At most 2 MB. We compare it with what we issued, and do not keep it."),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
    )

    def clean_file(self) -> UploadedFile:
        """Not more than is read at once."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 2 MB: it is not one of our certificates."))
        return file


class SurnameForm(forms.Form):
    """Who knows the surname already may see the name."""

    family_name = forms.CharField(
        label=_("Family name on the certificate"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ErrorForm(forms.Form):
    """What is wrong on a certificate."""

    text = forms.CharField(
        label=_("What is wrong, and how should it be?"),
        max_length=ErrorReport._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class TemplateForm(forms.ModelForm):
    """The words of certificates of a kind, and their pictures with what each shows."""

    class Meta:
        model = CertificateTemplate
        fields = ["title", "sentence", "office", "signer", "funding"]
        widgets = {"sentence": forms.Textarea(attrs={"rows": 4}), "funding": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {one.place: one for one in kwargs["instance"].pictures.all()} if self._is_saved else {}
        for place in CertificatePicture.Place:
            self.fields[f"{place}_file"] = forms.FileField(
                label=place.label,
                required=False,
                help_text=_("PNG or JPEG, at most 2 MB. Empty: the one there is stays.")
                if place in known
                else _("PNG or JPEG, at most 2 MB."),
                widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
            )
            self.fields[f"{place}_alternative"] = forms.CharField(
                label=_("%(place)s: what it shows") % {"place": place.label},
                required=False,
                max_length=200,
                initial=known[place].alternative if place in known else "",
                help_text=_("Read aloud to who cannot see it."),
            )

    @property
    def _is_saved(self) -> bool:
        return not self.instance._state.adding

    def clean_sentence(self) -> str:
        """Refuse a placeholder that no certificate can fill, and name those it can."""
        sentence = self.cleaned_data["sentence"]
        fault = fault_in_words(PLACEHOLDERS, sentence)
        if fault:
            raise forms.ValidationError(fault)
        return sentence

    def clean(self) -> dict[str, Any]:
        """A picture says what it shows."""
        data = super().clean()
        for place in CertificatePicture.Place:
            if data.get(f"{place}_file") and not data.get(f"{place}_alternative"):
                self.add_error(f"{place}_alternative", _("Write what the picture shows, for who cannot see it."))
        return data

    @property
    def words(self) -> dict[str, str]:
        """The words alone."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    @property
    def alternatives(self) -> dict[str, str]:
        """What each picture shows, by place."""
        return {place: self.cleaned_data.get(f"{place}_alternative", "") for place in CertificatePicture.Place}

    @property
    def uploads(self) -> dict[str, UploadedFile]:
        """The new pictures, by place."""
        found = {place: self.cleaned_data.get(f"{place}_file") for place in CertificatePicture.Place}
        return {place: file for place, file in found.items() if file}
