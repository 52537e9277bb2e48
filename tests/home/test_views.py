"""Pages and what readers send from them."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from courses.catalogue.models import ModulePage
from home.models import BarrierReport, HeaderLink, HomePage, PageFeedback, SiteMenu, StandardPage
from tests.factories.catalogue import make_lesson, make_module, make_small_course
from tests.factories.home import make_home, make_page

FEEDBACK, BARRIER = "/riscontro/", "/segnala-barriera/"
REPORT = {"page_address": "/contatti/", "description": "Il modulo non si apre.", "email": ""}
HTMX = {"HX-Request": "true"}


def test_every_page_asks_whether_it_was_useful(client, page: StandardPage):
    text = client.get(page.url).content.decode()

    assert text.count(f'<input type="hidden" name="page" value="{page.pk}">') == 1


def test_the_question_costs_no_query(rf, page: StandardPage, django_assert_num_queries):
    request = rf.get(page.url)

    with django_assert_num_queries(0):
        render_to_string("home/feedback.html", {"page": page}, request)


def test_a_page_of_text_asks_as_little_of_the_database_as_it_may(client, page: StandardPage, django_assert_num_queries):
    client.get(page.url)
    client.get(page.url)  # the first visit writes the texts of the site

    with django_assert_num_queries(1):
        client.get(page.url)


@pytest.mark.parametrize("lessons", [1, 3])
def test_home_page_asks_as_little_of_the_database_however_many_topics(client, db, lessons, django_assert_num_queries):
    home = make_full_home(modules=lessons)
    client.get(home.url)
    client.get(home.url)

    with django_assert_num_queries(1):
        answer = client.get(home.url)

    assert answer.content.decode().count('class="it-card-title"') == lessons


def make_full_home(modules: int) -> HomePage:
    sections = [
        ("modules", {"title": "I temi", "text": "", "course": None}),
        ("figures", {"title": "In numeri", "text": ""}),
        ("join", {"title": "Comincia", "text": ""}),
    ]
    home = make_home(body=sections)
    make_small_course(modules=modules)
    return home


def test_an_answer_is_kept_and_leads_back_with_thanks(client, page: StandardPage):
    answer = client.post(FEEDBACK, {"page": page.pk, "useful": "no", "comment": "Non trovo la PEC."}, follow=True)

    kept = PageFeedback.objects.get()
    assert answer.redirect_chain == [(page.url, 302)]
    assert (kept.page_id, kept.useful, kept.comment) == (page.pk, False, "Non trovo la PEC.")


@pytest.mark.parametrize(
    ("origin", "status"),
    [("http://testserver", 302), ("https://altro.example", 403), ("null", 403), (None, 302)],
)
def test_an_answer_needs_no_token_and_comes_from_our_own_pages(page: StandardPage, origin, status):
    browser = Client(enforce_csrf_checks=True)
    headers = {"Origin": origin} if origin else {}

    answer = browser.post(FEEDBACK, {"page": page.pk, "useful": "no"}, headers=headers)

    assert (answer.status_code, PageFeedback.objects.count()) == (status, int(status == 302))


def test_htmx_gets_the_thanks_alone(client, page: StandardPage):
    answer = client.post(FEEDBACK, {"page": page.pk, "useful": "yes"}, headers=HTMX)

    assert answer.templates[0].name == "home/feedback_thanks.html"
    assert PageFeedback.objects.get().useful is True


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_comment_without_a_verdict_comes_back_with_what_was_typed(client, page: StandardPage, headers):
    answer = client.post(FEEDBACK, {"page": page.pk, "comment": "Testo lungo da non perdere"}, headers=headers)

    text = answer.content.decode()
    assert "Testo lungo da non perdere</textarea>" in text
    assert f'name="page" value="{page.pk}"' in text
    assert PageFeedback.objects.count() == 0


@pytest.mark.parametrize("value", ["", "0", "nessuna", "\x00", "9" * 40])
def test_an_answer_about_no_page_is_refused_in_words(client, page: StandardPage, value):
    answer = client.post(FEEDBACK, {"page": value, "useful": "yes"})

    assert answer.status_code == 200
    assert PageFeedback.objects.count() == 0


def test_a_program_that_fills_in_every_field_is_thanked_and_forgotten(client, page: StandardPage):
    client.post(FEEDBACK, {"page": page.pk, "useful": "yes", "website": "http://spam.example"})
    client.post(BARRIER, REPORT | {"website": "http://spam.example"})

    assert (PageFeedback.objects.count(), BarrierReport.objects.count()) == (0, 0)


def test_looking_at_the_address_of_answers_leads_home(client, home: HomePage):
    assert client.get(FEEDBACK).headers["Location"] == "/"


def test_a_report_of_a_barrier_is_kept(client, page: StandardPage):
    answer = client.post(BARRIER, REPORT)

    assert answer.headers["Location"] == BARRIER
    assert BarrierReport.objects.get().description == "Il modulo non si apre."


def test_a_wrong_report_comes_back_with_its_mistakes_and_all_that_was_typed(client, page: StandardPage):
    answer = client.post(BARRIER, REPORT | {"email": "lia at example"})

    text = answer.content.decode()
    assert 'href="#id_email"' in text
    assert "Il modulo non si apre.</textarea>" in text
    assert BarrierReport.objects.count() == 0


def test_the_form_knows_the_page_one_comes_from(client, page: StandardPage):
    answer = client.get(BARRIER, {"pagina": "/contatti/"})

    assert 'value="/contatti/"' in answer.content.decode()


def test_too_many_reports_from_one_address_are_refused(client, page: StandardPage):
    codes = [client.post(BARRIER, REPORT).status_code for _number in range(11)]

    assert codes == [302] * 10 + [429]


def test_too_many_answers_from_one_address_are_refused(client, page: StandardPage):
    codes = {client.post(FEEDBACK, {"page": page.pk, "useful": "yes"}).status_code for _number in range(60)}

    assert codes == {302}
    assert client.post(FEEDBACK, {"page": page.pk, "useful": "yes"}).status_code == 429


def test_a_report_needs_a_token_of_our_own_form(page: StandardPage):
    assert Client(enforce_csrf_checks=True).post(BARRIER, REPORT).status_code == 403


def test_robots_are_told_where_the_doors_are(client, home: HomePage):
    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /admin/\n" in text
    assert "Sitemap: http://testserver/sitemap.xml\n" in text


def test_marker_of_the_menu_is_on_its_own_page_alone(client, page: StandardPage):
    menu = SiteMenu.for_site(Site.objects.get(is_default_site=True))
    HeaderLink.objects.create(menu=menu, page=page)
    below = make_page(page, "sotto")

    assert 'aria-current="page"><span>Contatti' in client.get(page.url).content.decode()
    assert 'aria-current="true"><span>Contatti' in client.get(below.url).content.decode()


def test_visitors_see_register_and_the_signed_in_see_the_course(client, db, django_user_model):
    home = make_full_home(modules=1)
    visitor = client.get(home.url).content.decode()
    client.force_login(django_user_model.objects.create_account("lia@example.com", "una parola lunga"))

    member = client.get(home.url).content.decode()

    join = f'class="btn btn-primary" href="{reverse("account_signup")}"'
    assert (join in visitor, join in member) == (True, False)


def test_lessons_ask_too(admin_client_of_site, course_module: ModulePage):
    lesson = make_lesson(course_module)

    assert f'name="page" value="{lesson.pk}"' in admin_client_of_site.get(lesson.url).content.decode()


@pytest.fixture
def course_module(home: HomePage) -> ModulePage:
    return make_module(make_small_course())


@pytest.fixture
def admin_client_of_site(client, django_user_model, db):
    client.force_login(django_user_model.objects.create_superuser("capo@example.com", "una parola lunga"))
    return client
