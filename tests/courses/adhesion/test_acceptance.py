"""Who acts for a body once it has joined, and what happens when somebody contests it."""

import pytest

from courses.adhesion.actions import (
    accept_adhesion,
    contest_adhesion,
    reassign_adhesion,
    record_proof,
    reject_adhesion,
    set_protocol,
    withdraw_adhesion,
)
from courses.adhesion.models import Adhesion, Contact, KnownDomain
from courses.adhesion.queries import contacts_of
from courses.audit.models import Entry
from courses.audit.queries import entries_about
from courses.catalogue.models import CoursePage
from courses.enrolment.models import State
from courses.errors import NotAllowed, ReasonMissing
from courses.people.models import Participant, Role
from courses.post.queries import letters_about
from tests.factories.adhesion import make_accepted, make_draft, make_submitted
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_municipal_body, make_official, make_participant, make_user

pytestmark = pytest.mark.django_db

NEW = {
    "contact_given_name": "Niccolò",
    "contact_family_name": "Rossi",
    "contact_email": "n.rossi@comune.castro.le.it",
    "contact_role": Role.OFFICIAL,
    "contact_phone": "",
}


def reassign(adhesion: Adhesion, **over: str) -> Adhesion:
    return reassign_adhesion(
        adhesion=adhesion, author=make_user(), **{"reason": "La referente è in pensione"} | NEW | over
    )


def test_the_new_contact_of_an_accepted_adhesion_acts_and_the_old_one_no_more(course: CoursePage) -> None:
    adhesion = make_accepted(make_municipal_body())
    (before,) = contacts_of(adhesion.body)

    reassign(adhesion)

    (after,) = contacts_of(adhesion.body)
    before.refresh_from_db()
    assert (after.participant.full_name, after.is_deputy, before.until is not None) == ("Niccolò Rossi", False, True)
    assert [one.state for one in after.participant.enrolments.all()] == [State.ACTIVE]
    assert adhesion.state == Adhesion.State.ACCEPTED


def test_who_is_replaced_by_whom_and_why_stays_in_the_trail() -> None:
    adhesion = make_accepted(make_municipal_body())
    old = Contact.objects.get().participant

    reassign(adhesion)

    entry = entries_about(adhesion)[0]
    new = Participant.objects.get(family_name="Rossi")
    assert (entry.action, entry.reason) == ("adhesion.reassign", "La referente è in pensione")
    assert entry.details == {"old": old.pk, "new": new.pk}


def test_the_old_links_are_dead_the_proof_is_asked_again_and_the_doubt_is_over() -> None:
    adhesion = make_submitted(make_municipal_body(population=400))
    record_proof(adhesion=adhesion, proof=Adhesion.Proof.PEC, author=None)
    contest_adhesion(adhesion=adhesion, contested=True, reason="Ha telefonato il sindaco", author=None)
    links = {adhesion.token, adhesion.confirm_token}

    reassign(adhesion)

    adhesion.refresh_from_db()
    assert links.isdisjoint({adhesion.token, adhesion.confirm_token})
    assert (adhesion.state, adhesion.proof, adhesion.contested) == (Adhesion.State.SUBMITTED, "", False)
    assert Contact.objects.count() == 0


def test_the_new_contact_is_told_and_nobody_else() -> None:
    adhesion = make_submitted(make_municipal_body())

    reassign(adhesion)

    letter = letters_about(adhesion)[0]
    assert (letter.kind, letter.recipient) == ("adhesion.reassigned", NEW["contact_email"])


def test_a_deputy_becomes_the_contact_without_being_doubled() -> None:
    deputy = {f"deputy_{name.removeprefix('contact_')}": value for name, value in NEW.items() if "phone" not in name}
    adhesion = make_accepted(make_municipal_body(), **deputy)

    reassign(adhesion)

    (contact,) = contacts_of(adhesion.body)
    assert (contact.is_deputy, contact.participant.full_name) == (False, "Niccolò Rossi")
    assert Participant.objects.filter(family_name="Rossi").count() == 1


