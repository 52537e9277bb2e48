"""What an acceptance brings about: the people of the form become participants, and its contacts may act."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from courses.adhesion.inviting import invite
from courses.adhesion.letters import write_to_new_contact
from courses.adhesion.models import Adhesion, Contact, KnownDomain
from courses.adhesion.queries import domain_of
from courses.adhesion.rules import is_learnable, may_hand_over
from courses.adhesion.signals import adhesion_accepted
from courses.audit.actions import Author, record
from courses.errors import NotAllowed
from courses.people.actions import known_or_new
from courses.people.models import Participant
from courses.territory.models import Body


def welcome(adhesion: Adhesion, author: Author) -> None:
    """Contact, deputy and named officials become participants; higher rooms enrol them, all or nothing.

    Those with an address and no account are invited.
    """
    contact = _person(adhesion, "contact", author)
    Contact.objects.create(body=adhesion.body, participant=contact)
    people = [contact]
    if adhesion.deputy_email:
        deputy = _person(adhesion, "deputy", author)
        if deputy != contact:
            Contact.objects.create(body=adhesion.body, participant=deputy, is_deputy=True)
            people.append(deputy)
    people += [
        known_or_new(
            body=adhesion.body,
            given_name=official.given_name,
            family_name=official.family_name,
            email=official.email,
            role=official.role,
            author=author,
        )
        for official in adhesion.officials.all()
    ]
    adhesion.officials.all().delete()
    domain = domain_of(adhesion.contact_email)
    if is_learnable(domain):
        KnownDomain.objects.get_or_create(body=adhesion.body, domain=domain)
    adhesion_accepted.send(sender=Adhesion, adhesion=adhesion, participants=people, author=author)
    for person in people:
        _invite(person, "" if person == contact else contact.full_name, author)
    for person in _known_and_never_invited(adhesion.body):
        _invite(person, contact.full_name, author)


def replace_contact(adhesion: Adhesion, author: Author, *, old_email: str) -> dict[str, int]:
    """The contact now written in an accepted adhesion takes over; the identifiers of both, for the trail.

    The domain that this adhesion taught by the old contact's address proves nothing any more.
    """
    if domain_of(old_email) != domain_of(adhesion.contact_email):
        taught_here = KnownDomain.objects.filter(body=adhesion.body, learnt_at__gte=adhesion.decided_at)
        taught_here.filter(domain=domain_of(old_email)).delete()
    old = Contact.objects.filter(body=adhesion.body, until__isnull=True, is_deputy=False).first()
    person = _person(adhesion, "contact", author)
    rows = Contact.objects.filter(body=adhesion.body, until__isnull=True)
    (rows.filter(is_deputy=False) | rows.filter(participant=person)).update(until=timezone.now())
    Contact.objects.create(body=adhesion.body, participant=person)
    adhesion_accepted.send(sender=Adhesion, adhesion=adhesion, participants=[person], author=author)
    _invite(person, "", author)
    return {"new": person.pk} | ({"old": old.participant_id} if old else {})


@transaction.atomic
def hand_over_role(*, body: Body, to: Participant, author: AbstractBaseUser) -> Contact:
    """The main contact hands the role over to a deputy or colleague with an account, and acts for the body no more.

    Raises NotAllowed for anybody else's wish, or for somebody who cannot act: of another body, or without an account.
    """
    rows = Contact.objects.select_for_update().filter(body=body, until__isnull=True)
    own = rows.filter(is_deputy=False, participant__user=author).first()
    answer = may_hand_over(body, to, author)
    if own is None or not answer:
        raise NotAllowed(answer.reason)
    if own.participant_id == to.pk:
        return own
    now = timezone.now()
    (rows.filter(pk=own.pk) | rows.filter(participant=to)).update(until=now)
    contact = Contact.objects.create(body=body, participant=to)
    record(author=author, action="contact.hand_over", subject=contact, old=own.participant_id, new=to.pk)
    write_to_new_contact(contact)
    return contact


def end_contacts(body: Body) -> None:
    """Nobody acts for the body any more."""
    Contact.objects.filter(body=body, until__isnull=True).update(until=timezone.now())


def _invite(person: Participant, named_by: str, author: Author) -> None:
    """Who has an address and no account is invited; the others have one, or are reached by the body itself."""
    if person.email and not person.user_id:
        invite(participant=person, author=author, named_by=named_by)


def _known_and_never_invited(body: Body) -> QuerySet[Participant]:
    """The people the secretariat wrote down while the body had not joined."""
    return Participant.objects.filter(body=body, user=None, invitations=None).exclude(email="")


def _person(adhesion: Adhesion, who: str, author: Author) -> Participant:
    values = {name: getattr(adhesion, f"{who}_{name}") for name in ("given_name", "family_name", "email", "role")}
    return known_or_new(body=adhesion.body, author=author, by_address=True, **values)
