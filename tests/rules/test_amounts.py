"""Bytes for people say what they are."""

from __future__ import annotations

import re

import pytest

from lint_params.rules.amounts import bytes_text

UNITS = {"kB": 10**3, "MB": 10**6, "GB": 10**9, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}
NUMBERS = [
    number + more
    for unit in UNITS.values()
    for number in (unit, 3 * unit, 250 * unit)
    for more in (-1, 0, 1, unit // 3)
]


@pytest.mark.parametrize("number", NUMBERS)
def test_the_unit_gives_the_number_again(number: int) -> None:
    found = re.fullmatch(r"([\d,]+) bytes(?: \(([\d.]+) (\w+)\))?", bytes_text(number))
    assert found is not None
    assert int(found[1].replace(",", "")) == number
    assert (found[2] is None) == (number < 1000)
    if found[2] is not None:
        told = float(found[2]) * UNITS[found[3]]
        assert told == number if "." not in found[2] else abs(told - number) <= 0.051 * UNITS[found[3]]
        assert float(found[2]) >= 1