@pytest.mark.parametrize(
    ("known_before", "new_email", "left"),
    [
        (False, "n.rossi@altro.example", []),
        (False, "n.rossi@comune.castro.le.it", ["comune.castro.le.it"]),
        (True, "n.rossi@altro.example", ["comune.castro.le.it"]),
    ],
)
def test_what_the_old_contact_alone_taught_about_the_bodys_domain_is_forgotten(
    known_before: bool, new_email: str, left: list[str]
) -> None:
    body = make_municipal_body()
    if known_before:
        KnownDomain.objects.create(body=body, domain="comune.castro.le.it")
    adhesion = make_accepted(body)

    reassign(adhesion, contact_email=new_email)

    assert list(KnownDomain.objects.values_list("domain", flat=True)) == left


def test_without_a_reason_or_a_contact_nobody_is_replaced() -> None:
    adhesion = make_submitted(make_municipal_body())
    draft = make_draft(make_municipal_body())

    with pytest.raises(ReasonMissing):
        reassign(adhesion, reason=" ")
    with pytest.raises(NotAllowed):
        reassign(draft)
    assert Entry.objects.filter(action="adhesion.reassign").count() == 0


@pytest.mark.parametrize("end", [reject_adhesion, withdraw_adhesion])
def test_nobody_takes_over_what_has_ended(end) -> None:
    adhesion = end(adhesion=make_submitted(make_municipal_body()), reason="Prova", author=None)

    with pytest.raises(NotAllowed):
        reassign(adhesion)


def test_while_contested_a_proof_accepts_nothing_by_itself() -> None:
    adhesion = make_submitted(make_municipal_body())
    contest_adhesion(adhesion=adhesion, contested=True, reason="Ha telefonato il sindaco", author=None)

    record_proof(adhesion=adhesion, proof=Adhesion.Proof.PEC, author=None)
    waiting = adhesion.state
    contest_adhesion(adhesion=adhesion, contested=False, reason="Chiarito", author=None)
    accept_adhesion(adhesion=adhesion, author=None)

    assert (waiting, adhesion.state) == (Adhesion.State.SUBMITTED, Adhesion.State.ACCEPTED)


def test_contesting_needs_a_reason() -> None:
    with pytest.raises(ReasonMissing):
        contest_adhesion(adhesion=make_draft(make_municipal_body()), contested=True, reason="", author=None)


def test_a_protocol_number_is_text_and_leaves_a_trace() -> None:
    adhesion, author = make_draft(make_municipal_body()), make_user()

    set_protocol(adhesion=adhesion, protocol=" 1234 del 5/5/2026 ", author=author)

    adhesion.refresh_from_db()
    entry = entries_about(adhesion)[0]
    assert (adhesion.protocol, entry.action, entry.author) == ("1234 del 5/5/2026", "adhesion.set_protocol", author)


def test_who_only_bears_the_contacts_name_is_given_no_powers(course: CoursePage) -> None:
    body = make_municipal_body(population=20_000)
    squatter = make_official(body, given_name="Carla", family_name="Neri")

    adhesion = make_accepted(body)

    contact = contacts_of(body).get()
    assert contact.participant != squatter
    assert (contact.participant.email, contact.participant.user) == (adhesion.contact_email, None)


def test_a_contact_known_by_their_account_is_not_doubled(course: CoursePage) -> None:
    body = make_municipal_body(population=20_000)
    carla = make_official(body, given_name="Carla", family_name="Neri")

    make_accepted(body, contact_email=carla.user.email.upper())

    assert contacts_of(body).get().participant == carla


def test_who_was_on_record_without_an_address_gets_it_and_an_invitation(course: CoursePage) -> None:
    body = make_municipal_body(population=20_000)
    carla = make_participant(body=body, given_name="Carla", family_name="Neri")

    adhesion = make_accepted(body)

    carla.refresh_from_db()
    assert (contacts_of(body).get().participant, carla.email) == (carla, adhesion.contact_email)
    assert carla.invitations.filter(taken_up_at=None, revoked_at=None).count() == 1


def test_people_on_record_before_their_body_joined_are_invited_once(course: CoursePage) -> None:
    body = make_municipal_body(population=20_000)
    early = make_participant(body=body, given_name="Ada", family_name="Negri", email="ada@x.example")
    make_enrolment(early, course)

    make_accepted(body)

    assert early.invitations.count() == 1
    assert sorted(letters_about(early).values_list("kind", flat=True)) == ["invitation"]
