"""The pages of an attempt: one's own alone, nothing lost, nothing believed that the browser says."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.catalogue.models import Activity, LessonPage
from courses.enrolment.actions import change_state
from courses.enrolment.models import State
from courses.progress.actions import complete
from courses.progress.models import Completion
from courses.quizzes.actions import hand_in, save_answer
from courses.quizzes.models import Answer, Attempt, QuizPage
from courses.quizzes.views.attempt import SAVED_BY_ITSELF
from tests.factories.people import make_municipal_body, make_official, make_user
from tests.factories.quizzes import answer_all, make_attempt, make_quiz, question, right_answer, single
from tests.factories.simulations import make_play, make_steps


@pytest.fixture
def client(enrolment) -> Client:
    """The official's browser."""
    browser = Client()
    browser.force_login(enrolment.participant.user)
    return browser


def start(browser: Client, page: QuizPage):
    return browser.post(reverse("courses:quiz_start", args=[page.translation_key]))


def place(attempt: Attempt, number: int = 1) -> str:
    return reverse("courses:quiz_question", args=[attempt.pk, number])


def review(attempt: Attempt) -> str:
    return reverse("courses:quiz_review", args=[attempt.pk])


def result(attempt: Attempt) -> str:
    return reverse("courses:quiz_result", args=[attempt.pk])


def test_an_official_begins_answers_and_hands_in(client, whole_quiz) -> None:
    page = client.get(whole_quiz.url)
    assert "8 domande" in page.content.decode()

    begun = start(client, whole_quiz)
    attempt = Attempt.objects.get()
    assert begun.url == place(attempt) + "#question"
    for number, asked in enumerate(attempt.questions, start=1):
        assert client.get(place(attempt, number)).status_code == 200
        given = right_answer(asked)
        if asked["kind"] in ("matching", "ordering"):
            sent = {f"answer-{part}": value for part, value in given.items()}
        else:
            sent = {"answer": given}
        onwards = client.post(place(attempt, number), sent | {"go": "next"})
        assert onwards.url == (review(attempt) if number == 8 else place(attempt, number + 1) + "#question")
    assert "risposto a tutte" in client.get(review(attempt)).content.decode()

    assert client.post(review(attempt)).url == result(attempt)

    said = client.get(result(attempt)).content.decode()
    assert "hai superato" in said and "100\u00a0%" in said
    assert "superato" in client.get(whole_quiz.url).content.decode()


def test_beginning_twice_goes_on_with_the_first_question_without_an_answer(client, whole_quiz) -> None:
    start(client, whole_quiz)
    attempt = Attempt.objects.get()
    save_answer(attempt=attempt, question=attempt.questions[0]["id"], given=right_answer(attempt.questions[0]))

    again = start(client, whole_quiz)

    assert (Attempt.objects.count(), again.url) == (1, place(attempt, 2) + "#question")


CHOSEN, SELECTS, TYPED = (1, 2, 3), (4, 5), (6, 7, 8)  # the places of the kinds of question


@pytest.mark.parametrize(
    ("number", "sent"),
    [
        *((number, {"answer": "altro"}) for number in CHOSEN),
        *((number, {"answer": ["a", "b"]}) for number in (*CHOSEN, *TYPED)),
        *((number, {"answer": "uno\0due"}) for number in (*CHOSEN, *TYPED)),
        *((number, sent) for number in SELECTS for sent in ({"answer": "1"}, {"answer-x": "1"})),
        *((5, {"{first}": place}) for place in ("0", "4", "-1", "1.0", "²", "9" * 400)),
        *((4, {"{first}": option}) for option in ("altro", ["a", "b"])),
    ],
)
def test_what_is_malformed_is_a_400_and_changes_nothing(client, enrolment, whole_quiz, number, sent) -> None:
    attempt = make_attempt(enrolment, whole_quiz)
    asked = attempt.questions[number - 1]
    save_answer(attempt=attempt, question=asked["id"], given=right_answer(asked))
    first = asked.get("stems", asked.get("items", [{"id": ""}]))[0]["id"]

    answer = client.post(place(attempt, number), {name.format(first=f"answer-{first}"): sent[name] for name in sent})

    assert (answer.status_code, Answer.objects.get().given) == (400, right_answer(asked))
    assert "nulla è cambiato" in answer.content.decode()


