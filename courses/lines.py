"""What people type as one line: names, titles, places. No sign that cannot be seen, and no formula, stays in it."""

import unicodedata
from typing import Any

from django import forms

# Letters and symbols by Unicode's own account, and yet nothing is seen: fillers of Hangul, the empty braille cell.
EMPTY = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def one_line(text: str) -> str:
    """The text without zero-width signs and marks of direction; every run of blanks and controls becomes one space."""
    seen = "".join(sign if sign.isprintable() and sign not in EMPTY else _instead(sign) for sign in text)
    return " ".join(seen.split())


def _instead(sign: str) -> str:
    """Signs of format (Cf) stand within words; what else is not printed parts them."""
    return "" if unicodedata.category(sign) == "Cf" else " "


def harmless(value: Any) -> str:
    """A text that a spreadsheet would calculate gets an apostrophe before it (OWASP, «CSV Injection»)."""
    text = "" if value is None else str(value).replace("\x00", "")
    return f"'{text}" if text.lstrip().startswith(tuple("=+-@＝＋－＠")) else text


class LineField(forms.CharField):
    """A field of one line: typed with signs that cannot be seen alone, it is empty."""

    def to_python(self, value: Any) -> str:
        """Clean before anything is judged, length included; a null, which nobody types, is left to be refused."""
        text = super().to_python(value)
        return text if "\0" in text else one_line(text)
