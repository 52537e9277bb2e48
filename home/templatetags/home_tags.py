"""What the site's templates ask of the data."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from courses.editions.queries import circumstances, kept_for
from home import queries
from home.forms import BarrierForm
from home.models import SiteTexts

register = template.Library()


@dataclass(frozen=True)
class MenuItem:
    """A link ready to show: `is_current` on its own page, `is_section` also on the pages below it."""

    url: str
    title: str
    is_current: bool
    is_section: bool


@register.simple_tag(takes_context=True)
def header_menu(context: dict[str, Any]) -> list[MenuItem]:
    """The links of the header, and the calendar, which is no page."""
    return [*_items(context, queries.Place.HEADER), _calendar(context)]


@register.simple_tag(takes_context=True)
def place_in_header(context: dict[str, Any]) -> str:
    """What the header shows of an address, so that one is drawn for all the addresses that share it.

    On a page it is the whole address, since logging in leads back there; elsewhere the section of the menu.
    """
    request = context.get("request")
    if request is None or context.get("page"):
        return f"page {request.path}" if request else ""
    menu = kept_for(request).get(
        ("menu", *circumstances(request)), lambda: [item.url for item in header_menu(context) if item.url != "/"]
    )
    if request.path in menu:
        return f"at {request.path}"
    return f"in {' '.join(url for url in menu if request.path.startswith(url))}"


@register.simple_tag(takes_context=True)
def footer_links(context: dict[str, Any]) -> list[MenuItem]:
    """The links of the footer."""
    return _items(context, queries.Place.FOOTER)


@register.simple_tag(takes_context=True)
def site_texts(context: dict[str, Any]) -> SiteTexts:
    """The texts of the site, read once per edition of the content."""
    request = context.get("request")
    if request is None:
        return SiteTexts.for_site(_site(context))
    return kept_for(request).get(("texts", request.get_host()), lambda: SiteTexts.for_request(request))


@register.simple_tag
def trail_of(page: Page) -> Iterable[Page]:
    """The ancestors of a page: those found on the way to it, else asked for."""
    return getattr(page, "trail", None) or page.get_ancestors()


@register.simple_tag
def programme_figures() -> queries.Figures:
    """The programme in numbers."""
    return queries.programme_figures()


@register.simple_tag
def course_topics(page: Page | None = None) -> list[queries.Topic]:
    """The topics of a course, or of the main one."""
    return queries.topics_of(page)


@register.simple_tag
def main_course() -> Page | None:
    """The course the site leads to."""
    return queries.main_course()


@register.simple_tag(takes_context=True)
def site_tree(context: dict[str, Any]) -> list[queries.Branch]:
    """All published pages."""
    return queries.site_tree(_site(context))


@register.simple_tag
def usage() -> queries.Usage:
    """Statistics of use."""
    return queries.usage()


@register.simple_tag
def verdicts() -> list[queries.Verdict]:
    """What readers say of the pages."""
    return queries.verdicts()


@register.simple_tag
def barrier_form() -> BarrierForm:
    """An empty form to report a barrier."""
    return BarrierForm()


def _site(context: dict[str, Any]) -> Site:
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    return site or Site.objects.get(is_default_site=True)


def _items(context: dict[str, Any], place: queries.Place) -> list[MenuItem]:
    """The links of one place; both places are read at once, and kept for the rest of the request."""
    request = context.get("request")
    links = getattr(request, "site_links", None)
    if links is None:
        links = queries.site_links(_site(context))
        if request:
            request.site_links = links
    path = request.path if request else ""
    return [_item(link, link.page.get_url(request) or "/", path) for link in links if link.place == place]


def _calendar(context: dict[str, Any]) -> MenuItem:
    url, path = reverse("courses:calendar"), getattr(context.get("request"), "path", "")
    return MenuItem(url, _("Calendar"), is_current=path == url, is_section=path.startswith(url))


def _item(link: queries.Link, url: str, path: str) -> MenuItem:
    return MenuItem(url, link.title, is_current=path == url, is_section=url != "/" and path.startswith(url))
