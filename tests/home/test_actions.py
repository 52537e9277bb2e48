"""Keeping what readers send."""

from django.core import mail
from wagtail.models import Site

from home.actions import give_feedback, report_barrier
from home.models import BarrierReport, PageFeedback, SiteTexts, StandardPage


def make_report(**over: str) -> BarrierReport:
    values = {"page_address": "/contatti/", "description": "Il modulo non si apre.", "email": "lia@example.com"}
    return report_barrier(site=Site.objects.get(is_default_site=True), **values | over)


def test_an_answer_keeps_page_verdict_and_day_and_outlives_the_page(page: StandardPage):
    give_feedback(page=page, useful=False, comment="  Manca il numero.  ")

    page.delete()

    answer = PageFeedback.objects.get()
    assert (answer.page, answer.page_title) == (None, "Contatti")
    assert (answer.useful, answer.comment) == (False, "Manca il numero.")


def test_an_answer_has_no_field_for_a_person_or_an_hour():
    names = {field.name for field in PageFeedback._meta.get_fields()}

    assert names == {"id", "page", "page_title", "useful", "comment", "day"}


def test_a_report_is_kept_and_told_to_the_secretariat(page, django_capture_on_commit_callbacks):
    SiteTexts.objects.create(site=Site.objects.get(is_default_site=True), secretariat_email="segreteria@example.com")

    with django_capture_on_commit_callbacks(execute=True):
        report = make_report()

    letter = mail.outbox[0]
    assert BarrierReport.objects.get() == report
    assert (letter.to, letter.reply_to) == (["segreteria@example.com"], ["lia@example.com"])
    assert "Il modulo non si apre." in letter.body


def test_a_report_stands_when_the_letter_cannot_leave(page, settings, django_capture_on_commit_callbacks):
    SiteTexts.objects.create(site=Site.objects.get(is_default_site=True), secretariat_email="segreteria@example.com")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    with django_capture_on_commit_callbacks(execute=True):
        make_report()

    assert BarrierReport.objects.count() == 1


def test_no_letter_without_an_address_of_the_secretariat(page, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        make_report()

    assert mail.outbox == []
