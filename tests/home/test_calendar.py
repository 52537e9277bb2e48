"""Where the site leads to the calendar: home page, menu, sitemap."""

from datetime import timedelta

import pytest
from django.template import engines
from django.utils import timezone

from courses.agenda.models import Event
from courses.catalogue.models import ModulePage
from home.models import HomePage
from tests.factories.agenda import make_day_page, make_event

SOON = timezone.localdate() + timedelta(days=30)


@pytest.fixture
def module(home: HomePage) -> ModulePage:
    return make_day_page().get_parent().specific


@pytest.mark.parametrize("number", [1, 3])
def test_the_next_dates_are_one_question_whatever_their_number(module, django_assert_num_queries, number) -> None:
    page = module.get_children().first().specific
    for place in range(number):
        make_event(page, SOON + timedelta(days=place))
    template = engines["django"].from_string("{% load agenda_tags %}{% next_events 6 as events %}{{ events|length }}")

    with django_assert_num_queries(1):
        assert template.render() == str(number)


def test_what_is_called_off_is_not_announced(module) -> None:
    event = make_event(module.get_children().first().specific, SOON)
    Event.objects.filter(pk=event.pk).update(state="called_off", reason="Neve")
    template = engines["django"].from_string("{% load agenda_tags %}{% next_events as events %}{{ events|length }}")

    assert template.render() == "0"


def test_menu_and_sitemap_lead_to_the_calendar_and_its_events(module, client) -> None:
    event = make_event(module.get_children().first().specific, SOON)

    sitemap = client.get("/sitemap.xml").content.decode()
    menu = client.get("/calendario/").content.decode()

    assert [sitemap.count(f"{path}</loc>") for path in ("/calendario/", f"/calendario/{event.pk}/")] == [1, 1]
    assert menu.count('<a class="nav-link active" href="/calendario/" aria-current="page">') == 1
