"""The way into a webinar."""

from uuid import uuid4

import pytest

from courses.agenda.models import Event
from courses.attendance.models import LinkGiven
from tests.courses.attendance.views.conftest import bring_forward, client_of
from tests.factories.agenda import make_event, make_webinar_page
from tests.factories.booking import make_booking
from tests.factories.catalogue import make_course, make_module

LINK = "https://riunioni.example.org/j/1?pwd=a%20b"


@pytest.fixture
def webinar(db) -> Event:
    """A webinar with its address, thirty days from now."""
    return make_event(make_webinar_page(make_module(make_course())), link=LINK)


def shows_button(event: Event, booking) -> bool:
    page = client_of(booking.participant.user).get(f"/calendario/{event.pk}/").content.decode()
    return f"/collegamento/{booking.token}/" in page


def test_from_a_quarter_before_the_button_leads_there_and_it_is_written_down(client, webinar):
    booking = make_booking(webinar)
    early = shows_button(webinar, booking)
    bring_forward(webinar)

    response = client.post(f"/collegamento/{booking.token}/")

    assert (early, shows_button(webinar, booking)) == (False, True)
    assert (response["Refresh"], response["Referrer-Policy"]) == (f"0; url={LINK}", "no-referrer")
    assert LinkGiven.objects.get().booking == booking


def test_too_early_nothing_is_given(client, webinar):
    booking = make_booking(webinar)

    response = client.post(f"/collegamento/{booking.token}/")

    assert (response["Location"], LinkGiven.objects.count()) == (f"/calendario/{webinar.pk}/", 0)


@pytest.mark.parametrize("link", ["http://riunioni.example.org/", "javascript:alert(1)", ""])
def test_only_a_safe_address_is_followed(client, webinar, link):
    booking = make_booking(webinar)
    bring_forward(webinar)
    Event.objects.filter(pk=webinar.pk).update(link=link)

    response = client.post(f"/collegamento/{booking.token}/")

    assert (response.status_code, response.has_header("Refresh")) == (302, False)


def test_an_unknown_link_is_none_and_looking_gives_nothing(client, webinar):
    booking = make_booking(webinar)
    bring_forward(webinar)

    assert client.post(f"/collegamento/{uuid4()}/").status_code == 404
    assert (client.get(f"/collegamento/{booking.token}/").status_code, LinkGiven.objects.count()) == (405, 0)
