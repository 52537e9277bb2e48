"""Loading the site: its first page, the pages of text, the texts and links around them."""

from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from home.loading.files import CONTENT, key_of, read
from home.loading.pages import PageLoader, publish, translation_key
from home.loading.streams import stream_value
from home.models import FooterLink, HeaderLink, HomePage, MenuLink, SiteMenu, SiteTexts, StandardPage

HOME = CONTENT / "home.yaml"
PAGES = CONTENT / "pages"
AROUND = CONTENT / "site.yaml"


@transaction.atomic
def load_home(loader: PageLoader) -> HomePage:
    """The first page takes the place of Wagtail's welcome page; its sections follow once the pages they name exist."""
    home = HomePage.objects.first()
    if home is not None:
        loader.found += 1
        return home
    data = read(HOME)
    home = HomePage(
        title=data["title"],
        slug=data["slug"],
        seo_title=data["seo_title"],
        search_description=data["search_description"],
        hero_title=data["hero_title"],
        lead=data["lead"],
        translation_key=translation_key(key_of(HOME)),
    )
    Page.get_first_root_node().add_child(instance=home)
    _put_on_site(home)
    loader.created += 1
    loader.say("  + /")
    return home


def load_home_sections(loader: PageLoader, home: HomePage) -> None:
    """Fill the first page in and publish it, once."""
    key = key_of(HOME)
    if key in loader.loaded:
        return
    home = HomePage.objects.get(pk=home.pk)
    home.body = stream_value(HomePage._meta.get_field("body").stream_block, read(HOME)["body"])
    with transaction.atomic():
        publish(home, key)


@transaction.atomic
def load_standard_pages(loader: PageLoader, home: HomePage) -> None:
    """The pages of text, in the order of their files."""
    for path in sorted(PAGES.glob("*.yaml")):
        data = read(path)
        loader.ensure(home, StandardPage, key_of(path), partial(_standard_fields, data), data["slug"])


@transaction.atomic
def load_surroundings(home: HomePage) -> None:
    """The texts and links on every page; those that somebody has already filled in are left as they are."""
    site = Site.objects.filter(root_page=home).first()
    if site is None:
        return
    data = read(AROUND)
    texts = SiteTexts.for_site(site)
    if not any(getattr(texts, name) for name in data["texts"]):
        for name, value in data["texts"].items():
            setattr(texts, name, value.strip())
        texts.save()
    menu = SiteMenu.for_site(site)
    if not menu.header_links.exists() and not menu.footer_links.exists():
        _link(HeaderLink, menu, home, data["header"])
        _link(FooterLink, menu, home, data["footer"])


def _standard_fields(data: dict[str, Any]) -> dict[str, Any]:
    block = StandardPage._meta.get_field("body").stream_block
    return {
        "title": data["title"],
        "lead": data["lead"],
        "search_description": data.get("search_description", data["lead"]),
        "show_in_menus": True,
        "body": stream_value(block, data["body"]),
    }


def _put_on_site(home: HomePage) -> None:
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    welcome = site.root_page if site.pk else None
    site.site_name, site.root_page = settings.WAGTAIL_SITE_NAME, home
    site.hostname = address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.save()
    if welcome is not None and welcome.specific_class is Page and not welcome.get_children().exists():
        welcome.delete()


def _link(model: type[MenuLink], menu: SiteMenu, home: HomePage, links: list[dict[str, str]]) -> None:
    for order, link in enumerate(links):
        page = Page.objects.filter(url_path=home.url_path + link["page"].lstrip("/")).first()
        if page is not None:
            model.objects.create(menu=menu, page=page, label=link.get("label", ""), sort_order=order)
