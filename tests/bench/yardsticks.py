"""The site's address table with the yardsticks of its pages: the least any view costs, and what stock Wagtail costs."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.timezone import localdate
from wagtail.views import serve as wagtail_serve

from config.urls import handler429
from config.urls import urlpatterns as site
from courses.editions.queries import Kept

__all__ = ["handler429", "urlpatterns"]


def constant(request: HttpRequest) -> HttpResponse:
    """What no view can do without."""
    return HttpResponse("ok")


def who(request: HttpRequest) -> HttpResponse:
    """The cheapest signed-in view: the session and its user."""
    return HttpResponse(request.user.email)


def stock(request: HttpRequest, way: str) -> HttpResponse:
    """A page of the site as Wagtail finds and serves it: nothing of it was kept, and nothing is. Raises Http404."""
    request.courses_kept = Kept("", localdate())
    return wagtail_serve(request, way)


urlpatterns = [path("_constant/", constant), path("_who/", who), path("_stock/<path:way>", stock), *site]
