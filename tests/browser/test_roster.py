"""A teacher marks the presences on a telephone where there is no network: nothing is lost, nothing is written twice."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db.models import F
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from courses.agenda.actions import give_account
from courses.agenda.models import Event, EventTeacher, Slot, Teacher, TeacherAccount
from courses.attendance.models import Attendee, Presence
from courses.booking.actions import book
from courses.enrolment.models import Enrolment
from tests.browser.conftest import Check, NewPage
from tests.browser.steps import DESK, button, email_of, enter, link, sign_in, words
from tests.browser.watching import WATCHES

LEFT_ON_THE_TELEPHONE = """
  coursesRoster.waiting(document.querySelector("[data-roster]").dataset.account).then((all) => all.length)
"""


def held_now(people: int = 3) -> Event:
    """A training day that began an hour ago; the teacher of the demonstration holds it, some have a seat."""
    event = Event.objects.filter(kind="day").order_by("starts_at", "pk")[7]
    opened = timezone.now() - timedelta(days=1)
    Event.objects.filter(pk=event.pk).update(booking_opens_at=opened, minimum=0)
    event.refresh_from_db()
    active = Enrolment.objects.filter(state="active").exclude(participant__user__email=email_of("partecipante"))
    for enrolment in active.select_related("participant").order_by("pk")[:people]:
        book(event=event, participant=enrolment.participant, author=None, needs="un posto davanti")
        event.refresh_from_db()
    shift = timezone.now() - timedelta(hours=1) - event.starts_at
    Slot.objects.filter(event=event).update(starts_at=F("starts_at") + shift, ends_at=F("ends_at") + shift)
    Event.objects.filter(pk=event.pk).update(starts_at=F("starts_at") + shift, ends_at=F("ends_at") + shift)
    EventTeacher.objects.get_or_create(event=event, teacher=_teacher())
    return event


def _teacher() -> Teacher:
    user = get_user_model().objects.get(email=email_of("docente"))
    known = TeacherAccount.objects.filter(user=user).first()
    if known:
        return known.teacher
    teacher = Teacher.objects.create(given_name="Lucia", family_name="Bianchi")
    give_account(teacher=teacher, user=user, author=None)
    return teacher


def open_register(page: Page, event: Event) -> None:
    """From the personal area to the roster, ready for a place without network."""
    page.goto(DESK)
    link(page, "My days: registers and slides").click()
    page.locator(f'main a[href="/registro/{event.pk}/"]').click()
    button(page, "Open the register").click()
    expect(page.locator("[data-roster][data-kept]")).to_be_attached()


def tap(page: Page, row: int, status: str) -> None:
    """One of the three choices, in the part that is shown, as a thumb does."""
    page.locator(".roster-part:visible .roster-row").nth(row).locator(f'input[value="{status}"]').check(force=True)


def state(page: Page) -> Locator:
    return page.locator("[data-state]")


def waiting(number: int, why: str) -> str:
    return f"{words('{number} marks to send').replace('{number}', str(number))}: {words(why)}"


def forgive_network(page: Page) -> None:
    """The network was cut by the test: the browser's notes about it are no complaints."""
    WATCHES[page].forgive("ERR_INTERNET_DISCONNECTED")


def test_marks_made_without_network_are_sent_once_after_signing_in_again(new_page: NewPage, check: Check) -> None:
    event = held_now()
    page = enter(new_page(360, height=740, alone=True), "docente")
    open_register(page, event)
    check(page, "roster")

    page.context.set_offline(True)
    tap(page, 0, "present")
    tap(page, 1, "absent")
    tap(page, 2, "present")
    expect(state(page)).to_have_text(waiting(3, "you are without network"))
    take_down(page)
    expect(state(page)).to_have_text(waiting(5, "you are without network"))
    expect(page.locator("[data-needs-until]")).to_be_visible()
    page.reload()
    expect(page.locator("[data-needs-until]")).to_have_count(0)  # no copy stays on the telephone
    expect(state(page)).to_have_text(waiting(5, "you are without network"))
    expect(page.locator(".roster-part:visible input:checked")).to_have_count(4)
    assert (Presence.objects.count(), Attendee.objects.count()) == (0, 3)

    Session.objects.all().delete()
    page.context.set_offline(False)
    # a page loaded without network is not always told of its return: it tries again every quarter of a minute
    expect(state(page)).to_have_text(waiting(5, "sign in again, nothing is lost"), timeout=20_000)
    forgive_network(page)
    WATCHES[page].forgive("401")
    link(page, "Sign in").click()
    sign_in_here(page)
    expect(state(page)).to_have_text(words("Everything is sent"))

    marks = Presence.objects.order_by("pk").values_list("status", "author__email")
    assert list(marks) == [(one, email_of("docente")) for one in ("present", "absent", "present", "present")]
    assert Attendee.objects.filter(family_name="Zanon").count() == 1
    assert page.evaluate(LEFT_ON_THE_TELEPHONE) == 0
    page.reload()
    expect(state(page)).to_have_text(words("Everything is sent"))
    expect(page.locator(".roster-part:visible input:checked")).to_have_count(4)
    assert (Presence.objects.count(), Attendee.objects.count()) == (4, 4)


