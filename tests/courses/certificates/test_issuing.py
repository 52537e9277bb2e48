"""Issuing: what is due, once, with the hours as they were, a number, a code, a file and a letter."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.utils import timezone

from courses.agenda.models import Event, TrainingDayPage
from courses.audit.models import Entry
from courses.certificates.actions import confirm, issue_due
from courses.certificates.models import Certificate, CertificateFile, Confirmation, Kind, NumbersOfYear
from courses.certificates.queries import due_courses, due_events, progress_of, to_confirm
from courses.enrolment.models import Enrolment
from courses.errors import NotAllowed
from courses.people.models import Participant
from courses.post.models import Letter
from courses.progress.actions import change_rule
from tests.factories.agenda import make_day_page, make_event, make_teacher
from tests.factories.catalogue import make_course, make_lesson, make_module
from tests.factories.certificates import make_closed
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_municipal_body, make_official
from tests.factories.progress import read

pytestmark = pytest.mark.django_db


def letters() -> list[Letter]:
    return list(Letter.objects.filter(kind="certificate.issued").order_by("pk"))


def test_everybody_who_was_there_gets_one_with_the_hours_they_were_there() -> None:
    event = make_closed(0, 180)

    issued = issue_due()

    whole, half = Certificate.objects.order_by("number")
    year = timezone.localdate().year
    assert issued == 2
    assert [(one.year, one.number, one.kind, one.source) for one in (whole, half)] == [
        (year, 1, Kind.EVENT, f"event:{event.pk}"),
        (year, 2, Kind.EVENT, f"event:{event.pk}"),
    ]
    assert [(one.minutes, one.of_minutes) for one in (whole, half)] == [(360, 360), (180, 360)]
    assert len({whole.code, half.code}) == 2
    assert [whole.snapshot[name] for name in ("title", "modules", "teachers")] == [event.title, ["Modulo uno"], []]
    assert NumbersOfYear.objects.get().last == 2
    assert Entry.objects.filter(action="certificate.issue").count() == 2


def test_the_file_is_kept_with_its_hash_and_one_letter_says_where_it_is() -> None:
    make_closed(0)
    issue_due()

    again = issue_due()

    certificate, file = Certificate.objects.get(), CertificateFile.objects.get()
    (letter,) = letters()
    assert again == 0
    assert sha256(bytes(file.content)).hexdigest() == file.sha256
    assert (letter.recipient, certificate.label in letter.text) == (certificate.participant.email, True)
    assert letter.text.rstrip().endswith("/area-personale/attestati/")


def test_who_has_two_at_once_is_written_to_once(monkeypatch) -> None:
    """The day and the course it completes, however small the rounds are."""
    monkeypatch.setattr("courses.certificates.issuing.A_ROUND", 1)
    make_closed(0, 0, event=make_event())

    issued = issue_due()

    written = Letter.objects.filter(kind__startswith="certificate.").order_by("pk")
    people = Participant.objects.filter(certificates__isnull=False).distinct().order_by("pk")
    labels = [sorted(one.label for one in person.certificates.all()) for person in people]
    assert (issued, [one.kind for one in written]) == (4, ["certificate.issued_several"] * 2)
    assert [one.recipient for one in written] == [person.email for person in people]
    assert [[label in letter.text for label in own] for own, letter in zip(labels, written, strict=True)] == [
        [True, True],
        [True, True],
    ]


def test_who_was_absent_gets_none() -> None:
    make_closed(None)

    assert issue_due() == 0
    assert list(Certificate.objects.all()) == []


def test_teachers_and_place_are_those_of_the_day() -> None:
    event = make_event(make_day_page(required=False), teachers=[make_teacher()])
    make_closed(0, event=event)

    issue_due()

    said = Certificate.objects.get().snapshot
    place = f"{event.venue.name}, {event.venue.municipality}"
    assert (said["teachers"], said["places"]) == (["Lucia Bianchi"], [place])


def test_body_and_role_are_those_of_the_day() -> None:
    event = make_closed(0)
    person = event.register.attendees.get().participant
    before = (person.body_id, person.role)
    Participant.objects.filter(pk=person.pk).update(body=make_municipal_body(name="Altrove"), role="mayor")

    issue_due()

    certificate = Certificate.objects.get()
    assert (certificate.body_id, certificate.role) == before
    assert "Altrove" not in certificate.snapshot["body"]


def test_a_completed_course_gets_one_that_says_what_was_attended_and_by_which_rule() -> None:
    course = make_course()
    module = make_module(course)
    lesson = make_lesson(module, "una")
    change_rule(course_key=course.translation_key, author=None, minutes=0, threshold=80)
    enrolment = make_enrolment(make_official(make_municipal_body(population=20_000)), course)
    read(enrolment, course, lesson.courses_activity)

    issue_due()

    certificate = Certificate.objects.get()
    assert (certificate.kind, certificate.source) == (Kind.COURSE, f"course:{course.translation_key}")
    assert (certificate.title, certificate.minutes, certificate.of_minutes) == (course.title, 0, 0)
    assert (certificate.snapshot["rule_version"], certificate.snapshot["modules"]) == (1, [module.title])


def test_the_hours_of_a_course_are_those_attended_of_those_it_asks_for() -> None:
    event = make_event()  # of a course that asks for the day alone
    change_rule(course_key=event.course_key, author=None, minutes=480, threshold=50)
    make_closed(60, event=event)
    issue_due()

    of_course = Certificate.objects.filter(kind=Kind.COURSE)

    assert Enrolment.objects.get().state == "completed"
    assert [(one.minutes, one.of_minutes) for one in of_course] == [(300, 480)]


def test_what_was_replaced_by_nothing_and_annulled_is_not_issued_again() -> None:
    make_closed(0)
    issue_due()
    Certificate.objects.update(state="annulled", annulled_at=timezone.now(), reason="Prova")

    assert (issue_due(), due_events().count(), due_courses().count()) == (0, 0, 0)


def test_a_name_that_no_font_has_stops_nobody_else_and_leaves_no_hole() -> None:
    make_closed(0, 0, 0)
    second = Event.objects.get().register.attendees.order_by("pk")[1].participant
    Participant.objects.filter(pk=second.pk).update(family_name="日本")

    issued = issue_due()

    assert issued == 2
    assert list(Certificate.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert not Certificate.objects.filter(participant=second).exists()


def test_a_round_that_fails_gives_back_its_numbers_and_letters(monkeypatch) -> None:
    make_closed(0, 0)
    monkeypatch.setattr("courses.certificates.issuing.write_issued", killed)

    with pytest.raises(KeyboardInterrupt):
        issue_due()
    left = (Certificate.objects.count(), CertificateFile.objects.count(), len(letters()))
    monkeypatch.undo()
    issue_due()

    assert left == (0, 0, 0)
    assert list(Certificate.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert len(letters()) == 2


def killed(*_told: object) -> None:
    raise KeyboardInterrupt


def test_where_the_secretariat_confirms_nothing_is_issued_before(settings) -> None:
    settings.COURSES_CERTIFICATES_CONFIRMED = True
    make_closed(0, 0, 0)

    before = issue_due()
    first, _second, third = to_confirm()
    batch = confirm(keys=[first.key, third.key, "9/event:9"], author=None)
    asked = progress_of(batch)
    issued = issue_due()

    assert (before, issued, len(to_confirm())) == (0, 2, 1)
    assert (asked.asked, asked.issued, asked.left, asked.is_over) == (2, 0, 2, False)
    assert (progress_of(batch).issued, progress_of(batch).is_over) == (2, True)
    assert set(Certificate.objects.values_list("participant", flat=True)) == {
        first.participant.pk,
        third.participant.pk,
    }


def test_confirming_twice_is_once(settings) -> None:
    settings.COURSES_CERTIFICATES_CONFIRMED = True
    make_closed(0)
    (due,) = to_confirm()
    confirm(keys=[due.key], author=None)

    with pytest.raises(NotAllowed):
        confirm(keys=[due.key], author=None)

    assert Confirmation.objects.count() == 1


def test_a_round_asks_the_same_number_of_questions_for_one_and_for_three(django_assert_num_queries) -> None:
    counts = []
    make_closed(0)
    issue_due()  # the first of the year
    page = TrainingDayPage.objects.get()
    for late in ((0,), (0, 0, 0)):
        make_closed(*late, event=make_event(page))
        with django_assert_num_queries(ROUND, exact=True):
            counts.append(issue_due())

    assert counts == [1, 3]


ROUND = 26


def test_time_up_leaves_the_rest_to_the_next_tick() -> None:
    make_closed(0)

    assert issue_due(within=timedelta(0)) == 0
    assert issue_due() == 1
