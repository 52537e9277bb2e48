"""What a contact may do about an official; what becomes of a row of a file of people, and why."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from courses.adhesion.models import Contact
from courses.adhesion.queries import contacts_of
from courses.enrolment.models import Enrolment, State
from courses.enrolment.rules import takes_part
from courses.officials.models import ImportRow
from courses.people.models import Participant, Role, same_name
from courses.people.queries import Named
from courses.people.rules import ROLE_WORDS, role_called
from courses.territory.models import Body, Municipality, fold
from courses.territory.queries import Gazetteer
from courses.territory.rules import Verdict, body_is_in_range

Outcome = ImportRow.Outcome
LONGEST_NAME = Participant._meta.get_field("family_name").max_length
LONGEST_ADDRESS = Participant._meta.get_field("email").max_length
LONGEST_MESSAGE = ImportRow._meta.get_field("message").max_length
TO_SAVE = (Outcome.NEW, Outcome.WAITS)


@dataclass(frozen=True)
class Place:
    """Where a row's person works: the body, not saved yet where nobody of the municipality came before."""

    body: Body | None = None
    fault: str = ""

    @property
    def key(self) -> str:
        """The same for all the rows of a body, saved or not."""
        return self.body.municipality_id or f"body {self.body.pk}"


@dataclass
class Known:
    """What rows are judged by. `own` is the body of a contact's file; without it each row says the municipality."""

    own: Body | None
    gazetteer: Gazetteer | None
    bodies: dict[str, Body] = field(default_factory=dict)  # by the municipality's key
    joined: set[int] = field(default_factory=set)
    there: dict[tuple[int, str], Named] = field(default_factory=dict)  # participants by body and name
    seen: set[tuple[str, str]] = field(default_factory=set)  # places and names of the rows above


@dataclass(frozen=True)
class Judged:
    """What becomes of a row, with the reason in words for whoever sent the file."""

    outcome: str
    message: str = ""
    place: Place = Place()
    participant_id: int | None = None


def registered_alone(person: Participant, *, was_invited: bool) -> bool:
    """«Iscritto da sé»: who made an account that no invitation led to was not named by the body."""
    return person.user_id is not None and not was_invited


def may_be_replaced(person: Participant, body: Body, by: AbstractBaseUser) -> Verdict:
    """A colleague takes the place of an official who takes part, has not completed the course and is no contact.

    A deputy is replaced by the contact alone, and is deputy no more; one who has completed the course too, and keeps
    that.
    """
    if person.body_id != body.pk:
        return Verdict(False, _("%(name)s no longer works for your body.") % {"name": person})
    role = contacts_of(body).filter(participant=person).first()
    if role is not None and not role.is_deputy:
        return Verdict(False, _("%(name)s is the contact of the body: hand the role over first.") % {"name": person})
    if role is not None and not _leads(by, body):
        return Verdict(False, _("%(name)s is a deputy: only the contact of the body replaces them.") % {"name": person})
    states = set(person.enrolments.values_list("state", flat=True))
    if State.COMPLETED in states and role is None:
        return Verdict(
            False,
            _("%(name)s has completed the course: it stays theirs. Name the new colleague as one more official.")
            % {"name": person},
        )
    if states and states <= {State.WITHDRAWN}:
        return Verdict(
            False,
            _("%(name)s takes part no more: there is no place to hand on. Name the new colleague as one more official.")
            % {"name": person},
        )
    return Verdict(True)


def may_be_declined(enrolment: Enrolment) -> Verdict:
    """A contact declines who waits, and who registered by themselves, until they have completed the course."""
    person = enrolment.participant
    if enrolment.state == State.COMPLETED:
        return Verdict(False, _("%(name)s has completed the course: it stays theirs.") % {"name": person})
    if enrolment.state == State.WITHDRAWN:
        return Verdict(False, _("%(name)s takes part no more already.") % {"name": person})
    if Contact.objects.filter(participant=person, until__isnull=True).exists():
        return Verdict(False, _("%(name)s acts for the body: a contact is not declined.") % {"name": person})
    if enrolment.state == State.PENDING or registered_alone(person, was_invited=person.invitations.exists()):
        return Verdict(True)
    return Verdict(
        False,
        _("%(name)s was named by the body: replace them, or write to the secretariat.") % {"name": person},
    )


def judge(row: ImportRow, known: Known) -> Judged:
    """What becomes of a row: new, already there, waiting for its body to join, twice in the file, or to be corrected.

    Somebody is already there who has this name in this body; case and accents tell nobody apart.
    """
    place = place_of(row, known)
    faults = [*_faults(row), *([place.fault] if place.fault else [])]
    if faults:
        return Judged(Outcome.WRONG, " ".join(faults)[:LONGEST_MESSAGE])
    if identity(row, place) in known.seen:
        return Judged(Outcome.DUPLICATE, _("The same person stands further up in the file."), place)
    has_joined = place.body.pk in known.joined
    person = known.there.get((place.body.pk, same_name(row.given_name, row.family_name)))
    if person is not None:
        return _judge_known(row, place, person, has_joined=has_joined)
    return _judge_newcomer(place, has_joined=has_joined)


