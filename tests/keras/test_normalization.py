"""Normalizations against real Keras."""

from __future__ import annotations

import pytest

from tests.keras.grid import BOTH, Case, cases, compare, each

FLAT, STEPS, IMAGE = (None, 6), (None, 12, 6), (None, 9, 8, 6)
YES_NO = each(True, False)

CASES = [
    *cases("BatchNormalization", each(FLAT, STEPS, IMAGE, (None, None, 6)), generation=BOTH),
    *cases("BatchNormalization", IMAGE, scale=YES_NO, center=YES_NO, generation=BOTH),
    *cases("BatchNormalization", IMAGE, axis=each(1, -1, 3, 2, 4, -5), generation=BOTH),
    *cases("BatchNormalization", STEPS, axis=each([1, 2], (1,)), generation=BOTH),
    *cases("BatchNormalization", each((None, None), (None, 9, None)), generation=BOTH),
    *cases("BatchNormalization", IMAGE, renorm=YES_NO, trainable=YES_NO, generation=BOTH),
    *cases("BatchNormalization", FLAT, dtype=each("float16", "mixed_float16", "float64"), generation=BOTH),
    *cases("BatchNormalization", FLAT, fused=False, generation=BOTH),
    *cases("LayerNormalization", each(FLAT, STEPS, IMAGE, (None, None, 6), (None, 9, None)), generation=BOTH),
    *cases("LayerNormalization", IMAGE, scale=YES_NO, center=YES_NO, generation=BOTH),
    *cases("LayerNormalization", IMAGE, axis=each(1, 2, [1, 2], [-1, -2], [3, 1], (2, 3), 4), generation=BOTH),
    *cases("LayerNormalization", STEPS, rms_scaling=True, scale=False, generation=BOTH),
    *cases("GroupNormalization", each(FLAT, IMAGE), each(1, 2, 3, 6, -1, 4, 12, 0), generation=BOTH),
    *cases("GroupNormalization", IMAGE, 3, scale=YES_NO, center=YES_NO, generation=BOTH),
    *cases("GroupNormalization", (None, 6, 8, 5), 3, axis=each(1, -1), generation=BOTH),
    *cases("GroupNormalization", (None, 9, None), 1, generation=BOTH),
    *cases("UnitNormalization", each(FLAT, IMAGE), axis=each(-1, 1), generation=BOTH),
    *cases("UnitNormalization", IMAGE, axis=each([1, 2], (2, 3)), generation=BOTH),
    *cases("RMSNormalization", each(FLAT, STEPS, IMAGE), axis=each(-1, 1), generation=BOTH),
    *cases("GroupNormalization", IMAGE, each(2.0, None)),
    *cases("GroupNormalization", each(FLAT, IMAGE), each(-2, -3, -4, -12), generation=BOTH),
    *cases("UnitNormalization", IMAGE, axis=each(4, "a", None)),
    *cases("LayerNormalization", IMAGE, axis=each("a", None)),
    *cases("RMSNormalization", IMAGE, axis=each([2, 1], [-1, -2], 5)),
    *cases("RMSNormalization", (None, None)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_normalization(case: Case) -> None:
    compare(case)
