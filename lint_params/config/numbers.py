"""Numbers as people write them in budgets: ``20k``, ``1.5M``, ``2_000``, ``4 MB``, ``256 KiB``, ``60%``.

Each function takes the text and raises ``ValueError`` with what was expected.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

_SUFFIXES = {"": 1, "k": 10**3, "M": 10**6, "G": 10**9}
_UNITS = {"B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}
_NUMBER = re.compile(r"(?P<whole>\d+(?:_\d+)*)(?:\.(?P<part>\d+))?(?P<space> *)(?P<unit>[A-Za-z]*)", re.ASCII)
_MAX_DIGITS = 18

COUNT = "a whole number such as 50_000, 20k or 1.5M"
SIZE = "a size such as 4 MB, 256 KiB or 300_000 (bytes)"
PERCENT = "a percentage such as 60%"


def count(text: str) -> int:
    """A number of things: ``1.5M`` is 1,500,000."""
    return _value(text, _SUFFIXES, COUNT, spaced=False)


def size(text: str) -> int:
    """A number of bytes: ``4 MB`` is 4,000,000, ``4 MiB`` 4,194,304; without a unit, bytes."""
    return _value(text, {**_SUFFIXES, **_UNITS}, SIZE, spaced=True)


def percent(text: str) -> Fraction:
    """A share of one: ``60%`` is 3/5."""
    from fractions import Fraction

    match = re.fullmatch(r"(\d+(?:\.\d+)?) ?%", text, re.ASCII)
    if match is None or len(match[1]) > _MAX_DIGITS:
        raise ValueError(f"expected {PERCENT}, not {_shown(text)}")
    if _leading_zero(match[1].split(".")[0]):
        raise ValueError(f"expected {PERCENT}, without a leading zero, not {_shown(text)}")
    return Fraction(match[1]) / 100


def integer(text: str) -> int:
    """A whole number of either sign."""
    return -count(text[1:]) if text.startswith("-") else count(text)


def _value(text: str, units: dict[str, int], expected: str, spaced: bool) -> int:
    match = _NUMBER.fullmatch(text)
    if match is None or (match["space"] and not (spaced and match["unit"])):
        raise ValueError(f"expected {expected}, not {_shown(text)}{_hint(text)}")
    whole, part = match["whole"].replace("_", ""), match["part"] or ""
    if _leading_zero(match["whole"]):
        raise ValueError(f"expected {expected}; {text} has a leading zero, which YAML reads as octal")
    if match["unit"] not in units:
        raise ValueError(f"expected {expected}, not {_shown(text)}{_unit_hint(match['unit'], units)}")
    if len(whole) + len(part) > _MAX_DIGITS:
        raise ValueError(f"expected {expected}, not one of more than {_MAX_DIGITS} digits")
    denominator: int = 10 ** len(part)
    value, rest = divmod(int(whole + part) * units[match["unit"]], denominator)
    if rest:
        raise ValueError(f"expected {expected}; {text} is not whole")
    return value


def _leading_zero(digits: str) -> bool:
    return len(digits) > 1 and digits.startswith("0")


def _hint(text: str) -> str:
    if re.fullmatch(r"\d+(:\d+)+", text):
        return " (which YAML reads in base 60)"
    if re.fullmatch(r"0[xXoObB][0-9a-fA-F_]+", text):
        return "; write it as a decimal number"
    if re.fullmatch(r"\d+(\.\d+)?[eE][+-]?\d+", text):
        return "; write it with k, M or G"
    if text.endswith("%"):
        return "; a percentage is no limit here"
    return "; it can't be negative" if re.fullmatch(r"-[\d_]+", text) else ""


def _unit_hint(unit: str, units: dict[str, int]) -> str:
    if "B" not in units and unit in _UNITS:
        return "; bytes are limited by max-size"
    near = [known for known in units if known.lower() == unit.lower()]
    return f"; did you mean {' or '.join(near)}?" if near else f"; {unit} is no unit"


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:37] + "...")
