"""A contact reads their own hours and those of the officials, and takes both away."""

from datetime import date
from uuid import uuid4

from courses.people.models import Participant
from courses.progress.actions import record_credit
from tests.browser.steps import DESK, enter, link, words

HOURS, OF_BODY = "/area-personale/ore/", "/area-personale/ente/ore/"


def credit(person: Participant, kind: str, minutes: int, day: date) -> None:
    """What a closed register credits."""
    names = {"title": "Costruire reti territoriali per l'accoglienza e l'integrazione", "source": f"event:{kind}"}
    keys = {"course_key": uuid4(), "activity_key": uuid4()}
    hours = {"minutes": minutes, "of_minutes": minutes, "credited_on": day, "kind": kind}
    record_credit(participant=person, author=None, **names, **keys, **hours)


def test_hours_are_read_by_year_and_taken_away(new_page, check_both) -> None:
    person = Participant.objects.get(user__email="referente@example.org")
    credit(person, "day", 330, date(2026, 3, 10))
    credit(person, "webinar", 90, date(2025, 11, 4))

    page = enter(new_page(), "referente")
    page.goto(DESK)
    link(page, "My hours").click()
    page.wait_for_url(f"**{HOURS}")
    check_both(page, "hours")
    page.goto(OF_BODY)
    page.get_by_role("navigation", name=words("Year")).get_by_role("link", name="2025").click()
    page.wait_for_url("**?anno=2025")
    check_both(page, "hours-of-body")

    with page.expect_download() as taken:
        link(page, "PDF").click()
    assert taken.value.suggested_filename == "ore-2025.pdf"
    page.goto(HOURS)
    with page.expect_download() as taken:
        link(page, "Download your training booklet (PDF)").click()
    assert taken.value.suggested_filename == "libretto-formativo.pdf"
