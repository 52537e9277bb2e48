"""The search endpoint."""

import pytest
from django.urls import reverse

from tests.factories.territory import make_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(settings) -> str:
    settings.COURSES_POPULATION_RANGE = (5_000, 150_000)
    return reverse("courses:municipality_search")


def test_municipality_search_answers_what_the_form_shows(client, url: str) -> None:
    municipality = make_municipality("Castro", "BG")

    response = client.get(url, {"q": "castr"})

    assert response.json() == [
        {
            "code": municipality.pk,
            "label": "Castro (BG)",
            "province": "Bergamo",
            "region": "Lombardia",
            "eligible": "in",
            "note": "",
        }
    ]


@pytest.mark.parametrize(("population", "eligible"), [(4_999, "out"), (150_000, "in"), (None, "unknown")])
def test_municipality_search_says_who_is_out_and_why(client, url: str, population: int | None, eligible: str) -> None:
    make_municipality("Castro", "BG", population=population)

    [answer] = client.get(url, {"q": "castro"}).json()

    assert answer["eligible"] == eligible
    assert bool(answer["note"]) is (eligible != "in")


def test_municipality_search_may_be_kept_by_any_cache(client, url: str) -> None:
    response = client.get(url, {"q": "castro"})

    assert response["Cache-Control"] == "public, max-age=3600"
    assert response.cookies == {}


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20", "?other=1", "?q=" + "a" * 5_000, "?q=%25&q=_", "?q[]=castro"])
def test_municipality_search_finds_nothing_for_nothing(client, url: str, query: str) -> None:
    make_municipality("Castro")

    response = client.get(url + query)

    assert (response.status_code, response.json()) == (200, [])


@pytest.mark.parametrize("query", ["%00", "castro%00", "%ff%fe", "%ED%A0%80", "%C0%AF", "%F0%9F%92%A9"])
def test_municipality_search_never_breaks_on_unreadable_text(client, url: str, query: str) -> None:
    assert client.get(f"{url}?q={query}").status_code in {200, 400}


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_municipality_search_only_reads(client, url: str, method: str) -> None:
    assert getattr(client, method)(url).status_code == 405


def test_municipality_search_is_one_query(client, url: str, django_assert_num_queries) -> None:
    for sigla in ("BG", "LE", "RM"):
        make_municipality("Castro", sigla)

    with django_assert_num_queries(1):
        assert len(client.get(url, {"q": "castro"}).json()) == 3
