"""The figures, against an independent count over the rows themselves; nobody counts twice, and parts add up."""

from collections import Counter
from datetime import date, timedelta
from itertools import count
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.certificates.actions import annul
from courses.enrolment.models import Enrolment, State
from courses.figures import measures as m
from courses.figures.models import ALWAYS, Figure
from courses.figures.models import Count as CountRow
from courses.figures.tallies import Figures, counted_at, figures_of, recount, shares
from courses.people.models import CLASS_OF_ROLE, Gender, Participant, Role
from courses.progress.models import CourseCompletion, Credit
from courses.territory.models import Body
from tests.factories.adhesion import make_accepted
from tests.factories.agenda import make_day_page, make_event
from tests.factories.attendance import close, make_register, mark_all_day
from tests.factories.booking import make_booking
from tests.factories.certificates import make_certificate
from tests.factories.people import make_municipal_body, make_participant
from tests.factories.territory import make_body, make_municipality

COURSES = [UUID(int=number + 1) for number in range(3)]
SIGLAS = ("LE", "NA", "RM", "BG")
PARTED = (m.REGION, m.PROVINCE, m.SIZE, m.ROLE, m.GENDER, m.KIND)
_numbers = count(1)

enrolments = st.tuples(st.integers(0, 2), st.sampled_from(State.values), st.integers(0, 3), st.integers(0, 700))
credit_rows = st.tuples(st.integers(0, 2), st.integers(0, 360), st.integers(0, 700))
people = st.lists(
    st.tuples(
        st.sampled_from(Role.values),
        st.sampled_from(["", *Gender.values]),
        st.lists(enrolments, max_size=4, unique_by=lambda one: one[0]),
        st.lists(credit_rows, max_size=4),
    ),
    max_size=12,
)


def bodies() -> list[Body]:
    """Four municipalities of different size, in four provinces."""
    sizes = (3_000, 5_000, 150_000, 160_000)
    return [
        make_municipal_body(name=f"Luogo {next(_numbers)}", sigla=sigla, population=population)
        for sigla, population in zip(SIGLAS, sizes, strict=True)
    ]


def write(drawn: list, places: list[Body]) -> None:
    """The rows, past every action: what is counted is rows."""
    today = timezone.localdate()
    for role, gender, enrolled, credited in drawn:
        person = make_participant(role=role, gender=gender, body=places[0])
        for course, state, place, ago in enrolled:
            body = places[place]
            one = Enrolment.objects.create(
                participant=person,
                course_key=COURSES[course],
                course_title="Corso",
                state=state,
                role=role,
                body=body,
                province=body.province_id,
                population=body.municipality.population,
            )
            Enrolment.objects.filter(pk=one.pk).update(enrolled_at=timezone.now() - timedelta(days=ago))
            if state == State.COMPLETED:
                CourseCompletion.objects.create(enrolment=one, required=[])
        for number, (course, minutes, ago) in enumerate(credited):
            Credit.objects.create(
                participant=person,
                course_key=COURSES[course],
                activity_key=COURSES[course],
                source=f"event:{number}",
                title="Giornata",
                minutes=minutes,
                of_minutes=360,
                credited_on=today - timedelta(days=ago),
            )


def month(day: date) -> date:
    return day.replace(day=1)


def counted_by_hand() -> Counter:
    """Person by person, in Python: measure, dimension, key, month."""
    found: Counter = Counter()
    admitted = {State.ACTIVE, State.SUSPENDED, State.COMPLETED}
    for person in Participant.objects.all():
        rows = list(Enrolment.objects.filter(participant=person).order_by("pk"))
        live = [row for row in rows if row.state in admitted]
        first = (live or rows or [None])[0]
        body = first.body if first else person.body
        population = first.population if first else body.municipality.population
        role = first.role if first else person.role
        keys = {
            m.ALL: "",
            m.PROVINCE: body.province_id,
            m.REGION: body.province.region_id,
            m.SIZE: str(max(size for size in m.SIZES if size <= population)),
            m.ROLE: str(CLASS_OF_ROLE[Role(role)]),
            m.GENDER: person.gender,
            m.KIND: body.kind,
        }
        credited = list(Credit.objects.filter(participant=person))
        there = [one for one in credited if one.minutes]
        done = CourseCompletion.objects.filter(enrolment__participant=person)
        facts = [(m.EXPECTED, one.credited_on, 1) for one in credited]
        facts += [(m.PRESENCES, one.credited_on, 1) for one in there]
        facts += [(m.MINUTES, one.credited_on, one.minutes) for one in there]
        facts += [(m.TRAINED, min(one.credited_on for one in there), 1)] if there else []
        facts += [(m.ENROLLED, timezone.localdate(live[0].enrolled_at), 1)] if live else []
        facts += [(m.COMPLETED, timezone.localdate(min(one.completed_at for one in done)), 1)] if done else []
        for measure, day, value in facts:
            for dimension, key in keys.items():
                found[measure.key, dimension, key, month(day)] += value
    return found


def all_figures(*measures: m.Measure) -> dict:
    rows = Figure.objects.filter(measure__in=[measure.key for measure in measures])
    return {(row.measure, row.dimension, row.key, row.month): row.value for row in rows}


OF_PEOPLE = (m.ENROLLED, m.TRAINED, m.COMPLETED, m.PRESENCES, m.EXPECTED, m.MINUTES)


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(people)
def test_people_are_counted_as_one_would_count_them_by_hand(drawn: list) -> None:
    with transaction.atomic():
        write(drawn, bodies())

        recount(at_once=True)

        assert all_figures(*OF_PEOPLE) == dict(counted_by_hand())
        assert_parts_add_up(figures_of(None, None, PARTED))
        transaction.set_rollback(True)


