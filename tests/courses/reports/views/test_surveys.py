"""The secretariat writes questionnaires, asks them, and reads the results once they are closed."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.audit.models import Entry
from courses.groups import EDITORS
from courses.reports.surveys import pool_of
from courses.surveys.actions import Draft, close_round
from courses.surveys.models import Questionnaire, Round
from tests.factories.agenda import make_day_page, make_teacher
from tests.factories.people import make_user
from tests.factories.surveys import answer_all, make_closed, make_held, make_questionnaire, make_round

pytestmark = pytest.mark.django_db
Kind = Questionnaire.Kind


def row(number: int, text: str, **over: object) -> dict[str, object]:
    values = {"place": number + 1, "text": text, "kind": "scale", "options": "", "required": "on"} | over
    return {f"q-{number}-{name}": value for name, value in values.items() if value is not None}


def sheet(*rows: dict[str, object], **over: object) -> dict[str, object]:
    management = {"q-TOTAL_FORMS": len(rows), "q-INITIAL_FORMS": 0}
    values = {"title": "Gradimento", "kind": Kind.SATISFACTION, "intro": "", "course": "", "seen": ""}
    return {name: value for one in (management, values, *rows, over) for name, value in one.items()}


def page_of(what: object) -> str:
    return reverse(f"courses_{what._meta.model_name}_modeladmin_inspect", args=[what.pk])


def test_a_questionnaire_is_written_in_the_order_of_the_places(desk: Client) -> None:
    rows = [
        row(0, "Seconda", place=2),
        row(1, "Prima", place=1, kind="choice", options="Sì\r\n\r\nNo "),
        row(2, "Via", remove="on"),
        row(3, ""),
    ]

    response = desk.post(reverse("courses_questionnaire_create"), sheet(*rows, for_days="on"))

    made = Questionnaire.objects.get()
    assert response.url == page_of(made)
    assert [(one.place, one.text, one.options) for one in made.questions.all()] == [
        (1, "Prima", ["Sì", "No"]),
        (2, "Seconda", []),
    ]
    assert (made.for_days, made.for_webinars, made.course_key) == (True, False, None)


def test_add_a_question_saves_nothing_and_loses_nothing(desk: Client) -> None:
    sent = sheet(row(0, "Seconda", place=9), row(1, "Prima", kind="choice", options="Una"), more="1", title="")

    response = desk.post(reverse("courses_questionnaire_create"), sent)

    questions = response.context["questions"]
    assert [(one["place"].value(), one["text"].value()) for one in questions] == [
        (1, "Prima"),
        (2, "Seconda"),
        (None, None),
    ]
    assert questions[0]["options"].value() == "Una"
    assert not response.context["form"].errors
    assert not Questionnaire.objects.exists()


def test_a_choice_without_answers_is_refused_beside_its_field(desk: Client) -> None:
    response = desk.post(
        reverse("courses_questionnaire_create"), sheet(row(0, "Quale?", kind="several", options="Una"))
    )

    assert list(response.context["questions"][0].errors) == ["options"]
    assert 'href="#id_q-0-options"' in response.content.decode()


@pytest.mark.parametrize(
    "over",
    [
        {"q-TOTAL_FORMS": "x"},
        {"q-TOTAL_FORMS": "9" * 30},
        {"q-0-place": "x" * 5000},
        {"q-0-text": "\x00"},
        {"course": "x"},
        {"q-0-series": "x", "more": "1"},
        {"q-0-topic": "x"},
        {"q-0-place": "9" * 5000, "more": "1"},
    ],
)
def test_absurd_forms_are_refused_in_words(desk: Client, over: dict[str, object]) -> None:
    response = desk.post(reverse("courses_questionnaire_create"), sheet(row(0, "Era chiaro?")) | over)

    assert response.status_code == 200
    assert not Questionnaire.objects.exists()


def test_a_questionnaire_that_was_asked_is_followed_by_a_version(desk: Client) -> None:
    asked = make_round(people=1)
    old, address = asked.questionnaire, reverse("courses_questionnaire_change", args=[asked.questionnaire_id])
    form = desk.get(address).context["form"]
    first = old.questions.first()
    sent = sheet(row(0, first.text, series=str(first.series)), seen=form["seen"].value(), title="Nuovo titolo")

    response = desk.post(address, sent)
    stale = desk.get(address)

    new = Questionnaire.objects.get(version=2)
    assert response.url == stale.url == page_of(new)
    assert (new.title, new.family, new.questions.get().series) == ("Nuovo titolo", old.family, first.series)
    assert old.questions.count() == 6


def test_a_questionnaire_is_asked_about_an_event_of_the_past(desk: Client) -> None:
    questionnaire, event = make_questionnaire(), make_held(1)
    address = reverse("courses_questionnaire_ask", args=[questionnaire.pk])
    day = timezone.localdate() + timedelta(days=3)

    wrong = desk.post(address, {"about": "event:999", "closes_on": "2020-01-01", "seen": ""})
    response = desk.post(address, {"about": f"event:{event.pk}", "closes_on": day.isoformat(), "seen": ""})

    asked = Round.objects.get()
    assert list(wrong.context["form"].errors) == ["about", "closes_on"]
    assert response.url == page_of(asked)
    assert (asked.event, timezone.localdate(asked.closes_at)) == (event, day)


def test_results_stand_on_the_page_once_closed_and_not_before(desk: Client) -> None:
    asked = make_round(make_held(10))
    answer_all(asked, *"1234512345", text="Più tempo")
    live = desk.get(page_of(asked))

    response = desk.post(reverse("courses_round_close", args=[asked.pk]), {"seen": ""})
    closed = desk.get(page_of(asked))

    assert (live.context["charts"], live.context["texts"], "Più tempo" in live.content.decode()) == ([], [], False)
    assert response.url == page_of(asked)
    assert [chart.kind for chart in closed.context["charts"]] == ["stacked", "column", "bar", "bar"]
    assert closed.context["charts"][0].rows == [("Era chiaro?", [2, 2, 2, 2, 2, 0])]
    assert "Più tempo" in closed.content.decode()


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_results_are_taken_away_without_formulas_and_it_is_written_down(desk: Client, file_format: str) -> None:
    asked = make_closed(*"4" * 10, text="=1+1")
    Entry.objects.all().delete()

    single = desk.get(reverse("courses_round_file", args=[asked.pk, file_format]))
    whole = desk.get(reverse("courses_questionnaire_file", args=[asked.questionnaire_id, file_format]))

    content = [b"".join(one.streaming_content) for one in (single, whole)]
    if file_format == "csv":
        assert [text.decode().count('"\'=1+1"') for text in content] == [10, 10]
    assert sorted(Entry.objects.values_list("action", flat=True)) == ["questionnaire.export", "round.export"]


def test_of_an_open_round_there_is_no_file_and_editors_have_none(desk: Client, client: Client) -> None:
    asked = make_round(people=1)
    address = reverse("courses_round_file", args=[asked.pk, "csv"])
    client.force_login(make_user(groups=(EDITORS,)))

    assert (desk.get(address).status_code, client.get(address).status_code) == (404, 403)
    assert client.get(page_of(asked)).status_code == 403


def test_all_rounds_together_show_topics_teachers_time_and_before_beside_after(desk: Client) -> None:
    page = make_day_page()
    module = page.get_parent()
    topic = [Draft("Quanto conosci il tema?", "scale", topic_key=module.translation_key)]
    before = make_questionnaire(topic)
    after = make_questionnaire(topic, kind=Kind.AFTER)
    satisfaction = make_questionnaire()
    teacher = make_teacher()
    for marks, questionnaire in (("22222", before), ("44444", after), ("33333", satisfaction)):
        make_closed(*marks, event=make_held(5, page=page, teachers=[teacher]), questionnaire=questionnaire)

    # asked like the others, so that nobody has to be booked
    Questionnaire.objects.filter(pk=before.pk).update(kind=Kind.BEFORE)
    pool, growth = pool_of(satisfaction, "none"), pool_of(after, "")

    assert [chart.key for chart in pool["compared"]] == ["teachers"]
    assert pool["compared"][0].rows == [("Spiega bene?", [3.0])]
    assert pool["over_time"].series[0].values == [9.0]  # of 0 to 10, the last that all are asked
    assert growth["compared"][0].rows == [(module.title, [2.0, 4.0])]
    assert desk.get(page_of(satisfaction)).status_code == 200


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_list_of_rounds_costs_the_same_for_one_and_three(
    desk: Client, rounds: int, django_assert_num_queries
) -> None:
    for _number in range(rounds):
        make_round(people=1)
    address = reverse("courses_round_modeladmin_index")
    desk.get(address)

    with django_assert_num_queries(13):
        response = desk.get(address)

    assert len(response.context["rows"]) == rounds


def test_the_list_says_how_often_each_questionnaire_was_asked_and_of_how_many_questions(desk: Client) -> None:
    questionnaire = make_questionnaire()
    for _number in range(2):
        make_round(make_held(1), questionnaire)

    response = desk.get(reverse("courses_questionnaire_modeladmin_index"))

    assert response.context["rows"][0].cells[-1] == "2"
    assert response.context["rows"][0].cells[2] == "6"


def test_before_the_closing_no_screen_and_no_file_says_how_many_have_answered(desk: Client) -> None:
    """The answers of one more person change nothing that anybody can look at."""
    asked = make_round(people=6)
    before = screens_of(asked, desk)

    answer_all(asked, "4", "5")

    until = f"{timezone.localtime(asked.closes_at):%d/%m/%Y}"
    assert screens_of(asked, desk) == before
    assert [f"perto fino al {until}" in text for text in before[:3]] == [True] * 3
    assert until in before[3]


def test_after_the_closing_they_are_counted(desk: Client) -> None:
    asked = make_round(people=6)
    answer_all(asked, "4", "5")
    close_round(asked=asked, author=None)

    text = desk.get(reverse("courses_round_modeladmin_index")).content.decode()
    assert "2 / 6 (33" in text


def screens_of(asked: Round, desk: Client) -> list[str]:
    """The page, the list, the export and the screen that closes it, without the token that changes at every look."""
    index = reverse("courses_round_modeladmin_index")
    addresses = [page_of(asked), index, f"{index}?export=csv", reverse("courses_round_close", args=[asked.pk])]
    answers = [desk.get(address) for address in addresses]
    texts = [b"".join(one.streaming_content) if one.streaming else one.content for one in answers]
    return [re.sub(r"[A-Za-z0-9]{64}", "", text.decode()) for text in texts]
