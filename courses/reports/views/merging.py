"""The secretariat unites two records of one person: search, compare, say why."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from courses.people.actions import merge_participants
from courses.people.models import Participant
from courses.people.queries import search_participants
from courses.reports.forms import MergeForm
from courses.reports.queries import people, sheet_of
from courses.reports.views.base import ActionView

FOUND_AT_MOST = 20
LONGEST_IDENTIFIER = 18  # digits that every database's integers hold
LONGEST_QUESTION = 200


class MergeParticipant(ActionView):
    """The record of this page stays; the one chosen becomes part of it."""

    permission = "courses.change_participant"
    records = people()
    form_class = MergeForm
    page_title = gettext_lazy("Unite with another record")
    submit_label = gettext_lazy("Unite the two records")

    @property
    def participant(self) -> Participant:
        """The record that stays."""
        return self.record

    @cached_property
    def other(self) -> Participant | None:
        """The record that was chosen in the search."""
        key = self.request.GET.get("other", "")
        if not key.isascii() or not key.isdigit() or len(key) > LONGEST_IDENTIFIER:
            return None
        return people().filter(pk=int(key)).exclude(pk=self.record.pk).first()

    def get_template_names(self) -> list[str]:
        """First the search, then both side by side."""
        return [f"courses/reports/{'merge' if self.other else 'merge_search'}.html"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only with another record that is still there."""
        if self.other is None:
            messages.error(request, _("The other record is no longer there: it may be united already."))
            return redirect(self.get_success_url())
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Of two accounts one is closed."""
        both = self.other is not None and self.record.user_id and self.other.user_id
        return super().get_form_kwargs() | {"to_close": self.other.user if both else None}

    def fingerprint(self) -> str:
        """Both records, where they work and their accounts."""
        both = [one for one in (self.record, self.other) if one is not None]
        return "|".join(f"{one.pk} {one.full_name} {one.body_id} {one.user_id}" for one in both)

    def act(self, form: forms.Form) -> str:
        """Unite them."""
        merge_participants(
            kept=self.record,
            absorbed=self.other,
            reason=form.cleaned_data["reason"],
            close_account=form.cleaned_data.get("close_account", False),
            author=self.request.user,
        )
        return _("The two records are one now: all that was known of either is here.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was found, or what each of the two has."""
        if self.other is None:
            return super().get_context_data(**self._search(), **kwargs)
        rows = zip(sheet_of(self.record), sheet_of(self.other), strict=True)
        more = {
            "other": self.other,
            "rows": [(label, mine, theirs) for (label, mine), (_label, theirs) in rows],
            "other_way": f"{reverse('courses_participant_merge', args=[self.other.pk])}?other={self.record.pk}",
        }
        return super().get_context_data(**more, **kwargs)

    def _search(self) -> dict[str, Any]:
        """Without a question, those with the same family name."""
        asked = self.request.GET.get("q", self.record.family_name).replace("\x00", "")[:LONGEST_QUESTION]
        found = search_participants(people().exclude(pk=self.record.pk), asked) if asked.strip() else people().none()
        return {"asked": asked, "found": found[:FOUND_AT_MOST], "most": FOUND_AT_MOST}