def assert_parts_add_up(figures: Figures) -> None:
    for measure in OF_PEOPLE:
        wholes = {sum(figures.by(dimension, measure).values()) for dimension in PARTED}
        assert wholes == {figures.total(measure)} == {sum(figures.months(measure).values())}


def test_the_same_data_give_the_same_number_however_the_period_is_cut(db) -> None:
    write([("official", "", [(0, "active", 0, 400), (1, "active", 1, 10)], [(0, 60, 390), (1, 60, 5)])], bodies())
    recount(at_once=True)
    middle = month(timezone.localdate() - timedelta(days=100))

    whole = figures_of(None, None, [])
    before, after = figures_of(None, middle, []), figures_of(month(middle + timedelta(days=31)), None, [])

    # one person, two years: trained and enrolled once, and not once in each period
    assert (whole.total(m.ENROLLED), whole.total(m.TRAINED), whole.total(m.PRESENCES)) == (1, 1, 2)
    for measure in (m.ENROLLED, m.TRAINED, m.PRESENCES, m.MINUTES):
        assert before.total(measure) + after.total(measure) == whole.total(measure)


def test_bodies_count_once_and_municipalities_in_range_apart(db) -> None:
    small, lowest, *_others = bodies()
    union = make_body(province=lowest.province)
    for body in (small, lowest, union):
        make_accepted(body)

    recount(at_once=True)

    figures = figures_of(None, None, [m.SIZE, m.KIND])
    assert (figures.total(m.JOINED), figures.total(m.RANGE_JOINED), figures.total(m.IN_RANGE)) == (3, 1, 2)
    assert figures.by(m.SIZE, m.JOINED) == {"0": 1, "5000": 1, "": 1}
    assert figures.by(m.KIND, m.JOINED) == {"municipality": 2, "union": 1}
    assert figures.total(m.ADHESIONS) == 3


def test_a_merged_municipality_counts_as_what_it_became_and_once(db) -> None:
    heir = make_municipality("Castegnero Nanto", population=6_000)
    for name in ("Castegnero", "Nanto"):
        body = make_municipal_body(name=name, population=6_000)
        make_accepted(body)
        body.municipality.successor, body.municipality.suppressed_on = heir, date(2026, 1, 1)
        body.municipality.save(update_fields=["successor", "suppressed_on"])

    recount(at_once=True)

    figures = figures_of(None, None, [])
    assert (figures.total(m.JOINED), figures.total(m.RANGE_JOINED), figures.total(m.IN_RANGE)) == (2, 1, 1)


def test_events_held_hours_and_presences_come_from_closed_registers(db) -> None:
    event = make_event(make_day_page())
    bookings = [make_booking(event) for _number in range(2)]
    register = make_register(event)
    mark_all_day(register.attendees.get(participant=bookings[0].participant))
    close(register)

    recount(at_once=True)

    figures = figures_of(None, None, [m.PROVINCE])
    hours = (figures.total(m.DELIVERED) / 60, figures.total(m.MINUTES) / 60)
    assert hours == (6, 6)
    assert (figures.total(m.DAYS), figures.total(m.PRESENCES), figures.total(m.EXPECTED)) == (1, 1, 2)
    assert figures.by(m.PROVINCE, m.DAYS) == {"LE": 1}
    assert figures.total(m.BODIES_TRAINED) == 1


def test_figures_are_counted_anew_only_when_they_are_due_and_by_one_at_a_time(db) -> None:
    now = timezone.now()
    make_municipality()

    assert recount(now=now) == 4  # the municipality: in all, in its region, province and size
    assert recount(now=now + timedelta(minutes=14)) is None
    assert counted_at() == now
    assert recount(now=now + timedelta(minutes=15)) == 4
    CountRow.objects.update(started_at=now + timedelta(minutes=20))
    assert recount(now=now + timedelta(minutes=21), at_once=True) is None
    assert recount(now=now + timedelta(minutes=36), at_once=True) == 4  # who began has died


def test_what_is_in_range_has_no_month_and_is_there_in_every_period(db) -> None:
    make_municipality()
    recount(at_once=True)

    assert set(Figure.objects.values_list("month", flat=True)) == {ALWAYS}
    assert figures_of(date(2026, 1, 1), date(2026, 2, 1), []).total(m.IN_RANGE) == 1


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 10_000), max_size=9))
def test_shares_make_a_hundred(values: dict[str, int]) -> None:
    found = shares(values)

    assert round(sum(found.values()), 1) == (100 if sum(values.values()) else 0)
    assert all(abs(share - 100 * values[key] / sum(values.values())) <= 0.1 for key, share in found.items() if share)


def test_who_holds_a_certificate_that_counts_is_certified_once(db) -> None:
    certificate = make_certificate()
    recount(at_once=True)
    figures = figures_of(None, None, [m.PROVINCE])

    assert [figures.total(one) for one in m.STAGES_OF_PEOPLE] == [1, 1, 1]
    assert figures.total(m.BODIES_CERTIFIED) == figures.total(m.BODIES_TRAINED) == 1

    annul(certificate=certificate, reason="Prova", author=None)
    recount(at_once=True)

    assert figures_of(None, None, []).total(m.CERTIFIED) == figures_of(None, None, []).total(m.BODIES_CERTIFIED) == 0
