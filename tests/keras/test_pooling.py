"""Pooling against real Keras."""

from __future__ import annotations

import pytest

from tests.keras.grid import BOTH, Case, cases, compare, each

STEPS, IMAGE, VOLUME = (None, 12, 4), (None, 9, 8, 4), (None, 6, 7, 5, 4)
SHAPES = {1: STEPS, 2: IMAGE, 3: VOLUME}
SAME = each("valid", "same")

WINDOWED = [
    case
    for kind in ("Max", "Average")
    for rank, shape in SHAPES.items()
    for case in (
        *cases(f"{kind}Pooling{rank}D", shape, each(2, 3), strides=each(None, 1, 2), padding=SAME, generation=BOTH),
        *cases(f"{kind}Pooling{rank}D", shape, generation=BOTH),
        *cases(f"{kind}Pooling{rank}D", shape, each(0, 20, (2, 2, 2, 2), "a"), generation=BOTH),
        *cases(f"{kind}Pooling{rank}D", (None,) * (rank + 1) + (4,), 2, padding=SAME, generation=BOTH),
        *cases(f"{kind}Pooling{rank}D", shape[:-1], 2, generation=BOTH),
        *cases(f"Global{kind}Pooling{rank}D", shape, keepdims=each(True, False), generation=BOTH),
        *cases(f"Global{kind}Pooling{rank}D", each(shape[:-1], (None,) * (rank + 2)), generation=BOTH),
        *cases(
            f"Global{kind}Pooling{rank}D",
            shape,
            data_format=each("channels_first", "bad"),
            keepdims=each(True, False),
            generation=BOTH,
        ),
    )
]
VALUES = [
    *cases("MaxPooling2D", IMAGE, each((2, 3), [3, 2]), strides=each((1, 2), None, 0), generation=BOTH),
    *cases("MaxPool2D", IMAGE, 2, padding=each("SAME", "causal", "full", None), generation=BOTH),
    *cases("AvgPool1D", STEPS, 2, generation=BOTH),
    *cases("MaxPooling2D", IMAGE, 2, 2, "same", "channels_last", "named", generation=BOTH),
    *cases("MaxPooling2D", (None, 4, 9, 8), 2, data_format="channels_first", padding="same", generation="3"),
    *cases("MaxPooling2D", (None, 4, 9, 8), 2, generation="3", default_format="channels_first"),
    *cases("MaxPooling1D", (None, 4, 12), 2, generation=BOTH, default_format="channels_first"),
    *cases("GlobalMaxPooling1D", (None, 4, 12), generation=BOTH, default_format="channels_first"),
    *cases("GlobalAvgPool2D", (None, 4, 9, 8), generation=BOTH, default_format="channels_first"),
]
ADAPTIVE = [
    case
    for kind in ("Max", "Average")
    for rank, shape in SHAPES.items()
    for case in (
        *cases(f"Adaptive{kind}Pooling{rank}D", shape, each(2, (3,) * rank, (3, 3, 3, 3), "a")),
        *cases(f"Adaptive{kind}Pooling{rank}D", each(shape, STEPS), 2, data_format=each("channels_first", "bad")),
        *cases(f"Adaptive{kind}Pooling{rank}D", (None, None, 3), 2, generation="tf2"),
    )
]
ADAPTIVE += cases("AdaptiveAveragePooling2D", each((None,), (None, 8)), 2, data_format="channels_first")


@pytest.mark.parametrize("case", WINDOWED + VALUES + ADAPTIVE, ids=str)
def test_pooling(case: Case) -> None:
    compare(case)
