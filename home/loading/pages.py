"""Creating the pages that are missing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.exceptions import ValidationError
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry

from home.loading.files import ContentError

LOADED = "home.load"
NAMESPACE = uuid5(NAMESPACE_URL, "https://co-alizione.cittalia.com/")


def translation_key(key: str) -> UUID:
    """The same content has the same key wherever it is loaded; editors may rename and move its page."""
    return uuid5(NAMESPACE, key)


def loaded_keys() -> set[str]:
    """All content that was ever loaded here: Wagtail's history outlives the pages."""
    entries = PageLogEntry.objects.filter(action=LOADED).values_list("data", flat=True)
    return {data["key"] for data in entries}


@dataclass
class PageLoader:
    """Creates what is missing, and counts. `say` shows the progress."""

    say: Callable[[str], None]
    created: int = 0
    found: int = 0
    loaded: set[str] = field(default_factory=loaded_keys)

    def ensure(
        self, parent: Page | None, model: type[Page], key: str, fields: Callable[[], dict[str, Any]], slug: str
    ) -> Page | None:
        """The page of a content: found where it is now, or created and published under `parent`.

        None when an editor deleted it, or the page it belongs under: what was removed on purpose stays removed.
        """
        page = model.objects.filter(translation_key=translation_key(key)).first()
        if page is None and parent is not None:
            page = model.objects.child_of(parent).filter(slug=slug).first()
        if page is not None:
            self.found += 1
            return page
        if parent is None or key in self.loaded:
            return None
        return self._create(parent, model, key, fields, slug)

    def _create(
        self, parent: Page, model: type[Page], key: str, fields: Callable[[], dict[str, Any]], slug: str
    ) -> Page:
        try:
            values = fields()
            tags = values.pop("tags", [])
            page = model(translation_key=translation_key(key), slug=slug, live=False, **values)
            if tags:
                page.tags.add(*tags)
            parent.add_child(instance=page)
        except ContentError as error:
            raise ContentError(f"{key}: {error}") from error
        except ValidationError as error:
            raise ContentError(f"{key}: {error.message_dict}") from error
        publish(page, key)
        self.loaded.add(key)
        self.created += 1
        self.say(f"  + {page.get_url()}")
        return page


def publish(page: Page, key: str) -> None:
    """Publish through a revision, as an editor does, so that all who listen hear of it; and note where it came from."""
    page.save_revision(log_action=False).publish(log_action=False)
    log(instance=page, action=LOADED, data={"key": key})
