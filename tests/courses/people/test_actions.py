from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from courses.audit.queries import entries_about
from courses.errors import NotAllowed
from courses.people.actions import correct_names, create_participant, move_participant, set_gender
from courses.people.models import Gender, Participant, Role, RoleClass
from courses.people.queries import participant_of, search_participants
from tests.factories.people import make_municipal_body, make_official, make_participant, make_user
from tests.factories.territory import make_body, make_municipality

pytestmark = pytest.mark.django_db


def test_a_participant_needs_no_account_and_no_email() -> None:
    participant = create_participant(
        given_name="Mario", family_name="Rossi", role=Role.OFFICIAL, body=make_municipal_body(), author=make_user()
    )

    assert (participant.user, participant.email) == (None, "")


def test_names_keep_the_capitals_they_were_given() -> None:
    participant = create_participant(
        given_name=" maria José ",
        family_name="de' Medici",
        role=Role.MAYOR,
        body=make_municipal_body(),
        author=make_user(),
    )

    assert participant.full_name == "maria José de' Medici"


def test_a_participant_belongs_to_a_body_unless_the_host_has_none(settings) -> None:
    person = {"given_name": "A", "family_name": "B", "role": Role.OTHER, "body": None, "author": make_user()}

    with pytest.raises(NotAllowed):
        create_participant(**person)
    settings.COURSES_REQUIRE_BODY = False

    assert create_participant(**person).body is None


def test_making_a_participant_leaves_one_audit_entry_without_names() -> None:
    author = make_user()
    participant = create_participant(
        given_name="Mario", family_name="Rossi", role=Role.OFFICIAL, body=make_municipal_body(), author=author
    )

    entry = entries_about(participant).get()

    assert (entry.action, entry.author, "Rossi" in str(entry.details)) == ("participant.create", author, False)


def test_who_moves_keeps_where_they_were() -> None:
    before = make_municipal_body()
    participant = make_official(before, affiliated_since=date(2024, 1, 1))
    after = make_municipal_body()

    move_participant(participant=participant, body=after, role=Role.EXECUTIVE, author=make_user())

    past = participant.past_affiliations.get()
    assert (past.body, past.role, past.started_on) == (before, Role.OFFICIAL, date(2024, 1, 1))
    assert (participant.body, participant.role) == (after, Role.EXECUTIVE)


def test_moving_nowhere_writes_nothing() -> None:
    participant = make_official(make_municipal_body())

    move_participant(participant=participant, body=participant.body, role=participant.role, author=make_user())

    assert participant.past_affiliations.count() == 0


def test_within_a_union_the_municipality_changes_and_the_affiliation_does_not() -> None:
    participant = make_participant(body=make_body(), municipality=make_municipality("Castro"))
    livo = make_municipality("Livo")

    move_participant(
        participant=participant, body=participant.body, role=participant.role, municipality=livo, author=make_user()
    )

    participant.refresh_from_db()
    assert (participant.municipality, participant.past_affiliations.count()) == (livo, 0)


def test_who_moves_to_a_municipality_takes_part_through_no_union_any_more() -> None:
    castro = make_municipality("Castro")
    participant = make_participant(body=make_body(), municipality=castro)
    after = make_municipal_body()

    move_participant(
        participant=participant, body=after, role=participant.role, municipality=castro, author=make_user()
    )

    participant.refresh_from_db()
    assert (participant.body, participant.municipality, participant.past_affiliations.count()) == (after, None, 1)


def test_out_of_range_and_without_unions_nobody_is_moved(settings) -> None:
    settings.COURSES_THROUGH_UNIONS = False
    participant, small = make_participant(body=make_municipal_body()), make_municipality(population=900)
    before = participant.body

    with pytest.raises(NotAllowed):
        move_participant(
            participant=participant, body=make_body(), role=participant.role, municipality=small, author=make_user()
        )

    participant.refresh_from_db()
    assert participant.body == before


def test_a_corrected_name_is_found_by_its_new_spelling() -> None:
    participant = make_participant(given_name="Nicolo", family_name="Rosi")

    correct_names(participant=participant, given_name="Niccolò", family_name="Rossi", author=make_user())

    assert list(search_participants(Participant.objects.all(), "rossi niccolo")) == [participant]


def test_gender_can_be_said_and_unsaid() -> None:
    participant = make_participant()
    set_gender(participant=participant, gender=Gender.FEMALE, author=make_user())

    set_gender(participant=participant, gender=Gender.UNDISCLOSED, author=make_user())

    participant.refresh_from_db()
    assert participant.gender == Gender.UNDISCLOSED


@pytest.mark.parametrize("text", ["È", "elena", "ELÈNA", "d'angelo", "dangelo elena", "D’Angelo"])
def test_people_are_found_whatever_the_accents_and_the_order(text: str) -> None:
    participant = make_participant(given_name="Elèna", family_name="D'Angelo")
    make_participant(given_name="Ugo", family_name="Tofano")

    assert list(search_participants(Participant.objects.all(), text)) == [participant]


def test_people_are_found_by_email() -> None:
    participant = make_participant(email="anna@comune.example")
    make_participant(email="ugo@comune.example")

    assert list(search_participants(Participant.objects.all(), "ANNA@comune")) == [participant]


def test_a_visitor_is_no_participant() -> None:
    assert participant_of(AnonymousUser()) is None


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.MAYOR, RoleClass.ADMINISTRATORS),
        (Role.SECRETARY, RoleClass.EXECUTIVES),
        (Role.SOCIAL_WORKER, RoleClass.OFFICIALS),
        (Role.OTHER, RoleClass.OTHER),
    ],
)
def test_roles_are_counted_in_the_programmes_classes(role: str, expected: str) -> None:
    assert Participant(role=role).role_class == expected


def test_every_role_has_its_class() -> None:
    assert all(Participant(role=role).role_class for role in Role)
