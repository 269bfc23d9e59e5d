"""Layers that change shapes alone, against real Keras."""

from __future__ import annotations

import pytest

from tests.keras.grid import BOTH, Case, cases, compare, each

STEPS, IMAGE, VOLUME = (None, 12, 4), (None, 9, 8, 4), (None, 6, 7, 5, 4)

CASES = [
    *cases("Flatten", each((None,), (None, 4), STEPS, IMAGE, VOLUME, (2, 3, 4), (None, None, 4)), generation=BOTH),
    *cases("Flatten", IMAGE, data_format=each("channels_first", "channels_last"), generation=BOTH),
    *cases(
        "Reshape",
        each(STEPS, (2, 12, 4), (None, 48)),
        each((48,), (-1,), (4, 12), (-1, 6), (6, -1), (3, -1, 4), (2, 2, 3, 4), [8, 6], (-1, 48)),
        generation=BOTH,
    ),
    *cases("Reshape", STEPS, each((5, -1), (47,), (-1, -1), (0, -1), (12,), ()), generation=BOTH),
    *cases("Reshape", each((None, None, 4), (None, None)), each((8, -1), (-1, 4), (16,)), generation=BOTH),
    *cases("Permute", STEPS, each((2, 1), (1, 2), (1,), (2, 3), (0, 1), (1, 2, 3), (1, 1)), generation=BOTH),
    *cases("Permute", IMAGE, each((3, 1, 2), (2, 1, 3), [3, 2, 1]), generation=BOTH),
    *cases("RepeatVector", each((None, 4), (2, 4), STEPS), each(3, 1), generation=BOTH),
    *cases("RepeatVector", (None, 4), each(2.0, "3", None), generation=BOTH),
    *cases("RepeatVector", (None, 4), each(0, -1), generation="3"),
    *cases("UpSampling1D", each(STEPS, (None, None, 4), IMAGE), each(2, 3), generation=BOTH),
    *cases("UpSampling1D", STEPS, each((2,), None), generation="3"),
    *cases("UpSampling2D", each(IMAGE, (None, None, 8, 4), STEPS), each(2, (3, 1), (2,)), generation=BOTH),
    *cases("UpSampling2D", (None, 4, 9, 8), data_format="channels_first", generation=BOTH),
    *cases("UpSampling2D", IMAGE, 2, interpolation=each("nearest", "bilinear"), generation=BOTH),
    *cases("UpSampling3D", each(VOLUME, IMAGE), each(2, (1, 2, 3), 0), generation=BOTH),
    *cases("ZeroPadding1D", each(STEPS, (None, None, 4), IMAGE), each(1, 0, (2, 3), (1, 2, 3)), generation=BOTH),
    *cases("ZeroPadding1D", STEPS, 2, data_format=each("channels_first", "channels_last"), generation=BOTH),
    *cases(
        "ZeroPadding2D",
        IMAGE,
        each(1, (2, 3), ((1, 2), (3, 4)), ((1, 2), 3), (1, 2, 3), ((1, 2, 3), 1), "a"),
        generation=BOTH,
    ),
    *cases("ZeroPadding2D", each((None, None, 8, 4), STEPS), generation=BOTH),
    *cases("ZeroPadding2D", IMAGE, 1, data_format="channels_first", generation=BOTH),
    *cases("ZeroPadding3D", VOLUME, each(1, (1, 2, 3), ((1, 2), (0, 1), (2, 2)), (1, 2)), generation=BOTH),
    *cases("Cropping1D", each(STEPS, (None, None, 4)), each(1, (2, 3), (0, 0), 6, (1, 2, 3), -1), generation=BOTH),
    *cases("Cropping2D", IMAGE, each(1, (2, 3), ((1, 2), (3, 4)), ((1, 2), 3), 4, (1, 2, 3)), generation=BOTH),
    *cases("Cropping2D", IMAGE, -1, generation="3"),
    *cases("Cropping2D", (None, None, 8, 4), each(1, 4), generation=BOTH),
    *cases("Cropping2D", (None, 4, 9, 8), 1, data_format="channels_first", generation=BOTH),
    *cases("Cropping3D", VOLUME, each(1, (1, 2, 2), ((1, 2), (0, 1), (2, 2)), 3), generation=BOTH),
    *cases("Cropping3D", VOLUME, generation=BOTH, default_format="channels_first"),
    *cases("Reshape", (None, 12), each(12, [12], None, (3.0, 4), (4, 3.0), (-1.0, 4), (3, None)), generation=BOTH),
    *cases("Reshape", (None, 12), each(12.0, "a", (3.5, 4)), generation="tf2"),
    *cases("Permute", (None, 3, 4), each(2, "ab", None, [2, 1], (2.0, 1), (None, 1)), generation=BOTH),
    *cases("ZeroPadding1D", STEPS, each(1.0, (1.0, 2)), generation=BOTH),
    *cases("Cropping2D", IMAGE, each(1.0, ((1.0, 1), (1, 1))), generation=BOTH),
    *cases("Cropping1D", STEPS, each((), (1,), [(1, 2)]), generation=BOTH),
    *cases("ZeroPadding2D", IMAGE, each((), ((), 1), (1, (2,))), generation=BOTH),
    *cases("ZeroPadding3D", VOLUME, each(1.0, ((1, 1), (1.0, 2), (1, 2))), generation=BOTH),
    *cases(
        "UpSampling3D",
        each((None, 4), (None, 2, 3, 4), (None, 2, 3, 4, 5), (None, 2, 3, 4, 5, 6)),
        2,
        data_format=each("channels_first", "channels_last"),
        generation=BOTH,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_reshaping(case: Case) -> None:
    compare(case)
