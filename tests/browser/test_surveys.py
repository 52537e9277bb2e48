"""Somebody who was there answers by the link of the letter; the secretariat reads the results once it has closed."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from courses.agenda.models import Event
from courses.attendance.actions import mark_everybody
from courses.people.models import Participant
from courses.post.models import Letter
from courses.surveys.actions import answer
from courses.surveys.models import Invited, Questionnaire, Round
from courses.surveys.tasks import tick
from tests.browser.steps import button, enter, has_focus, link, words
from tests.factories.attendance import during, make_register
from tests.factories.surveys import given_by


@pytest.fixture
def asked(fresh_site) -> Round:
    """Yesterday's webinar: six were there and were written to, five have answered."""
    event = Event.objects.filter(kind=Event.Kind.WEBINAR).order_by("starts_at").first()
    back = event.ends_at - (timezone.now() - timedelta(days=1))
    for slot in event.slots.all():
        event.slots.filter(pk=slot.pk).update(starts_at=slot.starts_at - back, ends_at=slot.ends_at - back)
    moments = {"starts_at": event.starts_at - back, "ends_at": event.ends_at - back}
    Event.objects.filter(pk=event.pk).update(**moments)
    event = Event.objects.get(pk=event.pk)
    register = make_register(event)
    people = Participant.objects.filter(enrolments__course_key=event.course_key).exclude(email="").order_by("pk")
    for person in people[:6]:
        register.attendees.get_or_create(participant=person)
    mark_everybody(register=register, slot=event.slots.get(), author=None, now=during(event))
    tick(timezone.now())
    round_of_it = Round.objects.get(event=event, questionnaire__kind=Questionnaire.Kind.SATISFACTION)
    for invited in list(round_of_it.people.order_by("participant"))[1:]:
        answer(invited=invited, given=given_by(round_of_it, "4"))
    return round_of_it


def link_of(invited: Invited) -> str:
    """The address in the letter."""
    letter = Letter.objects.get(
        kind="survey.invitation", recipient=invited.participant.email, text__contains=invited.pk
    )
    return re.search(r"https?://[^/\s]+(/questionari/\S+)", letter.text)[1]


def test_somebody_answers_by_the_link_and_once(telephone: Page, check, asked: Round) -> None:
    address = link_of(asked.people.get(has_answered=False))
    telephone.goto(address)
    check(telephone, "survey-answer")

    telephone.locator("main textarea").last.fill("Più tempo per i casi.")
    button(telephone, "Send the answers").click()
    has_focus(telephone.locator("[data-error-summary]"))
    check(telephone, "survey-answer-mistakes")
    expect(telephone.locator("main textarea").last).to_have_value("Più tempo per i casi.")

    for group in telephone.locator("main fieldset").all():
        group.get_by_role("radio").nth(1).check()
    button(telephone, "Send the answers").click()

    expect(telephone.locator("h1")).to_have_text(words("Thank you for your answers"))
    check(telephone, "survey-thanks")
    telephone.goto(address)
    expect(telephone.locator("h1")).to_have_text(words("You have answered already, thank you"))


def test_the_results_are_read_once_it_has_closed(new_page, check, check_staff, asked: Round) -> None:
    desk = enter(new_page(1280), "segreteria")
    desk.goto(f"/admin/courses/round/inspect/{asked.pk}/")
    expect(desk.locator("main")).to_contain_text(words("open until %(day)s", day=""))
    expect(desk.locator("main")).not_to_contain_text("/ 6")
    expect(desk.locator("main canvas")).to_have_count(0)

    link(desk, "Close the questionnaire").click()
    desk.locator("main form.reports-form button[type=submit]").click()
    desk.wait_for_url(re.compile("/inspect/"))

    expect(desk.locator("main")).to_contain_text("5 / 6")
    expect(desk.locator("main canvas").first).to_be_visible()
    expect(desk.locator("main figure table").first).to_contain_text("5")
    check_staff(desk, "staff-survey-results")
    with desk.expect_download() as kept:
        desk.locator("main figure button").nth(1).click()
    assert kept.value.suggested_filename.endswith(".png")
    with desk.expect_download() as drawn:
        desk.locator("main figure button").first.click()
    assert drawn.value.suggested_filename.endswith(".svg")
    drawing = ElementTree.parse(drawn.value.path()).getroot()
    title = desk.locator("main figure figcaption").first.inner_text()
    assert [one.text for one in drawing.iter("{http://www.w3.org/2000/svg}title")] == [title]
    assert title in {one.text for one in drawing.iter("{http://www.w3.org/2000/svg}text")}

    desk.goto(f"/admin/courses/questionnaire/{asked.questionnaire_id}/change/")
    questions = desk.locator("main fieldset").count()
    button(desk, "Add a question, and put them in order").click()
    expect(desk.locator("main fieldset")).to_have_count(questions)
    check_staff(desk, "staff-survey-questions")

    # as the teacher of the day sees it, on a telephone
    telephone = enter(new_page(320), "segreteria")
    telephone.goto(f"/questionari/giornate/{asked.event_id}/")
    expect(telephone.locator("main canvas").first).to_be_visible()
    check(telephone, "survey-results")
