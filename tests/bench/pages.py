"""The pages people read most and «Segna come letto», each against its yardstick, by the CPU of one request."""

import os
from functools import partial
from typing import NamedTuple

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.test.utils import override_settings  # noqa: E402
from django.urls import reverse  # noqa: E402

from courses.catalogue.models import CoursePage, LessonPage  # noqa: E402
from courses.enrolment.models import Enrolment, State  # noqa: E402
from home.models import HomePage  # noqa: E402
from tests.bench.content import with_measured_text  # noqa: E402
from tests.bench.side_by_side import CONSTANT, STOCK, WHO, Browser, Case, Cases, tell  # noqa: E402


class Asked(NamedTuple):
    """An address, how many statements it takes once warm, and its goals, as a Case has them."""

    path: str
    queries: int
    goals: dict[str, float]
    signed_in: bool = True


def prepare() -> Enrolment:
    """The programme, and the demonstration's participant who takes part in it."""
    call_command("migrate", verbosity=0)
    for command in ("createcachetable", "import_municipalities", "load_programme", "load_demo"):
        call_command(command, verbosity=0)
    ready = Enrolment.objects.filter(state=State.ACTIVE, participant__user__isnull=False)
    return ready.select_related("participant__user").order_by("pk").first()


def asked(enrolment: Enrolment) -> dict[str, Asked]:
    """The pages by name, yardsticks first."""
    page = CoursePage.objects.live().get(translation_key=enrolment.course_key)
    text = measured_lesson(page).get_url()
    return {
        CONSTANT: Asked("/_constant/", 2, {CONSTANT: 1}, signed_in=False),
        WHO: Asked("/_who/", 2, {WHO: 1}),
        STOCK: Asked(f"/_stock{text}", 40, {STOCK: 1}),
        "lesson, enrolled": Asked(text, 5, {WHO: 0.45, STOCK: 10}),
        "course, enrolled": Asked(page.get_url(), 5, {WHO: 0.30}),
        "personal area": Asked(reverse("courses:desk"), 13, {WHO: 0.25}),
        "calendar, signed in": Asked(reverse("courses:calendar"), 4, {WHO: 0.30}),
        "home, visitor": Asked(HomePage.objects.live().first().get_url(), 2, {CONSTANT: 0.50}, signed_in=False),
        "lesson, visitor": Asked(text, 1, {CONSTANT: 0.50}, signed_in=False),
    }


def measured_lesson(page: CoursePage) -> LessonPage:
    """The one of a course whose text is the goals'."""
    return with_measured_text(LessonPage.objects.live().descendant_of(page).order_by("path")[1])


def cases(enrolment: Enrolment) -> Cases:
    """The pages, and one act upon the lesson."""
    signed_in, visitor = Browser(enrolment.participant.user), Browser()
    pages = asked(enrolment)
    lesson = LessonPage.objects.get(url_path__endswith=pages["lesson, visitor"].path)
    mark, unmark = (reverse(f"courses:{name}", args=[lesson.translation_key]) for name in ("mark", "unmark"))
    return {
        name: Case(partial((signed_in if one.signed_in else visitor).ask, one.path), one.queries, one.goals)
        for name, one in pages.items()
    } | {"segna come letto": Case(lambda: signed_in.send(mark), 10, {WHO: 0.40}, after=lambda: signed_in.send(unmark))}


if __name__ == "__main__":
    with override_settings(ROOT_URLCONF="tests.bench.yardsticks", COURSES_WORK_AT_COMMIT=False):
        tell(cases(prepare()))
