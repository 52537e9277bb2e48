"""The secretariat's actions on letters, and on the words they are made of."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.post.actions import restore_words, sample_of, save_words, send_again
from courses.post.letters import KINDS, LetterKind
from courses.post.models import Letter, LetterTemplate
from courses.post.queries import own_words
from courses.post.rules import is_sendable_again
from courses.reports.forms import SeenForm, WordsForm
from courses.reports.views.base import ActionView, denied

LETTERS = ("courses_letter_modeladmin_index", gettext_lazy("Letters"))
WORDS = ("courses_letter_words", gettext_lazy("Texts of letters"))
EDIT_WORDS = "courses.change_lettertemplate"


class SendAgain(ActionView):
    """Send a letter again that did not leave, or perhaps did."""

    permission = "courses.send_letter"
    records = Letter.objects.all()
    form_class = SeenForm
    list_of = LETTERS
    header_icon = "mail"
    page_title = submit_label = gettext_lazy("Send the letter again")

    @property
    def subject(self) -> Letter:
        """The letter."""
        return self.record

    def address_of_subject(self) -> str:
        """Its page."""
        return reverse("courses_letter_modeladmin_inspect", args=[self.record.pk])

    def refusal(self) -> str:
        """What was sent, or is about to be, is not sent again."""
        if is_sendable_again(self.record):
            return ""
        return _("This letter is already sent, or about to be: there is nothing to send again.")

    def act(self, form: forms.Form) -> str:
        """Put it back in the queue."""
        send_again(letter=self.record, author=self.request.user)
        return _("The letter is in the queue again.")

    def facts(self) -> list[tuple[Any, Any]]:
        """To whom, and what happened."""
        letter = self.record
        facts = [(_("To"), letter.recipient), (_("State"), letter.get_state_display()), (_("Error"), letter.error)]
        if letter.state == Letter.State.DOUBTFUL:
            facts.append((_("Mind"), _("Nobody knows whether it arrived: sent again, it may arrive twice.")))
        return [(label, value) for label, value in facts if value]


@dataclass(frozen=True)
class Line:
    """A kind of letter in the list of texts."""

    kind: LetterKind
    own: LetterTemplate | None


class WordsList(WagtailAdminTemplateMixin, TemplateView):
    """Every kind of letter, and whose words it has."""

    template_name = "courses/reports/words_list.html"
    page_title = WORDS[1]
    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """For those who may rewrite."""
        return super().dispatch(request, *args, **kwargs) if request.user.has_perm(EDIT_WORDS) else denied(request)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """From the letters to here."""
        letters = {"url": reverse(LETTERS[0]), "label": LETTERS[1]}
        return [*super().get_breadcrumbs_items(), letters, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All kinds, by name."""
        own = own_words()
        lines = [Line(kind, own.get(key)) for key, kind in KINDS.items()]
        return super().get_context_data(lines=sorted(lines, key=lambda line: str(line.kind.name)), **kwargs)


class _WordsAction(ActionView):
    """An action on the words of one kind, which may have no template yet."""

    permission = EDIT_WORDS
    list_of = WORDS
    header_icon = "mail"

    @cached_property
    def kind(self) -> LetterKind:
        """The kind in the address."""
        if self.kwargs["kind"] not in KINDS:
            raise Http404
        return KINDS[self.kwargs["kind"]]

    @cached_property
    def record(self) -> LetterTemplate:
        """The words in force; unsaved where they are the product's."""
        own = own_words().get(self.kind.key)
        product = {"subject": str(self.kind.subject), "text": str(self.kind.text)}
        return own or LetterTemplate(kind=self.kind.key, **product)

    @property
    def subject(self) -> Any:
        """The kind by its name."""
        return self.kind.name

    def address_of_subject(self) -> str:
        """Where its words are written."""
        return reverse("courses_letter_words_edit", args=[self.kind.key])

    def get_success_url(self) -> str:
        """Back to the list of texts."""
        return reverse(WORDS[0])

    def fingerprint(self) -> str:
        """The moment they were changed."""
        return str(self.record.changed_at or "")


class EditWords(_WordsAction):
    """Rewrite a letter; see how it would arrive before saving."""

    form_class = WordsForm
    reason_field = "text"
    template_name = "courses/reports/words.html"
    page_title = gettext_lazy("Rewrite a letter")
    submit_label = gettext_lazy("Save the text")

    def get_form_kwargs(self) -> dict[str, Any]:
        """A copy of the words: a form that is refused leaves the record as it was."""
        own = LetterTemplate(kind=self.kind.key, subject=self.record.subject, text=self.record.text)
        return super().get_form_kwargs() | {"instance": own}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Show the letter, or save it."""
        if "preview" in self.request.POST:
            sample = sample_of(self.kind, form.cleaned_data["subject"], form.cleaned_data["text"])
            return self.render_to_response(self.get_context_data(form=form, sample=sample))
        return super().form_valid(form)

    def is_done(self, form: forms.Form) -> bool:
        """They are the words in force."""
        data = form.cleaned_data
        return (self.record.subject, self.record.text) == (data["subject"], data["text"])

    def act(self, form: forms.Form) -> str:
        """Save them."""
        data = form.cleaned_data
        save_words(kind=self.kind.key, subject=data["subject"], text=data["text"], author=self.request.user)
        return _("The text is saved: letters written from now on have it.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what may be filled in."""
        placeholders = [(f"${{{name}}}", sample) for name, sample in self.kind.placeholders.items()]
        more = {"placeholders": placeholders, "is_own": self.record.pk is not None, "kind": self.kind}
        return super().get_context_data(**more, **kwargs)


class RestoreWords(_WordsAction):
    """Back to the product's words."""

    form_class = SeenForm
    page_title = submit_label = gettext_lazy("Go back to the words of the product")

    def refusal(self) -> str:
        """They are in force already."""
        if self.record.pk is None:
            return _("This letter has the words that come with the product already.")
        return ""

    def act(self, form: forms.Form) -> str:
        """Restore them."""
        restore_words(kind=self.kind.key, author=self.request.user)
        return _("The letter has the words of the product again.")

    def facts(self) -> list[tuple[Any, Any]]:
        """What will be in force."""
        return [(_("Subject"), self.kind.subject), (_("Text"), self.kind.text)]
