from datetime import timedelta

import pytest

from courses.post.letters import LetterKind
from courses.post.rules import fault_in_words, fill, misused_placeholders, pause_after

KIND = LetterKind("prova", "Prova", "Ciao ${nome}", "Testo", {"nome": "Anna", "ente": "Faenza (RA)"})


def test_placeholders_are_filled_by_name() -> None:
    assert (
        fill("Ciao ${nome}, benvenuta a ${ente}", {"nome": "Anna", "ente": "Faenza"}) == "Ciao Anna, benvenuta a Faenza"
    )


@pytest.mark.parametrize("trick", ["{nome.__class__}", "{{ nome }}", "{% now %}", "%(nome)s", "$${nome}"])
def test_nothing_but_a_placeholder_is_a_placeholder(trick: str) -> None:
    assert "Anna" not in fill(trick, {"nome": "Anna"})


def test_a_value_that_looks_like_a_placeholder_stays_a_value() -> None:
    assert fill("${nome} ${ente}", {"nome": "${ente}", "ente": "Faenza"}) == "${ente} Faenza"


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("Ciao ${nome}", []),
        ("Ciao ${cognome}", ["${cognome}"]),
        ("Costa 5 $$", []),
    ],
)
def test_a_template_may_hold_only_the_placeholders_of_its_kind(words: str, wrong: list[str]) -> None:
    assert misused_placeholders(KIND.placeholders, words) == wrong


def test_a_lone_dollar_is_told() -> None:
    assert len(misused_placeholders(KIND.placeholders, "Costa 5 $ a testa")) == 1


def test_a_fault_names_what_is_wrong_and_what_may_be_used() -> None:
    fault = fault_in_words(KIND.placeholders, "Ciao ${cognome}")

    assert [word in fault for word in ("${cognome}", "${nome}, ${ente}")] == [True, True]
    assert fault_in_words(KIND.placeholders, "Ciao ${nome}") == ""


def test_pauses_grow_and_end() -> None:
    pauses = [pause_after(number) for number in range(1, 11)]

    assert (pauses[0], pauses[-1]) == (timedelta(minutes=1), None)
    assert pauses[:-1] == sorted(pauses[:-1])
