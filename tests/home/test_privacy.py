"""What becomes of this app's data in time, and what a host is asked at every tick."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from courses.keeping.actions import apply_retention
from courses.signals import ticked
from home.models import BarrierReport

pytestmark = pytest.mark.django_db


def make_report(answered_on: date | None) -> BarrierReport:
    return BarrierReport.objects.create(
        page_address="/", description="Non leggo", email="lia@example.com", answered_on=answered_on
    )


def test_a_report_goes_a_year_after_its_answer_and_not_a_day_before():
    today = timezone.localdate()
    answered = [make_report(today - timedelta(days=days)) for days in (364, 365, 800)]
    unanswered = make_report(None)
    BarrierReport.objects.filter(pk=unanswered.pk).update(day=date(2020, 1, 1))

    assert apply_retention(now=timezone.now())["barrier_reports"] == 2
    assert set(BarrierReport.objects.all()) == {answered[0], unanswered}


def test_tick_forgets_them_and_asks_the_host():
    make_report(timezone.localdate() - timedelta(days=400))
    out = StringIO()

    def host(now, **kwargs):
        return "the host did it"

    ticked.connect(host)
    try:
        call_command("tick", stdout=out)
    finally:
        ticked.disconnect(host)

    assert (BarrierReport.objects.count(), out.getvalue().splitlines()[-1]) == (0, "the host did it")


def test_a_host_that_fails_stops_nobody_else(caplog):
    def broken(**kwargs):
        raise ZeroDivisionError

    make_report(timezone.localdate() - timedelta(days=400))
    ticked.connect(broken)
    try:
        call_command("tick", verbosity=0)
    finally:
        ticked.disconnect(broken)

    assert (BarrierReport.objects.count(), "broken" in caplog.text) == (0, True)
