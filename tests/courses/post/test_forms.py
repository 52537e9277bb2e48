"""The words of a letter are checked before they are saved."""

import pytest

from courses.errors import StaleState
from courses.post.actions import restore_words, sample_of, save_words, write_letter
from courses.post.forms import LetterTemplateForm
from courses.post.letters import LetterKind
from courses.post.models import Letter, LetterTemplate
from courses.post.queries import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kind")]


def form(**words: str) -> LetterTemplateForm:
    return LetterTemplateForm({"subject": "Ciao", "text": "Testo"} | words, instance=LetterTemplate(kind="prova"))


@pytest.mark.parametrize("field", ["subject", "text"])
@pytest.mark.parametrize("wrong", ["${cognome}", "${nome.__class__}", "costa 5 $", "${}"])
def test_a_placeholder_that_this_letter_cannot_fill_is_refused_with_those_it_can(field: str, wrong: str) -> None:
    checked = form(**{field: f"Ciao {wrong}"})

    assert list(checked.errors) == [field]
    assert "${nome}, ${link}" in checked.errors[field][0]


@pytest.mark.parametrize("right", ["${nome}", "$nome", "costa 5 $$", "{{ nome }} %(nome)s"])
def test_what_can_be_filled_or_is_plain_text_is_accepted(right: str) -> None:
    assert form(text=right).is_valid()


def test_line_ends_of_browsers_are_made_one_kind() -> None:
    checked = form(text="Uno\r\nDue")

    assert (checked.is_valid(), checked.cleaned_data["text"]) == (True, "Uno\nDue")


def test_new_words_are_for_letters_written_from_now_on(kind: LetterKind) -> None:
    write_letter(kind="prova", recipient="a@x.example", cause="1", values={"nome": "Anna", "link": ""})
    save_words(kind="prova", subject="Gentile ${nome}", text="Testo", author=None)
    write_letter(kind="prova", recipient="a@x.example", cause="2", values={"nome": "Anna", "link": ""})

    subjects = Letter.objects.order_by("pk").values_list("subject", flat=True)
    assert list(subjects) == ["Ciao Anna", "Gentile Anna"]


def test_restored_the_words_are_the_products(kind: LetterKind) -> None:
    save_words(kind="prova", subject="S", text="T", author=None)

    restore_words(kind="prova", author=None)

    assert words_of(kind) == (kind.subject, kind.text)
    with pytest.raises(StaleState):
        restore_words(kind="prova", author=None)


def test_nobody_writes_words_for_a_kind_that_does_not_exist() -> None:
    with pytest.raises(KeyError):
        save_words(kind="mai", subject="S", text="T", author=None)


def test_a_sample_is_the_letter_that_would_arrive_and_is_kept_nowhere(kind: LetterKind) -> None:
    sample = sample_of(kind, "Ciao\r\n${nome}", "Leggi ${link} di ${altro}")

    assert (sample.subject, sample.body.splitlines()[0]) == ("Ciao Anna", "Leggi http://x di ${altro}")
    assert Letter.objects.count() == 0
