"""The end of the course: the last required activity completes it, and completed it stays."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from courses.catalogue.models import ActivityMixin, LessonPage, ModulePage
from courses.catalogue.queries import outline_of
from courses.enrolment.models import Enrolment, State
from courses.progress.actions import complete, mark_as_read, record_credit
from courses.progress.models import Completion
from courses.progress.queries import completed_keys
from home.queries import main_course
from tests.browser.steps import COURSE, DESK, LATER_LESSON, button, email_of, enter, has_focus, progress_of, words

NEW_LESSON = "una-lezione-arrivata-dopo"


@pytest.fixture
def nearly_done() -> str:
    """The participant was at a training day and has read all that the course asks for but one text; its address."""
    enrolment = Enrolment.objects.get(participant__email=email_of("partecipante"))
    outline = outline_of(main_course())
    done = completed_keys(enrolment.participant, enrolment.course_key)
    missing = [one for one in outline.activities if one.required and one.key not in done]
    texts = [one for one in missing if one.completed_by == ActivityMixin.CompletedBy.READER]
    for activity in texts[:-1]:
        mark_as_read(enrolment=enrolment, activity=activity, outline=outline)
    for day in set(missing) - set(texts):
        who, course = enrolment.participant, enrolment.course_key
        hours = {"title": day.page.title, "minutes": 360, "of_minutes": 360, "credited_on": date(2026, 10, 1)}
        record_credit(participant=who, course_key=course, activity_key=day.key, source="a day", author=None, **hours)
        complete(participant=who, activity=day, method=Completion.Method.SYSTEM)
    return texts[-1].page.url


def publish_another_lesson() -> None:
    """A required lesson more."""
    module = ModulePage.objects.get(slug="casi-studio-simulazioni")
    lesson = LessonPage(
        title="Una lezione arrivata dopo",
        slug=NEW_LESSON,
        summary="Si aggiunge al percorso.",
        body=[("paragraph", "<p>Testo della lezione.</p>")],
    )
    module.add_child(instance=lesson)
    lesson.save_revision().publish()


def state() -> str:
    """The state of the participant's enrolment."""
    return Enrolment.objects.get(participant__email=email_of("partecipante")).state


def test_the_last_activity_completes_the_course_and_completed_it_stays(page: Page, check, nearly_done: str) -> None:
    enter(page, "partecipante").goto(nearly_done)
    assert 0 < progress_of(page) < 100
    assert state() == State.ACTIVE

    button(page, "Mark as read").press("Enter")

    expect(page.locator("#courses-said")).to_contain_text(words("You have completed the course."))
    has_focus(page.locator("#courses-mark"))  # the button is gone: completed is completed
    expect(page.locator("#courses-mark button")).to_have_count(0)
    assert progress_of(page) == 100
    assert state() == State.COMPLETED
    check(page, "course-just-completed")

    publish_another_lesson()

    page.goto(DESK)
    assert progress_of(page) == 100
    check(page, "desk-completed")
    page.goto(COURSE)
    expect(page.locator("main .courses-outline")).to_contain_text("Una lezione arrivata dopo")
    assert progress_of(page) == 100
    page.locator("main .courses-outline a", has_text="Una lezione arrivata dopo").click()
    button(page, "Mark as read").click()  # it may be read all the same
    expect(page.locator("#courses-said")).to_contain_text(words("Marked as read."))
    assert state() == State.COMPLETED


def test_a_new_lesson_shows_up_for_those_under_way(page: Page) -> None:
    enter(page, "partecipante").goto(COURSE)
    before = page.locator("#courses-progress").inner_text()
    required = outline_of(main_course()).required_keys

    publish_another_lesson()

    page.reload()
    after = page.locator("#courses-progress").inner_text()
    assert str(len(required)) in before and str(len(required) + 1) in after


def test_a_lesson_taken_off_line_leaves_what_was_read(page: Page) -> None:
    enter(page, "docente").goto(DESK)
    assert progress_of(page) == 100
    LessonPage.objects.get(slug="gestire-insieme").unpublish()

    assert page.goto(LATER_LESSON).status == 404
    page.goto(DESK)

    assert progress_of(page) == 100
