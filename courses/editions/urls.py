"""The addresses of pages, for a host that lets `courses.editions.views.serve` serve them: see the README."""

from django.urls import path, re_path, register_converter
from django.urls.converters import StringConverter
from wagtail.urls import serve_pattern
from wagtail.urls import urlpatterns as wagtail

from courses.editions.queries import is_known
from courses.editions.views import serve

SERVE = "wagtail_serve"


class KnownPage(StringConverter):
    """The path of a page that was found in this edition: an address table asks it first, and finds others as before."""

    regex = r"[\w\-/]+"

    def to_python(self, value: str) -> str:
        """The path as `serve` takes it. Raises ValueError for one not seen yet: the table goes on."""
        if not is_known(f"{value}/"):
            raise ValueError(value)
        return f"{value}/"


register_converter(KnownPage, "known_page")

# at the head of a table: pages that were found before, so that theirs is not the last address to be tried
known = [
    path("", serve, {"path": ""}, name="courses_first_page"),
    path("<known_page:path>/", serve, name="courses_known_page"),
]
# at its foot, in the place of Wagtail's own
urlpatterns = [*(one for one in wagtail if one.name != SERVE), re_path(serve_pattern, serve, name=SERVE)]
