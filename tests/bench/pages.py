"""The pages people read most and «Segna come letto», each against its yardstick, by the CPU of one request."""

import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.test.utils import override_settings  # noqa: E402
from django.urls import reverse  # noqa: E402

from courses.catalogue.models import CoursePage, LessonPage  # noqa: E402
from courses.enrolment.models import Enrolment, State  # noqa: E402
from home.models import HomePage  # noqa: E402
from tests.bench.content import with_measured_text  # noqa: E402
from tests.bench.side_by_side import CONSTANT, STOCK, WHO, Browser, Case, Cases, tell  # noqa: E402


def prepare() -> Enrolment:
    """The programme, and the demonstration's participant who takes part in it."""
    call_command("migrate", verbosity=0)
    for command in ("import_municipalities", "load_programme", "load_demo"):
        call_command(command, verbosity=0)
    ready = Enrolment.objects.filter(state=State.ACTIVE, participant__user__isnull=False)
    return ready.select_related("participant__user").order_by("pk").first()


def cases(enrolment: Enrolment) -> Cases:
    """By name, yardsticks first."""
    signed_in, visitor = Browser(enrolment.participant.user), Browser()
    page = CoursePage.objects.live().get(translation_key=enrolment.course_key)
    lesson = with_measured_text(LessonPage.objects.live().descendant_of(page).order_by("path")[1])
    course, text, home = page.get_url(), lesson.get_url(), HomePage.objects.live().first().get_url()
    mark, unmark = (reverse(f"courses:{name}", args=[lesson.translation_key]) for name in ("mark", "unmark"))
    return {
        CONSTANT: Case(lambda: visitor.ask("/_constant/"), 2, {CONSTANT: 1}),
        WHO: Case(lambda: signed_in.ask("/_who/"), 2, {WHO: 1}),
        STOCK: Case(lambda: signed_in.ask(f"/_stock{text}"), 40, {STOCK: 1}),
        "lesson, enrolled": Case(lambda: signed_in.ask(text), 5, {WHO: 0.45, STOCK: 10}),
        "course, enrolled": Case(lambda: signed_in.ask(course), 5, {WHO: 0.30}),
        "personal area": Case(lambda: signed_in.ask(reverse("courses:desk")), 13, {WHO: 0.25}),
        "calendar, signed in": Case(lambda: signed_in.ask(reverse("courses:calendar")), 4, {WHO: 0.30}),
        "home, visitor": Case(lambda: visitor.ask(home), 2, {CONSTANT: 0.50}),
        "lesson, visitor": Case(lambda: visitor.ask(text), 1, {CONSTANT: 0.50}),
        "segna come letto": Case(lambda: signed_in.send(mark), 10, {WHO: 0.40}, after=lambda: signed_in.send(unmark)),
    }


if __name__ == "__main__":
    with override_settings(ROOT_URLCONF="tests.bench.yardsticks", COURSES_WORK_AT_COMMIT=False):
        tell(cases(prepare()))
