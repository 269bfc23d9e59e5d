"""Nothing from the checked project acts on a terminal."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from lint_params.report.escape import printable, width


def test_what_would_act_is_shown() -> None:
    assert printable("a\x1b[31mb\x07\r\n\t\u202e\u2066\udcff\x9b") == (
        r"a\x1b[31mb\x07\x0d\x0a\x09\u202e\u2066\xff\x9b"
    )


def test_what_is_text_stays() -> None:
    assert printable("Schicht 'größe' 层 🙂 ≥ …") == "Schicht 'größe' 层 🙂 ≥ …"


@given(st.text())
def test_no_control_character_is_left(text: str) -> None:
    assert not [one for one in printable(text) if unicodedata.category(one) in ("Cc", "Cs")]
    assert not set(printable(text)) & set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_width() -> None:
    assert width("abc") == 3
    assert width("层") == 2
    assert width("e\u0301") == 1
