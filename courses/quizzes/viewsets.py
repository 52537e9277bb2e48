"""The bank of questions, as editors write it in Wagtail's admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.quizzes.models import BankQuestion


class BankViewSet(SnippetViewSet):
    """Questions that quizzes share. What attempts have asked of them is kept: deleting one changes nothing done."""

    model = BankQuestion
    icon = "help"
    menu_label = _("Question bank")
    menu_order = 262
    add_to_admin_menu = True
    list_display = ["title", "difficulty", "is_drawn"]
    list_filter = {"difficulty": ["exact"], "is_drawn": ["exact"]}
    search_fields = ["title", "tags__name"]
    search_backend_name = None
    ordering = ["title", "pk"]

    def get_queryset(self, request: Any) -> Any:
        """Each once, whatever topic was searched."""
        return BankQuestion.objects.distinct()
