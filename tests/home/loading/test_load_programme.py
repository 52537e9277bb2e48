"""The command that loads the programme, on the real content."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import Page, Site, Workflow

from courses.agenda.models import Event, TrainingDayPage, WebinarPage
from courses.catalogue.models import Activity, CaseStudyPage, CoursePage, LessonPage, ModulePage
from courses.catalogue.queries import outline_of
from courses.groups import APPROVERS, EDITORS, SECRETARIAT
from courses.progress.models import CompletionRule
from courses.quizzes.models import SimulationPage
from home.models import HomePage, SiteMenu, SiteTexts, StandardPage
from tests.factories.people import make_user

MODULES = [
    "servizi-pubblici-welfare",
    "gestione-partecipata",
    "modello-sprar",
    "partnership",
    "reti-territoriali",
    "casi-studio-simulazioni",
]

LOADED = [("load_programme",)]


def load() -> str:
    out = StringIO()
    call_command("load_programme", stdout=out)
    return out.getvalue()


def test_a_new_site_has_all_that_was_promised(loaded, client):
    home = HomePage.objects.get()
    course = CoursePage.objects.get()
    outline = outline_of(course)
    assert Site.objects.get().root_page_id == home.pk
    assert [part.module.slug for part in outline.parts] == MODULES
    for module in ModulePage.objects.all():
        assert LessonPage.objects.child_of(module).live().count() >= 3
        assert CaseStudyPage.objects.child_of(module).live().count() >= 1
    texts = LessonPage.objects.count() + CaseStudyPage.objects.count()
    assert (TrainingDayPage.objects.count(), WebinarPage.objects.count()) == (1, 20)
    simulations = SimulationPage.objects.live().count()
    assert Activity.objects.count() == texts + 21 + len(MODULES) + simulations  # and a quiz for each module
    assert not Activity.objects.filter(kind="webinarpage", required=True).exists()
    assert Event.objects.filter(kind="day").count() == 0  # no municipality is there to host one
    rule = CompletionRule.objects.get(course_key=course.translation_key)
    assert (rule.version, rule.minutes, rule.threshold) == (1, 360, 80)
    assert not Page.objects.filter(depth__gt=1, live=False).exists()
    assert {page.url for page in StandardPage.objects.all()} >= {
        "/il-programma/",
        "/come-aderire/",
        "/giornate/",
        "/contatti/",
        "/note-legali/",
        "/privacy/",
        "/accessibilita/",
        "/mappa-del-sito/",
        "/statistiche/",
    }
    for page in [home, course, *StandardPage.objects.all()]:
        assert client.get(page.url).status_code == 200, page.url


def test_running_it_again_changes_nothing_that_editors_did(loaded):
    lesson = LessonPage.objects.first()
    lesson.title, lesson.slug = "Un titolo nuovo", "un-indirizzo-nuovo"
    lesson.save_revision().publish()
    StandardPage.objects.get(slug="statistiche").delete()
    SiteTexts.objects.update(secretariat_phone="06.1")
    SiteMenu.objects.get().header_links.first().delete()
    before = (Page.objects.count(), SiteMenu.objects.get().header_links.count())

    report = load()

    lesson.refresh_from_db()
    assert report.splitlines()[-1].split()[0] == "0"
    assert (Page.objects.count(), SiteMenu.objects.get().header_links.count()) == before
    assert (lesson.title, lesson.slug) == ("Un titolo nuovo", "un-indirizzo-nuovo")
    assert SiteTexts.objects.get().secretariat_phone == "06.1"


@pytest.mark.parametrize(
    ("group", "may"),
    [
        (EDITORS, {"edit": True, "publish": False}),
        (APPROVERS, {"edit": True, "publish": True}),
        (SECRETARIAT, {"edit": False, "publish": False}),
    ],
)
def test_authors_submit_and_approvers_publish(loaded, group, may):
    page = Page.objects.get(slug="contatti")
    rights = page.permissions_for_user(make_user(groups=(group,)))

    assert {"edit": rights.can_edit(), "publish": rights.can_publish()} == may
    assert Workflow.objects.get() == page.get_workflow()
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()
