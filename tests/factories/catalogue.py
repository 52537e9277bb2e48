"""Courses with modules and lessons, published."""

from typing import Any

from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.models import Page, Revision, Site
from wagtail.signals import page_published

from courses.catalogue.models import Activity, CourseIndexPage, CoursePage, LessonPage, ModulePage
from courses.catalogue.queries import outline_of
from tests.factories.remembered import remembered


def add(parent: Page, page: Page, *, live: bool = True) -> Page:
    """Put a page under another, on line as publishing leaves it."""
    page.live = live
    parent.add_child(instance=page)
    if live:
        _announce(page)
        page.refresh_from_db()
    return page


def _announce(page: Page) -> None:
    """Its first revision, its days and the signal: publishing proper saves a page three times, a third of the suite."""
    revision = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        content=page.serializable_data(),
        object_str=str(page),
    )
    now = revision.created_at
    days = {"first_published_at": now, "last_published_at": now, "latest_revision_created_at": now}
    Page.objects.filter(pk=page.pk).update(latest_revision=revision, live_revision=revision, **days)
    page_published.send(sender=type(page), instance=page, revision=revision)


@remembered
def make_index() -> CourseIndexPage:
    """The list of courses, below the site's root page."""
    root = Site.objects.get(is_default_site=True).root_page
    return add(root, CourseIndexPage(title="Formazione", slug="formazione"))


@remembered
def make_course(index: CourseIndexPage | None = None, **over: Any) -> CoursePage:
    """A published course that is open, without modules."""
    values = {"title": "Accoglienza", "slug": "accoglienza", "summary": "Progettare l'accoglienza."}
    return add(index or make_index(), CoursePage(**values | over))


def make_module(course: CoursePage, slug: str = "uno", **over: Any) -> ModulePage:
    """A published module."""
    values = {"title": f"Modulo {slug}", "slug": slug, "summary": "Un tema."}
    return add(course, ModulePage(**values | over))


def make_lesson(module: ModulePage, slug: str = "lezione", *, live: bool = True, **over: Any) -> LessonPage:
    """A lesson of one paragraph."""
    values = {
        "title": f"Lezione {slug}",
        "slug": slug,
        "summary": "Di che cosa parla.",
        "body": [("paragraph", "<p>Il testo riservato agli iscritti.</p>")],
    }
    return add(module, LessonPage(**values | over), live=live)


@remembered
def make_small_course(lessons: int = 2, modules: int = 1) -> CoursePage:
    """A course with so many modules of so many lessons each."""
    course = make_course()
    for number in range(1, modules + 1):
        module = make_module(course, f"modulo-{number}")
        for lesson in range(1, lessons + 1):
            make_lesson(module, f"lezione-{number}-{lesson}")
    return course


def make_document(name: str = "scheda.txt", content: bytes = b"scheda", **over: Any) -> Document:
    """A document with its file on disk."""
    document = Document.objects.create(**{"title": "Scheda", "file": ContentFile(content, name)} | over)
    document.file.close()
    return Document.objects.get(pk=document.pk)


def activities_of(course: CoursePage) -> list[Activity]:
    """The course's activities in order."""
    return outline_of(course).activities
