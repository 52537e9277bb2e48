"""Records that others only name, by kind and identifier: letters and the trail outlive what they are about."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import CharField, F, Model, Q, QuerySet
from django.db.models.functions import Cast

from courses.adhesion.models import Adhesion, Contact, Invitation
from courses.agenda.models import Event
from courses.attendance.models import Attendee, Presence, Register
from courses.booking.models import Booking
from courses.certificates.models import Certificate
from courses.certificates.queries import EVENT
from courses.enrolment.models import Enrolment
from courses.keeping.models import DataRequest
from courses.people.models import Participant
from courses.progress.models import Completion
from courses.quizzes.models import Attempt
from courses.territory.models import Body

# Models whose rows are about one person, and the way to them.
PERSON_OF: dict[type[Model], str] = {
    Participant: "",
    Attempt: "participant",
    Attendee: "participant",
    Booking: "participant",
    Certificate: "participant",
    Completion: "participant",
    Contact: "participant",
    DataRequest: "participant",
    Enrolment: "participant",
    Invitation: "participant",
    Presence: "attendee__participant",
}
_BY_LABEL = {model._meta.label_lower: model for model in PERSON_OF}


def records_of_person(person: Participant) -> Iterator[QuerySet]:
    """The person and the records that are theirs."""
    for model, path in PERSON_OF.items():
        yield model._base_manager.filter(**{path or "pk": person.pk})


def records_of_body(body: Body) -> Iterator[QuerySet]:
    """The body, its adhesions and contacts, and what its officials have by its name."""
    yield Body._base_manager.filter(pk=body.pk)
    for model in (Adhesion, Contact, Enrolment, Booking, Certificate):
        yield model._base_manager.filter(body=body)
    yield Participant._base_manager.filter(body=body)
    yield Invitation._base_manager.filter(participant__body=body)


def records_of_event(event: Event) -> Iterator[QuerySet]:
    """The event, the places at it, its register with who stands there, its certificates."""
    yield Event._base_manager.filter(pk=event.pk)
    yield Booking._base_manager.filter(event=event)
    yield Register._base_manager.filter(event=event)
    yield Attendee._base_manager.filter(register__event=event)
    yield Presence._base_manager.filter(attendee__register__event=event)
    yield Certificate._base_manager.filter(source=f"{EVENT}{event.pk}")


RECORDS_OF = {Participant: records_of_person, Body: records_of_body, Event: records_of_event}


def named(kind: str, identifier: str) -> dict[type[Model], Any]:
    """For each subject, the conditions by which rows name its records in two columns: `kind` and `identifier`."""

    def ways(subject: Model) -> Iterator[Q]:
        for records in RECORDS_OF[type(subject)](subject):
            keys = records.order_by().values_list(Cast("pk", CharField()))
            yield Q(**{kind: records.model._meta.label_lower, f"{identifier}__in": keys})

    return dict.fromkeys(RECORDS_OF, ways)


def find_people(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Participant]:
    """Whom records are about, by kind and identifier: a query for each kind, however many records."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for label, key in pairs:
        if label in _BY_LABEL and key:
            wanted[label].add(key)
    whose = {}
    for label, keys in wanted.items():
        path = PERSON_OF[_BY_LABEL[label]]
        found = _BY_LABEL[label]._base_manager.filter(pk__in=keys).values_list("pk", F(path) if path else F("pk"))
        whose |= {(label, str(pk)): person for pk, person in found if person}
    people = Participant.objects.in_bulk(set(whose.values())) if whose else {}
    return {pair: people[person] for pair, person in whose.items() if person in people}
