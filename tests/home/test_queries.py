"""What pages show of the data."""

from datetime import UTC, date, datetime

import pytest
from wagtail.models import PageViewRestriction, Site

from courses.enrolment.models import Enrolment
from home.models import FooterLink, HeaderLink, HomePage, SiteMenu, StandardPage
from home.queries import Month, Place, Total, programme_figures, site_links, site_tree, topics_of, usage, verdicts
from tests.factories.catalogue import make_course, make_index, make_lesson, make_module
from tests.factories.enrolment import make_enrolment
from tests.factories.home import make_feedback, make_page
from tests.factories.people import make_participant
from tests.factories.territory import make_municipality


def default_site() -> Site:
    return Site.objects.get(is_default_site=True)


def enrol_in(course, year: int, month: int, number: int) -> None:
    for _ in range(number):
        enrolment = make_enrolment(make_participant(), course)
        Enrolment.objects.filter(pk=enrolment.pk).update(enrolled_at=datetime(year, month, 15, 12, tzinfo=UTC))


def test_links_are_those_to_published_pages_in_their_order(home: HomePage):
    menu = SiteMenu.for_site(default_site())
    last, first, draft = (make_page(home, slug) for slug in ("ultima", "prima", "bozza"))
    draft.unpublish()
    HeaderLink.objects.create(menu=menu, page=last, sort_order=2)
    HeaderLink.objects.create(menu=menu, page=first, sort_order=1)
    HeaderLink.objects.create(menu=menu, page=draft, sort_order=0)
    FooterLink.objects.create(menu=menu, page=last, label="In fondo")

    assert [(link.place, link.title) for link in site_links(default_site())] == [
        (Place.FOOTER, "In fondo"),
        (Place.HEADER, "Prima"),
        (Place.HEADER, "Ultima"),
    ]


@pytest.mark.parametrize(("population", "counted"), [(4_999, 0), (5_000, 1), (150_000, 1), (150_001, 0), (None, 0)])
def test_municipalities_are_counted_within_the_range_both_bounds_included(db, settings, population, counted):
    settings.COURSES_POPULATION_RANGE = (5_000, 150_000)
    make_municipality(population=population)

    assert programme_figures().municipalities == counted


def test_suppressed_municipalities_are_not_counted(db):
    make_municipality(population=20_000, suppressed_on=date(2026, 1, 1))

    assert programme_figures().municipalities == 0


def test_figures_come_from_settings_and_name_the_year(db, settings):
    settings.COURSES_PLANNED_DAYS, settings.COURSES_PLANNED_WEBINARS = 12, 3
    make_municipality(population=20_000, population_year=2023)

    figures = programme_figures()

    assert (figures.days, figures.webinars, figures.population_year) == (12, 3, 2023)


def test_topics_add_up_activities_and_minutes(home: HomePage):
    module = make_module(make_course())
    make_lesson(module, "una", minutes=5)
    make_lesson(module, "due", minutes=20)

    topics = topics_of(None)

    assert [(topic.page.pk, topic.summary, topic.activities, topic.minutes) for topic in topics] == [
        (module.pk, "Un tema.", 2, 25)
    ]


def test_topics_of_a_course_that_is_not_published_are_none(home: HomePage):
    course = make_course()
    make_module(course)
    course.unpublish()

    assert topics_of(course) == []


def test_site_map_shows_published_pages_as_a_tree_and_hides_private_ones(page: StandardPage):
    below = make_page(page, "sotto")
    make_page(page.get_parent(), "riservata")
    hidden = page.get_siblings().get(slug="riservata")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")

    branches = site_tree(default_site())

    assert [branch.page.pk for branch in branches] == [page.pk]
    assert [branch.page.pk for branch in branches[0].below] == [below.pk]


def test_site_map_leaves_out_what_stands_under_a_draft(page: StandardPage):
    make_page(page, "sotto")
    page.unpublish()

    assert site_tree(default_site()) == []


@pytest.mark.parametrize(("number", "shown"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_counts_from_one_to_four_are_never_shown(number, shown):
    assert Total.of(number).shown == shown


def test_usage_counts_by_month_newest_first(home: HomePage):
    course = make_course(make_index())
    enrol_in(course, 2026, 3, 5)
    enrol_in(course, 2026, 4, 6)

    found = usage()

    assert found.months == [
        Month(date(2026, 4, 1), Total(6), Total(0)),
        Month(date(2026, 3, 1), Total(5), Total(0)),
    ]
    assert (found.enrolments, found.completions) == (11, 0)


def test_usage_keeps_a_total_to_itself_that_would_tell_the_one_hidden_month(home: HomePage):
    course = make_course(make_index())
    enrol_in(course, 2026, 3, 2)
    enrol_in(course, 2026, 4, 6)

    assert usage().enrolments is None


def test_usage_shows_the_total_of_two_hidden_months(home: HomePage):
    course = make_course(make_index())
    enrol_in(course, 2026, 2, 2)
    enrol_in(course, 2026, 3, 2)
    enrol_in(course, 2026, 4, 6)

    assert usage().enrolments == 10


def test_a_page_is_judged_from_five_answers_on(page: StandardPage):
    make_feedback(page, yes=3, no=1)
    assert verdicts() == []

    make_feedback(page, no=1)

    assert [(verdict.page.pk, verdict.answers, verdict.percent) for verdict in verdicts()] == [(page.pk, 5, 60)]
