"""What readers send us, and what search engines ask."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods
from django_ratelimit.decorators import ratelimit
from wagtail.models import Site

from home.actions import give_feedback, report_barrier
from home.forms import BarrierForm, FeedbackForm


@csrf_exempt
@require_http_methods(["GET", "POST"])
@ratelimit(key="ip", rate="60/h", method="POST", block=False)  # a whole town hall may share one address
def feedback(request: HttpRequest) -> HttpResponse:
    """«Was this page useful?»: a fragment for htmx, else the page one was on with a word of thanks.

    The form stands on every page and has no token, which would give each visitor a cookie: the answer is nobody's, so
    there are no powers to misuse. What another site sends is refused.
    """
    if _from_another_site(request):
        raise PermissionDenied
    if request.limited:
        return render(request, "429.html", status=429)
    if request.method == "GET":
        return redirect("/")
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        template = "home/feedback.html" if request.htmx else "home/feedback_page.html"
        return render(request, template, {"form": form, "asked": form.data.get("page", "")})
    page = form.cleaned_data["page"]
    if not form.is_from_a_program():
        give_feedback(page=page, useful=form.cleaned_data["useful"], comment=form.cleaned_data["comment"])
    if request.htmx:
        return render(request, "home/feedback_thanks.html")
    messages.success(request, _("Thank you: your answer helps us mend the pages."))
    return redirect(page.get_url(request) or "/")


def _from_another_site(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.get_host()


@require_http_methods(["GET", "POST"])
@ratelimit(key="ip", rate="10/h", method="POST", block=False)
def barrier(request: HttpRequest) -> HttpResponse:
    """Report a barrier to accessibility; with mistakes, the form comes back with all that was typed."""
    if request.limited:
        return render(request, "429.html", status=429)
    form = BarrierForm(request.POST or None, initial={"page_address": request.GET.get("pagina", "")[:500]})
    if form.is_valid():
        if not form.is_from_a_program():
            data = {name: form.cleaned_data[name] for name in ("page_address", "description", "email")}
            report_barrier(site=Site.find_for_request(request), **data)
        messages.success(request, _("Thank you: the secretariat has your report and answers within 30 days."))
        return redirect("home:barrier")
    return render(request, "home/barrier.html", {"form": form, "breadcrumbs": [{"title": _("Report a barrier")}]})


@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read: the pages, not the doors."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /account/", "Disallow: /riscontro/"]
    lines.append(f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
