"""Files of people from sending to saving, whatever happens half-way."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.audit.models import Entry
from courses.catalogue.models import CoursePage
from courses.enrolment.models import Enrolment, State
from courses.errors import NotAllowed, StaleState
from courses.officials import importing
from courses.officials.actions import apply_import, name_official
from courses.officials.importing import delete_old_imports, work_on_imports
from courses.officials.models import ImportRow, PeopleImport
from courses.officials.queries import summary_of
from courses.people.models import Participant, Role
from courses.post.models import Letter
from courses.territory.models import Body
from tests.factories.adhesion import make_accepted
from tests.factories.officials import check_people, save_people, send_people
from tests.factories.people import make_municipal_body, make_participant, make_user
from tests.factories.territory import make_municipality

pytestmark = pytest.mark.django_db
Outcome = ImportRow.Outcome
UGO, ADA, LIA = "Ugo;Foscolo;funzionario;ugo@x.example", "Ada;Negri;sindaca", "Lia;Rossi;capo"


@pytest.fixture
def castro(course: CoursePage, settings) -> Body:
    """A body that has joined, and a course to be enrolled in."""
    settings.COURSES_REQUIRE_ADHESION = True
    return make_accepted(make_municipal_body(name="Castro", sigla="LE")).body


def invited() -> list[str]:
    """The addresses that invitations were written to, without the contact's."""
    letters = Letter.objects.filter(kind="invitation").exclude(recipient__startswith="carla@")
    return sorted(letters.values_list("recipient", flat=True))


def people_of(body: Body) -> list[str]:
    """By name, without the contact."""
    return [one.full_name for one in body.participants.exclude(given_name="Carla").order_by("given_name")]


def test_a_half_bad_file_saves_its_good_rows_and_keeps_the_others_with_the_reason(castro: Body) -> None:
    people_import = save_people(UGO, LIA, ADA, body=castro)

    assert people_of(castro) == ["Ada Negri", "Ugo Foscolo"]
    assert people_import.state == PeopleImport.State.APPLIED
    assert [(row.outcome, row.is_saved) for row in people_import.rows.all()] == [
        (Outcome.NEW, True),
        (Outcome.WRONG, False),
        (Outcome.NEW, True),
    ]


def test_nothing_is_saved_before_somebody_says_so(castro: Body) -> None:
    people_import = check_people(UGO, ADA, body=castro)

    assert (people_import.state, people_of(castro)) == (PeopleImport.State.CHECKED, [])


def test_the_saved_are_what_naming_them_by_hand_makes_of_them(castro: Body) -> None:
    contact = make_user()
    Participant.objects.filter(contact_of__body=castro).update(user=contact)
    by_hand = {"given_name": "Ivo", "family_name": "Bruni", "role": Role.OFFICIAL, "email": "ivo@x.example"}
    name_official(body=castro, author=contact, **by_hand)

    save_people(UGO, body=castro, author=contact)

    ugo, ivo = (Participant.objects.get(given_name=name) for name in ("Ugo", "Ivo"))
    assert known_of(ugo, contact.pk) == known_of(ivo, contact.pk)


def known_of(person: Participant, contact: int) -> dict[str, object]:
    """All that is written about a person but the names."""
    (enrolment,) = person.enrolments.all()
    (change,) = enrolment.changes.all()
    (invitation,) = person.invitations.all()
    letter = Letter.objects.get(kind="invitation", about_id=str(person.pk))
    subjects = {(one._meta.label_lower, str(one.pk)) for one in (person, enrolment, invitation)}
    entries = [one for one in Entry.objects.all() if (one.subject_type, one.subject_id) in subjects]
    return {
        "person": (person.role, person.body_id, person.affiliated_since, len(person.search_text) > 0),
        "enrolment": (enrolment.state, enrolment.body_name, enrolment.province, enrolment.population, enrolment.role),
        "change": (change.author, change.from_state, change.to_state, change.reason),
        "invitation": (invitation.invited_by, invitation.invited_by_name, invitation.email == person.email),
        "letter": (letter.recipient == person.email, person.full_name in letter.text, letter.state),
        # by hand the address is written once the person is found
        "entries": sorted({(one.action, one.author_id) for one in entries} - {("participant.correct_email", contact)}),
    }


