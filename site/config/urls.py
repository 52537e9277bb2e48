"""The site's address table."""

from django.conf import settings
from django.conf.urls.static import static
from django.http import Http404
from django.urls import include, path, re_path
from django.views.defaults import page_not_found
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps import Sitemap
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from accounts import views as accounts_views
from config import dev_mail, health
from config.sitemaps import CalendarSitemap, EventSitemap
from courses.editions import urls as pages
from home import views as home_views

to_login = RedirectView.as_view(pattern_name="account_login", query_string=True)
to_reset = RedirectView.as_view(pattern_name="account_reset_password")

handler429 = "accounts.views.too_many_requests"
handler500 = "config.trouble.server_error"

urlpatterns = [
    *pages.known,
    *health.urlpatterns,
    # One way in: Wagtail's own login and reset screens would pass by the second factor.
    path("admin/login/", to_login),
    path("admin/logout/", accounts_views.AdminLogoutView.as_view()),
    re_path(r"^admin/password_reset/", to_reset),
    path("_util/login/", to_login),  # Wagtail's for pages with a restriction
    path("admin/failwhale/", page_not_found, {"exception": Http404()}),  # Wagtail's test of the error page is an error
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("account/", include("allauth.urls")),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": Sitemap, "calendar": CalendarSitemap, "events": EventSitemap}}),
    path("robots.txt", home_views.robots),
    path("", include("home.urls")),
    path("", include("courses.urls")),
]

if settings.DEBUG:
    urlpatterns += dev_mail.urlpatterns
    urlpatterns += static(settings.MEDIA_URL + "images/", document_root=settings.MEDIA_ROOT / "images")

urlpatterns += [path("", include(pages))]
