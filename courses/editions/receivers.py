"""Listens to every model: a change of what is watched begins a new edition, in the same transaction."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.signals import post_page_move

from courses.editions.actions import move_on
from courses.editions.models import is_watched


@receiver(post_save)
@receiver(post_delete)
def note_change(sender: type, raw: bool = False, **kwargs: Any) -> None:
    """Something was saved or deleted. Rows loaded as they are, before their tables may stand, say nothing."""
    if not raw and is_watched(sender):
        move_on()


@receiver(post_page_move)
def note_move(**kwargs: Any) -> None:
    """A page went elsewhere in the tree, past the signals of saving."""
    move_on()
