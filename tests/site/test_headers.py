"""What every answer carries, and what none may: headers, cookies, hosts, third parties.

Checklist B 23, 25; C 33, 34, 36; F 63.
"""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.factories.world import DRAFT, PERSON, World

# Wagtail leaves the temporary file of a rendition to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
ACCOUNT = ("/account/login/", "/account/signup/", "/account/password/reset/", "/account/login/code/")
OPEN = ("/", "/formazione/", "/segnala-barriera/", *ACCOUNT)
MACHINES = (
    "/sitemap.xml",
    "/robots.txt",
    "/comuni/?q=Comune",
    "/comuni/?q=participant",
    "/comuni/?q=zyx",
    "/non-esiste/",
)
ADMIN = ("/admin/", "/admin/courses/participant/", "/admin/pages/", "/admin/images/", "/admin/reports/site-history/")
HOSTS = ("evil.example", "testserver.evil.example", "testserver:abc", "a b", "[::1", "\x00", "")
TARGETS = (
    *("https://evil.example/", "//evil.example/", "https:evil.example", "javascript:alert(1)"),
    *("/\\evil.example", "\\\\evil.example"),
)
FRAMES = {"https://www.youtube-nocookie.com", "https://player.vimeo.com"}  # a video, after a click alone


def policy(response) -> dict[str, list[str]]:
    """The Content-Security-Policy, by directive."""
    parts = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in parts}


