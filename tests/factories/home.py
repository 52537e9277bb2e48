"""The site's own pages, and what readers send."""

from typing import Any

from wagtail.models import Page, Site

from home.models import HomePage, PageFeedback, StandardPage
from tests.factories.catalogue import add


def make_home(**over: Any) -> HomePage:
    """The first page, on the default site."""
    values = {"title": "Inizio", "slug": "inizio", "hero_title": "Imparare insieme", "lead": "Un percorso gratuito."}
    home = add(Page.get_first_root_node(), HomePage(**values | over))
    Site.objects.filter(is_default_site=True).update(root_page=home)
    Site.clear_site_root_paths_cache()
    return home


def make_page(home: Page, slug: str = "contatti", **over: Any) -> StandardPage:
    """A page of one paragraph."""
    values = {
        "title": slug.replace("-", " ").capitalize(),
        "slug": slug,
        "lead": "Di che cosa parla.",
        "body": [("paragraph", "<p>Testo.</p>")],
    }
    return add(home, StandardPage(**values | over))


def make_feedback(page: Page, *, yes: int = 0, no: int = 0) -> None:
    """So many answers of each kind on a page."""
    answers = [True] * yes + [False] * no
    PageFeedback.objects.bulk_create(
        PageFeedback(page=page, page_title=page.title, useful=useful) for useful in answers
    )
