"""Courses with modules and lessons, published."""

from typing import Any

from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.models import Page, Site

from courses.catalogue.models import Activity, CourseIndexPage, CoursePage, LessonPage, ModulePage
from courses.catalogue.queries import outline_of


def add(parent: Page, page: Page, *, live: bool = True) -> Page:
    """Put a page under another and publish it as an editor would."""
    page.live = False
    parent.add_child(instance=page)
    if live:
        page.save_revision().publish()
        page.refresh_from_db()
    return page


def make_index() -> CourseIndexPage:
    """The list of courses, below the site's root page."""
    root = Site.objects.get(is_default_site=True).root_page
    return add(root, CourseIndexPage(title="Formazione", slug="formazione"))


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
