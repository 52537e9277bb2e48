"""Erasure leaves no trace of who it was but what the law keeps, frees what was taken, and leaves others alone."""

import json
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import CharField, Field, Model, TextField, UUIDField

from courses.adhesion.models import Contact
from courses.attendance.actions import verify_register
from courses.audit.models import Entry
from courses.booking.models import Booking
from courses.enrolment.models import State
from courses.errors import NotAllowed
from courses.keeping.actions import carry_out_erasure, erase_person
from courses.keeping.models import DataRequest
from courses.people.models import Participant
from courses.post.models import Letter
from courses.privacy import REGISTER, PersonalData
from courses.progress.models import Completion, Credit
from tests.factories.keeping import Known, make_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("duty_over")]
MARK = "zqxw"
# What an erasure leaves where it stands, and why: of the body, of the programme, or the system's own.
OF_THE_BODY = {"body_name", "province", "region", "protocol", "pec", "notice_version"}
OF_THE_PROGRAMME = {
    *("course_title", "activity_title", "module_title", "quiz_title", "title", "source", "action", "subject_type"),
}
OF_THE_SYSTEM = {
    *("subject_id", "commitment", "author_key", "sha256", "question", "name_of_list", "code", "seal", "batch"),
}
STAYS = OF_THE_BODY | OF_THE_PROGRAMME | OF_THE_SYSTEM
FILES = {"signed_form", "file"}


def is_planted(field: Field) -> bool:
    """A text somebody may have written something about the person in."""
    return isinstance(field, CharField | TextField) and not field.choices and field.name not in STAYS | FILES


def plant(entry: PersonalData, keys: list, person: Participant) -> list[str]:
    """Write the mark into every text of these rows that is the person's; which ones."""
    fields = [field for field in entry.model._meta.concrete_fields if is_planted(field)]
    told = set()
    for row in entry.model._base_manager.filter(pk__in=keys):
        of_others = set(entry.withheld(row, person)) if callable(entry.withheld) else set()
        own = [field for field in fields if field.name not in of_others]
        entry.model._base_manager.filter(pk=row.pk).update(**{field.name: text_for(field) for field in own})
        told |= {f"{entry.model.__name__}.{field.name}" for field in own}
    return sorted(told)


def text_for(field: Field) -> str:
    """An address, the same everywhere, or something of its own: some texts are unique."""
    address = field.name in {"email", "recipient"} or field.name.endswith("_email")
    return f"{MARK}@example.org" if address else f"{MARK}{uuid4().hex[:6]}"[: field.max_length]


def found(text: str) -> Iterator[str]:
    """Where a text stands in the whole database, whatever the model, its letters small."""
    for model in apps.get_models():
        names = [field.attname for field in model._meta.concrete_fields if not isinstance(field, UUIDField)]
        for row in model._base_manager.values(*names):
            yield from (
                f"{model.__name__}.{name}"
                for name, value in row.items()
                if text in json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, default=str).lower()
            )


def rows_by_model(person: Participant) -> dict[type[Model], list]:
    return {model: list(one.rows_of(person).values_list("pk", flat=True)) for model, one in REGISTER.items()}


def test_no_mark_planted_in_any_text_about_the_person_is_found_after_the_erasure(known: Known) -> None:
    person = known.person
    rows = rows_by_model(person)
    empty = {model.__name__ for model, entry in REGISTER.items() if entry.about and not rows[model]}
    planted = [name for model, keys in rows.items() for name in plant(REGISTER[model], keys, person)]
    get_user_model().objects.filter(pk=person.user_id).update(first_name=MARK, email=f"{MARK}@example.org")
    person = Participant.objects.get(pk=person.pk)
    others = {one.pk: (one.given_name, one.email) for one in Participant.objects.exclude(pk=person.pk)}

    erase_person(participant=person, author=None)

    assert empty == {"TeacherAccount", "HeldSeat", "Export", "WalkIn", "RuleOfEnrolment"}  # nobody is everything
    assert len(planted) > 25
    assert sorted(found(MARK)) == []
    assert {one.pk: (one.given_name, one.email) for one in Participant.objects.exclude(pk=person.pk)} == others
    assert not get_user_model().objects.filter(pk=known.person.user_id).exists()


def test_what_was_counted_stays_and_the_seals_hold(known: Known) -> None:
    def numbers() -> tuple[int, ...]:
        return (
            Participant.objects.count(),
            Credit.objects.count(),
            Completion.objects.count(),
            Booking.objects.count(),
            known.register.attendees.count(),
        )

    before = numbers()

    erase_person(participant=known.person, author=None)

    assert numbers() == before
    assert verify_register(known.register) == []
    known.person.refresh_from_db()
    assert (str(known.person).strip(), known.person.email) == ("Persona cancellata", "")
    assert Entry.objects.filter(action="participant.erase").count() == 1


def test_a_seat_to_come_is_free_again_and_no_letter_leaves(known: Known) -> None:
    assert known.to_come.bookings.get().state == Booking.State.BOOKED

    erase_person(participant=known.person, author=None)

    known.to_come.refresh_from_db()
    assert known.to_come.seats_taken == 0
    assert set(known.person.enrolments.values_list("state", flat=True)) <= {State.WITHDRAWN, State.COMPLETED}
    assert not Letter.objects.filter(recipient=known.person.email).exists()


def test_a_contact_an_open_register_and_staff_stand_in_the_way(known: Known) -> None:
    Contact.objects.filter(participant=known.person).update(until=None)
    with pytest.raises(NotAllowed, match="referente"):
        erase_person(participant=known.person, author=None)
    Contact.objects.filter(participant=known.person).update(until="2026-01-01T00:00Z")
    known.register.__class__.objects.update(closed_at=None)
    with pytest.raises(NotAllowed, match="registro"):
        erase_person(participant=known.person, author=None)
    known.person.user.is_superuser = True
    known.person.user.save()

    with pytest.raises(NotAllowed, match="account"):
        erase_person(participant=known.person, author=None)

    assert Participant.objects.get(pk=known.person.pk).given_name == "Anna"


def test_until_the_accounts_are_closed_who_was_present_is_limited_instead(known: Known, settings) -> None:
    settings.COURSES_DUTY_ENDS = ""
    request = make_request(known.person)

    with pytest.raises(NotAllowed, match="Fondo"):
        carry_out_erasure(request=request, author=None)

    request.refresh_from_db()
    assert request.state == DataRequest.State.OPEN
    settings.COURSES_DUTY_KEEPS_NAMES = False
    carry_out_erasure(request=request, author=None)
    request.refresh_from_db()
    assert (request.state, request.note, request.reason) == (DataRequest.State.DONE, "", "")


def test_a_room_that_fails_leaves_everything_as_it_was(known: Known, monkeypatch) -> None:
    def fail(rows, participant, author) -> None:
        raise NotAllowed("no")

    entry = PersonalData(Participant, "a", "b", "c", about="pk", erase=fail)
    monkeypatch.setitem(REGISTER, Participant, entry)

    with pytest.raises(NotAllowed):
        erase_person(participant=known.person, author=None)

    assert known.person.calendar_key.key
    assert Participant.objects.get(pk=known.person.pk).user_id