class Addresses(HTMLParser):
    """What a browser fetches, or runs, without being asked."""

    FETCHING = {"src", "srcset", "poster", "data", "action", "formaction"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.inline: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.fetched += [value or "" for name, value in attrs if name in self.FETCHING]
        if tag == "link" and "canonical" not in (given.get("rel") or ""):
            self.fetched.append(given.get("href") or "")
        runs = (
            tag == "script" and "src" not in given and given.get("type") not in {"application/json", "speculationrules"}
        )
        self.inline += [tag] * (runs or tag == "style")
        self.inline += [name for name in given if name == "style" or name.startswith("on")]


@pytest.fixture
def site_pages(world: World) -> list[str]:
    pages = (world.home, world.page, world.course, world.module, world.lesson, world.case, world.restriction.page)
    return [*OPEN, *(page.get_url() for page in pages)]


def test_the_public_side_allows_nothing_inline_and_nobody_else(world: World, site_pages):
    for role in ("visitor", "participant"):
        browser = world.browser(role)
        for path in (*site_pages, "/non-esiste/", "/area-personale/", "/account/2fa/"):
            rules = policy(browser.get(path))
            sources = {source for values in rules.values() for source in values} - FRAMES

            assert sources == {"'self'", "'none'", "data:"}, path
            assert (rules["default-src"], rules["object-src"], rules["frame-ancestors"]) == (
                ["'self'"],
                ["'none'"],
                ["'self'"],
            )


def test_public_pages_have_no_inline_script_or_style(world: World, site_pages):
    found = {}
    for role in ("visitor", "participant"):
        browser = world.browser(role)
        for path in (*site_pages, "/non-esiste/", "/area-personale/", "/area-personale/dati/", "/account/email/"):
            found[path] = Addresses(browser.get(path).content.decode()).inline

    assert {path: names for path, names in found.items() if names} == {}


def test_the_administration_has_a_policy_of_its_own_that_leaves_the_site_as_it_is(world: World):
    browser = world.browser("superuser")
    rules = policy(browser.get("/admin/"))

    assert "'unsafe-inline'" in rules["script-src"]
    assert {source for values in rules.values() for source in values if source.startswith("http")} == FRAMES
    assert "'unsafe-eval'" not in rules["script-src"]
    assert "'unsafe-inline'" not in policy(browser.get("/"))["script-src"]


@pytest.mark.parametrize("path", [*OPEN, "/non-esiste/", "/admin/", "/sitemap.xml", "/static/css/site.css"])
def test_every_answer_says_how_it_may_be_used(world: World, path):
    answer = world.browser("visitor").get(path)
    answer.getvalue()  # read to its end, a file is closed

    assert (answer["X-Content-Type-Options"], answer["Referrer-Policy"]) == ("nosniff", "same-origin")
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("role", ["participant", "editor", "secretariat", "superuser"])
def test_what_the_signed_in_see_is_kept_by_no_cache(world: World, site_pages, role):
    browser = world.browser(role)
    paths = [
        *site_pages,
        *ADMIN,
        "/area-personale/",
        "/non-esiste/",
        world.document.url,
        "/admin/non-esiste/",
        "/comuni/",
    ]

    for path in paths:
        answer = browser.get(path)
        answer.getvalue()
        kept = {part.strip() for part in answer["Cache-Control"].split(",")}
        assert kept >= {"no-store", "private"}, (path, kept)


def test_a_refusal_of_the_administration_is_kept_by_no_cache(world: World):
    answer = world.browser("participant").get("/admin/users/")

    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (403, True)


def test_visitors_get_no_cookie_from_pages_they_only_read(world: World):
    browser = world.browser("visitor")
    for page in ("/", "/formazione/", world.course.get_url(), world.page.get_url(), "/sitemap.xml", "/robots.txt"):
        browser.get(page)

    assert "sessionid" not in browser.cookies


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver:abc", "a b", "[::1", "\x00", ""]
)
@pytest.mark.parametrize("path", ["/", "/account/password/reset/", "/admin/", "/non-esiste/"])
def test_an_unknown_host_is_refused_and_never_fails(world: World, host, path):
    answer = world.browser("visitor").get(path, headers={"host": host})

    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()


def test_a_forged_host_never_reaches_a_letter(world: World, mailoutbox):
    for header in ("host", "x-forwarded-host", "x-original-host"):
        data = {"email": world.users["participant"].email}
        world.browser("visitor").post("/account/password/reset/", data, headers={header: "evil.example"})

    assert [letter.body for letter in mailoutbox if "evil.example" in letter.body] == []


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", ["next", "return_url"])
def test_signing_in_leads_to_this_site_alone(world: World, target, name):
    browser = Client()
    data = {"login": world.users["participant"].email, "password": "una parola lunga", name: target}
    places = [browser.post(f"/account/login/?{name}={target}", data)["Location"]]
    signed_in = world.browser("participant")
    for path in ("/account/login/", "/account/logout/", "/admin/login/", "/account/reauthenticate/"):
        answers = (signed_in.get(path, {name: target}), signed_in.post(path, {name: target}))
        places += [answer.get("Location", "/") for answer in answers]

    hosts = {urlsplit(place.replace("\\", "/")).netloc for place in places}
    schemes = {urlsplit(place).scheme for place in places}
    assert (hosts, schemes) == ({""}, {""})


def test_the_password_of_a_page_leads_to_this_site_alone(world: World):
    restriction = world.restriction
    path = f"/_util/authenticate_with_password/{restriction.pk}/{restriction.page_id}/"

    answer = world.browser("visitor").post(path, {"password": "aperti", "return_url": "https://evil.example/"})

    assert urlsplit(answer["Location"]).netloc == ""


def test_no_page_fetches_anything_from_elsewhere(world: World, site_pages):
    elsewhere = {}
    for role, paths in {"visitor": site_pages, "participant": site_pages, "superuser": ADMIN}.items():
        browser = world.browser(role)
        editing = [f"/admin/pages/{world.lesson.pk}/edit/", "/admin/account/"] if role == "superuser" else []
        for path in (*paths, *editing):
            text = browser.get(path).content.decode()
            hosts = {urlsplit(address).netloc for address in Addresses(text).fetched} - {"", "testserver"}
            if hosts or re.search(r"gravatar|releases\.wagtail|googleapis|unpkg|jsdelivr", text):
                elsewhere[path] = hosts

    assert elsewhere == {}


def test_anonymous_answers_hold_no_personal_datum_and_no_text_for_the_enrolled(world: World, site_pages):
    browser = world.browser("visitor")
    addresses = [
        *site_pages,
        *MACHINES,
        world.draft.get_url(),
        world.document.url,
        world.loose.url,
        "/?q=" + PERSON[:3],
    ]

    told = [path for path in addresses if _tells(browser.get(path))]

    assert told == []


def test_the_map_for_machines_names_neither_drafts_nor_restricted_pages(world: World):
    text = world.browser("visitor").get("/sitemap.xml").content.decode()

    assert world.course.get_url() in text
    assert [page.slug for page in (world.draft, world.restriction.page) if f"/{page.slug}/" in text] == []


def _tells(response) -> bool:
    text = response.getvalue().decode(errors="replace").lower()
    return PERSON.lower() in text or DRAFT.lower() in text
