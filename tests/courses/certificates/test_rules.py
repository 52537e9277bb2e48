"""Codes, hours in words, initials, placeholders."""

import pytest

from courses.certificates.models import Certificate
from courses.certificates.rules import (
    ALPHABET,
    CODE_LENGTH,
    PLACEHOLDERS,
    filled,
    hours_in_words,
    initials_of,
    is_surname_of,
    names_of_file,
    new_code,
    typed_code,
)
from courses.post.rules import misused_placeholders


def of(given_name: str, family_name: str) -> Certificate:
    return Certificate(number=7, year=2027, snapshot={"given_name": given_name, "family_name": family_name})


def test_a_code_has_eighty_bits_of_an_alphabet_that_can_be_typed() -> None:
    code = new_code()

    assert (len(code), len(ALPHABET), set(code) <= set(ALPHABET), new_code() == code) == (16, 32, True, False)
    assert CODE_LENGTH * 5 == 80


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("7k3m-9qx2 abcd.4fgh", "7K3M9QX2ABCD4FGH"),
        ("oIl0000000000000", "0110000000000000"),
        ("7K3M9QX2ABCD4FG", ""),
        ("7K3M9QX2ABCD4FGU", ""),
        ("", ""),
        ("\x00" * 16, ""),
        ("é" * 16, ""),
        ("7" * 5000, ""),
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str, code: str) -> None:
    assert typed_code(typed) == code


@pytest.mark.parametrize(
    ("minutes", "words"), [(360, "6 ore"), (60, "1 ora"), (90, "1 ora e 30 minuti"), (45, "45 minuti"), (1, "1 minuto")]
)
def test_hours_are_said_in_words(minutes: int, words: str) -> None:
    assert hours_in_words(minutes) == words


def test_initials_are_all_that_a_stranger_sees() -> None:
    assert initials_of(of("Maria Pia", "D'Angelo")) == "M. P. D."
    assert initials_of(of("", "")) == ""


@pytest.mark.parametrize("typed", ["D'Angelo", "dangelo", "D’ANGELO", " d angelo "])
def test_the_surname_is_compared_without_case_accents_and_apostrophes(typed: str) -> None:
    assert is_surname_of(of("Maria", "D'Angelo"), typed)


@pytest.mark.parametrize("typed", ["", "angelo", "\x00", "Rossi"])
def test_another_surname_is_not_the_one(typed: str) -> None:
    assert not is_surname_of(of("Maria", "D'Angelo"), typed)
    assert not is_surname_of(of("", ""), typed)


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("Ha fatto ${ore} di ${titolo}.", 0),
        ("Ha fatto ${ore.__class__}.", 1),
        ("Ha fatto ${password}.", 1),
        ("Costa 5 $.", 1),
        ("Costa 5 $$.", 0),
        ("{nome} %(nome)s {{ nome }}", 0),
    ],
)
def test_a_sentence_holds_only_the_names_a_certificate_can_fill(sentence: str, wrong: int) -> None:
    assert len(misused_placeholders(PLACEHOLDERS, sentence)) == wrong


def test_what_somebody_is_called_is_no_template() -> None:
    assert filled("il\n ${quando}", {"quando": "18\u00a0gennaio"}) == "il 18\u00a0gennaio"
    assert filled("Ecco ${nome}.", {"nome": "${titolo} $x", "titolo": "no"}) == "Ecco ${titolo} $x."


def test_a_file_has_a_safe_name() -> None:
    assert names_of_file(of("Željko", "../Đorđević\n\x00")) == "attestato-2027-00007-orevic-zeljko.pdf"
    assert names_of_file(of("", "")) == "attestato-2027-00007.pdf"