@pytest.mark.parametrize("path", ["999/1/", "{pk}/0/", "{pk}/9/"])
def test_there_is_no_other_question(client, enrolment, quiz, path) -> None:
    attempt = make_attempt(enrolment, quiz)

    assert client.get("/quiz/tentativi/" + path.format(pk=attempt.pk)).status_code == 404


def test_an_attempt_is_its_persons_own(enrolment, quiz, course) -> None:
    attempt = make_attempt(enrolment, quiz)
    other = Client()
    other.force_login(make_official(make_municipal_body()).user)

    for address in (place(attempt), review(attempt), result(attempt)):
        assert other.get(address).status_code == 404
        assert other.post(address, {"answer": "x"}).status_code in (404, 405)
        assert Client().get(address).status_code == 302
    assert Attempt.objects.get().is_open


def test_who_is_not_enrolled_begins_nothing(quiz) -> None:
    other = Client()
    other.force_login(make_official(make_municipal_body()).user)

    assert start(other, quiz).url == quiz.url
    assert "login" in start(Client(), quiz).url or "accedi" in start(Client(), quiz).url
    assert not Attempt.objects.exists()


def test_who_is_suspended_does_not_go_on(client, enrolment, quiz) -> None:
    attempt = make_attempt(enrolment, quiz)
    change_state(enrolment=enrolment, state=State.SUSPENDED, reason="Prova", author=make_user())

    answer = client.post(place(attempt), {"answer": right_answer(attempt.questions[0])})

    assert (answer.url, Answer.objects.count()) == (quiz.url, 0)


def test_the_pages_script_saves_without_leaving(client, enrolment, quiz) -> None:
    attempt, quietly = make_attempt(enrolment, quiz), {SAVED_BY_ITSELF: "1"}
    given = right_answer(attempt.questions[0])

    assert client.post(place(attempt), {"answer": given}, headers=quietly).status_code == 204
    assert Answer.objects.get().given == given
    assert client.post(place(attempt), {"answer": "x"}, headers=quietly).status_code == 400
    hand_in(attempt=attempt, author=None)
    assert client.post(place(attempt), {"answer": given}, headers=quietly).status_code == 302  # to the result


def test_a_slip_of_the_pen_is_told_and_what_was_typed_stays(client, enrolment, module) -> None:
    quiz = make_quiz(module, questions=[question("numeric", value="5000", tolerance="0", unit="")])
    attempt = make_attempt(enrolment, quiz)

    page = client.post(place(attempt), {"answer": "cinquemila"}).content.decode()

    assert 'value="cinquemila"' in page and "in cifre" in page and 'aria-invalid="true"' in page
    assert not Answer.objects.exists()
    assert client.post(place(attempt), {"answer": "x" * 50}).status_code == 200


def test_each_answer_is_checked_for_good_where_the_quiz_says_so(client, enrolment, module) -> None:
    quiz = make_quiz(module, questions=[single(), single("Altra")], show_answers="each")
    attempt = make_attempt(enrolment, quiz)
    wrong = attempt.questions[0]["options"][1]["id"]

    assert "Prima rispondi" in client.post(place(attempt), {"go": "check"}).content.decode()
    checked = client.post(place(attempt), {"answer": wrong, "go": "check"}, follow=True).content.decode()

    assert "Non è giusta" in checked and "Hai scelto Lo Stato." in checked and "I Comuni" in checked
    client.post(place(attempt), {"answer": right_answer(attempt.questions[0])})
    assert Answer.objects.get().given == wrong


