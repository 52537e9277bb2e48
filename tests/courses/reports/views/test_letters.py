"""Sending letters again, and rewriting them."""

from typing import Any

import pytest
from django.test import Client

from courses.audit.models import Entry
from courses.post.actions import save_words
from courses.post.models import Letter, LetterTemplate
from tests.courses.reports.admin.test_letters import make_letter

pytestmark = pytest.mark.django_db

KIND = "adhesion.rejected"
WORDS = "/admin/courses/letter/words/"
EDIT, RESTORE = f"{WORDS}{KIND}/", f"{WORDS}{KIND}/restore/"
OWN = {"subject": "Adesione di ${ente}", "text": "Gentile ${nome},\r\nil motivo: ${motivo}"}


def send(desk: Client, page: str, **data: str) -> Any:
    seen = desk.get(page).context["form"]["seen"].value()
    return desk.post(page, {"seen": seen} | data)


@pytest.mark.parametrize("state", ["failed", "doubtful"])
def test_a_letter_that_did_not_leave_is_put_back_in_the_queue(desk: Client, secretary, state: str) -> None:
    letter = make_letter(state=state, error="550")

    response = send(desk, f"/admin/courses/letter/{letter.pk}/send-again/")

    letter.refresh_from_db()
    entry = Entry.objects.get(action="letter.send_again")
    assert response.url == f"/admin/courses/letter/inspect/{letter.pk}/"
    assert (letter.state, letter.error, entry.author) == (Letter.State.QUEUED, "", secretary)


@pytest.mark.parametrize("state", ["sent", "queued", "handing"])
def test_a_letter_that_left_is_not_sent_again(desk: Client, state: str) -> None:
    letter = make_letter(state=state)
    page = f"/admin/courses/letter/{letter.pk}/send-again/"

    answers = [desk.get(page).status_code, desk.post(page, {"seen": ""}).status_code]

    letter.refresh_from_db()
    assert (answers, letter.state) == ([302, 200], state)


def test_every_kind_is_listed_with_whose_words_it_has(desk: Client) -> None:
    save_words(kind=KIND, subject="S", text="T", author=None)

    lines = desk.get(WORDS).context["lines"]

    assert [line.kind.key for line in lines if line.own] == [KIND]
    assert {"adhesion.draft", "adhesion.accepted"} <= {line.kind.key for line in lines}


def test_the_form_starts_with_the_words_in_force_and_names_the_placeholders(desk: Client) -> None:
    context = desk.get(EDIT).context

    assert "${motivo}" in context["form"]["text"].value()
    assert [name for name, _sample in context["placeholders"]] == ["${ente}", "${nome}", "${motivo}"]


def test_own_words_are_saved_with_their_author(desk: Client, secretary) -> None:
    response = send(desk, EDIT, **OWN)

    words = LetterTemplate.objects.get(kind=KIND)
    entry = Entry.objects.get(action="letter.save_words")
    assert (response.url, words.subject, words.text) == (WORDS, OWN["subject"], OWN["text"].replace("\r\n", "\n"))
    assert (entry.author, entry.details) == (secretary, {"kind": KIND})


def test_a_preview_shows_the_letter_as_it_would_arrive_and_saves_nothing(desk: Client) -> None:
    response = send(desk, EDIT, preview="1", **OWN)

    sample = response.context["sample"]
    assert sample.subject == "Adesione di Faenza (RA)"
    assert sample.body.startswith("Gentile Anna Verdi,\nil motivo: La popolazione")
    assert (LetterTemplate.objects.count(), Letter.objects.count()) == (0, 0)
    assert response.context["form"]["subject"].value() == OWN["subject"]


@pytest.mark.parametrize("wrong", ["${cognome}", "5 $", "${nome.__class__}", "${}"])
@pytest.mark.parametrize("preview", [{}, {"preview": "1"}])
def test_a_placeholder_that_cannot_be_filled_is_refused_with_those_that_can(
    desk: Client, wrong: str, preview: dict[str, str]
) -> None:
    response = send(desk, EDIT, subject="Oggetto", text=f"Testo {wrong}", **preview)

    assert list(response.context["form"].errors) == ["text"]
    assert "${motivo}" in response.context["form"].errors["text"][0]
    assert LetterTemplate.objects.count() == 0


def test_the_second_of_two_who_rewrite_is_told_and_loses_nothing(desk: Client) -> None:
    save_words(kind=KIND, subject="S", text="T", author=None)
    seen = desk.get(EDIT).context["form"]["seen"].value()
    save_words(kind=KIND, subject="Altro", text="Altro", author=None)

    response = desk.post(EDIT, {"seen": seen} | OWN)

    assert len(response.context["form"].non_field_errors()) == 1
    assert response.context["form"]["subject"].value() == OWN["subject"]
    assert LetterTemplate.objects.get().subject == "Altro"


def test_the_products_words_come_back(desk: Client) -> None:
    save_words(kind=KIND, subject="S", text="T", author=None)

    response = send(desk, RESTORE)

    assert (response.url, LetterTemplate.objects.count()) == (WORDS, 0)
    assert Entry.objects.filter(action="letter.restore_words", details={"kind": KIND}).count() == 1
    assert desk.get(RESTORE).status_code == 302


@pytest.mark.parametrize("page", ["words/mai/", "words/mai/restore/", "999999/send-again/"])
def test_what_does_not_exist_is_404(desk: Client, page: str) -> None:
    assert desk.get(f"/admin/courses/letter/{page}").status_code == 404


@pytest.mark.parametrize("page", ["words/", f"words/{KIND}/", "words/mai/", f"words/{KIND}/restore/", "1/send-again/"])
def test_editors_get_the_same_403_for_what_exists_and_what_does_not(outsider: Client, page: str) -> None:
    make_letter(state="failed")

    answers = [ask(f"/admin/courses/letter/{page}", OWN).status_code for ask in (outsider.get, outsider.post)]

    assert (answers, LetterTemplate.objects.count()) == ([403, 403], 0)


def test_the_list_of_texts_costs_the_same_for_one_and_for_three(desk: Client, django_assert_num_queries) -> None:
    desk.get(WORDS)

    for kind in ("adhesion.draft", "adhesion.confirm", KIND):
        save_words(kind=kind, subject="S", text="T", author=None)
        with django_assert_num_queries(9):
            desk.get(WORDS)
