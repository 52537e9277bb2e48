"""The report of a period: counted from its own lists, frozen once, the same bytes for ever, and without a name."""

from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO
from random import Random
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from courses.agenda.models import Event
from courses.audit.models import Entry
from courses.errors import NotAllowed
from courses.figures.actions import ask_for_report, freeze, freeze_due, hand_out
from courses.figures.models import PeriodFile, PeriodReport
from courses.figures.period_facts import Facts, facts_of
from courses.figures.period_figures import figures_in
from courses.figures.period_papers import papers_of
from courses.people.models import Gender, Participant, Role
from courses.progress.models import Credit
from tests.factories.agenda import make_day_page, make_event
from tests.factories.attendance import close, make_register, mark_all_day
from tests.factories.booking import make_booking
from tests.factories.people import make_municipal_body, make_participant, make_user
from tests.factories.surveys import make_closed

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2020, 1, 1), date(2020, 6, 30)


def person(name: str, sigla: str = "LE", **over: Any) -> Participant:
    body = make_municipal_body(name=f"Luogo {name}", sigla=sigla, population=20_000)
    return make_participant(given_name=name, body=body, **over)


def credit(participant: Participant, day: date, minutes: int, number: int = 1, of: int = 360) -> Credit:
    return Credit.objects.create(
        participant=participant,
        course_key="00000000-0000-0000-0000-000000000001",
        activity_key="00000000-0000-0000-0000-000000000002",
        source=f"event:{number}",
        kind=Credit.Kind.DAY,
        title="Giornata",
        minutes=minutes,
        of_minutes=of,
        credited_on=day,
    )


def value(facts: Facts, key: str) -> Any:
    return next(one.value for one in figures_in(facts).indicators if one.key == key)


@pytest.fixture
def asked(db) -> PeriodReport:
    return ask_for_report(first=date(2020, 1, 1), last=date(2020, 1, 31), author=make_user())


def test_a_person_is_trained_once_whatever_the_presences_and_who_was_absent_is_not(db) -> None:
    ada, ugo = person("Ada"), person("Ugo")
    credit(ada, date(2020, 2, 1), 300, number=1)
    credit(ada, date(2020, 3, 1), 60, number=2)
    credit(ugo, date(2020, 3, 1), 0, number=2)

    facts = facts_of(FIRST, LAST)

    assert [value(facts, key) for key in ("trained", "presences", "person_hours", "attendance")] == [1, 2, 6.0, 66.7]


def test_both_days_of_the_period_count_and_none_beside_them(db) -> None:
    for place, day in enumerate((FIRST - timedelta(days=1), FIRST, LAST, LAST + timedelta(days=1))):
        credit(person(f"N{place}"), day, 60, number=place)

    assert value(facts_of(FIRST, LAST), "presences") == 2


def test_over_several_reports_those_of_the_first_time_add_up(db) -> None:
    ada, ugo = person("Ada"), person("Ugo")
    credit(ada, date(2020, 1, 10), 60, number=1)
    credit(ada, date(2020, 2, 10), 60, number=2)
    credit(ugo, date(2020, 2, 10), 60, number=2)

    months = [facts_of(date(2020, 1, 1), date(2020, 1, 31)), facts_of(date(2020, 2, 1), date(2020, 2, 28))]

    assert [(value(one, "trained"), value(one, "new")) for one in months] == [(1, 1), (2, 1)]
    assert value(facts_of(FIRST, LAST), "trained") == 2


def test_shares_make_a_hundred_and_an_unknown_gender_is_said(db) -> None:
    for place, (gender, role) in enumerate([(Gender.FEMALE, Role.MAYOR), (Gender.MALE, Role.OFFICIAL), ("", "other")]):
        credit(person(f"N{place}", gender=gender, role=role), date(2020, 2, 1), 60, number=place)

    divisions = figures_in(facts_of(FIRST, LAST)).divisions

    assert [round(sum(share for _label, _people, share in one.rows), 1) for one in divisions] == [100.0] * 4
    assert [sum(people for _label, people, _share in one.rows) for one in divisions] == [3] * 4


def test_sessions_held_are_said_of_those_planned_and_called_off_ones_are_not_held(db) -> None:
    page = make_day_page()
    days = [make_event(page, day=timezone.localdate() + timedelta(days=30 + number)) for number in range(3)]
    Event.objects.filter(pk=days[0].pk).update(state=Event.State.HELD)
    Event.objects.filter(pk=days[1].pk).update(state=Event.State.CALLED_OFF, reason="Neve")
    facts = facts_of(timezone.localdate(), timezone.localdate() + timedelta(days=60))

    found = {one.key: one for one in figures_in(facts).indicators}

    assert (found["days"].value, found["delivered"].value) == (1, 6.0)
    assert "3" in found["days"].of


def test_out_of_nothing_there_is_no_rate_and_the_papers_are_made(db) -> None:
    facts = facts_of(FIRST, LAST)

    papers = papers_of(facts, figures_in(facts), timezone.now())

    assert (value(facts, "attendance"), sorted(papers)) == (None, ["pdf", "xlsx"])


