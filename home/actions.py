"""Keeping what readers say of the pages, for as long as the privacy register says."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from home.models import BarrierReport, PageFeedback, SiteTexts

KEPT_AFTER_ANSWER = timedelta(days=365)


def give_feedback(*, page: Page, useful: bool, comment: str = "") -> PageFeedback:
    """«Was this page useful?»: keep the answer, with the day and nothing of who gave it."""
    return PageFeedback.objects.create(page=page, page_title=page.title, useful=useful, comment=comment.strip())


@transaction.atomic
def report_barrier(*, site: Site, page_address: str, description: str, email: str = "") -> BarrierReport:
    """Somebody met a barrier: keep the report, and tell the secretariat once it is kept."""
    report = BarrierReport.objects.create(page_address=page_address, description=description, email=email)
    transaction.on_commit(lambda: _tell_secretariat(report, SiteTexts.for_site(site).secretariat_email), robust=True)
    return report


def due_reports(now: datetime) -> QuerySet[BarrierReport]:
    """The reports to forget: twelve months after the answer, with the address of who wrote. Without one, they wait."""
    return BarrierReport.objects.filter(answered_on__lte=timezone.localdate(now) - KEPT_AFTER_ANSWER)


def _tell_secretariat(report: BarrierReport, address: str) -> None:
    """A letter that cannot leave is logged by Django and stops nobody: the report stands in the secretariat's list."""
    if not address:
        return
    EmailMessage(
        subject=_("Report of a barrier to accessibility"),
        body=_(
            "A reader could not use a page of the site.\n\nPage: %(page)s\n\nWhat happened:\n%(description)s\n\n"
            "To answer: %(email)s\n\nAn answer is due within 30 days. All reports: %(list)s"
        )
        % {
            "page": report.page_address,
            "description": report.description,
            "email": report.email or _("no address was left"),
            "list": settings.WAGTAILADMIN_BASE_URL + reverse("barrier_reports:index"),
        },
        to=[address],
        reply_to=[report.email] if report.email else None,
    ).send()
