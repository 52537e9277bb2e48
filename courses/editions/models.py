"""The edition of the content, and the models whose changes begin a new one."""

from functools import cache
from typing import Any, ClassVar

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalKey
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site


class Edition(models.Model):
    """One row, whose token changes with every change of what editors write: what was made of it is kept under that.

    The token is drawn, not counted: a transaction that is undone leaves no number that another one would use again.
    """

    ONLY = 1

    token = models.CharField(max_length=32)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.token


class DrawnOnceMixin:
    """For a page type: `drawn_once` says that its template has in `{% live %}` all that changes from reader to reader.

    For each type to say of itself: a type that inherits the template may put into it what is a reader's own.
    """

    drawn_once: ClassVar[bool] = False

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Wagtail's, and whether the page may be kept whole."""
        return super().get_context(request, *args, **kwargs) | {"drawn_once": self.drawn_once}


_watched: list[type[models.Model]] = [
    Page,
    PageViewRestriction,
    Site,
    Locale,
    AbstractImage,
    AbstractDocument,
    Collection,
    CollectionViewRestriction,
]
# Read while a page is drawn, and changed by nothing but a change of what is watched.
_FOLLOWS = (AbstractRendition, ContentType)


def watch(*models: type[models.Model]) -> None:
    """Let changes of these models begin a new edition: rooms and hosts say at start what their pages show."""
    _watched.extend(models)
    watched_tables.cache_clear()
    is_watched.cache_clear()


@cache
def is_watched(model: type[models.Model]) -> bool:
    """Whether saving or deleting one begins a new edition; what is saved with its parent counts as the parent."""
    if issubclass(model, tuple(_watched)):
        return True
    parents = [one.related_model for one in model._meta.get_fields() if isinstance(one, ParentalKey)]
    return any(issubclass(parent, tuple(_watched)) for parent in parents)


@cache
def watched_tables() -> frozenset[str]:
    """The tables that what is kept may be made of."""
    models = [model for model in apps.get_models(include_auto_created=True) if _may_be_read(model)]
    return frozenset(model._meta.db_table for model in models)


def _may_be_read(model: type[models.Model]) -> bool:
    return is_watched(model) or issubclass(model, _FOLLOWS)
