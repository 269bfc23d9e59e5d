"""Merging layers against real Keras."""

from __future__ import annotations

import pytest

from tests.keras.grid import BOTH, Case, cases, compare, each

A, B = (None, 4, 5), (None, 1, 5)
ELEMENTWISE = each([A, A], [A, B], [A, (None, 4, 1)], [A, (None, 5)], [A, (None, 3, 5)], [A, (None, 4, 4, 5)])
OPEN = each([A, (None, None, 5)], [(None, None, 5), (None, None, 5)], [(None, None, 5), B], [(2, 4, 5), A])
NUMBERS = each([A], A, [A, A, A], [A, B, (None, 4, 1)], [(2, 4, 5), (3, 4, 5)], [(2, 4, 5), (2, 4, 5)])

CASES = [
    *(
        case
        for name in ("Add", "Multiply", "Average", "Maximum", "Minimum", "Subtract")
        for shapes in (ELEMENTWISE, OPEN, NUMBERS)
        for case in cases(name, shapes, generation=BOTH)
    ),
    *cases("Concatenate", each([A, A], [A, (None, 4, 7)], [A, A, A], [A], A), generation=BOTH),
    *cases("Concatenate", [A, (None, 6, 5)], axis=each(1, -2, 2, -1, 5), generation=BOTH),
    *cases("Concatenate", each([A, (None, 3, 5)], [A, (None, 5)], [(None, None, 5), A]), generation=BOTH),
    *cases("Concatenate", each([A, (None, None, 5)], [(None, 4, None), A]), generation=BOTH),
    *cases("Dot", [A, A], axes=each(1, 2, -1, (1, 1), (2, 2), (1, 2), [-1, -1], (1,)), generation=BOTH),
    *cases("Dot", each([(None, 5), (None, 5)], [A, (None, 5)], [(None, 5), A]), axes=-1, generation=BOTH),
    *cases("Dot", each([A], A, [A, A, A], [A, (None, 4, 3)], [A, (None, 5, 3)]), axes=(2, 1), generation=BOTH),
    *cases("Dot", [(None, 4, 5, 6), (None, 6, 3)], axes=(3, 1), normalize=each(True, False), generation=BOTH),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_merging(case: Case) -> None:
    compare(case)
