"""The list of letters: what was written to whom, and whether it left."""

from typing import Any

from django.contrib.admin import display
from django.urls import NoReverseMatch, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.post.letters import KINDS
from courses.post.models import Letter
from courses.post.rules import is_sendable_again
from courses.reports.admin import filters
from courses.reports.admin.base import HardenedAdmin
from courses.reports.admin.inspecting import HardenedInspectView
from courses.reports.queries import letter_kinds, search_letters, trail_of
from courses.reports.views.letters import EditWords, RestoreWords, SendAgain, WordsList


class LetterView(HardenedInspectView):
    """One letter with its text."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The text, the button to send it again where that makes sense, the record it is about."""
        letter, user = self.instance, self.request.user
        context = {
            "letter": letter,
            "may_send": user.has_perm("courses.send_letter") and is_sendable_again(letter),
            "about": self._address_of_cause(),
            "trail": trail_of(letter) if user.has_perm("courses.view_entry") else None,
        }
        return super().get_context_data(**context | kwargs)

    def _address_of_cause(self) -> str:
        """The page of the record that the letter is about, where it has one and this account may open it."""
        app, _dot, model = self.instance.about_type.partition(".")
        if not model or not self.request.user.has_perm(f"{app}.view_{model}"):
            return ""
        try:
            return reverse(f"{app}_{model}_modeladmin_inspect", args=[self.instance.about_id])
        except NoReverseMatch:
            return ""


class LetterAdmin(HardenedAdmin):
    """The queue and what became of it. There is no export: letters hold names, reasons and personal links."""

    model = Letter
    menu_label = _("Letters")
    menu_icon = "mail"
    inspect_view_enabled = True
    inspect_view_class = LetterView
    inspect_template_name = "courses/reports/letter.html"
    inspect_view_fields = (
        "recipient",
        "kind_name",
        "state",
        "written_at",
        "sent_at",
        "attempts",
        "next_attempt",
        "error",
    )
    list_display = ("recipient", "subject", "state", "kind_name", "written_at", "sent_at", "attempts", "error")
    ordering = ("-written_at",)
    filters = (
        filters.choice("state", _("State"), "state", lambda: Letter.State.choices),
        filters.choice("kind", _("Kind of letter"), "kind", letter_kinds),
        filters.period(pgettext_lazy("letter", "Written in"), "written_at"),
    )
    search = search_letters
    search_label = _("Address or subject")
    list_actions = (("courses.change_lettertemplate", "courses_letter_words", _("Texts of letters")),)
    action_urls = (
        path("courses/letter/<int:pk>/send-again/", SendAgain.as_view(), name="courses_letter_send_again"),
        path("courses/letter/words/", WordsList.as_view(), name="courses_letter_words"),
        path("courses/letter/words/<str:kind>/", EditWords.as_view(), name="courses_letter_words_edit"),
        path("courses/letter/words/<str:kind>/restore/", RestoreWords.as_view(), name="courses_letter_words_restore"),
    )

    @display(description=_("Kind"), ordering="kind")
    def kind_name(self, row: Letter) -> str:
        """The kind by its name; of one that is declared no more, its key."""
        return str(KINDS[row.kind].name) if row.kind in KINDS else row.kind

    @display(description=_("Next attempt"))
    def next_attempt(self, row: Letter) -> Any:
        """Of letters that wait."""
        return row.next_try_at if row.state == Letter.State.QUEUED else None
