"""The messages to groups that were sent: to whom, by whom, and what became of their letters."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin import display
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.utils import get_user_display_name

from courses.messages.models import Message
from courses.messages.queries import counts_of, left_out_in_words, people_not_reached
from courses.reports.admin import filters
from courses.reports.admin.base import EMPTY, HardenedAdmin
from courses.reports.admin.inspecting import HardenedInspectView
from courses.reports.queries import trail_of
from courses.reports.views.messages import GROUPS, SEND, URLS


class MessageView(HardenedInspectView):
    """One message with its text, and who was not reached."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Counts, who was left out and why, whose letter did not leave."""
        message, user = self.instance, self.request.user
        self.model_admin.prepare([message])
        context = {
            "message": message,
            "left_out": left_out_in_words(message.left_out),
            "not_reached": people_not_reached(message) if user.has_perm("courses.view_letter") else [],
            "trail": trail_of(message) if user.has_perm("courses.view_entry") else None,
        }
        return super().get_context_data(**context | kwargs)


class MessageAdmin(HardenedAdmin):
    """What was written to which group. The letters themselves are in the list of letters."""

    model = Message
    menu_label = _("Messages to groups")
    menu_icon = "mail"
    inspect_view_enabled = True
    inspect_view_class = MessageView
    inspect_template_name = "courses/reports/message.html"
    inspect_view_fields = ("about", "author_name", "written_at", "people", "sent", "waiting", "failed")
    list_display = ("subject", "about", "written_at", "author_name", "people", "sent", "waiting", "failed")
    list_select_related = ("author",)
    ordering = ("-written_at",)
    filters = (
        filters.choice("group", _("Group"), "group", lambda: Message.Group.choices),
        filters.period(pgettext_lazy("message", "Written in"), "written_at"),
    )
    list_actions = ((SEND, GROUPS[0], GROUPS[1]),)
    action_urls = URLS

    def prepare(self, rows: Sequence[Message]) -> Sequence[Message]:
        """What became of the letters of the whole page."""
        found = counts_of(rows)
        for row in rows:
            row.counts = found[row.pk]
        return rows

    @display(description=_("Author"))
    def author_name(self, row: Message) -> str:
        """Who wrote; of an account that is gone, nothing."""
        return get_user_display_name(row.author) if row.author else EMPTY

    @display(description=pgettext_lazy("letters", "Sent"))
    def sent(self, row: Message) -> int:
        """How many letters left."""
        return row.counts.sent

    @display(description=pgettext_lazy("letters", "In the queue"))
    def waiting(self, row: Message) -> int:
        """How many have not left yet."""
        return row.counts.waiting

    @display(description=pgettext_lazy("letters", "Failed"))
    def failed(self, row: Message) -> int:
        """How many did not leave, or nobody knows."""
        return row.counts.failed
