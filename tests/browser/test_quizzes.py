"""An official takes a quiz: on a telephone, in two tabs, with a network that fails, by keyboard and without scripts."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from courses.people.models import Participant
from courses.quizzes.models import Answer, Attempt, QuizPage
from tests.browser.steps import FIRST_MODULE, button, email_of, enter, has_focus, link, words
from tests.browser.watching import WATCHES, shoot
from tests.factories.quizzes import answer_all, make_attempt, right_answer

QUIZ = f"{FIRST_MODULE}quiz-servizi-pubblici/"


def begin(page: Page) -> Attempt:
    """From the page of the quiz to its first question without an answer."""
    page.goto(QUIZ)
    page.locator(".quiz-box button").click()
    page.wait_for_url(re.compile(r"/quiz/tentativi/\d+/\d+/"))
    return Attempt.objects.get(pk=int(re.search(r"tentativi/(\d+)/", page.url)[1]))


def go(page: Page, attempt: Attempt, number: int) -> dict:
    """Straight to one question."""
    page.goto(f"/quiz/tentativi/{attempt.pk}/{number}/")
    return attempt.questions[number - 1]


def choose(page: Page, asked: dict) -> None:
    """Give the right answer by the page's own controls."""
    given = right_answer(asked)
    if asked["kind"] in ("matching", "ordering"):
        for part, value in given.items():
            page.locator(f"[name='answer-{part}']").select_option(str(value))
    elif asked["kind"] in ("numeric", "short", "open"):
        page.locator("[name=answer]").fill(given.replace(".", ","))
    else:
        for option in given if isinstance(given, list) else [given]:
            page.locator(f"[name=answer][value='{option}']").check()


def drag(page: Page, what: Locator, onto: Locator) -> None:
    """Press, pull to the lower half, let go."""
    start, end = what.bounding_box(), onto.bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + 20, end["y"] + end["height"] * 0.8, steps=4)
    page.mouse.up()


def test_an_official_takes_the_quiz_on_a_telephone(new_page, check_both, check) -> None:
    telephone = enter(new_page(360), "partecipante")
    telephone.goto(QUIZ)
    check_both(telephone, "quiz")
    attempt = begin(telephone)
    has_focus(telephone.locator("#question"))
    shown = set()
    for number, asked in enumerate(attempt.questions, start=1):
        expect(telephone.locator("h1")).to_have_text(words("Question %(number)s of %(all)s", number=number, all=10))
        if asked["kind"] not in shown:
            check_both(telephone, f"quiz-{asked['kind']}")
            shown.add(asked["kind"])
        if asked["kind"] == "numeric":
            telephone.locator("[name=answer]").fill("otto")
            button(telephone, "Save and go on").click()
            has_focus(telephone.locator("[data-error-summary]"))
            check(telephone, "quiz-mistake")
        if number != 2:
            choose(telephone, asked)
        telephone.locator("main form button[value=next]").click()
        telephone.wait_for_url(re.compile(rf"/{number + 1}/" if number < 10 else r"/tentativi/\d+/$"))
    check_both(telephone, "quiz-review")
    expect(telephone.locator("main")).to_contain_text(words("without an answer"))

    button(telephone, "Hand in").click()

    expect(telephone.locator("h1")).to_have_text(words("Well done: you have passed"))
    check_both(telephone, "quiz-result")
    telephone.locator(".quiz-outcome a").first.click()
    expect(telephone.locator("h1")).to_contain_text("Chi programma i servizi")
    telephone.goto(QUIZ)
    check_both(telephone, "quiz-passed")
    expect(telephone.locator(".quiz-attempts")).to_contain_text("90\u00a0%")


def test_two_tabs_begin_one_attempt_and_lose_nothing(new_page) -> None:
    first = enter(new_page(1280), "partecipante")
    second = enter(new_page(1280), "partecipante")
    second.goto(QUIZ)
    attempt = begin(first)
    second.locator(".quiz-box button").click()
    second.wait_for_url(re.compile(rf"/tentativi/{attempt.pk}/1/"))

    choose(first, go(first, attempt, 1))
    choose(second, go(second, attempt, 2))
    expect(first.locator("[data-quiz-said]")).to_have_text(words("Answer saved."))
    expect(second.locator("[data-quiz-said]")).to_have_text(words("Answer saved."))

    assert (Attempt.objects.count(), Answer.objects.count()) == (1, 2)
    first.goto(f"/quiz/tentativi/{attempt.pk}/")
    button(first, "Hand in").click()
    expect(first.locator("h1")).to_have_text(words("Not passed yet"))
    button(second, "Save and go on").click()  # the other tab learns that it is handed in
    second.wait_for_url(re.compile("/esito/"))


def test_a_connection_that_fails_loses_no_answer(new_page) -> None:
    telephone = enter(new_page(360, alone=True), "partecipante")
    attempt = begin(telephone)
    WATCHES[telephone].forgive("ERR_INTERNET_DISCONNECTED")

    telephone.context.set_offline(True)
    choose(telephone, attempt.questions[0])
    said = telephone.locator("[data-quiz-said]")
    expect(said).to_have_text(said.get_attribute("data-waiting"))
    assert not Answer.objects.exists()
    telephone.context.set_offline(False)
    expect(said).to_have_text(words("Answer saved."))

    telephone.close()
    again = enter(new_page(1280), "partecipante")
    begin(again)
    expect(again.locator("h1")).to_have_text(words("Question %(number)s of %(all)s", number=2, all=10))
    go(again, attempt, 1)
    expect(again.locator(f"[value='{right_answer(attempt.questions[0])}']")).to_be_checked()


