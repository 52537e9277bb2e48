"""The list of audit entries: who did what to whom, and when. They are read and exported; nobody changes one."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin import display
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.utils import get_user_display_name

from courses.audit.models import Entry
from courses.reports.admin import filters
from courses.reports.admin.base import EMPTY, HardenedAdmin
from courses.stories.queries import action_choices, in_words, kind_of_subject, subject_choices

SYSTEM = "system"
LONGEST_REASON = 500


def _staff() -> list[tuple[str, str]]:
    """The system, and the accounts that belong to a group."""
    accounts = get_user_model().objects.filter(Q(groups__isnull=False) | Q(is_superuser=True)).distinct()
    names = sorted((get_user_display_name(user), str(user.pk)) for user in accounts)
    return [(SYSTEM, _("The system")), *((pk, name) for name, pk in names)]


@dataclass(frozen=True)
class AuthorFilter(filters.Filter):
    """By who did it: the system, or somebody who works here."""

    choices: Any = field(default=_staff)

    def condition(self, value: str) -> dict[str, Any]:
        """The system has no account."""
        return {"author__isnull": True} if value == SYSTEM else {"author": int(value)}


def search_entries(entries: QuerySet[Entry], text: str) -> QuerySet[Entry]:
    """By the identifier of the record, as the list shows it."""
    return entries.filter(subject_id=text.strip())


class EntryAdmin(HardenedAdmin):
    """The trail."""

    model = Entry
    menu_label = _("Audit")
    menu_icon = "history"
    list_display = ("at", "what", "who", "kind", "subject_id", "why", "more")
    list_export = ("at", "what", "action", "who", "kind", "subject_id", "why", "more")
    list_select_related = ("author",)
    ordering = ("-at", "-pk")
    filters = (
        AuthorFilter("author", pgettext_lazy("audit", "Who"), "author"),
        filters.choice("action", pgettext_lazy("audit", "What"), "action", action_choices),
        filters.choice("kind", _("Kind of record"), "subject_type", subject_choices),
        filters.period(pgettext_lazy("audit", "When"), "at"),
    )
    search = search_entries
    search_label = _("Identifier of a record")

    @display(description=pgettext_lazy("audit", "What"), ordering="action")
    def what(self, row: Entry) -> str:
        """In words."""
        return in_words(row)

    @display(description=pgettext_lazy("audit", "Who"))
    def who(self, row: Entry) -> Any:
        """Nobody: the system, or an account that is no longer there."""
        return get_user_display_name(row.author) if row.author else _("The system")

    @display(description=_("Kind of record"), ordering="subject_type")
    def kind(self, row: Entry) -> str:
        """In words."""
        return kind_of_subject(row.subject_type)

    @display(description=_("Reason"))
    def why(self, row: Entry) -> str:
        """On one line, whatever was typed."""
        return " ".join(row.reason.split())[:LONGEST_REASON]

    @display(description=_("Details"))
    def more(self, row: Entry) -> str:
        """Identifiers, each with its name, on one line."""
        told = "; ".join(f"{name}: {value}" for name, value in row.details.items())
        return " ".join(told.split())[:LONGEST_REASON] or EMPTY