def test_the_saved_are_enrolled_and_invited_once_with_an_address(castro: Body) -> None:
    save_people(UGO, ADA, body=castro)

    states = Enrolment.objects.filter(participant__given_name__in=["Ugo", "Ada"]).values_list("state", flat=True)
    assert list(states) == [State.ACTIVE, State.ACTIVE]
    assert invited() == ["ugo@x.example"]


def test_without_the_tick_nobody_is_invited(castro: Body) -> None:
    save_people(UGO, body=castro, invites=False)

    assert (people_of(castro), invited()) == (["Ugo Foscolo"], [])


def test_who_works_for_a_body_that_has_not_joined_waits_and_is_not_invited(castro: Body) -> None:
    make_municipality("Otranto", "LE")

    save_people("Ugo;Foscolo;funzionario;ugo@x.example;Otranto;LE")

    (enrolment,) = Enrolment.objects.filter(participant__given_name="Ugo")
    assert (enrolment.state, enrolment.body.name, invited()) == (State.PENDING, "Otranto", [])


def test_who_waited_is_enrolled_when_the_body_joins(castro: Body) -> None:
    make_municipality("Otranto", "LE")
    save_people("Ugo;Foscolo;funzionario;;Otranto;LE")

    make_accepted(Body.objects.get(name="Otranto"))

    assert Enrolment.objects.get(participant__given_name="Ugo").state == State.ACTIVE


def test_sent_again_a_file_changes_nothing(castro: Body) -> None:
    save_people(UGO, ADA, body=castro)
    people_import = check_people(UGO, ADA, body=castro)

    with pytest.raises(NotAllowed):
        apply_import(people_import=people_import, author=None)

    assert {row.outcome for row in people_import.rows.all()} == {Outcome.THERE}
    assert (len(people_of(castro)), invited()) == (2, ["ugo@x.example"])


def test_who_was_named_since_the_check_is_there_when_it_is_saved(castro: Body) -> None:
    people_import = check_people(UGO, body=castro)
    ugo = make_participant(body=castro, given_name="Ugo", family_name="Foscolo", email="ugo@x.example")

    apply_import(people_import=people_import, author=None)
    work_on_imports()

    (row,) = people_import.rows.all()
    assert (row.outcome, row.participant, row.is_saved) == (Outcome.THERE, ugo, False)
    assert people_of(castro) == ["Ugo Foscolo"]


def test_a_file_under_check_is_not_saved_yet_and_a_second_press_saves_nothing_more(castro: Body) -> None:
    people_import = send_people(UGO, body=castro)
    with pytest.raises(StaleState):
        apply_import(people_import=people_import, author=None)
    work_on_imports()

    for _press in range(2):
        apply_import(people_import=people_import, author=None)
        work_on_imports()

    assert people_of(castro) == ["Ugo Foscolo"]
    assert Entry.objects.filter(action="import.apply").count() == 1


def test_one_row_that_cannot_be_saved_loses_none_of_the_others(castro: Body, monkeypatch) -> None:
    people_import = check_people(UGO, ADA, "Ivo;Bruni;altro", body=castro)
    # no row that was judged good is known to be refused by a database: one is made to be
    monkeypatch.setattr("courses.people.models.Participant.refresh_search_text", refuse_ada)

    apply_import(people_import=people_import, author=None)
    work_on_imports()

    assert people_of(castro) == ["Ivo Bruni", "Ugo Foscolo"]
    assert people_import.rows.get(given_name="Ada").outcome == Outcome.WRONG
    assert (summary_of(people_import).saved, summary_of(people_import).wrong) == (2, 1)


