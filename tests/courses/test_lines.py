"""Signs that cannot be seen do not get into names."""

import pytest

from courses.lines import one_line
from courses.people.forms import NamesForm


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  D’Àngelo   Rossi ", "D’Àngelo Rossi"),
        ("Ro\u200bs\u00adsi", "Rossi"),  # zero-width space, soft hyphen
        ("\u202eissoR\u202c", "issoR"),  # turned round
        ("Anna\u00a0Maria\tde\x00\r\nLuca", "Anna Maria de Luca"),
        ("Nguyễn Þórsdóttir 李", "Nguyễn Þórsdóttir 李"),
        ("\u200b\u200d\u2060\ufeff\u3164\u2800\x00", ""),
    ],
)
def test_a_line_keeps_what_is_seen(typed: str, kept: str) -> None:
    assert one_line(typed) == kept


def test_a_name_of_invisible_signs_is_no_name() -> None:
    form = NamesForm({"given_name": "\u200b\u3164", "family_name": "Ro\u200bssi"})

    assert list(form.errors) == ["given_name"]
    assert form.cleaned_data["family_name"] == "Rossi"