def test_without_scripts_and_by_keyboard_alone(new_page) -> None:
    page = enter(new_page(360, scripts=False), "partecipante")
    attempt = begin(page)
    places = [number for number, one in enumerate(attempt.questions, start=1) if one["kind"] in ("single", "ordering")]

    for number in places[:1] + places[-1:]:
        asked = go(page, attempt, number)
        page.locator("main [name^=answer]").first.focus()
        if asked["kind"] == "single":
            page.keyboard.press("Space")
        else:
            page.keyboard.press("ArrowDown")
        button(page, "Save and go on" if number < 10 else "Save and go to the end").focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")

    assert Answer.objects.filter(given__isnull=False).count() == len({places[0], places[-1]})


def test_what_is_dragged_fills_the_lists_in_and_they_stay_in_step(new_page) -> None:
    page = enter(new_page(1280, height=1200), "partecipante")
    attempt = begin(page)
    kinds = [one["kind"] for one in attempt.questions]

    order = go(page, attempt, kinds.index("ordering") + 1)
    rows = page.locator(".quiz-select")
    names = rows.locator("label").all_inner_texts()
    drag(page, rows.nth(0).locator(".quiz-handle"), rows.nth(2))
    expect(page.locator("[data-quiz-said]")).to_have_text(words("Answer saved."))
    assert rows.locator("label").all_inner_texts() == [names[1], names[2], names[0], names[3]]
    items = [one["id"] for one in order["items"]]
    assert Answer.objects.get().given == {items[1]: 1, items[2]: 2, items[0]: 3, items[3]: 4}
    for item, place in right_answer(order).items():
        page.locator(f"[name='answer-{item}']").focus()
        page.locator(f"[name='answer-{item}']").select_option(str(place))
    button(page, "Save and go on").focus()  # rows follow the lists once nobody is in them
    right = {one["id"]: one["text"] for one in order["items"]}
    expect(rows.locator("label")).to_have_text([right[one] for one in order["answer"]])

    match = go(page, attempt, kinds.index("matching") + 1)
    stem, chosen = match["stems"][1]["id"], match["options"][2]
    drag(page, page.locator(".quiz-chips li").nth(2), page.locator(".quiz-select").nth(1))
    expect(page.locator(f"[name='answer-{stem}']")).to_have_value(chosen["id"])
    expect(page.locator("[data-quiz-said]")).to_have_text(words("Answer saved."))
    assert Answer.objects.get(question=match["id"]).given == {stem: chosen["id"]}


def test_time_is_told_and_may_be_taken_away_and_each_answer_checked(new_page, check_both) -> None:
    quiz = QuizPage.objects.get(slug="quiz-servizi-pubblici")
    quiz.time_limit, quiz.show_answers = 10, QuizPage.Show.EACH
    quiz.save_revision().publish()
    page = enter(new_page(360), "partecipante")
    page.goto(QUIZ)
    attempt = begin(page)
    Attempt.objects.filter(pk=attempt.pk).update(deadline=timezone.now() + timedelta(minutes=5, seconds=2))
    page.reload()
    check_both(page, "quiz-time")
    expect(page.locator("[data-quiz-warn]")).to_contain_text("5")  # read aloud when five minutes are left

    page.locator("[name=answer]").last.check()
    button(page, "Check the answer").click()
    expect(page.locator(".quiz-verdict")).to_be_visible()
    check_both(page, "quiz-checked")
    button(page, "I need more time: take the limit away").click()

    expect(page.locator(".quiz-time")).to_have_count(0)
    expect(page.locator("#messages")).to_contain_text(words("There is no time limit any more: take the time you need."))


@pytest.mark.parametrize("who", ["redazione", "segreteria"])
def test_editors_and_the_secretariat_see_how_questions_go(new_page, check_staff_both, who) -> None:
    quiz = QuizPage.objects.get(slug="quiz-servizi-pubblici")
    people = Participant.objects.filter(enrolments__course_key__isnull=False, enrolments__state="active").distinct()
    for person in people[:6]:
        answer_all(make_attempt(person.enrolments.first(), quiz))
    desk = enter(new_page(1280), who)
    desk.goto("/admin/quiz/")
    check_staff_both(desk, f"staff-quizzes-{who}")
    link(desk, quiz.title).click()
    check_staff_both(desk, f"staff-quiz-{who}")
    with desk.expect_download() as file:
        desk.locator("main .reports-buttons a").last.click()
    assert file.value.suggested_filename.endswith(".xlsx")
    if who == "segreteria":
        person = Participant.objects.get(user__email=email_of("partecipante"))
        desk.goto(f"/admin/courses/participant/{person.pk}/time/")
        check_staff_both(desk, "staff-quiz-time")
    else:
        desk.goto(f"/admin/pages/{quiz.pk}/edit/")
        expect(desk.locator("[data-streamfield-child]").first).to_be_visible()
        shoot(desk, "staff-quiz-edit")
        desk.goto("/admin/snippets/courses/bankquestion/add/")
        expect(desk.locator("#id_title")).to_be_visible()
        shoot(desk, "staff-bank-add")
