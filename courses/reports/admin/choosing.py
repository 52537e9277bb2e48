"""The lists of the filters, on the screen."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

OPTION = '<option value="{}"{}>{}</option>'
SELECTED, NOT_SELECTED = mark_safe(" selected"), mark_safe("")


class PlainSelect(forms.Select):
    """A list to choose from, of a hundred provinces too: Django fills a template for each of them."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The same element."""
        attributes = flatatt({"name": name} | self.build_attrs(self.attrs, attrs))
        return format_html("<select{}>{}</select>", attributes, format_html_join("", OPTION, self._options(value)))

    def _options(self, value: Any) -> Iterator[tuple[Any, SafeString, Any]]:
        for key, label in self.choices:
            yield key, SELECTED if str(key) == str(value or "") else NOT_SELECTED, label
