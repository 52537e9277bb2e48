"""What this app does at every tick."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from courses.signals import ticked
from home.actions import forget_reports
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

    gone = [forget_reports(now=timezone.now()) for _ in range(2)]

    assert gone == [2, 0]
    assert set(BarrierReport.objects.all()) == {answered[0], unanswered}


def test_tick_asks_the_host_and_says_what_was_done():
    make_report(timezone.localdate() - timedelta(days=400))
    out = StringIO()

    call_command("tick", stdout=out)

    assert (BarrierReport.objects.count(), "reports of barriers deleted: 1" in out.getvalue()) == (0, True)


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
