"""Loading the course: its description, six modules, lessons, case studies, the training day and the webinars."""

from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Page

from courses.agenda.models import TrainingDayPage, WebinarPage
from courses.catalogue.models import CaseStudyPage, CourseIndexPage, CoursePage, LessonPage, ModulePage
from courses.quizzes.models import QuizPage
from home.loading.files import CONTENT, ContentError, key_of, read
from home.loading.pages import PageLoader
from home.loading.streams import stream_value

FOLDER = CONTENT / "course"
PAGE_TYPES: dict[str, type[Page]] = {
    "lesson": LessonPage,
    "case_study": CaseStudyPage,
    "training_day": TrainingDayPage,
    "webinar": WebinarPage,
    "quiz": QuizPage,
}
TEXTS = ("body", "about", "programme", "before", "after", "questions")


def load_course(loader: PageLoader, home: Page) -> CoursePage | None:
    """The list of courses, the course, its modules in the order of their folders. None when the course was deleted."""
    about = read(FOLDER / "course.yaml")
    index, course = about["index"], about["course"]
    fields = partial(_chosen, index, "title", "introduction", "search_description")
    parent = loader.ensure(home, CourseIndexPage, "course/index", fields, index["slug"])
    fields = partial(_chosen, course, "title", "summary", "introduction", "search_description")
    page = loader.ensure(parent, CoursePage, "course/course", fields, course["slug"])
    for folder in sorted(path for path in FOLDER.iterdir() if (path / "module.yaml").exists()):
        _load_module(loader, page, folder)
    return page


@transaction.atomic
def _load_module(loader: PageLoader, course: Page | None, folder: Path) -> None:
    """A module with all that stands in it, or nothing of it."""
    path = folder / "module.yaml"
    data = read(path)
    module = loader.ensure(course, ModulePage, key_of(path), partial(_module_fields, data), data["slug"])
    for file in sorted(folder.glob("*.yaml")):
        if file != path:
            _load_activity(loader, module, file)


def _load_activity(loader: PageLoader, module: Page | None, path: Path) -> None:
    data = read(path)
    model = PAGE_TYPES.get(data.get("type", ""))
    if model is None:
        raise ContentError(f"{key_of(path)}: the type is one of {', '.join(PAGE_TYPES)}")
    loader.ensure(module, model, key_of(path), partial(_activity_fields, model, data), data["slug"])


def _module_fields(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": data["title"],
        "summary": data["summary"],
        "search_description": data["summary"],
        "introduction": data["intro"],
        "objectives": [("objective", text) for text in data["objectives"]],
    }


def _activity_fields(model: type[Page], data: dict[str, Any]) -> dict[str, Any]:
    fields = _chosen(data, "title", "summary", "minutes", "required", "tags")
    if model is CaseStudyPage:
        fields |= _chosen(data, "place", "question")
    if model is QuizPage:
        fields |= _chosen(data, "introduction", "pass_mark")
    texts = {name: stream_value(model._meta.get_field(name).stream_block, data[name]) for name in TEXTS if name in data}
    return fields | {"search_description": data["summary"]} | texts


def _chosen(data: dict[str, Any], *names: str) -> dict[str, Any]:
    """The values that are there, each without the line break that YAML may leave at its end."""
    return {name: value.strip() if isinstance(value := data[name], str) else value for name in names if name in data}