def refuse_ada(person: Participant) -> None:
    if person.given_name == "Ada":
        raise ValueError("as a database does")
    person.search_text = person.family_name


class Killed(Exception):
    """As if the worker's process had ended."""


@pytest.mark.parametrize("killed_while", ["checking", "saving"])
def test_killed_between_batches_another_worker_goes_on_where_it_stopped(
    castro: Body, monkeypatch, killed_while: str
) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    rows = [f"Ugo;Foscolo{number};funzionario;ugo{number}@x.example" for number in range(5)]
    people_import = send_people(*rows, rows[0], body=castro)
    if killed_while == "saving":
        work_on_imports()
        apply_import(people_import=people_import, author=None)
    with monkeypatch.context() as patch:
        patch.setattr(importing, "_hold", holds_twice(importing._hold))
        work_on_imports()  # logs, and leaves the lease behind
    half = summary_of(people_import)
    assert work_on_imports() == 0  # the lease stands

    finish(people_import)

    assert (half.judged if killed_while == "checking" else half.saved) == 2
    assert len(people_of(castro)) == 5
    assert invited() == [f"ugo{number}@x.example" for number in range(5)]
    assert people_import.rows.get(number=7).outcome == Outcome.DUPLICATE


def holds_twice(hold):
    """Taken, renewed for one batch, and then the worker dies."""
    times = iter(range(2))

    def hold_or_die(*args):
        if next(times, None) is None:
            raise Killed
        return hold(*args)

    return hold_or_die


def finish(people_import: PeopleImport) -> None:
    """When the lease of the dead has run out."""
    PeopleImport.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    work_on_imports()
    people_import.refresh_from_db()
    if people_import.state == PeopleImport.State.CHECKED:
        apply_import(people_import=people_import, author=None)
        work_on_imports()


def test_who_does_not_hold_the_lease_works_on_nothing(castro: Body) -> None:
    people_import = send_people(UGO, body=castro)
    PeopleImport.objects.update(lease_until=timezone.now() + timedelta(minutes=1))

    assert importing.work_on(people_import) == 0
    assert summary_of(people_import).judged == 0


def test_a_file_is_forgotten_after_thirty_days_and_its_people_are_not(castro: Body) -> None:
    save_people(UGO, body=castro)
    kept = send_people(ADA, body=castro)
    PeopleImport.objects.exclude(pk=kept.pk).update(sent_at=timezone.now() - timedelta(days=31))

    assert delete_old_imports() == 1

    assert [one.pk for one in PeopleImport.objects.all()] == [kept.pk]
    assert (ImportRow.objects.count(), people_of(castro)) == (1, ["Ugo Foscolo"])


def test_who_sent_and_who_saved_a_file_is_written_down_without_names(castro: Body) -> None:
    sender, saver = make_user(), make_user()
    people_import = check_people(UGO, LIA, body=castro, author=sender)

    apply_import(people_import=people_import, author=saver)

    entries = Entry.objects.filter(subject_id=str(people_import.pk), action__startswith="import.").order_by("pk")
    assert [(one.action, one.author, one.details) for one in entries] == [
        ("import.start", sender, {"rows": 2}),
        ("import.apply", saver, {"rows": 1}),
    ]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_small_file_is_checked_and_saved_at_once_and_a_large_one_at_the_next_tick(castro: Body) -> None:
    small = send_people(UGO, body=castro)
    large = send_people(*[f"Ugo;Foscolo{number};funzionario" for number in range(201)], body=castro)
    apply_import(people_import=small, author=None)

    assert [one.state for one in PeopleImport.objects.order_by("pk")] == ["applied", "checking"]
    assert people_of(castro) == ["Ugo Foscolo"]
    assert work_on_imports() == 201
    large.refresh_from_db()
    assert large.state == PeopleImport.State.CHECKED
