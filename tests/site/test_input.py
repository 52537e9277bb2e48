"""Anything may arrive in an address or a form: it is refused or ignored, never a failure (checklist C 27, 30; B 19)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from courses.adhesion.models import Adhesion, NamedOfficial
from courses.people.models import Participant
from courses.post.models import Letter, LetterTemplate
from courses.territory.models import Body
from home.models import BarrierReport, PageFeedback, SiteTexts
from tests.factories.world import World

# Wagtail leaves the temporary file of a rendition to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
ODD = (
    *("\x00", "a\x00b", "%%", "'\";--", "à" * 5_000, "\ud7ff\ufffe", "\u202e", "\r\nX: y", "-1", "0"),
    *("99999999999999999999", "1e9", "NaN", "[]", "../..", "{{ 7*7 }}", " "),
)
RAW = (b"%00", b"%ff%fe", b"%c3%28", b"%", b"%zz", b"a%00b=c", b"=", b"q=1&q=2")
MODELS = ("participant", "enrolment", "completion", "body", "adhesion", "letter")
LISTS = tuple(f"/admin/courses/{model}/" for model in MODELS)
FILTERS = (
    "q",
    "o",
    "p",
    "export",
    "course",
    "state",
    "region",
    "province",
    "role",
    "kind",
    "body",
    "period",
    "method",
    "proof",
    "waiting",
)
LOOKUPS = (
    "user__password__startswith",
    "start__gte",
    "participant__user__email__contains",
    "id__in",
    "pk",
    "_popup",
    "all",
)
FORMS = {
    "/segnala-barriera/": ("page_address", "description", "email", "website"),
    "/riscontro/": ("page", "useful", "comment", "website"),
    "/account/login/": ("login", "password", "remember", "next"),
    "/account/signup/": (
        *("email", "given_name", "family_name", "municipality_name", "region", "province", "municipality"),
        *("role", "gender", "password1", "notice", "municipality_step", "next"),
    ),
    "/account/password/reset/": ("email",),
    "/account/login/code/": ("email",),
    "/area-personale/dati/": (
        *("given_name", "family_name", "municipality_name", "region", "province", "municipality", "role", "gender"),
    ),
}
ELSEWHERE = ("/admin/", "/admin/pages/", "/admin/reports/site-history/")
PAYLOAD = "<script>alert('ahi')</script><img src=x onerror=ahi()>\"'><b>"


def failures(answers: Iterator[tuple[Any, int]]) -> list[Any]:
    return [(asked, status) for asked, status in answers if status >= 500]


@pytest.mark.parametrize(
    "path", [*LISTS, "/comuni/", "/segnala-barriera/", "/account/login/", "/admin/riscontri/", "/"]
)
def test_no_query_makes_a_page_fail(world: World, path):
    browser = world.browser("secretariat" if path.startswith("/admin/") else "visitor")
    names = FILTERS if path in LISTS else ("q", "p", "pagina", "next", "useful", "day", "ordering")

    asked = ((name, value) for name in names for value in ODD)

    assert failures((one, browser.get(path, dict([one])).status_code) for one in asked) == []


@pytest.mark.parametrize("raw", RAW)
@pytest.mark.parametrize(
    "path", [*LISTS, "/comuni/", "/segnala-barriera/", "/admin/pages/", "/admin/segnalazioni/", "/"]
)
def test_no_broken_query_makes_a_page_fail(world: World, path, raw):
    browser = world.browser("superuser")

    statuses = [browser.get(path, QUERY_STRING=query.decode()).status_code for query in (raw, b"q=" + raw, b"o=" + raw)]

    assert [status for status in statuses if status >= 500] == []


@pytest.mark.parametrize("path", ["/%00", "/%ff/", "/formazione/%00/", "/admin/%00", "/documents/1/%00"])
def test_an_unreadable_address_is_refused(world: World, path):
    answer = world.browser("superuser").get(path)

    assert answer.status_code in {400, 404}


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("lookup", [*LOOKUPS, "user__is_superuser", "email__contains"])
def test_a_lookup_nobody_declared_is_ignored(world: World, path, lookup):
    answer = world.browser("secretariat").get(path, {lookup: "1"})

    assert (answer.status_code, answer["Location"].rstrip("?")) == (302, path)


@pytest.mark.parametrize("path", FORMS)
def test_no_field_makes_a_form_fail(world: World, path, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    settings.RATELIMIT_ENABLE = False
    role = "participant" if path.startswith("/area") else "visitor"

    asked = ((name, value) for name in FORMS[path] for value in ODD)

    assert failures((one, world.browser(role).post(path, dict([one])).status_code) for one in asked) == []


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("value", ["a\x00b", "x" * 5_000, "99999999999999999999", "\ufffd", "à\u202e"])
def test_no_value_in_all_fields_at_once_makes_a_form_fail(world: World, path, value, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    settings.RATELIMIT_ENABLE = False
    browser = world.browser("participant" if path.startswith("/area") else "visitor")

    filled = browser.post(path, dict.fromkeys(FORMS[path], value))
    many = browser.post(path, {name: [value, value] for name in FORMS[path]})

    assert [answer.status_code for answer in (filled, many) if answer.status_code >= 500] == []


@pytest.mark.parametrize(
    "body",
    [b"email=%00", b"email=%ff", b"email=\xff\xfe", b"\x00\x00", b"=" * 5_000, b"a&" * 12_000, b"{", b"%", b""],
    ids=lambda body: repr(body[:12]),
)
@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json"]
)
@pytest.mark.parametrize("path", ["/segnala-barriera/", "/account/login/", "/riscontro/", "/account/signup/"])
def test_no_body_makes_a_form_fail(world: World, path, kind, body):
    answer = world.browser("visitor").generic("POST", path, body, content_type=kind)

    assert answer.status_code < 500


def actions(world: World) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The secretariat's forms, with their fields."""
    person, enrolment = world.participant.pk, world.participant_enrolment.pk
    names, place = ("given_name", "family_name"), ("municipality_name", "region", "province", "municipality")
    yield "/admin/courses/participant/add/", (*names, *place, "email", "role", "gender", "other_body", "another_person")
    yield f"/admin/courses/participant/{person}/correct/", (*names, "email", "seen")
    yield f"/admin/courses/participant/{person}/move/", (*place, "role", "other_body", "seen")
    yield f"/admin/courses/participant/{person}/enrol/", ("course", "exception_reason", "seen")
    for verb in ("suspend", "withdraw"):
        yield f"/admin/courses/enrolment/{enrolment}/{verb}/", ("reason", "seen")
    yield f"/admin/courses/enrolment/{enrolment}/complete/", ("activity", "reason", "seen")
    yield f"/admin/courses/completion/{world.completion.pk}/withdraw/", ("reason", "seen")
    yield f"/admin/segnalazioni/edit/{world.report.pk}/", ("answered_on",)
    adhesion = f"/admin/courses/adhesion/{world.adhesion.pk}"
    for verb in ("contest", "proof", "protocol", "correction"):
        yield f"{adhesion}/{verb}/", ("reason", "seen", "proof", "note", "protocol")
    yield f"{adhesion}/reassign/", (*names, "email", "role", "phone", "reason", "seen")
    yield "/admin/courses/letter/words/adhesion.draft/", ("subject", "text", "seen", "preview")


