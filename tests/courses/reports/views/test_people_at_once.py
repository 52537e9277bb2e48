"""Many people at once: enrolled, suspended, reminded, moved, downloaded; each row says what happened, or why not."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from courses.adhesion.actions import invite
from courses.adhesion.models import Invitation
from courses.audit.models import Entry
from courses.booking.models import Booking
from courses.catalogue.models import CoursePage
from courses.enrolment.models import Enrolment
from courses.groups import AUDITORS
from courses.people.models import Participant
from courses.post.models import Letter
from tests.factories.adhesion import make_accepted
from tests.factories.agenda import make_day_page, make_event
from tests.factories.booking import make_booking
from tests.factories.catalogue import activities_of
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_municipal_body, make_official, make_participant, make_user
from tests.factories.progress import read

pytestmark = pytest.mark.django_db

ENROLMENTS, PEOPLE = "/admin/courses/enrolment/", "/admin/courses/participant/"
MOVE, EXPORT = "/admin/courses/booking/change-day/", "/admin/courses/export/ticked/"


def confirm(desk: Client, page: str, rows: list[Any], **data: Any) -> list[tuple[str, bool]]:
    """Tick, read, confirm; what became of each."""
    chosen = [str(one.pk) for one in rows]
    asked = desk.post(page, {"chosen": chosen})
    seen = {f"seen-{row.pk}": seen for row, _name, _address, seen, _facts in asked.context["rows"]}
    response = desk.post(page, {"chosen": chosen, "confirmed": "1"} | seen | data)
    return [(one.row, one.is_done) for one in response.context["outcomes"]]


def official(name: str, **body: Any) -> Participant:
    return make_official(make_municipal_body(**{"population": 20_000} | body), given_name=name)


def states() -> list[str]:
    return list(Enrolment.objects.order_by("pk").values_list("state", flat=True))


def test_many_are_suspended_for_one_reason_and_who_is_already_is_told_apart(desk: Client, course: CoursePage) -> None:
    rows = [make_enrolment(official(name), course) for name in "AB"]
    Enrolment.objects.filter(pk=rows[0].pk).update(state="withdrawn")

    found = confirm(desk, f"{ENROLMENTS}suspend/", rows, reason="Verifica dell'ente")

    assert found == [("A Verdi", False), ("B Verdi", True)]
    assert states() == ["withdrawn", "suspended"]


def test_without_a_reason_nobody_is_suspended(desk: Client, course: CoursePage) -> None:
    row = make_enrolment(official("A"), course)
    page = {"chosen": [row.pk], "confirmed": "1", f"seen-{row.pk}": "active"}

    answer = desk.post(f"{ENROLMENTS}suspend/", page)

    assert (list(answer.context["form"].errors), states()) == (["reason"], ["active"])


def test_many_are_activated_again(desk: Client, course: CoursePage) -> None:
    rows = [make_enrolment(official(name), course) for name in "AB"]
    confirm(desk, f"{ENROLMENTS}suspend/", rows, reason="Verifica")

    found = confirm(desk, f"{ENROLMENTS}activate/", rows, reason="Verificato")

    assert ([done for _name, done in found], states()) == ([True, True], ["active", "active"])


def test_who_has_started_is_not_reminded_and_says_so(desk: Client, course: CoursePage) -> None:
    started, idle = [make_enrolment(official(name), course) for name in "AB"]
    read(started, course, activities_of(course)[0])

    found = confirm(desk, f"{ENROLMENTS}remind/", [started, idle])
    again = confirm(desk, f"{ENROLMENTS}remind/", [idle])

    assert (found, again) == ([("A Verdi", False), ("B Verdi", True)], [("B Verdi", False)])
    assert Letter.objects.filter(kind="message.start").count() == 1


def test_many_are_enrolled_and_the_reason_is_for_the_exceptions_alone(desk: Client, course: CoursePage) -> None:
    inside, outside, known = official("A"), official("B", population=4), official("C")
    make_accepted(inside.body)
    make_enrolment(known, course)
    rows, key = [inside, outside, known], str(course.translation_key)

    refused = confirm(desk, f"{PEOPLE}enrol/", rows, course=key)
    joined = official("D")
    make_accepted(joined.body)
    made = confirm(desk, f"{PEOPLE}enrol/", [outside, joined], course=key, exception_reason="Deciso dal comitato")

    assert refused == [("A Verdi", True), ("B Verdi", False), ("C Verdi", False)]
    assert made == [("B Verdi", True), ("D Verdi", True)]
    enrolled = Enrolment.objects.filter(participant__in=[*rows, joined]).order_by("participant__given_name")
    assert [one.exception_reason for one in enrolled] == ["", "Deciso dal comitato", "", ""]


def test_the_invitation_goes_out_again_to_who_has_one(desk: Client) -> None:
    named = make_participant(body=make_municipal_body(), email="ada@example.org", given_name="Ada")
    invite(participant=named, author=None)
    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=9))

    found = confirm(desk, f"{PEOPLE}invite/", [named, official("B")])

    assert found == [("Ada Verdi", True), ("B Verdi", False)]


def test_as_many_are_moved_as_there_are_seats_and_the_others_keep_theirs(desk: Client) -> None:
    page = make_day_page()
    first = make_event(page, capacity=5)
    other = make_event(page, day=timezone.localdate() + timedelta(days=40), capacity=1)
    rows = [make_booking(first) for _number in range(2)]

    found = confirm(desk, MOVE, rows, event=str(other.pk))

    assert [done for _name, done in found] == [True, False]
    booked = Booking.objects.filter(state=Booking.State.BOOKED).order_by("event__starts_at", "pk")
    assert [one.event_id for one in booked] == [first.pk, other.pk]


def test_who_waits_has_no_seat_to_change(desk: Client) -> None:
    page = make_day_page()
    first = make_event(page, capacity=1)
    other = make_event(page, day=timezone.localdate() + timedelta(days=40), capacity=5)
    make_booking(first)
    waiting = make_booking(first)

    found = confirm(desk, MOVE, [waiting], event=str(other.pk))

    assert ([done for _name, done in found], other.bookings.count()) == ([False], 0)


def test_without_another_date_one_is_led_back_to_the_event(desk: Client) -> None:
    row = make_booking(make_event(capacity=5))

    answer = desk.post(MOVE, {"chosen": [row.pk]})

    assert (answer.status_code, answer.url) == (302, f"/admin/courses/event/inspect/{row.event_id}/")


def test_the_ticked_rows_alone_are_downloaded_and_it_is_written_down(desk: Client, secretary: Any) -> None:
    rows = [official(name) for name in "ABC"]
    asked = {"source": "courses.participant", "file_format": "csv", "chosen": [one.pk for one in rows[:2]]}

    lines = b"".join(desk.post(EXPORT, asked).streaming_content).decode().splitlines()

    assert len(lines) == 3
    entry = Entry.objects.get(action="participant.export")
    assert (entry.author, entry.details["rows"], entry.details["ticked"]) == (secretary, 2, 2)


def test_who_may_look_at_people_may_not_take_them_away(db) -> None:
    row, auditor = official("A"), Client()
    auditor.force_login(make_user(groups=(AUDITORS,)))
    asked = {"source": "courses.participant", "file_format": "csv", "chosen": [row.pk]}

    assert (auditor.get(PEOPLE).status_code, auditor.post(EXPORT, asked).status_code) == (200, 403)


def test_nothing_ticked_an_unknown_list_and_an_unknown_format_make_no_file(desk: Client) -> None:
    asked = {"source": "courses.participant", "file_format": "csv"}

    assert desk.post(EXPORT, asked).url == PEOPLE
    assert desk.post(EXPORT, asked | {"source": "courses.letter", "chosen": ["1"]}).status_code == 404
    assert desk.post(EXPORT, asked | {"file_format": "exe", "chosen": ["1"]}).status_code == 404


def test_who_edits_pages_decides_on_nobody(outsider: Client) -> None:
    pages = [f"{ENROLMENTS}{verb}/" for verb in ("activate", "suspend", "remind")]
    pages += [f"{PEOPLE}{verb}/" for verb in ("enrol", "invite")]

    assert [outsider.post(page, {"chosen": ["1"]}).status_code for page in [*pages, MOVE, EXPORT]] == [403] * 7


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("page", "queries"), [("enrolment/suspend/", 9), ("participant/enrol/", 10)])
def test_the_question_costs_the_same_for_one_and_for_three(
    desk: Client, course: CoursePage, django_assert_num_queries, number: int, page: str, queries: int
) -> None:
    rows = [make_enrolment(official(f"N{one}"), course) for one in range(number)]
    if page.startswith("participant"):
        rows = [one.participant for one in rows]
    desk.get("/admin/")

    with django_assert_num_queries(queries):
        desk.post(f"/admin/courses/{page}", {"chosen": [one.pk for one in rows]})