def judge_all(rows: Iterable[ImportRow], known: Known) -> Iterator[tuple[ImportRow, Judged]]:
    """The rows in the order of the file, each judged knowing those above it."""
    for row in rows:
        judged = judge(row, known)
        if judged.place.body is not None:
            known.seen.add(identity(row, judged.place))
        yield row, judged


def identity(row: ImportRow, place: Place) -> tuple[str, str]:
    """What two rows about one person have in common."""
    return place.key, same_name(row.given_name, row.family_name)


def place_of(row: ImportRow, known: Known) -> Place:
    """The body a row is about, or what is wrong with the place it names."""
    if known.own is not None:
        return Place(known.own)
    text, province = _without_its_kind(row.municipality), _without_its_kind(row.province)
    if not fold(text):
        return Place(fault=_("The municipality is missing."))
    sigla = known.gazetteer.sigla(province)
    if province and not sigla:
        return Place(fault=_("«%(province)s» is no province: write its two letters.") % {"province": province[:60]})
    found = known.gazetteer.named(text)
    here = [one for one in found if not sigla or one.province_id == sigla]
    if len(here) == 1:
        return Place(known.bodies.get(here[0].pk) or _new_body(here[0]))
    return Place(fault=_why_not_one(text, sigla, found, known.gazetteer.once_named(text)))


def _judge_known(row: ImportRow, place: Place, person: Named, *, has_joined: bool) -> Judged:
    """An address is added where there is none and no account; one that is known changes by no file."""
    if not row.email or row.email.strip().lower() == person.email.lower():
        return Judged(Outcome.THERE, place=place, participant_id=person.pk)
    if person.email or person.user_id:
        words = _("We know another address, which stays: if it is wrong, correct it by hand.")
        return Judged(Outcome.THERE, words, place, person.pk)
    words = _("Already there: the e-mail address is added.")
    return Judged(Outcome.NEW if has_joined else Outcome.WAITS, words, place, person.pk)


def _judge_newcomer(place: Place, *, has_joined: bool) -> Judged:
    answer = takes_part(place.body, has_joined=has_joined)
    if answer:
        return Judged(Outcome.NEW, place=place)
    verdict = body_is_in_range(place.body)
    if not verdict:
        words = _("%(why)s Its people can be added once its adhesion is accepted as an exception.")
        return Judged(Outcome.WRONG, (words % {"why": verdict.reason})[:LONGEST_MESSAGE])
    words = _("%(body)s has not joined yet: the person waits until then, and is not invited.")
    return Judged(Outcome.WAITS, words % {"body": place.body}, place)


def _faults(row: ImportRow) -> Iterator[str]:
    """What is wrong with a row whatever body it is about."""
    if not fold(row.given_name):
        yield _("The given name is missing.")
    if not fold(row.family_name):
        yield _("The family name is missing.")
    if max(len(row.given_name), len(row.family_name)) > LONGEST_NAME:
        yield _("A name has at most %(most)s letters.") % {"most": LONGEST_NAME}
    if row.email and not _is_address(row.email):
        yield _("«%(address)s» is no e-mail address: correct it, or leave it empty.") % {"address": row.email[:100]}
    if not row.role:
        yield _("The role is missing.")
    elif role_called(row.role) not in Role.values:
        known = ", ".join(words[0] for words in ROLE_WORDS.values())
        yield _("«%(role)s» is none of the roles: write one of these: %(known)s.") % {
            "role": row.role[:60],
            "known": known,
        }


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST_ADDRESS


def _without_its_kind(text: str) -> str:
    """«Comune di Castro» is Castro, «Provincia di Lecce» is Lecce; no municipality is called so."""
    return re.sub(r"^\s*(comune|provincia|prov\.)\s+di\s+", "", text, flags=re.IGNORECASE).strip()


def _new_body(municipality: Municipality) -> Body:
    return Body(municipality=municipality, name=municipality.full_name, province=municipality.province)


def _why_not_one(text: str, sigla: str, found: list[Municipality], once: list[Municipality]) -> str:
    if found and sigla:
        words = _("There is no «%(name)s» in the province %(sigla)s: there is %(found)s.")
    elif found:
        words = _("There is more than one «%(name)s»: write the province too. They are %(found)s.")
    elif once:
        words, found = _("«%(name)s» is called otherwise today: write %(found)s."), once
    else:
        words = _("There is no municipality called «%(name)s»: check how it is written.")
    names = ", ".join(str(one) for one in found)
    return words % {"name": text[:60], "sigla": sigla, "found": names}


def _leads(user: AbstractBaseUser, body: Body) -> bool:
    return contacts_of(body).filter(is_deputy=False, participant__user=user).exists()
