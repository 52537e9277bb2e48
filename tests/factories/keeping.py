"""A person known in every room, and requests about their data."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from courses.adhesion.actions import invite
from courses.agenda.models import Event
from courses.attendance.models import Connection, LinkGiven, Register
from courses.attendance.sealing import correct_presence
from courses.booking.actions import renew_calendar_key
from courses.certificates.actions import issue_due
from courses.certificates.models import Confirmation, ErrorReport
from courses.keeping.actions import record_request
from courses.keeping.models import DataRequest
from courses.people.actions import move_participant
from courses.people.models import NoticeRead, Participant
from courses.progress.models import Completion
from courses.quizzes.models import ExtraTime
from courses.surveys.actions import open_round
from courses.surveys.models import Invited
from tests.factories.adhesion import make_accepted, make_draft
from tests.factories.agenda import course_of_event, make_day_page, make_event, make_webinar_page
from tests.factories.attendance import close, make_register, mark_all_day
from tests.factories.booking import make_booking
from tests.factories.catalogue import make_course, make_module
from tests.factories.enrolment import make_enrolment
from tests.factories.officials import check_people
from tests.factories.people import make_municipal_body, make_official
from tests.factories.quizzes import answer_all, make_attempt, make_quiz, one_of_each
from tests.factories.remembered import remembered_exactly
from tests.factories.simulations import make_play, make_simulation, make_steps
from tests.factories.surveys import make_questionnaire


@dataclass
class Known:
    """Who is known, and where."""

    person: Participant
    colleague: Participant
    event: Event
    register: Register
    to_come: Event


@remembered_exactly
def make_known(**over: Any) -> Known:
    """Two officials of one body, both at a training day whose register is closed; the first is known in every room."""
    body = make_municipal_body(population=20_000)
    module = make_module(make_course())
    event = make_event(make_day_page(module))
    person, colleague = (make_official(body, **over) for over in (over, {"given_name": "Bruno", "family_name": "Neri"}))
    make_accepted(
        body,
        contact_given_name=person.given_name,
        contact_family_name=person.family_name,
        contact_email=person.email,
    )
    person.contact_of.update(until=timezone.now())
    for one in (person, colleague):
        _enrol(one, event)
    register = make_register(event)
    for attendee in register.attendees.all():
        mark_all_day(attendee)
    close(register)
    attendee = register.attendees.get(participant=person)
    slot = event.slots.first()
    correct_presence(attendee=attendee, slot=slot, status="present", late=5, reason="Prova.", author=None)
    Connection.objects.create(
        register=register, attendee=attendee, name="A. V.", joined_at=event.starts_at, left_at=event.ends_at
    )
    LinkGiven.objects.create(booking=person.bookings.get())
    _prove(person, event)
    answer_all(make_attempt(person.enrolments.get(), make_quiz(module, questions=one_of_each())), short=f"di {person}")
    ExtraTime.objects.create(participant=person, percent=50)
    make_steps(make_play(person.enrolments.get(), make_simulation(module)), "ask", "share")
    later = make_event(make_webinar_page(module), timezone.localdate() + timedelta(days=60))
    _enrol(person, later)
    _fill_the_lower_rooms(person)
    return Known(person, colleague, event, register, later)


def make_request(person: Participant, kind: str = DataRequest.Kind.ERASURE, **over: Any) -> DataRequest:
    """Asked today, by e-mail."""
    values = {"channel": DataRequest.Channel.EMAIL, "note": "Ha scritto.", "author": None}
    return record_request(participant=person, kind=kind, **values | over)


def _enrol(one: Participant, event: Event) -> None:
    course = course_of_event(event)
    if not one.enrolments.filter(course_key=course.translation_key).exists():
        make_enrolment(one, course)
    make_booking(event, one)


def _prove(person: Participant, event: Event) -> None:
    issue_due()
    certificate = person.certificates.get(source=f"event:{event.pk}")
    ErrorReport.objects.create(certificate=certificate, text="Il nome.", outcome="Guardato.")
    Confirmation.objects.create(
        participant=person, kind="event", source="event:0", course_key=event.course_key, batch=uuid4()
    )
    now = timezone.now()
    times = {"opens_at": now - timedelta(hours=1), "closes_at": now + timedelta(days=10)}
    asked = open_round(questionnaire=make_questionnaire(), event=event, author=None, **times)
    Invited.objects.get_or_create(round=asked, participant=person)


def _fill_the_lower_rooms(person: Participant) -> None:
    NoticeRead.objects.create(participant=person, version="1")
    move_participant(participant=person, body=person.body, role="executive", author=None)
    renew_calendar_key(participant=person, author=None)
    user, person.user = person.user, None
    person.save(update_fields=["user"])
    invite(participant=person, author=None, named_by="Carla Rossi")
    person.user = user
    person.save(update_fields=["user"])
    check_people(f"{person.given_name};{person.family_name};funzionario;{person.email}", body=person.body)
    draft = make_draft(make_municipal_body())
    draft.officials.create(given_name="X", family_name="Y", email=person.email, role="official")
    Completion.objects.filter(participant=person).update(method="secretariat", reason="Per telefono.")
    person.enrolments.update(reason="Prova.", exception_reason="Prova.")
    person.bookings.update(needs="Posto in prima fila", exception_reason="Prova.")
    make_request(person, DataRequest.Kind.COPY)
