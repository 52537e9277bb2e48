"""The event as the action of booking reads it: what every other way to it says, too."""

import pytest

from courses.agenda.exports import said_of
from courses.agenda.queries import event_to_book, public_events
from tests.factories.agenda import make_day_page, make_event, make_webinar_page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("online", [False, True])
def test_the_event_to_book_says_what_its_page_says_in_one_query(online: bool, django_assert_num_queries) -> None:
    day = make_day_page()
    event = make_event(make_webinar_page(day.get_parent().specific) if online else day)
    known = public_events().get(pk=event.pk)

    with django_assert_num_queries(1):
        found = event_to_book(event.pk)
        words = said_of(found)

    assert words == said_of(known)
    fields = [field.attname for field in known._meta.concrete_fields]
    assert [getattr(found, name) for name in fields] == [getattr(known, name) for name in fields]
    assert found.get_deferred_fields() == set()


def test_what_a_venue_says_besides_is_there_when_asked_for() -> None:
    event = make_event(make_day_page())

    venue = event_to_book(event.pk).venue

    assert (venue.seats, venue.municipality.istat_code) == (event.venue.seats, event.venue.municipality.istat_code)


@pytest.mark.parametrize("part", ["page", "module", "course"])
def test_an_event_whose_page_module_or_course_is_not_published_is_not_to_book(part: str) -> None:
    page = make_day_page()
    event = make_event(page)
    parts = {"page": page, "module": page.get_parent(), "course": page.get_parent().get_parent()}

    parts[part].specific.unpublish()

    assert event_to_book(event.pk) is None


@pytest.mark.parametrize("pk", [0, 2**63, 10**40])
def test_no_event_has_such_a_number(pk: int) -> None:
    assert event_to_book(pk) is None
