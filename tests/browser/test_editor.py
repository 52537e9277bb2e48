"""The editors write, submit and publish, and never meet a participant's data."""

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import Page, expect
from wagtail.documents.models import Document
from wagtail.images.models import Image

from courses.catalogue.models import LessonPage
from courses.people.models import Participant
from tests.browser.steps import FIRST_LESSON, enter, words
from tests.browser.watching import WATCHES

NEW_SUMMARY = "Chi decide, chi paga e chi controlla i servizi di un Comune."
WITHOUT_ALTERNATIVE = "The image «%(title)s» has no alternative text: who cannot see it learns nothing of it."
UNFOLDS = ".w-dropdown-button button[aria-expanded]"
UNTAGGED = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)


@pytest.fixture
def lesson() -> LessonPage:
    """The lesson they work on."""
    return LessonPage.objects.get(slug="chi-programma-i-servizi")


@pytest.fixture
def author(new_page) -> Page:
    """Who writes."""
    return enter(new_page(1280), "redazione")


@pytest.fixture
def approver(new_page) -> Page:
    """Who publishes."""
    return enter(new_page(1280), "approvazione")


def edit(page: Page, lesson: LessonPage) -> Page:
    """Open the page in the editor. What it saves by itself a moment after its author did is refused, and no fault."""
    page.goto(f"/admin/pages/{lesson.pk}/edit/")
    WATCHES[page].forgive(f"400 (Bad Request) ({page.url}")
    return page


def act(page: Page, selector: str) -> None:
    """One of the actions at the foot of the editor, folded away or not."""
    wanted = page.locator(selector).first
    if not wanted.is_visible():
        page.locator(f"footer {UNFOLDS}").first.click()
    wanted.click()
    page.wait_for_load_state()


def test_write_submit_approve_and_read(author: Page, approver: Page, new_page, lesson: LessonPage) -> None:
    edit(author, lesson)
    expect(author.locator("[name=action-publish]")).to_have_count(0)  # an author does not publish
    author.locator("#id_summary").fill(NEW_SUMMARY)
    act(author, "[name=action-submit]")
    lesson.refresh_from_db()
    assert lesson.summary != NEW_SUMMARY
    assert lesson.current_workflow_state is not None

    edit(approver, lesson)
    expect(approver.locator("#id_summary")).to_have_value(NEW_SUMMARY)
    act(approver, "[data-workflow-action-name=approve]")
    lesson.refresh_from_db()

    assert lesson.summary == NEW_SUMMARY
    reader = enter(new_page(1280), "partecipante")
    reader.goto(FIRST_LESSON)
    expect(reader.locator("main .lead")).to_have_text(NEW_SUMMARY)


def test_what_some_readers_would_miss_is_said_on_saving(author: Page, lesson: LessonPage) -> None:
    image = Image.objects.exclude(description="").first()
    Image.objects.filter(pk=image.pk).update(description="", title="Foto della sala")
    image.refresh_from_db()
    document = Document.objects.create(title="Delibera scansionata", file=ContentFile(UNTAGGED, "delibera.pdf"))
    lesson.body.append(("image", {"image": image, "caption": "", "credit": ""}))
    lesson.body.append(("document", {"document": document, "title": "", "note": ""}))
    lesson.save_revision()

    edit(author, lesson)
    act(author, "button.action-save")

    expect(author.locator("body")).to_contain_text(words(WITHOUT_ALTERNATIVE, title=image.title))
    expect(author.locator("body")).to_contain_text("Delibera scansionata")


def test_duplicate_a_lesson_and_change_three_fields(author: Page, lesson: LessonPage) -> None:
    author.goto(f"/admin/pages/{lesson.pk}/copy/")
    author.locator("#id_new_title").fill("Chi programma i servizi sociali")
    author.locator("#id_new_slug").fill("chi-programma-i-servizi-sociali")
    author.locator("main form button[type=submit], main form input[type=submit]").first.click()
    author.wait_for_load_state()
    copy = LessonPage.objects.get(slug="chi-programma-i-servizi-sociali")
    assert not copy.live

    edit(author, copy)
    author.locator("#id_title").fill("I servizi sociali, passo per passo")
    author.locator("#id_summary").fill(NEW_SUMMARY)
    author.locator("#id_minutes").fill("35")
    act(author, "button.action-save")

    latest = LessonPage.objects.get(pk=copy.pk).get_latest_revision_as_object()
    assert (latest.title, latest.summary, latest.minutes) == ("I servizi sociali, passo per passo", NEW_SUMMARY, 35)
    assert LessonPage.objects.get(pk=lesson.pk).title == lesson.title


CLOSED = (
    *(f"/admin/courses/{model}/" for model in ("participant", "enrolment", "completion", "body")),
    "/admin/courses/participant/inspect/1/",
    "/admin/courses/participant/add/",
    "/admin/courses/participant/?export=csv",
    "/admin/users/",
)
SEARCHES = (
    "/admin/pages/search/?q=Ferrari",
    "/admin/images/?q=Ferrari",
    "/admin/documents/?q=Ferrari",
    "/admin/reports/site-history/",
)


@pytest.mark.parametrize("who", ["redazione", "approvazione"])
def test_no_personal_data_for_editors(new_page, who: str) -> None:
    page = enter(new_page(1280), who)
    names = [one.family_name for one in Participant.objects.filter(email__contains="@example.org")]
    page.goto("/admin/")
    assert page.locator("a[href*='/courses/participant'], a[href*='/courses/enrolment']").count() == 0
    assert page.get_by_role("button", name=words("Participation")).count() == 0

    for address in CLOSED:
        answer = page.goto(address)
        assert answer.status == 403 or page.url.endswith("/admin/"), address
        assert email_free(page), address
    for address in SEARCHES:
        page.goto(address)
        text = page.locator("main").inner_text()
        assert [name for name in names if f"{name} " in text] == [], address
        assert email_free(page), address


def email_free(page: Page) -> bool:
    """No participant's address stands on the page."""
    content = page.content()
    return not any(one.email in content for one in Participant.objects.exclude(email=""))
