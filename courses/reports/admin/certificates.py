"""The list of certificates, everything about one, and what the secretariat does with it."""

from typing import Any

from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from courses.certificates.actions import verify_certificate
from courses.certificates.models import Certificate, Kind
from courses.certificates.rules import hours_in_words, may_annul, may_issue_again, may_reissue
from courses.reports.admin import filters
from courses.reports.admin.base import HardenedAdmin
from courses.reports.admin.inspecting import HardenedInspectView
from courses.reports.certificates import (
    certificates_listed,
    search_certificates,
    trail_of_certificate,
    years_of_certificates,
)
from courses.reports.views import certificate_files as files
from courses.reports.views import certificate_words as words
from courses.reports.views import certificates as acts
from courses.reports.views.certificates import ISSUE

YES = {"1": _("yes")}


def buttons_of(certificate: Certificate, user: Any) -> list[tuple[str, Any]]:
    """The acts that make sense now and this account may do, as url name and label."""
    if not user.has_perm(ISSUE):
        return []
    found = []
    if may_reissue(certificate):
        found.append(("courses_certificate_reissue", _("Put right and issue again")))
    if certificate.reported:
        found.append(("courses_certificate_settle", _("The certificate is right: close the report")))
    if may_annul(certificate):
        found.append(("courses_certificate_annul", _("Annul the certificate")))
    if may_issue_again(certificate):
        found.append(("courses_certificate_again", _("Issue again")))
    return found


class CertificateView(HardenedInspectView):
    """Everything about one certificate on one page, and the acts on it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What it says, what was reported, what replaces what, whether it is as it was issued."""
        user = self.request.user
        certificate = certificates_listed().get(pk=self.instance.pk)
        self.instance = certificate
        context = {
            "certificate": certificate,
            "header_title": str(certificate),
            "said": certificate.snapshot,
            "replaced": certificate.replaces.all(),
            "reports": certificate.reports.select_related("handled_by"),
            "findings": verify_certificate(certificate),
            "action_buttons": buttons_of(certificate, user),
            "trail": trail_of_certificate(certificate) if user.has_perm("courses.view_entry") else None,
        }
        return super().get_context_data(**context | kwargs)


class CertificateAdmin(HardenedAdmin):
    """The certificates issued, those replaced and annulled among them."""

    model = Certificate
    menu_label = _("Certificates")
    menu_icon = "clipboard-list"
    inspect_view_enabled = True
    inspect_view_class = CertificateView
    inspect_template_name = "courses/reports/certificate.html"
    inspect_view_fields = (
        *("quoted", "holder", "works_at", "role", "kind", "title", "hours_said", "state", "replaced_by"),
        *("issued_at", "issued_by", "annulled_at", "annulled_by", "reason", "written_code"),
    )
    list_display = ("quoted", "holder", "works_at", "kind", "title", "hours_said", "issued_at", "state", "attention")
    exported_as = {
        "quoted": ("number", "year"),
        "works_at": ("body_name",),
        "hours_said": ("minutes", "of_minutes"),
    }
    list_export = (
        *("number", "year", "holder", "body_name", "province", "region", "role", "kind", "title"),
        *("minutes", "of_minutes", "issued_at", "state", "replaced_by", "annulled_at", "attention", "written_code"),
    )
    ordering = ("-year", "-number")
    filters = (
        filters.choice("kind", _("Kind"), "kind", lambda: Kind.choices),
        filters.choice("state", _("State"), "state", lambda: Certificate.State.choices),
        filters.choice("year", _("Year"), "year", years_of_certificates),
        filters.YesFilter("flagged", _("Differs from the register"), "flagged", YES.items),
        filters.YesFilter("reported", _("Error reported"), "reported", YES.items),
        filters.region("region", by_name=True),
        filters.body("body"),
    )
    search = search_certificates
    search_label = _("Number, code, name or title")
    list_actions = (
        (ISSUE, "courses_certificate_due", _("Certificates to be issued")),
        (words.EDIT_WORDS, "courses_certificate_words", _("Templates of certificates")),
    )
    action_urls = (
        path("courses/certificate/due/", acts.DueList.as_view(), name="courses_certificate_due"),
        path("courses/certificate/due/<str:source>/", acts.Confirm.as_view(), name="courses_certificate_confirm"),
        path("courses/certificate/batch/<uuid:batch>/", acts.Batch.as_view(), name="courses_certificate_batch"),
        path("courses/certificate/<int:pk>/reissue/", acts.Reissue.as_view(), name="courses_certificate_reissue"),
        path("courses/certificate/<int:pk>/annul/", acts.Annul.as_view(), name="courses_certificate_annul"),
        path("courses/certificate/<int:pk>/again/", acts.IssueAgain.as_view(), name="courses_certificate_again"),
        path("courses/certificate/<int:pk>/settle/", acts.Settle.as_view(), name="courses_certificate_settle"),
        path("courses/certificate/<int:pk>/attestato.pdf", files.certificate_file, name="courses_certificate_file"),
        path(
            "courses/certificate/event/<int:pk>/attestati.zip",
            files.certificates_of_one_event,
            name="courses_certificates_event",
        ),
        path(
            "courses/certificate/body/<int:pk>/attestati.zip",
            files.certificates_of_one_body,
            name="courses_certificates_body",
        ),
        path("courses/certificate/words/", words.WordsList.as_view(), name="courses_certificate_words"),
        path(
            "courses/certificate/words/<str:kind>/",
            words.EditTemplate.as_view(),
            name="courses_certificate_words_edit",
        ),
        path("courses/certificate/words/<str:kind>/prova.pdf", words.sample, name="courses_certificate_sample"),
        path(
            "courses/certificate/words/<str:kind>/restore/",
            words.RestoreTemplate.as_view(),
            name="courses_certificate_words_restore",
        ),
        path(
            "courses/certificate/words/<str:kind>/<str:place>/remove/",
            words.RemovePicture.as_view(),
            name="courses_certificate_picture_remove",
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Certificate]:
        """With what was reported."""
        return certificates_listed().order_by(*self.ordering)

    @display(description=_("No."), ordering="number")
    def quoted(self, row: Certificate) -> str:
        """Number and year."""
        return row.label

    @display(description=pgettext_lazy("certificate", "Name"))
    def holder(self, row: Certificate) -> str:
        """As the certificate says it."""
        return row.holder

    @display(description=_("Body"), ordering="body_name")
    def works_at(self, row: Certificate) -> str:
        """As the certificate says it, with the province: some names stand for two municipalities."""
        return row.snapshot.get("body", "")

    @display(description=_("Hours"), ordering="minutes")
    def hours_said(self, row: Certificate) -> str:
        """Attended, of those there were."""
        return f"{hours_in_words(row.minutes)} / {hours_in_words(row.of_minutes)}"

    @display(description=_("Code"))
    def written_code(self, row: Certificate) -> str:
        """In groups."""
        return row.written_code

    @display(description=_("To look at"))
    def attention(self, row: Certificate) -> str:
        """Why somebody should look at it."""
        said = [gettext("Error reported")] if row.reported else []
        return ", ".join([*said, gettext("Differs from the register")] if row.flagged else said)
