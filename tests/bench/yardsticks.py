"""The site's address table with the yardsticks of its pages: the least any view costs, signed in and not."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import handler429
from config.urls import urlpatterns as site

__all__ = ["handler429", "urlpatterns"]


def constant(request: HttpRequest) -> HttpResponse:
    """What no view can do without."""
    return HttpResponse("ok")


def who(request: HttpRequest) -> HttpResponse:
    """The cheapest signed-in view: the session and its user."""
    return HttpResponse(request.user.email)


urlpatterns = [path("_constant/", constant), path("_who/", who), *site]
