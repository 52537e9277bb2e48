"""Documents to consult that are files: for who may read the simulation, and never a link that is refused."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import Page

from courses.attendance.rules import may_download
from courses.quizzes.models import Play, SimulationPage
from courses.quizzes.proofing import mistakes_in
from courses.quizzes.scripting import script_of
from tests.factories.catalogue import make_document
from tests.factories.people import make_municipal_body, make_official
from tests.factories.simulations import make_play, make_simulation, scene, sound, value_of, way


def paper(document: Document | None, text: str = "") -> dict:
    return {"title": "La lettera", "text": text, "document": document.pk if document else None, "source": ""}


@pytest.fixture
def letter(db) -> Document:
    """A file."""
    return make_document(title="Lettera della prefettura")


@pytest.fixture
def page(module: Page, letter: Document) -> SimulationPage:
    """A simulation whose first scene has the file, and nothing written."""
    first, *rest = sound()
    return make_simulation(module, scenes=[scene("Table", *first["value"]["choices"], papers=[paper(letter)]), *rest])


def seen(play: Play) -> str:
    browser = Client()
    browser.force_login(play.participant.user)
    return browser.get(reverse("courses:simulation_play", args=[play.pk])).content.decode()


def test_a_file_is_for_those_who_may_read_the_simulation(enrolment, page, letter) -> None:
    play = make_play(enrolment, page)
    stranger = make_official(make_municipal_body(population=20_000))

    assert f'href="{letter.url}"' in seen(play) and "TXT" in seen(play)
    assert may_download(enrolment.participant.user, letter)
    assert not may_download(stranger.user, letter)


@pytest.mark.parametrize("gone", ["taken from the page", "deleted", "off line"])
def test_a_file_that_is_not_offered_any_more_is_named_without_a_link(enrolment, page, letter, gone) -> None:
    play, address = make_play(enrolment, page), letter.url
    if gone == "deleted":
        letter.delete()
    elif gone == "off line":
        page.unpublish()
    else:
        page.scenes = value_of("scenes", sound())
        page.save_revision().publish()

    shown = seen(play)

    assert address not in shown
    assert "Lettera della prefettura" in shown


def test_a_play_begun_before_there_were_files_is_shown(enrolment, simulation) -> None:
    play = make_play(enrolment, simulation)
    for one in play.script["scenes"]:
        for old in one["papers"]:
            del old["document"]
    play.save()

    assert "La lettera" in seen(play)


def test_a_document_without_words_and_file_is_told_to_the_editor(page) -> None:
    page.scenes = value_of(
        "scenes", [scene("Table", way("ask", "Table"), papers=[paper(None, "<p></p>")]), *sound()[2:]]
    )

    assert [one.place for one in mistakes_in(script_of(page)) if "La lettera" in one.message] == [0]
