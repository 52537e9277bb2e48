"""How bodies and officials come in: records, contacts, adhesions, invitations, enrolments."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.adhesion.models import Adhesion, Contact, Invitation
from courses.enrolment.models import Enrolment, EnrolmentChange
from courses.people.models import NoticeRead, Participant
from courses.stories.telling import Kind, Source, Told
from courses.territory.models import Body

PEOPLE, ADHESIONS, ENROLMENTS = "courses.view_participant", "courses.view_adhesion", "courses.view_enrolment"


def _of_its_body(person: Participant) -> Iterator[Q]:
    """The adhesions of the bodies a person is, or was enrolled, in."""
    bodies = Enrolment.objects.filter(participant=person, body__isnull=False).order_by().values("body")
    yield Q(body__in=bodies) | Q(body=person.body_id) if person.body_id else Q(body__in=bodies)


def _contact(words: Callable[[], str]) -> Callable[[Contact], Told]:
    def tell(row: Contact) -> Told:
        place = pgettext("contact", "deputy") if row.is_deputy else ""
        return Told(words() % {"body": row.body}, place, row.participant)

    return tell


def _adhesion(words: Callable[[], str]) -> Callable[[Adhesion], Told]:
    return lambda row: Told(words() % {"body": row})


def _decided(row: Adhesion) -> Told:
    words = _("Adhesion of %(body)s: %(state)s") % {"body": row, "state": row.get_state_display().lower()}
    return Told(words, row.get_proof_display() if row.proof else "", None, row.decided_by, row.reason)


def _invited(row: Invitation) -> Told:
    until = date_format(localtime(row.expires_at), "SHORT_DATE_FORMAT")
    named = _("named by %(name)s") % {"name": row.invited_by_name} if row.invited_by_name else ""
    more = ", ".join(filter(None, [named, _("holds until %(day)s") % {"day": until}]))
    return Told(_("Invited to take part"), more, row.participant, row.invited_by)


def _invitation(words: Callable[[], str]) -> Callable[[Invitation], Told]:
    return lambda row: Told(words(), "", row.participant)


def _enrolment(row: EnrolmentChange) -> Told:
    told = row.enrolment
    words = pgettext("story", "Enrolment: %(state)s") % {"state": row.get_to_state_display().lower()}
    return Told(words, told.course_title, told.participant, row.author, row.reason)


def _mine(kind: Kind, model: type, at: str, permission: str, tell: Callable[[Any], Told], **more: Any) -> Source:
    about = more.pop("about", {Participant: "participant", Body: "body"})
    return Source(kind, model, at, permission, about, tell, **more)


_ADHESION = {"about": {Body: "body", Participant: _of_its_body}, "joined": ("body__municipality", "decided_by")}
_INVITATION = {
    "about": {Participant: "participant", Body: "participant__body"},
    "joined": ("participant", "invited_by"),
}
_CONTACT = {"joined": ("participant", "body__municipality")}

SOURCES = (
    _mine(
        *(Kind.RECORD, Participant, "created_at", PEOPLE, lambda row: Told(_("Record created"), "", row)),
        about={Participant: "pk", Body: "body"},
        told_by=("participant.create",),
    ),
    _mine(
        *(Kind.RECORD, NoticeRead, "read_at", PEOPLE),
        lambda row: Told(_("Privacy notice read"), _("version %(version)s") % {"version": row.version}),
        about={Participant: "participant"},
    ),
    _mine(Kind.RECORD, Contact, "since", PEOPLE, _contact(lambda: _("Contact of %(body)s")), **_CONTACT),
    _mine(Kind.RECORD, Contact, "until", PEOPLE, _contact(lambda: _("No longer contact of %(body)s")), **_CONTACT),
    _mine(
        *(Kind.ADHESION, Adhesion, "sent_at", ADHESIONS, _adhesion(lambda: _("Adhesion of %(body)s sent"))),
        **_ADHESION,
    ),
    _mine(
        *(Kind.ADHESION, Adhesion, "confirmed_at", ADHESIONS),
        _adhesion(lambda: _("Adhesion of %(body)s confirmed by the contact")),
        told_by=("adhesion.submit",),
        **_ADHESION,
    ),
    _mine(
        *(Kind.ADHESION, Adhesion, "decided_at", ADHESIONS, _decided),
        told_by=("adhesion.accept", "adhesion.reject", "adhesion.withdraw"),
        **_ADHESION,
    ),
    _mine(Kind.INVITATION, Invitation, "sent_at", PEOPLE, _invited, told_by=("invitation.send",), **_INVITATION),
    _mine(
        *(Kind.INVITATION, Invitation, "taken_up_at", PEOPLE, _invitation(lambda: _("Invitation taken up"))),
        told_by=("invitation.take_up",),
        **_INVITATION,
    ),
    _mine(
        *(Kind.INVITATION, Invitation, "revoked_at", PEOPLE, _invitation(lambda: _("Invitation revoked"))),
        told_by=("invitation.revoke",),
        **_INVITATION,
    ),
    _mine(
        *(Kind.ENROLMENT, EnrolmentChange, "at", ENROLMENTS, _enrolment),
        about={Participant: "enrolment__participant", Body: "enrolment__body"},
        joined=("enrolment__participant", "author"),
        told_by=tuple(f"enrolment.{state}" for state in ("pending", "active", "suspended", "completed", "withdrawn")),
    ),
)
