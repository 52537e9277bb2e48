"""Answering behind a link, the way from the room, a teacher's results."""

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from courses.groups import EDITORS, SECRETARIAT
from courses.surveys.actions import close_round, create_default_questionnaires
from courses.surveys.models import Invited, Question, Questionnaire, Tally
from tests.factories.agenda import make_day_page, make_teacher
from tests.factories.people import make_user
from tests.factories.surveys import answer_all, given_by, make_closed, make_held, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_came_often() -> None:
    cache.clear()


@pytest.fixture
def invited(db) -> Invited:
    """One of three people present, at an event with a teacher."""
    asked = make_round(make_held(3, teachers=[make_teacher()]))
    return asked.people.select_related("round", "participant").first()


def address(invited: Invited) -> str:
    return reverse("courses:survey", args=[invited.pk])


def filled(invited: Invited, text: str = "Più esempi") -> dict[str, object]:
    return {
        f"q{one.question_id}" + (f"t{one.teacher_id}" if one.teacher_id else ""): one.text or one.values[0]
        for one in given_by(invited.round, "4", text)
    }


def test_a_personal_link_answers_without_signing_in_and_once(client: Client, invited: Invited) -> None:
    page = client.get(address(invited))
    assert page.status_code == 200
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("no-store, private", "same-origin")
    assert not Invited.objects.filter(has_answered=True).exists()

    first = client.post(address(invited), filled(invited), follow=True)
    again = client.post(address(invited), filled(invited))

    assert first.redirect_chain == [(reverse("courses:survey_thanks"), 302)]
    assert first.context["again"] is False
    assert again.context["again"] is True
    assert Tally.objects.filter(value="4", count=1).count() == 2
    assert client.get(address(invited)).context["again"] is True


def test_what_was_typed_stays_beside_what_is_missing(client: Client, invited: Invited) -> None:
    sent = filled(invited, "Non lo perdo")
    missing = next(name for name in sent if "t" in name)
    del sent[missing]

    response = client.post(address(invited), sent)

    assert list(response.context["form"].errors) == [missing]
    assert "Non lo perdo" in response.content.decode()
    assert (
        f'href="#id_{missing}_group"' in response.content.decode()
        or f'href="#id_{missing}' in response.content.decode()
    )
    assert not Invited.objects.filter(has_answered=True).exists()


@pytest.mark.parametrize("value", ["\x00", "9" * 5000, "-1", "x'); DROP", "all", ["4", "5"]])
def test_absurd_answers_are_refused_in_words(client: Client, invited: Invited, value: object) -> None:
    sent = filled(invited)
    scale = invited.round.questionnaire.questions.get(text="Era chiaro?")
    words = invited.round.questionnaire.questions.get(kind=Question.Kind.TEXT)
    sent |= {f"q{scale.pk}": value, f"q{words.pk}": "\x00" if value == "\x00" else "x" * 2001}

    response = client.post(address(invited), sent)

    assert response.status_code == 200
    assert not Tally.objects.filter(count__gt=0).exists()


def test_a_link_that_leads_nowhere_says_so(client: Client, invited: Invited) -> None:
    close_round(asked=invited.round, author=None)

    assert client.get(address(invited)).status_code == 404
    assert client.post(reverse("courses:survey", args=[uuid4()])).status_code == 404


def test_from_the_room_each_goes_to_their_own_link(client: Client, invited: Invited) -> None:
    room = reverse("courses:survey_of_round", args=[invited.round.token])
    assert client.get(room).status_code == 302  # to the login

    client.force_login(make_user())
    stranger = client.get(room)
    invited.participant.user = make_user()
    invited.participant.save()
    client.force_login(invited.participant.user)

    assert (stranger.status_code, b"/questionari/" in stranger.content) == (200, False)
    assert client.get(room).url == address(invited)


def test_the_personal_area_shows_what_is_to_be_answered_until_it_is(client: Client, invited: Invited) -> None:
    invited.participant.user = make_user()
    invited.participant.save()
    client.force_login(invited.participant.user)
    desk = reverse("courses:desk")
    before = address(invited) in client.get(desk).content.decode()

    client.post(address(invited), filled(invited))

    assert (before, address(invited) in client.get(desk).content.decode()) == (True, False)


def test_results_are_for_the_events_teachers_and_the_secretariat_and_never_live(client: Client) -> None:
    own, other = make_user(), make_user()
    event = make_held(5, teachers=[make_teacher(own), make_teacher(given_name="Ugo")])
    make_teacher(other)
    asked = make_round(event)
    answer_all(asked, *"44444")
    page = reverse("courses:survey_results", args=[event.pk])
    client.force_login(own)
    live = client.get(page)
    close_round(asked=asked, author=None)

    answers = {}
    for name, user in {
        "own": own,
        "other": other,
        "editor": make_user(groups=(EDITORS,)),
        "secretariat": make_user(groups=(SECRETARIAT,)),
    }.items():
        client.force_login(user)
        answers[name] = client.get(page)

    assert live.context["found"] == []
    assert {name: answer.status_code for name, answer in answers.items()} == {
        "own": 200,
        "other": 404,
        "editor": 404,
        "secretariat": 200,
    }
    shown = {name: answers[name].context["found"][0]["lines"] for name in ("own", "secretariat")}
    assert [chart.kind for chart in answers["own"].context["found"][0]["charts"]] == ["stacked", "column", "bar", "bar"]
    assert {str(line.teacher) for line in shown["own"]} == {"None", "Lucia Bianchi"}
    assert {str(line.teacher) for line in shown["secretariat"]} == {"None", "Lucia Bianchi", "Ugo Bianchi"}


def test_the_programmes_questionnaires_are_made_once_and_never_written_over(course) -> None:
    made = create_default_questionnaires(course=course, author=None)
    Questionnaire.objects.filter(kind=Questionnaire.Kind.SATISFACTION).update(title="Il nostro")

    again = create_default_questionnaires(course=course, author=None)

    assert sorted(one.kind for one in made) == ["after", "before", "follow_up", "satisfaction"]
    assert again == []
    before, after = (
        set(one.questions.values_list("topic_key", flat=True)) for one in made if one.kind in ("before", "after")
    )
    assert before == after == {module.translation_key for module in course.get_children()}
    satisfaction = next(one for one in made if one.kind == "satisfaction")
    assert satisfaction.questions.filter(kind=Question.Kind.TEXT).count() == 2
    event = make_held(1, page=make_day_page(course.get_children().first().specific))
    assert make_closed(*"4", event=event, questionnaire=satisfaction).answered == 1
