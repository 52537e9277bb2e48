"""A story holds everything about its subject, in time order, once, and at a constant price."""

import pytest
from django.contrib.auth.models import Permission
from django.utils.formats import date_format
from django.utils.timezone import localtime

from courses.adhesion.actions import invite
from courses.agenda.models import Event
from courses.audit.actions import record
from courses.booking.actions import cancel_booking
from courses.certificates.models import Certificate
from courses.groups import AUDITORS, SECRETARIAT
from courses.post.models import Letter
from courses.progress.models import Completion
from courses.stories.queries import asked_of, kinds_for, story
from courses.stories.sources import SOURCES
from courses.stories.telling import Kind
from courses.surveys.models import Invited
from tests.factories.adhesion import make_accepted
from tests.factories.agenda import make_event
from tests.factories.booking import make_attender, make_booking
from tests.factories.catalogue import activities_of
from tests.factories.certificates import make_certificate, make_closed
from tests.factories.people import make_municipal_body, make_participant, make_user
from tests.factories.progress import read
from tests.factories.surveys import answer_all, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(db):
    """A member of the secretariat."""
    return make_user(groups=(SECRETARIAT,))


@pytest.fixture
def certified(db) -> Certificate:
    """Of somebody who booked a day, was there and got a certificate."""
    return make_certificate()


def kinds(page) -> set[str]:
    return {line.kind.value for line in page.object_list}


def said(page, kind: Kind) -> list[str]:
    return [str(line.told.what) for line in page.object_list if line.kind == kind]


def test_an_official_has_place_presences_completion_certificate_and_letters(certified, secretary) -> None:
    page = story(certified.participant, secretary)

    assert kinds(page) >= {"record", "enrolment", "booking", "presence", "completion", "certificate", "letter"}
    assert [certified.label in words for words in said(page, Kind.CERTIFICATE)] == [True]
    moments = [line.at for line in page.object_list]
    assert moments == sorted(moments, reverse=True)


def test_the_oldest_may_come_first(certified, secretary) -> None:
    newest = [line.told for line in story(certified.participant, secretary).object_list]

    oldest = [line.told for line in story(certified.participant, secretary, oldest_first=True).object_list]

    assert oldest == newest[::-1]


def test_the_event_and_the_body_tell_the_same_facts_with_the_person(certified, secretary) -> None:
    person = certified.participant
    event = Event.objects.get()

    for subject in (event, person.body):
        page = story(subject, secretary)
        assert kinds(page) >= {"booking", "presence", "certificate", "letter"}
        assert {line.told.person for line in page.object_list if line.kind == Kind.CERTIFICATE} == {person}
        assert {line.told.person for line in page.object_list if line.kind == Kind.LETTER} >= {person}


def test_a_story_holds_nothing_of_somebody_else(certified, secretary) -> None:
    stranger = make_attender(Event.objects.get())

    told = {line.told.person for line in story(stranger, secretary).object_list}

    assert told <= {stranger, None}
    assert said(story(stranger, secretary), Kind.CERTIFICATE) == []


def test_an_adhesion_is_told_of_the_body_and_of_its_officials(secretary) -> None:
    body = make_municipal_body(population=20_000)
    make_accepted(body)
    official = make_participant(body=body, email="a@example.org")
    invite(participant=official, author=secretary, named_by="Carla Neri")

    assert kinds(story(body, secretary)) >= {"adhesion", "record", "invitation", "letter"}
    assert kinds(story(official, secretary)) >= {"adhesion", "record", "invitation"}
    (invited,) = [line for line in story(official, secretary).object_list if line.kind == Kind.INVITATION]
    assert (invited.author, "Carla Neri" in invited.told.more) == (secretary, True)


def test_a_completion_keeps_the_revision_that_was_read(enrolment, course, secretary) -> None:
    revision = course.save_revision()
    done, other = read(enrolment, course, *activities_of(course)[:2])
    Completion.objects.filter(pk=done.pk).update(revision_id=revision.pk)
    Completion.objects.filter(pk=other.pk).update(revision_id=revision.pk + 1000)  # purged since

    found = story(enrolment.participant, secretary, kind="completion", oldest_first=True)
    kept, gone = [line.told.more for line in found.object_list]

    day = date_format(localtime(revision.created_at), "SHORT_DATETIME_FORMAT")
    assert (f"{revision.pk} " in kept, day in kept) == (True, True)
    assert (str(revision.pk + 1000) in gone, day in gone) == (True, False)