def take_down(page: Page) -> None:
    """Without network nobody can be looked for: name and municipality are typed."""
    page.locator("#id_family_name").fill("Zanon")
    button(page, "Look for them").click()
    expect(page.locator("[data-look-offline]")).to_be_visible()
    expect(page.locator("#new_family_name")).to_have_value("Zanon")
    page.locator("#new_given_name").fill("Pia")
    page.locator("#new_works_at").fill("Comune di Feltre")
    button(page, "Add to the register").click()
    expect(page.locator(".roster-part:visible .roster-row")).to_have_count(4)
    tap(page, 3, "present")


def sign_in_here(page: Page) -> None:
    """On the sign-in page that came by itself: the way back is in its address."""
    here = page.url
    assert "/account/login/" in here
    page.locator("#id_login").fill(email_of("docente"))
    page.locator("#id_password").fill("coalizione-demo")
    page.locator("main form button[type=submit]").first.click()


def test_signing_out_leaves_nothing_on_the_telephone(new_page: NewPage) -> None:
    event = held_now()
    page = sign_in(new_page(360, height=740), "docente")
    open_register(page, event)
    page.goto("/account/logout/")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(lambda address: "logout" not in address)

    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0


def test_everybody_late_and_who_is_not_on_the_list(new_page: NewPage, check: Check) -> None:
    event = held_now()
    page = enter(new_page(360, height=740), "docente")
    open_register(page, event)

    part = page.locator(".roster-part:visible")
    part.get_by_role("button", name=words("All present")).click()
    expect(part.locator("[data-counter]")).to_have_text(
        words("{marked} of {all} marked").replace("{marked}", "3").replace("{all}", "3")
    )
    first = part.locator(".roster-row").first
    first.locator("summary").click()
    first.get_by_label(words("Minutes late")).fill("15")
    expect(state(page)).to_have_text(words("Everything is sent"))
    with page.expect_response("**/segni/"):
        first.get_by_label(words("Minutes late")).press("Tab")
    assert list(Presence.objects.order_by("pk").values_list("status", "late")) == [("present", 0)] * 3 + [
        ("present", 15)
    ]

    page.locator("#id_family_name").fill("Zzz")
    button(page, "Look for them").click()
    check(page, "roster-people")
    page.locator("#new_given_name").fill("Pia")
    page.locator("#new_family_name").fill("Zanon")
    page.locator("#new_works_at").fill("Comune di Feltre")
    button(page, "Add to the register").click()
    expect(page.locator(".roster-part:visible .roster-row")).to_have_count(4)
    assert Attendee.objects.filter(family_name="Zanon").count() == 1


def test_without_scripts_a_part_is_saved_by_its_button(new_page: NewPage, check: Check) -> None:
    event = held_now()
    page = enter(new_page(360, height=740, scripts=False), "docente")
    page.goto(f"/registro/{event.pk}/")
    button(page, "Open the register").click()

    rows = page.locator(".roster-part").first.locator(".roster-row")
    for number in range(3):
        rows.nth(number).locator('input[value="present"]').check(force=True)
    page.locator("[data-without-scripts]").first.click()

    assert list(Presence.objects.values_list("status", flat=True)) == ["present"] * 3


def test_before_it_opens_and_at_a_desk(new_page: NewPage, check: Check) -> None:
    event = held_now()
    page = enter(new_page(1280), "docente")
    for path, name in (("/registro/", "days"), (f"/registro/{event.pk}/", "unopened")):
        page.goto(path)
        check(page, name)
    button(page, "Open the register").click()
    expect(page.locator("[data-roster][data-kept]")).to_be_attached()
    check(page, "roster-desk")