def test_no_value_makes_an_action_of_the_secretariat_fail(world: World):
    browser = world.browser("secretariat")

    asked = (
        ((path, value), browser.post(path, dict.fromkeys(fields, value)).status_code)
        for path, fields in actions(world)
        for value in ODD
    )

    assert failures(asked) == []


@pytest.mark.parametrize("number", ["0", "99999999", "9" * 18, "9" * 30, "-1", "abc", "%00"])
@pytest.mark.parametrize("path", ["participant/inspect/{}/", "participant/{}/move/", "enrolment/{}/suspend/"])
def test_a_number_that_names_nothing_is_not_found(world: World, path, number):
    answer = world.browser("secretariat").get(f"/admin/courses/{path.format(number)}")

    assert answer.status_code in {400, 404}


def poison(world: World) -> None:
    """The payload in every text that a person or an editor may write."""
    Participant.objects.update(given_name=PAYLOAD, family_name=PAYLOAD, email=f"{'x'}@example.com")
    world.participant_enrolment.__class__.objects.update(
        reason=PAYLOAD, exception_reason=PAYLOAD, course_title=PAYLOAD, body_name=PAYLOAD
    )
    world.completion.__class__.objects.update(reason=PAYLOAD, activity_title=PAYLOAD, module_title=PAYLOAD)
    Body.objects.update(name=PAYLOAD)
    contact = [f"contact_{name}" for name in ("given_name", "family_name", "phone")]
    texts = (*contact, "body_name", "reason", "exception_reason", "correction", "protocol", "deputy_family_name")
    Adhesion.objects.update(**dict.fromkeys(texts, PAYLOAD))
    NamedOfficial.objects.create(adhesion=world.adhesion, given_name=PAYLOAD, family_name=PAYLOAD, office=PAYLOAD)
    Letter.objects.update(subject=PAYLOAD, text=PAYLOAD, error=PAYLOAD)
    LetterTemplate.objects.create(kind="adhesion.draft", subject=PAYLOAD, text=PAYLOAD)
    PageFeedback.objects.update(comment=PAYLOAD, page_title=PAYLOAD)
    BarrierReport.objects.update(description=PAYLOAD, page_address=PAYLOAD)
    texts = SiteTexts.for_site(Site.objects.get())
    for name in (
        "funding_line",
        "cup",
        "secretariat_phone",
        "secretariat_hours",
        "address",
        "dpo_contact",
        "licence_text",
    ):
        setattr(texts, name, PAYLOAD)
    texts.save()
    for page in (world.home, world.page, world.course, world.module, world.lesson, world.case):
        texts = [
            name for name in ("title", "summary", "lead", "hero_title", "place", "question") if hasattr(page, name)
        ]
        type(page).objects.filter(pk=page.pk).update(**dict.fromkeys(texts, PAYLOAD))


