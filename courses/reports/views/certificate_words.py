"""The words and pictures of certificates: rewritten by the secretariat, seen as a sample before anybody has one."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses import conf
from courses.certificates.actions import read_picture, remove_picture, restore_template, sample_pdf, save_template
from courses.certificates.models import CertificatePicture, CertificateTemplate, Kind
from courses.certificates.queries import pictures_of, words_of
from courses.certificates.rules import PLACEHOLDERS
from courses.reports.certificate_forms import WordsForm
from courses.reports.forms import SeenForm
from courses.reports.views.base import ActionView, denied
from courses.reports.views.certificates import LIST_OF_CERTIFICATES

WORDS = ("courses_certificate_words", gettext_lazy("Templates of certificates"))
EDIT_WORDS = "courses.change_certificatetemplate"


class WordsList(WagtailAdminTemplateMixin, TemplateView):
    """The kinds of certificate, and whose words they have."""

    template_name = "courses/reports/certificate_words_list.html"
    page_title = WORDS[1]
    header_icon = "clipboard-list"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """For those who may rewrite."""
        return super().dispatch(request, *args, **kwargs) if request.user.has_perm(EDIT_WORDS) else denied(request)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """From the certificates to here."""
        above = {"url": reverse(LIST_OF_CERTIFICATES[0]), "label": LIST_OF_CERTIFICATES[1]}
        return [*super().get_breadcrumbs_items(), above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Both kinds."""
        return super().get_context_data(templates=[words_of(kind) for kind in Kind], **kwargs)


class _TemplateAction(ActionView):
    """An act on the template of one kind, which may not be saved yet."""

    permission = EDIT_WORDS
    list_of = WORDS
    header_icon = "clipboard-list"

    @cached_property
    def kind(self) -> Kind:
        """The kind in the address."""
        if self.kwargs["kind"] not in Kind.values:
            raise Http404
        return Kind(self.kwargs["kind"])

    @cached_property
    def record(self) -> CertificateTemplate:
        """The words in force."""
        return words_of(self.kind)

    @property
    def subject(self) -> Any:
        """The kind by its name."""
        return self.kind.label

    def address_of_subject(self) -> str:
        """Where its words are written."""
        return reverse("courses_certificate_words_edit", args=[self.kind])

    def fingerprint(self) -> str:
        """The moment they were changed."""
        return str(self.record.changed_at or "")


class EditTemplate(_TemplateAction):
    """Rewrite the words, and upload the pictures."""

    form_class = WordsForm
    reason_field = "sentence"
    template_name = "courses/reports/certificate_words.html"
    page_title = gettext_lazy("Template of the certificate")
    submit_label = gettext_lazy("Save the template")

    def get_form_kwargs(self) -> dict[str, Any]:
        """A copy: a form that is refused leaves the record as it was."""
        return super().get_form_kwargs() | {"instance": words_of(self.kind)}

    def act(self, form: forms.Form) -> str:
        """Save them; a picture is looked at and drawn anew."""
        pictures = {place: read_picture(file) for place, file in form.uploads.items()}
        save_template(
            kind=self.kind,
            author=self.request.user,
            pictures=pictures,
            alternatives=form.alternatives,
            **form.words,
        )
        return _("The template is saved: certificates issued from now on have it. Look at the sample.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what may be filled in, and the pictures there are."""
        placeholders = [(f"${{{name}}}", sample) for name, sample in PLACEHOLDERS.items()]
        is_own = not self.record._state.adding
        more = {"placeholders": placeholders, "is_own": is_own, "kind": self.kind, "pictures": pictures_of(self.record)}
        more["cup"] = conf.cup()
        return super().get_context_data(**more, **kwargs)


class RemovePicture(_TemplateAction):
    """Certificates to come are without it."""

    form_class = SeenForm
    page_title = submit_label = gettext_lazy("Take the picture off")

    def refusal(self) -> str:
        """There must be one in this place."""
        if self.kwargs["place"] not in CertificatePicture.Place.values:
            raise Http404
        there = [picture.place for picture in pictures_of(self.record)]
        return "" if self.kwargs["place"] in there else _("There is no picture in this place any more.")

    def act(self, form: forms.Form) -> str:
        """Take it off."""
        remove_picture(kind=self.kind, place=self.kwargs["place"], author=self.request.user)
        return _("The picture is off the certificates to come.")

    def facts(self) -> list[tuple[Any, Any]]:
        """Which one."""
        return [(_("Picture"), CertificatePicture.Place(self.kwargs["place"]).label)]


class RestoreTemplate(_TemplateAction):
    """Back to the words of the product, without pictures."""

    form_class = SeenForm
    page_title = submit_label = gettext_lazy("Go back to the words of the product")

    def refusal(self) -> str:
        """They are in force already."""
        return _("The words that come with the product are in force already.") if self.record._state.adding else ""

    def act(self, form: forms.Form) -> str:
        """Restore them."""
        restore_template(kind=self.kind, author=self.request.user)
        return _("Certificates to come have the words of the product again.")

    def get_success_url(self) -> str:
        """To the list of templates."""
        return reverse(WORDS[0])


@require_safe
@cache_control(no_store=True, private=True)
def sample(request: HttpRequest, kind: str) -> HttpResponse:
    """A certificate of nobody, with the template in force."""
    if not request.user.has_perm(EDIT_WORDS):
        return denied(request)
    if kind not in Kind.values:
        raise Http404
    response = HttpResponse(sample_pdf(kind), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="attestato-di-prova-{kind}.pdf"'
    return response
