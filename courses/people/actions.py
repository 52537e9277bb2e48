"""Making participants and changing what is known of them."""

from collections.abc import Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import conf
from courses.audit.actions import Author, record, record_many
from courses.errors import NotAllowed
from courses.people.merging import merge_participants
from courses.people.models import NoticeRead, Participant, PastAffiliation, same_name
from courses.territory.models import Body, Municipality
from courses.territory.rules import may_take_part_through

# Other rooms ask for all verbs here; uniting two records has a file of its own.
__all__ = [
    "correct_email",
    "correct_names",
    "create_participant",
    "known_or_new",
    "link_account",
    "merge_participants",
    "move_participant",
    "set_gender",
]


@transaction.atomic
def create_participant(
    *,
    given_name: str,
    family_name: str,
    role: str,
    body: Body | None,
    author: Author,
    user: AbstractBaseUser | None = None,
    email: str = "",
    gender: str = "",
    notice_version: str = "",
) -> Participant:
    """A new participant; `notice_version` is the privacy notice the person says to have read.

    Raises NotAllowed when the host requires a body and none is given.
    """
    if body is None and conf.get("REQUIRE_BODY"):
        raise NotAllowed(_("Say which body the person works for."))
    participant = Participant.objects.create(
        given_name=given_name.strip(),
        family_name=family_name.strip(),
        email=email.strip(),
        user=user,
        body=body,
        role=role,
        gender=gender,
    )
    if notice_version:
        NoticeRead.objects.create(participant=participant, version=notice_version)
    record(author=author, action="participant.create", subject=participant)
    return participant


@transaction.atomic
def create_participants(*, people: Sequence[Participant], author: Author) -> None:
    """Save new people of bodies, without accounts, as `create_participant` does for one, in a few queries."""
    for person in people:
        person.given_name, person.family_name = person.given_name.strip(), person.family_name.strip()
        person.refresh_search_text()
    Participant.objects.bulk_create(people)
    record_many(author=author, action="participant.create", subjects=people)


@transaction.atomic
def link_account(
    *, participant: Participant, user: AbstractBaseUser, author: Author, notice_version: str = ""
) -> Participant:
    """The person has an account from now on, and says to have read the privacy notice. Twice is once.

    One account is one person: raises NotAllowed when either belongs to another already.
    """
    if participant.user_id != user.pk:
        try:
            with transaction.atomic():
                changed = Participant.objects.filter(pk=participant.pk, user=None).update(user=user)
        except IntegrityError as error:
            raise NotAllowed(
                _("This account belongs to another participant: each person needs an account of their own.")
            ) from error
        if not changed:
            raise NotAllowed(_("This participant has another account already: sign in with that one."))
        participant.user = user
        record(author=author, action="participant.link_account", subject=participant)
    if notice_version:
        NoticeRead.objects.get_or_create(participant=participant, version=notice_version)
    return participant


@transaction.atomic
def correct_names(*, participant: Participant, given_name: str, family_name: str, author: Author) -> Participant:
    """Put a name right, as the person writes it: capitals are never changed for them."""
    participant.given_name, participant.family_name = given_name.strip(), family_name.strip()
    participant.save(update_fields=["given_name", "family_name"])
    record(author=author, action="participant.correct_names", subject=participant)
    return participant


@transaction.atomic
def correct_email(*, participant: Participant, email: str, author: Author) -> Participant:
    """Put right the address we write to; an account keeps its own, which its owner alone changes."""
    participant.email = email.strip()
    participant.save(update_fields=["email"])
    record(author=author, action="participant.correct_email", subject=participant)
    return participant


@transaction.atomic
def move_participant(
    *,
    participant: Participant,
    body: Body | None,
    role: str,
    author: Author,
    municipality: Municipality | None = None,
) -> Participant:
    """The person now works elsewhere or otherwise; where they were is kept with its dates.

    `municipality` is where an official works who takes part through a union; a municipal body needs none. Raises
    NotAllowed when the programme does not let its people take part so.
    """
    if body is None or body.municipality_id:
        municipality = None
    same_place = (participant.body, participant.municipality) == (body, municipality)
    if same_place and participant.role == role:
        return participant
    if municipality is not None and not same_place:
        answer = may_take_part_through(body, municipality)
        if not answer:
            raise NotAllowed(answer.reason)
    same_affiliation = (participant.body, participant.role) == (body, role)
    if not same_affiliation:
        _leave_affiliation(participant)
    participant.body, participant.role, participant.municipality = body, role, municipality
    participant.save(update_fields=["body", "role", "municipality", "affiliated_since"])
    place = {"body": body.pk if body else None, "municipality": municipality.pk if municipality else None}
    record(author=author, action="participant.move", subject=participant, role=role, **place)
    return participant


@transaction.atomic
def set_gender(*, participant: Participant, gender: str, author: Author) -> Participant:
    """What the person wants to say, or no longer say, of their gender."""
    participant.gender = gender
    participant.save(update_fields=["gender"])
    record(author=author, action="participant.set_gender", subject=participant)
    return participant


@transaction.atomic
def known_or_new(
    *,
    body: Body,
    given_name: str,
    family_name: str,
    email: str,
    role: str,
    author: Author,
    by_address: bool = False,
) -> Participant:
    """The participant somebody named: one of this name in this body, else new.

    Who is given powers is known `by_address` too: a name alone is public, and an account is known by its own address.
    Who is known elsewhere stays there: only taking up the invitation brings them over.
    """
    name = same_name(given_name, family_name)
    for participant in Participant.objects.filter(body=body).select_related("user"):
        if same_name(participant.given_name, participant.family_name) != name:
            continue
        if by_address and _has_another(participant, email):
            continue
        if email and not participant.email and not participant.user_id:
            correct_email(participant=participant, email=email, author=author)
        return participant
    return create_participant(
        given_name=given_name, family_name=family_name, email=email, role=role, body=body, author=author
    )


def _has_another(participant: Participant, email: str) -> bool:
    """Whether the person is known by an address that is not this one."""
    known = participant.user.email if participant.user else participant.email
    return bool(email and known) and known.strip().lower() != email.strip().lower()


def _leave_affiliation(participant: Participant) -> None:
    today = timezone.localdate()
    PastAffiliation.objects.create(
        participant=participant,
        body=participant.body,
        role=participant.role,
        started_on=participant.affiliated_since,
        ended_on=today,
    )
    participant.affiliated_since = today
