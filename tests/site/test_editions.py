"""Pages drawn once: right at once after every change, and never another person's."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction, Site

from courses.agenda.models import Event
from courses.editions import queries
from courses.editions.actions import move_on
from home.models import HeaderLink, SiteMenu, SiteTexts
from tests.factories.world import World

CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@pytest.fixture(autouse=True)
def nothing_kept(world: World) -> Iterator[None]:
    """Each test begins as a process does, on a site whose texts were written."""
    SiteTexts.for_site(Site.objects.get())
    move_on()
    yield
    queries.forget()


def text(browser: Client, page: Page) -> str:
    return browser.get(page.get_url()).content.decode()


def publish(page: Page, **fields: object) -> None:
    page = Page.objects.get(pk=page.pk).specific
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


@pytest.mark.parametrize("role", ["visitor", "participant"])
def test_what_is_published_is_seen_at_once(world: World, role):
    browser = world.browser(role)
    text(browser, world.lesson)

    publish(world.lesson, title="Un titolo nuovo")

    assert "Un titolo nuovo" in text(browser, world.lesson)
    assert "Un titolo nuovo" in text(browser, world.course)


@pytest.mark.parametrize("role", ["visitor", "participant"])
def test_what_is_unpublished_is_gone_at_once(world: World, role):
    browser = world.browser(role)
    title = world.second.title
    assert title in text(browser, world.course)

    Page.objects.get(pk=world.second.pk).specific.unpublish()

    assert title not in text(browser, world.course)
    assert browser.get(world.second.get_url()).status_code == 404


def test_a_page_that_moves_is_found_where_it_went_and_nowhere_else(world: World):
    browser, old = world.browser("participant"), world.lesson.get_url()
    text(browser, world.lesson)
    other = world.course.add_child(instance=type(world.module)(title="Altrove", slug="altrove", summary="Un modulo"))

    Page.objects.get(pk=world.lesson.pk).specific.move(other, pos="last-child")
    moved = Page.objects.get(pk=world.lesson.pk)

    assert browser.get(old).status_code != 200
    assert moved.title in text(browser, moved)


def test_a_restriction_holds_at_once(world: World):
    browser = world.browser("visitor")
    assert browser.get(world.page.get_url()).status_code == 200

    restriction = PageViewRestriction.objects.create(page=world.page, restriction_type="groups")
    restriction.groups.add(Group.objects.create(name="pochi"))

    assert browser.get(world.page.get_url()).status_code == 302


def test_a_change_of_the_menu_and_of_the_texts_is_seen_at_once(world: World):
    browser = world.browser("visitor")
    text(browser, world.page)

    texts = SiteTexts.for_site(Site.objects.get())
    texts.funding_line = "Una riga nuova di chi paga"
    texts.save()

    assert "Una riga nuova di chi paga" in text(browser, world.page)


def test_nobody_gets_what_was_drawn_for_another(world: World):
    """The same pages, asked cold by each alone and warm after all the others, are the same."""
    pages = [world.home, world.page, world.course, world.module, world.lesson, world.case]
    roles = ["participant", "visitor", "contact", "teacher", "secretariat", "other_participant"]
    alone = {}
    for role in roles:
        for page in pages:
            move_on()
            alone[role, page.pk] = CSRF.sub("", text(world.browser(role), page))

    move_on()
    together = {
        (role, page.pk): CSRF.sub("", text(world.browser(role), page))
        for _again in range(2)
        for role in roles
        for page in pages
    }

    assert [key for key in alone if alone[key] != together[key]] == []


def test_the_personal_area_is_ones_own_though_its_frame_is_kept(world: World):
    def desk(role: str) -> str:
        return CSRF.sub("", world.browser(role).get(reverse("courses:desk")).content.decode())

    roles, alone = ["participant", "contact", "teacher", "secretariat", "other_participant"], {}
    for role in roles:
        move_on()
        alone[role] = desk(role)
    move_on()

    assert [role for role in roles * 2 if desk(role) != alone[role]] == []
    assert world.participant.full_name in alone["participant"]
    assert len(set(alone.values())) == len(roles)


def test_who_may_not_read_sees_no_text_that_was_kept_for_who_may(world: World):
    reader = text(world.browser("participant"), world.lesson)
    visitor = text(world.browser("visitor"), world.lesson)

    assert "courses-mark" in reader
    assert "courses-mark" not in visitor


def test_each_answer_has_a_token_of_its_own(world: World):
    text(world.browser("participant"), world.page)

    first, second = (CSRF.findall(text(world.browser("participant"), world.page)) for _ in range(2))

    assert first
    assert not set(first) & set(second)


def test_what_is_undone_leaves_nothing_kept(world: World):
    browser = world.browser("visitor")
    before = text(browser, world.page)
    try:
        with transaction.atomic():
            publish(world.page, title="Mai stato")
            assert "Mai stato" in text(browser, world.page)
            raise ValueError
    except ValueError:
        pass

    assert CSRF.sub("", text(browser, world.page)) == CSRF.sub("", before)


def test_a_draft_in_preview_is_never_kept(world: World):
    draft = Page.objects.get(pk=world.page.pk).specific
    draft.title = "Solo una bozza"

    shown = draft.make_preview_request().rendered_content

    assert "Solo una bozza" in shown
    assert "Solo una bozza" not in text(world.browser("visitor"), world.page)


@pytest.mark.parametrize(("name", "most"), [("lesson", 5), ("course", 5), ("module", 5), ("page", 3)])
def test_a_page_of_a_participant_costs_few_queries_once_it_is_drawn(
    world: World, name, most, django_assert_max_num_queries
):
    browser = world.browser("participant")
    page = getattr(world, name)
    text(browser, page)

    with django_assert_max_num_queries(most):
        text(browser, page)


@pytest.mark.parametrize(("name", "most"), [("lesson", 1), ("page", 1), ("home", 2)])
def test_a_page_of_a_visitor_costs_one(world: World, name, most, django_assert_max_num_queries):
    browser = world.browser("visitor")
    page = getattr(world, name)
    text(browser, page)
    browser.cookies.clear()

    with django_assert_max_num_queries(most):
        text(browser, page)


def test_one_header_is_drawn_for_all_addresses_of_a_section(world: World, django_assert_num_queries):
    browser, calendar = world.browser("participant"), reverse("courses:calendar")
    texts = [browser.get(path).content.decode() for path in (f"{calendar}una/", "/non-esiste/")]

    with django_assert_num_queries(11):  # who asks, the edition, page and redirect looked for: nothing of the menu
        again = [browser.get(path).content.decode() for path in (f"{calendar}altra/", "/nemmeno/")]

    headers = [(CSRF.sub("", one).split("<main")[0], one.count('aria-current="true"')) for one in texts + again]
    assert headers[:2] == headers[2:]
    assert [current for _header, current in headers[:2]] == [1, 0]


@pytest.mark.parametrize("name", ["home", "page", "course", "lesson"])
def test_a_visitor_is_given_no_cookie_and_twice_the_same_answer(world: World, name):
    page = getattr(world, name)
    text(world.browser("visitor"), page)

    first, second = (world.browser("visitor").get(page.get_url()) for _ in range(2))

    assert not first.cookies and not second.cookies
    assert second.context is None  # given again, not composed
    said = [{name: value for name, value in one.items() if name != "X-Request-ID"} for one in (first, second)]
    assert (first.content, said[0]) == (second.content, said[1])
    assert first["X-Request-ID"] != second["X-Request-ID"]
    assert {"Content-Security-Policy", "X-Frame-Options", "Content-Language"} <= set(second.headers)


def test_a_seat_that_goes_is_seen_by_the_next_visitor(world: World):
    day, visitor = world.day.get_url(), world.browser("visitor")
    before = [visitor.get(day).content for _ in range(2)][1]

    Event.objects.filter(pk=world.event.pk).update(seats_taken=world.event.capacity - 3)

    after = visitor.get(day).content.decode()
    assert after != before.decode()
    assert "3 posti" in after


def test_what_a_visitor_was_told_once_is_not_told_to_the_next(world: World):
    visitor = world.browser("visitor")
    for _ in range(2):
        text(visitor, world.page)

    thanked = visitor.post("/riscontro/", {"page": world.page.pk, "useful": "yes"}, follow=True).content.decode()

    assert "Grazie" in thanked
    assert "Grazie" not in text(world.browser("visitor"), world.page)


def test_an_address_that_asks_for_more_is_not_answered_with_less(world: World):
    visitor = world.browser("visitor")
    for _ in range(2):
        visitor.get("/calendario/")

    assert visitor.get("/calendario/?vista=mese").content != visitor.get("/calendario/").content
    assert visitor.get("/calendario/", headers={"HX-Request": "true"}).context is not None
    assert visitor.post("/calendario/").status_code == 405
    assert visitor.get("/calendario/", headers={"Host": "altro.example"}).status_code == 400


@pytest.mark.parametrize("role", ["visitor", "participant"])
def test_pages_are_kept_with_a_cache_in_the_database_too(world: World, role):
    in_database = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
    with override_settings(CACHES={"default": in_database}):
        call_command("createcachetable", verbosity=0)
        browser, pages = world.browser(role), [world.lesson, world.course]
        for page in pages:
            text(browser, page)

        for page in pages:
            with CaptureQueriesContext(connection) as asked:
                text(browser, page)
            assert len(asked) <= 5


def test_what_stands_below_a_page_of_the_menu_is_not_that_page(world: World):
    visitor, index = world.browser("visitor"), world.course.get_parent()
    HeaderLink.objects.create(menu=SiteMenu.for_site(Site.objects.get()), page=index)
    current = f'href="{index.get_url()}" aria-current="page"'
    assert current in text(visitor, index)

    below = visitor.get(f"{index.get_url()}non-esiste/").content.decode()

    assert current not in below and f"?next={index.get_url()}" not in below
    assert f'href="{index.get_url()}" aria-current="true"' in below
