"""What every page of the plug-in may need."""

from typing import Any

from django import template
from wagtail.blocks import StreamValue

from courses.catalogue.blocks import anchor_of

register = template.Library()

LONG_TEXT = 3


@register.simple_tag
def in_page_index(body: StreamValue) -> list[dict[str, str]]:
    """The sections of a long text as `anchor` and `text`; nothing for a text of fewer than three."""
    found = [
        {"anchor": anchor_of(block.value), "text": block.value["text"]}
        for block in body
        if block.block_type == "heading" and block.value["level"] == "h2"
    ]
    return found if len(found) >= LONG_TEXT else []


@register.filter
def lookup(mapping: dict[Any, Any], key: Any) -> Any:
    """The value of a key only known at run time; None when absent."""
    return mapping.get(key)