def test_what_people_write_is_shown_as_text(world: World):
    poison(world)
    pages = (world.home, world.page, world.course, world.module, world.lesson, world.case)
    public = [page.get_url() for page in pages]
    person = f"/admin/courses/participant/inspect/{world.participant.pk}/"
    staff = [
        *LISTS,
        person,
        f"/admin/courses/body/inspect/{world.body.pk}/",
        f"/admin/courses/adhesion/inspect/{world.adhesion.pk}/",
        f"/admin/courses/adhesion/{world.adhesion.pk}/accept/",
        f"/admin/courses/letter/inspect/{world.letter.pk}/",
        "/admin/riscontri/",
        "/admin/segnalazioni/",
    ]
    staff += [path for path, _fields in actions(world)] + ["/admin/", "/admin/pages/", "/admin/reports/site-history/"]

    read = {
        "visitor": public,
        "participant": [*public, "/area-personale/", "/area-personale/dati/"],
        "superuser": [*staff, f"/admin/pages/{world.lesson.pk}/edit/"],
    }
    raw = [(role, path) for role, paths in read.items() for path in paths if _is_raw(world.browser(role), path)]

    assert raw == []


def test_what_is_typed_comes_back_as_text(world: World):
    browser = world.browser("visitor")
    answers = [browser.post(path, dict.fromkeys(fields, PAYLOAD)) for path, fields in FORMS.items()]
    answers += [browser.get(path, {"q": PAYLOAD, "pagina": PAYLOAD, "next": PAYLOAD}) for path in FORMS]
    answers += [world.browser("secretariat").get(path, {"q": PAYLOAD}) for path in LISTS]
    answers.append(browser.get(f"/{PAYLOAD}/"))

    assert ["<script>alert('ahi')" in answer.content.decode() for answer in answers] == [False] * len(answers)


def _is_raw(browser: Client, path: str) -> bool:
    text = browser.get(path, follow=True).content.decode()
    assert "alert(" in text or path in ELSEWHERE or path.endswith(("/edit/", "/add/")), f"nothing to see at {path}"
    return "<script>alert('ahi')" in text or "<img src=x onerror" in text
