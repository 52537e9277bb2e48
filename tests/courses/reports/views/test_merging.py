"""The secretariat unites two records of one person."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.audit.models import Entry
from courses.catalogue.models import CoursePage
from courses.people.models import Participant
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_municipal_body, make_official, make_participant

pytestmark = pytest.mark.django_db
WHY = {"reason": "Ha telefonato: è sempre lei."}


def page(kept: Participant, other: Participant | None = None) -> str:
    address = reverse("courses_participant_merge", args=[kept.pk])
    return f"{address}?other={other.pk}" if other else address


def send(desk: Client, kept: Participant, other: Participant, **over: str) -> int:
    seen = desk.get(page(kept, other)).context["form"]["seen"].value()
    return desk.post(page(kept, other), WHY | {"seen": seen} | over).status_code


def test_who_has_the_same_family_name_is_found_at_once(desk: Client) -> None:
    kept, twin, _other = (make_participant(family_name=name) for name in ("D'Angelo", "Dangelo", "Rossi"))

    found = desk.get(page(kept)).context["found"]

    assert list(found) == [twin]


def test_others_are_found_by_words_or_address_and_never_the_record_itself(desk: Client) -> None:
    kept, other = make_participant(), make_participant(family_name="Rossi", email="anna@x.example")

    found = [list(desk.get(page(kept), {"q": text}).context["found"]) for text in ("ross", "anna@x", "verdi", " ")]

    assert found == [[other], [other], [], []]


def test_both_stand_side_by_side_with_what_each_has(desk: Client, course: CoursePage) -> None:
    kept = make_official(make_municipal_body(name="Castro", population=20_000))
    other = make_official(make_municipal_body(name="Livo", population=20_000), given_name="Annamaria")
    make_enrolment(other, course)

    rows = {str(label): (mine, theirs) for label, mine, theirs in desk.get(page(kept, other)).context["rows"]}

    values = [value for pair in rows.values() for value in pair]
    expected = ("Anna Verdi", "Annamaria Verdi", "Castro (LE)", "Livo (LE)", kept.email, other.email)
    assert [value for value in expected if value not in values] == []
    assert sum(course.title in value for value in values) == 1


def test_the_two_become_one_with_a_reason_and_a_trace(desk: Client, secretary) -> None:
    kept, other = make_participant(email="uno@x.example"), make_participant()
    gone = other.pk

    assert send(desk, kept, other) == 302

    entry = Entry.objects.get(action="participant.merge")
    assert (entry.author, entry.reason, entry.details) == (secretary, WHY["reason"], {"absorbed": gone})
    assert Participant.objects.get() == kept


def test_without_a_reason_both_stay(desk: Client) -> None:
    kept, other = make_participant(), make_participant()

    assert (send(desk, kept, other, reason=" "), Participant.objects.count()) == (200, 2)


def test_of_two_accounts_one_is_closed_by_a_tick_and_not_without(desk: Client) -> None:
    kept, other = make_official(None), make_official(None)

    without = send(desk, kept, other)
    ticked = send(desk, kept, other, close_account="on")

    other.user.refresh_from_db()
    assert (without, ticked, other.user.is_active) == (200, 302, False)


def test_with_one_account_there_is_nothing_to_close(desk: Client) -> None:
    kept, other = make_official(None), make_participant()

    assert "close_account" not in desk.get(page(kept, other)).context["form"].fields


def test_a_page_sent_twice_is_told_that_it_is_done(desk: Client) -> None:
    kept, other = make_participant(), make_participant()
    address = page(kept, other)
    seen = desk.get(address).context["form"]["seen"].value()

    answers = [desk.post(address, WHY | {"seen": seen}).status_code for _time in range(2)]

    assert (answers, Participant.objects.count()) == ([302, 302], 1)


def test_a_page_opened_before_somebody_changed_a_record_changes_nothing(desk: Client) -> None:
    kept, other = make_participant(), make_participant()
    seen = desk.get(page(kept, other)).context["form"]["seen"].value()
    Participant.objects.filter(pk=other.pk).update(given_name="Ugo")

    answer = desk.post(page(kept, other), WHY | {"seen": seen})

    assert (answer.status_code, Participant.objects.count()) == (200, 2)


@pytest.mark.parametrize("other", ["", "abc", "٣", "9" * 19, "1\x00", "x" * 5_000, "999999"])
def test_an_impossible_other_record_is_none(desk: Client, other: str) -> None:
    kept = make_participant()
    address = reverse("courses_participant_merge", args=[kept.pk])

    asked = desk.get(address, {"other": other, "q": other})
    sent = desk.post(f"{address}?other={'9' * 19}", WHY)

    assert (asked.status_code, asked.context["form"].errors, sent.status_code) == (200, {}, 302)


def test_with_itself_no_record_is_united(desk: Client) -> None:
    kept = make_participant()

    assert desk.get(page(kept, kept)).templates[0].name == "courses/reports/merge_search.html"


def test_who_only_edits_pages_learns_nothing(outsider: Client) -> None:
    kept, other = make_participant(), make_participant()

    answers = [
        outsider.get(page(kept)).status_code,
        outsider.get(page(kept, other)).status_code,
        outsider.post(page(kept, other), WHY).status_code,
        outsider.get(reverse("courses_participant_merge", args=[0])).status_code,
    ]

    assert (answers, Participant.objects.count()) == ([403] * 4, 2)


@pytest.mark.parametrize("people", [1, 3])
def test_the_search_costs_the_same_for_one_and_for_three(desk: Client, people: int, django_assert_num_queries) -> None:
    kept = make_participant()
    for _number in range(people):
        make_official(make_municipal_body())
    desk.get(page(kept))

    with django_assert_num_queries(10):
        desk.get(page(kept))