def test_figures_and_lists_agree_and_no_list_has_a_name(db) -> None:
    booking = make_booking(make_event())
    register = make_register(booking.event)
    mark_all_day(register.attendees.get())
    close(register)
    facts = facts_of(timezone.localdate(), timezone.localdate() + timedelta(days=60))

    book = load_workbook(BytesIO(papers_of(facts, figures_in(facts), timezone.now())["xlsx"]))
    names = book.sheetnames
    lists = {name: [list(row) for row in book[name].iter_rows(values_only=True)][1:] for name in names}
    text = str(lists)

    people, presences = lists[names[4]], lists[names[5]]
    assert (len(people), len(presences)) == (value(facts, "trained"), value(facts, "presences")) == (1, 1)
    assert sum(row[4] for row in presences) / 60 == value(facts, "person_hours")
    assert (booking.participant.family_name in text, booking.participant.email in text) == (False, False)


def test_a_report_is_made_once_and_never_changes(asked: PeriodReport) -> None:
    ada = person("Ada")
    credit(ada, date(2020, 1, 10), 60)

    made = [freeze_due() for _number in range(2)]
    credit(person("Ugo"), date(2020, 1, 11), 60, number=2)
    freeze(asked)

    asked.refresh_from_db()
    assert (made, asked.state, asked.figures["indicators"][0]["value"]) == ([1, 0], "ready", 1)
    for file in asked.files.all():
        assert sha256(bytes(file.content)).hexdigest() == file.sha256


def test_the_paper_says_the_hash_of_its_lists_and_who_pays(asked: PeriodReport, settings) -> None:
    settings.COURSES_FUNDING_LINE = "Progetto cofinanziato dall'Unione europea"
    freeze_due()

    pdf, lists = (asked.files.get(file_format=one) for one in ("pdf", "xlsx"))
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(bytes(pdf.content))).pages)

    assert lists.sha256 in text.replace("\n", "")
    assert "cofinanziato" in text


def test_asked_twice_while_it_is_being_made_it_is_one(asked: PeriodReport) -> None:
    again = ask_for_report(first=asked.first, last=asked.last, author=None)
    freeze_due()
    anew = ask_for_report(first=asked.first, last=asked.last, author=None)

    assert (again.pk, anew.pk == asked.pk) == (asked.pk, False)


def test_no_period_and_one_with_days_to_come_are_refused(db) -> None:
    today = timezone.localdate()

    for first, last in ((today, today - timedelta(days=1)), (today, today + timedelta(days=1))):
        with pytest.raises(NotAllowed):
            ask_for_report(first=first, last=last, author=None)

    assert PeriodReport.objects.count() == 0


def test_what_cannot_be_made_is_tried_three_times_and_says_so(asked: PeriodReport, monkeypatch) -> None:
    monkeypatch.setattr("courses.figures.actions.facts_of", lambda first, last: 1 / 0)

    made = [freeze_due() for _number in range(4)]

    asked.refresh_from_db()
    assert (made, asked.state, asked.attempts) == ([0, 0, 0, 0], "failed", 3)


def test_bytes_that_are_not_those_frozen_are_handed_to_nobody(asked: PeriodReport) -> None:
    freeze_due()
    PeriodFile.objects.filter(report=asked, file_format="pdf").update(content=b"altro")

    with pytest.raises(NotAllowed):
        hand_out(file=asked.files.get(file_format="pdf"), author=None)
    assert hand_out(file=asked.files.get(file_format="xlsx"), author=None)[:2] == b"PK"
    assert Entry.objects.filter(action="periodreport.download").count() == 1


def test_the_database_keeps_a_frozen_report_with_its_moment(asked: PeriodReport) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PeriodReport.objects.filter(pk=asked.pk).update(state="ready")


def test_satisfaction_has_its_n_and_a_batch_that_is_not_wholly_of_the_period_is_left_out(db) -> None:
    asked = make_closed("5", "5", "4", "4", "3")
    day = timezone.localdate(asked.event.starts_at)

    within = facts_of(day, day).opinions
    beside = facts_of(day + timedelta(days=1), day + timedelta(days=9)).opinions

    assert ("Era chiaro?", 5, 4.2) in [(one.question, one.answers, one.mean) for one in within]
    assert beside == []


@pytest.mark.parametrize("seed", range(3))
def test_the_figures_are_those_of_an_independent_count(db, seed: int) -> None:
    dice = Random(seed)
    people = [person(f"N{place}", sigla=dice.choice(["LE", "NA", "RM"])) for place in range(8)]
    drawn = {}
    for number in range(12):
        for one in dice.sample(people, dice.randint(0, 5)):
            day = FIRST + timedelta(days=dice.randint(-40, 220))
            drawn[one.pk, number] = (day, dice.choice([0, 0, 60, 333]))
    for (pk, number), (day, minutes) in drawn.items():
        credit(Participant.objects.get(pk=pk), day, minutes, number=number)

    facts = facts_of(FIRST, LAST)

    within = {key: one for key, one in drawn.items() if FIRST <= one[0] <= LAST}
    there = {pk for (pk, _number), (_day, minutes) in within.items() if minutes}
    before = {pk for (pk, _number), (day, minutes) in drawn.items() if minutes and day < FIRST}
    found = [value(facts, key) for key in ("trained", "new", "presences", "person_hours")]
    minutes = sum(minutes for _day, minutes in within.values())
    counted = sum(minutes > 0 for _day, minutes in within.values())
    assert found == [len(there), len(there - before), counted, round(minutes / 60, 1)]
    assert value(facts, "attendance") == (round(100 * counted / len(within), 1) if within else None)
