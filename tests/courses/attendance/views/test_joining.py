"""The way into a webinar."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from courses.agenda.models import Event
from courses.attendance.models import LinkGiven
from courses.booking.tasks import remind
from courses.post.models import Letter
from tests.courses.attendance.views.conftest import bring_forward, client_of
from tests.factories.agenda import make_event, make_webinar_page
from tests.factories.booking import make_booking
from tests.factories.catalogue import make_course, make_module

LINK = "https://riunioni.example.org/j/1?pwd=a%20b"


@pytest.fixture
def webinar(db) -> Event:
    """A webinar with its address, thirty days from now."""
    return make_event(make_webinar_page(make_module(make_course())), link=LINK)


def shows_button(client, booking, address: str) -> bool:
    return f"/collegamento/{booking.token}/" in client.get(address).content.decode()


def test_from_a_quarter_before_the_button_leads_there_and_it_is_written_down(client, webinar):
    booking = make_booking(webinar)
    its_pages = [
        (client_of(booking.participant.user), f"/calendario/{webinar.pk}/"),
        (client, f"/posti/{booking.token}/"),  # behind the link of a letter, without an account
    ]
    early = [shows_button(browser, booking, address) for browser, address in its_pages]
    bring_forward(webinar)

    response = client.post(f"/collegamento/{booking.token}/")

    assert early == [False, False]
    assert [shows_button(browser, booking, address) for browser, address in its_pages] == [True, True]
    assert (response["Refresh"], response["Referrer-Policy"]) == (f"0; url={LINK}", "no-referrer")
    assert LinkGiven.objects.get().booking == booking


def test_letters_about_a_place_say_how_to_get_in(webinar):
    make_booking(webinar)
    remind(webinar.starts_at - timedelta(hours=2))

    opens = timezone.localtime(webinar.starts_at - timedelta(minutes=15))

    letters = Letter.objects.filter(kind__in=("booking.booked", "booking.reminder")).values_list("text", flat=True)
    assert [f"{opens:%H:%M}" in text for text in letters] == [True, True]


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
