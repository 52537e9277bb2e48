"""Listens to Wagtail: publishing, unpublishing, moving and deleting pages refreshes the index of activities."""

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from courses.catalogue.actions import announce_module, drop_activity, index_activity, index_below
from courses.catalogue.models import Activity, ActivityMixin, ModulePage
from courses.editions.models import watch

watch(Activity)


@receiver(page_published)
@receiver(page_unpublished)
def refresh(instance: Page, **kwargs: Any) -> None:
    """A page went on or off line."""
    if isinstance(instance, ActivityMixin):
        index_activity(instance)
    elif isinstance(instance, ModulePage):
        announce_module(instance)


@receiver(post_page_move)
def refresh_moved(instance: Page, **kwargs: Any) -> None:
    """A page went elsewhere in the tree, and all below it."""
    index_below(instance)


@receiver(pre_delete)
def drop(sender: type, instance: Any, **kwargs: Any) -> None:
    """An activity page is about to go, alone or with its module."""
    if isinstance(instance, ActivityMixin):
        drop_activity(instance)