@pytest.mark.parametrize(("show", "shown"), [("end", True), ("passed", False), ("never", False)])
def test_what_was_right_is_shown_when_the_quiz_says(client, enrolment, module, show, shown) -> None:
    quiz = make_quiz(module, show_answers=show)
    attempt = make_attempt(enrolment, quiz)
    closed = answer_all(attempt, single=attempt.questions[0]["options"][1]["id"])

    page = client.get(result(closed)).content.decode()

    assert "Lo Stato" in page
    assert ("I Comuni" in page, "legge 328" in page, "Non è giusta" in page) == (shown, shown, shown)


def test_time_that_is_up_leads_to_the_result_with_what_was_saved(client, enrolment, module) -> None:
    quiz = make_quiz(module, time_limit=10)
    attempt = make_attempt(enrolment, quiz, timezone.now() - timedelta(minutes=5))
    given = right_answer(attempt.questions[0])
    client.post(place(attempt), {"answer": given})
    Attempt.objects.update(deadline=timezone.now() - timedelta(minutes=1))

    late = client.post(place(attempt), {"answer": ""})

    assert late.url == result(attempt)
    assert (Attempt.objects.get().closing, Answer.objects.get().given) == ("time", given)
    assert client.get(review(attempt)).url == result(attempt)


def test_the_limit_is_taken_away_by_who_needs_it(client, enrolment, module) -> None:
    free = make_attempt(enrolment, make_quiz(module, "libero", time_limit=10))
    firm = make_attempt(enrolment, make_quiz(module, "fermo", time_limit=10, is_limit_firm=True))

    for attempt in (free, firm):
        client.post(reverse("courses:quiz_without_limit", args=[attempt.pk]))

    assert [one.deadline is None for one in (Attempt.objects.get(pk=free.pk), Attempt.objects.get(pk=firm.pk))] == [
        True,
        False,
    ]
    assert "togli il limite" not in client.get(place(firm)).content.decode()


def test_pages_cost_the_same_for_few_questions_and_for_many(
    client, enrolment, module, django_assert_num_queries
) -> None:
    for size in (1, 9):
        quiz = make_quiz(module, f"q{size}", [single(f"Domanda {number}") for number in range(size)])
        client.get(quiz.url)
        with django_assert_num_queries(13):
            client.get(quiz.url)
        attempt = make_attempt(enrolment, quiz)
        with django_assert_num_queries(6):
            client.get(place(attempt))
        with django_assert_num_queries(6):
            client.get(review(attempt))
        given = {"answer": right_answer(attempt.questions[0])}
        with django_assert_num_queries(8):
            client.post(place(attempt), given)
        answer_all(attempt)
        with django_assert_num_queries(10):
            client.get(result(attempt))


@pytest.mark.parametrize("mode", ["paper", "answers", ""])
def test_a_preview_shows_the_questions_and_records_nothing(rf, whole_quiz, mode) -> None:
    request = rf.get("/")
    request.user = make_user(superuser=True)

    page = whole_quiz.make_preview_request(request, mode).render().content.decode()

    assert ("Chi programma" in page) == bool(mode)
    assert ("legge 328" in page) == (mode == "answers")
    assert not Attempt.objects.exists()


def test_the_module_says_of_each_activity_what_one_did_with_it(client, enrolment, module, quiz, simulation) -> None:
    lesson = module.get_children().type(LessonPage).first()
    read = Activity.objects.get(page=lesson)
    complete(participant=enrolment.participant, activity=read, method=Completion.Method.READER, author=None)
    answer_all(make_attempt(enrolment, quiz))
    make_steps(make_play(enrolment, simulation), "ask", "share")

    shown = client.get(module.url).content.decode()

    assert re.findall(r'badge bg-success">([^<]+)<', shown) == ["Letto", "Superato", "Conclusa"]
