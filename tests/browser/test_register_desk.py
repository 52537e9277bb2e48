"""The secretariat brings a webinar's report onto its register, closes it and corrects a presence."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from courses.agenda.models import Event
from courses.attendance.actions import verify_register
from courses.attendance.models import Presence, Register, ReportColumns
from courses.attendance.queries import last_presence
from courses.people.models import Participant
from tests.browser.steps import enter, words
from tests.factories.attendance import make_register

REGISTERS = "/admin/courses/register/"


@pytest.fixture
def webinar(fresh_site) -> Register:
    """Held yesterday; one of the demonstration's people was booked for it."""
    event = Event.objects.filter(kind=Event.Kind.WEBINAR).order_by("starts_at").first()
    back = event.ends_at - (timezone.now() - timedelta(days=1))
    for slot in event.slots.all():
        event.slots.filter(pk=slot.pk).update(starts_at=slot.starts_at - back, ends_at=slot.ends_at - back)
    moments = {"starts_at": event.starts_at - back, "ends_at": event.ends_at - back}
    Event.objects.filter(pk=event.pk).update(**moments)
    register = make_register(Event.objects.get(pk=event.pk))
    people = Participant.objects.filter(enrolments__course_key=event.course_key).order_by("pk")
    for person in people[:2]:
        register.attendees.get_or_create(participant=person)
    return register


@pytest.fixture
def desk(new_page) -> Page:
    """The secretariat's own screen."""
    return enter(new_page(1280), "segreteria")


def press(page: Page) -> None:
    """The button that does it."""
    page.locator("main form.reports-form button[type=submit]").click()


def choose(page: Page, label: str) -> None:
    """One of the acts on the register."""
    page.locator("main .reports-buttons").get_by_role("link", name=words(label), exact=True).click()


def report_of(register: Register, *names: str, head: str = "Name,Email,Join Time,Leave Time") -> dict:
    """As a platform gives it: all were there from the beginning to ten minutes before the end."""
    start = timezone.localtime(register.event.starts_at)
    end = timezone.localtime(register.event.ends_at) - timedelta(minutes=10)
    rows = [f"{name},,{start:%d/%m/%Y %H:%M:%S},{end:%d/%m/%Y %H:%M:%S}" for name in names]
    return {"name": "report.csv", "mimeType": "text/csv", "buffer": "\n".join([head, *rows]).encode()}


def send_report(page: Page, file: dict) -> None:
    """The file, from the register's page."""
    choose(page, "Import an attendance report")
    page.locator("#id_file").set_input_files(file)
    press(page)


def say_who(page: Page, check_staff, person: Participant) -> None:
    """Found by family name, and chosen."""
    page.locator("main ul a", has_text=words("Say who was connected")).click()
    page.locator("#id_q").fill(person.family_name)
    page.locator("main form.reports-filters button").click()
    page.get_by_role("radio", name=re.compile(re.escape(f"{person.family_name} {person.given_name}"))).first.check()
    check_staff(page, "staff-register-who")
    press(page)
    page.wait_for_url(re.compile("/connections/"))


def correct(page: Page, check_staff) -> None:
    """An hour late; a reason is asked for."""
    page.locator("#id_late").fill("60")
    press(page)
    expect(page.locator("#errors")).to_be_visible()
    check_staff(page, "staff-register-correct")
    page.locator("#id_reason").fill("Si è collegato alle 12.")
    press(page)
    page.wait_for_url(re.compile("/inspect/"))


def test_a_report_with_one_unknown_name_to_a_sealed_register(desk: Page, check_staff, webinar: Register) -> None:
    first, second = (one.participant for one in webinar.attendees.order_by("pk")[:2])
    desk.goto(f"{REGISTERS}inspect/{webinar.pk}/")
    check_staff(desk, "staff-register-open")

    send_report(desk, report_of(webinar, first.full_name, "iPad di casa"))
    desk.wait_for_url(re.compile("/connections/"))
    check_staff(desk, "staff-register-connections")
    say_who(desk, check_staff, second)
    press(desk)
    desk.wait_for_url(re.compile("/inspect/"))
    assert set(Presence.objects.filter(attendee__register=webinar).values_list("minutes", flat=True)) == {80}

    choose(desk, "Close and seal the register")
    check_staff(desk, "staff-register-close")
    press(desk)
    desk.wait_for_url(re.compile("/inspect/"))
    webinar.refresh_from_db()
    assert (webinar.closed_at is not None, verify_register(webinar)) == (True, [])

    attendee, slot = webinar.attendees.get(participant=first), webinar.event.slots.get()
    desk.locator(f"main a[href$='/correct/{attendee.pk}/{slot.pk}/']").click()
    correct(desk, check_staff)
    assert (last_presence(attendee, slot).minutes, webinar.seals.count()) == (30, 2)
    check_staff(desk, "staff-register-closed")
    desk.goto(REGISTERS)
    check_staff(desk, "staff-registers")


def test_a_report_of_a_new_shape_asks_for_its_columns(desk: Page, check_staff, webinar: Register) -> None:
    person = webinar.attendees.order_by("pk").first().participant
    desk.goto(f"{REGISTERS}inspect/{webinar.pk}/")

    send_report(desk, report_of(webinar, person.full_name, head="Chi,Dove,Inizio,Termine"))
    check_staff(desk, "staff-register-columns")
    desk.locator("#id_platform").fill("Webex")
    for field, label in {"name": "Chi", "joined": "Inizio", "left": "Termine"}.items():
        desk.locator(f"#id_column_{field}").select_option(label=label)
    press(desk)
    desk.wait_for_url(re.compile("/connections/"))

    assert (webinar.connections.count(), ReportColumns.objects.get().platform) == (1, "Webex")


@pytest.mark.parametrize("width", [320])
def test_the_screens_of_registers_have_no_barrier_on_a_telephone(
    new_page, check_staff, webinar: Register, width: int
) -> None:
    page = enter(new_page(width), "segreteria")

    for name in ("", f"inspect/{webinar.pk}/", f"{webinar.pk}/connections/", f"{webinar.pk}/report/", "open/"):
        assert page.goto(f"{REGISTERS}{name}").status == 200
        check_staff(page, f"staff-registers-{name.replace('/', '-')}")
