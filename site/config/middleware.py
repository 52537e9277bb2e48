"""What every request and every answer must carry, whoever wrote the view."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

GetResponse = Callable[[HttpRequest], HttpResponse]

SELF = ["'self'"]
PUBLIC_POLICY = {
    "default-src": SELF,
    "script-src": SELF,
    "style-src": SELF,
    "img-src": ["'self'", "data:"],  # Bootstrap Italia's icons are data: addresses inside its CSS
    "media-src": SELF,
    "worker-src": SELF,  # shows a teacher's register without network
    "frame-src": ["'self'", "https://www.youtube-nocookie.com", "https://player.vimeo.com"],
    "object-src": ["'none'"],
    "base-uri": SELF,
    "form-action": SELF,
    "frame-ancestors": SELF,
}
# Wagtail's admin (8.0) runs inline scripts and styles, and its editor evaluates none.
ADMIN_POLICY = PUBLIC_POLICY | {
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "worker-src": ["'self'", "blob:"],
}


class ContentSecurityPolicy(CSPMiddleware):
    """A strict policy on the public side; Wagtail's admin, which needs inline scripts, has its own."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """The policy of the side of the site this request is on."""
        admin = request.path.startswith("/admin/")
        return PolicyParts(config=None if report_only else (ADMIN_POLICY if admin else PUBLIC_POLICY))


class RefuseUnreadableInput:
    """A NUL byte or broken UTF-8 in the address or the query is answered 400, before a view or a database sees it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 400, or go on."""
        if self._unreadable(request):
            return render(request, "400.html", status=400)
        return self.get_response(request)

    @staticmethod
    def _unreadable(request: HttpRequest) -> bool:
        texts = [request.path, *request.GET.keys(), *(value for values in request.GET.lists() for value in values[1])]
        return any("\x00" in text or "\ufffd" in text for text in texts)


class PrivateAnswers:
    """What a signed-in person sees is never kept by a browser's or a proxy's cache."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mark the answers to signed-in people."""
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            add_never_cache_headers(response)
        return response


@receiver(user_logged_out, dispatch_uid="config.signed_out")
def note_signed_out(request: HttpRequest | None, **told: object) -> None:
    """The answer to this request must let the browser forget what it keeps."""
    if request is not None:
        request.signed_out = True


class ForgetAtSignOut:
    """Who signs out leaves nothing on the device: registers kept for a place without network, marks not sent yet."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Ask the browser to throw its storage for this site away; cookies are the session's own affair."""
        response = self.get_response(request)
        if getattr(request, "signed_out", False):
            response["Clear-Site-Data"] = '"storage"'
        return response