def test_author_and_reason_come_from_the_trail_and_the_thing_is_told_once(secretary) -> None:
    booking = make_booking(make_event())
    cancel_booking(booking=booking, reason="È malata", author=secretary, by_secretariat=True)
    record(author=secretary, action="participant.correct_names", subject=booking.participant)

    page = story(booking.participant, secretary)

    (gave_up,) = [line for line in page.object_list if line.kind == Kind.BOOKING and line.reason]
    assert (gave_up.author, gave_up.reason) == (secretary, "È malata")
    actions = [line.told.what for line in page.object_list if line.kind == Kind.CHANGE]
    assert len(actions) == 1


def test_a_letter_shows_neither_address_nor_link(secretary) -> None:
    booking = make_booking(make_event())
    Letter.objects.update(text="Ciao a@b.example.it, rinuncia: https://s.example/x/abc123?y=1 grazie")

    (line,) = story(booking.participant, secretary, kind="letter").object_list

    assert "abc123" not in line.told.text and "@" not in line.told.text
    assert line.told.text.endswith("grazie")
    assert line.letter == Letter.objects.get().pk


def test_each_kind_needs_its_own_permission(certified) -> None:
    reader = make_user()
    reader.user_permissions.add(*Permission.objects.filter(codename__in=["view_participant", "view_enrolment"]))

    page = story(certified.participant, reader)

    assert kinds(page) <= {"record", "invitation", "enrolment", "letter"}
    assert {kind for kind, _label in kinds_for(certified.participant, reader)} == {
        *("record", "invitation", "enrolment", "letter")
    }
    assert story(certified.participant, make_user()).object_list == []


def test_auditors_read_all_kinds_but_questionnaires_and_requests(certified) -> None:
    auditor = make_user(groups=(AUDITORS,))

    assert {kind for kind, _label in kinds_for(certified.participant, auditor)} == {
        *("record", "adhesion", "invitation", "enrolment", "booking", "presence"),
        *("completion", "quiz", "certificate", "letter", "change"),
    }


def test_a_kind_narrows_the_story(certified, secretary) -> None:
    assert kinds(story(certified.participant, secretary, kind="presence")) == {"presence"}


def test_whether_a_questionnaire_was_answered_and_never_when() -> None:
    asked = make_round(people=2)
    answer_all(asked, "4")
    people = [one.participant for one in Invited.objects.order_by("participant").select_related("participant")]

    assert [[one.has_answered for one in asked_of(person)] for person in people] == [[True], [False]]
    assert not any(source.model is Invited for source in SOURCES)


def test_pages_are_fifty_lines_and_none_is_missed(secretary) -> None:
    person = make_participant()
    for _number in range(60):
        record(author=secretary, action="participant.correct_names", subject=person)

    first, second = story(person, secretary), story(person, secretary, page="2")

    assert (len(first.object_list), len(second.object_list), first.paginator.count) == (50, 11, 61)


@pytest.mark.parametrize("junk", ["", "x", "\x00", "-1", "99999999999999999999"])
def test_a_page_that_is_none_is_another(junk: str, certified, secretary) -> None:
    assert story(certified.participant, secretary, page=junk).object_list


@pytest.mark.parametrize("people", [1, 3])
def test_the_price_does_not_grow(people: int, secretary, django_assert_num_queries) -> None:
    event = make_closed(*[0] * people)
    subject = Event.objects.get(pk=event.pk)
    list(secretary.get_all_permissions())

    with django_assert_num_queries(EVENT_QUERIES):
        list(story(subject, secretary).object_list)


# count, merged keys; places, presences, register, seal, letters, changes; their entries, people and places
EVENT_QUERIES = 11


def test_a_row_reached_in_two_ways_is_told_once(secretary) -> None:
    person = make_participant(body=make_municipal_body(population=20_000))
    make_accepted(person.body)

    page = story(person.body, secretary)

    told = [(line.at, str(line.told.what), line.told.person) for line in page.object_list]
    assert len(told) == len(set(told)) == page.paginator.count
