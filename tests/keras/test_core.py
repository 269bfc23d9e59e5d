"""Core layers against real Keras."""

from __future__ import annotations

import pytest

from tests.keras.grid import Case, cases, compare, each

DENSE = [
    *cases("Dense", each((None, 3), (None, 4, 3), (2, 3), (None, None)), each(1, 5), use_bias=each(True, False)),
    *cases("Dense", (None, 3), each(0, -1, 2.5, "5", None)),
]


@pytest.mark.parametrize("case", DENSE, ids=str)
def test_core(case: Case) -> None:
    compare(case)
