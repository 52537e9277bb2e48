"""What a person sees of their own, and a contact of the body's officials."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet, prefetch_related_objects
from django.utils import timezone

from courses.adhesion.models import Contact, Invitation
from courses.adhesion.queries import contacts_of, officials_of
from courses.agenda.models import Event
from courses.agenda.rules import name_of
from courses.attendance.models import Attendee, Presence
from courses.attendance.queries import counting
from courses.booking.models import Booking
from courses.booking.queries import next_bookings
from courses.catalogue.models import Activity, CoursePage
from courses.catalogue.queries import courses_kept, outline_kept
from courses.certificates.models import Certificate, ErrorReport
from courses.certificates.queries import certificates_of, certificates_of_body, open_reports
from courses.editions.queries import Kept
from courses.enrolment.models import Enrolment, State
from courses.enrolment.queries import own_enrolments
from courses.officials.rules import registered_alone
from courses.people.models import Participant
from courses.prepared import prepared
from courses.progress.queries import Progress, completed_keys, next_activity, progress_in, progress_of_many
from courses.territory.models import Body


@dataclass(frozen=True)
class OwnCourse:
    """One course of a person: the enrolment, and while its page is live also progress and next step."""

    enrolment: Enrolment
    course: CoursePage | None = None
    progress: Progress | None = None
    next: Activity | None = None


def own_courses(participant: Participant, kept: Kept) -> list[OwnCourse]:
    """A person's courses, newest first; one whose page is gone is still listed by its kept title."""
    pages = {page.translation_key: page for page in courses_kept(kept)}
    return [_own(enrolment, pages.get(enrolment.course_key), kept) for enrolment in own_enrolments(participant)]


def _own(enrolment: Enrolment, course: CoursePage | None, kept: Kept) -> OwnCourse:
    outline = outline_kept(course, kept) if course else None
    if outline is None:
        return OwnCourse(enrolment)
    done = completed_keys(enrolment.participant_id, enrolment.course_key)
    return OwnCourse(enrolment, course, progress_in(outline, done, enrolment), next_activity(outline, done))


@dataclass(frozen=True)
class Official:
    """What a contact sees of an official: enrolment and how far they are, never lessons or answers."""

    participant: Participant
    contact: Contact | None = None
    invitation: Invitation | None = None
    enrolment: Enrolment | None = None
    progress: Progress | None = None
    next_seat: Booking | None = None
    certificates: Sequence[Certificate] = ()

    @property
    def email(self) -> str:
        """Where the body wrote to this person; the address of an account they made by themselves is their own."""
        if self.invitation is not None:
            return self.invitation.email
        return "" if self.participant.user_id else self.participant.email

    @property
    def registered_alone(self) -> bool:
        """Whether they came by themselves: neither named nor contact."""
        return self.contact is None and registered_alone(self.participant, was_invited=self.invitation is not None)

    @property
    def may_be_declined(self) -> bool:
        """Whether to offer it; `officials.rules` has the last word."""
        takes_part = self.enrolment is not None and self.enrolment.state in (State.ACTIVE, State.SUSPENDED)
        return self.contact is None and (self.waits or (self.registered_alone and takes_part))

    @property
    def may_be_replaced(self) -> bool:
        """Whether to offer it; `officials.rules` has the last word."""
        is_over = self.enrolment is not None and self.enrolment.state in (State.COMPLETED, State.WITHDRAWN)
        return not is_over and (self.contact is None or self.contact.is_deputy)

    @property
    def waits(self) -> bool:
        """Whether the enrolment waits for somebody's word."""
        return self.enrolment is not None and self.enrolment.state == State.PENDING


def own_officials(body: Body) -> list[Official]:
    """The people of a body with all that its contact may see, in a handful of queries whatever their number."""
    people = list(officials_of(body))
    contacts = {contact.participant_id: contact for contact in contacts_of(body)}
    invitations: dict[int, Invitation] = {}
    for invitation in Invitation.objects.filter(participant__in=people).order_by("sent_at", "pk"):
        invitations[invitation.participant_id] = invitation
    enrolments = {enrolment.participant_id: enrolment for enrolment in _in_order(people)}
    progress = progress_of_many(enrolments.values())
    seats = next_bookings(people, timezone.now())
    certificates: dict[int, list[Certificate]] = {}
    for certificate in certificates_of_body(body).defer("snapshot"):
        certificates.setdefault(certificate.participant_id, []).append(certificate)
    return [
        Official(
            person,
            contacts.get(person.pk),
            invitations.get(person.pk),
            enrolments.get(person.pk),
            progress.get(enrolments[person.pk].pk) if person.pk in enrolments else None,
            seats.get(person.pk),
            certificates.get(person.pk, ()),
        )
        for person in people
    ]


def enrolment_shown(participant: Participant) -> Enrolment | None:
    """The enrolment a contact sees of an official: the last that stands, else the last one withdrawn."""
    return next(iter(_in_order([participant])[-1:]), None)


def _in_order(people: list[Participant]) -> list[Enrolment]:
    """Enrolments, withdrawn ones before all others: of a dictionary by person the last one counts."""
    found = Enrolment.objects.filter(participant__in=people).select_related("participant").order_by("enrolled_at", "pk")
    return sorted(found, key=lambda enrolment: enrolment.state != State.WITHDRAWN)


_EVENT = "attendee__register__event__venue__municipality"  # of a presence


@dataclass(frozen=True)
class OwnPresence:
    """One event that a person was at."""

    event: Event
    minutes: int
    of_minutes: int

    @property
    def name(self) -> str:
        """Which one, where and when."""
        return name_of(self.event)


def own_presences(participant: Participant) -> list[OwnPresence]:
    """The events a person was at for at least a minute, the last first, in two queries."""
    found: dict[Event, list[Presence]] = {}
    for presence in _presences(participant):
        found.setdefault(presence.attendee.register.event, []).append(presence)
    prefetch_related_objects(list(found), "slots")
    sums = {event: sum(presence.minutes for presence in marks) for event, marks in found.items()}
    return [
        OwnPresence(event, minutes, sum(slot.minutes for slot in event.slots.all()))
        for event, minutes in sums.items()
        if minutes
    ]


@prepared
def _presences(participant: Participant) -> QuerySet[Presence]:
    found = _counting(participant).select_related(_EVENT)
    return found.order_by("-slot__starts_at", "-pk")


def own_attendance(participant: Participant, event_pk: int) -> Attendee | None:
    """A person's place on the register of an event, if they were there for at least a minute."""
    there = _counting(participant).filter(attendee__register__event=event_pk, minutes__gt=0)
    there = there.select_related("slot", "attendee__participant__body", "attendee__booking__body", _EVENT).first()
    return there.attendee if there else None


def _counting(participant: Participant) -> QuerySet[Presence]:
    """What counts of all that was marked for a person: the last mark of each part."""
    own = Presence.objects.filter(attendee__participant=participant).order_by()
    return counting(own)


@dataclass(frozen=True)
class OwnCertificate:
    """A certificate as its holder sees it."""

    certificate: Certificate
    report: ErrorReport | None = None


def own_certificates(participant: Participant) -> list[OwnCertificate]:
    """All of a person's, the last first, each with the error they reported and nobody has looked at; two queries."""
    found = list(certificates_of(participant).defer("snapshot", "replaced_by__snapshot"))
    reports = open_reports(found)
    return [OwnCertificate(one, reports.get(one.pk)) for one in found]
