"""Activation layers, dropout and noise against real Keras: no or few weights, the shape stays."""

from __future__ import annotations

import pytest

from tests.keras.grid import BOTH, Case, cases, compare, each

FLAT, STEPS, IMAGE, VOLUME = (None, 6), (None, 12, 6), (None, 9, 8, 6), (None, 6, 7, 5, 4)

CASES = [
    *cases("Activation", each(FLAT, IMAGE), each("relu", "softmax"), generation=BOTH),
    *cases("ReLU", IMAGE, max_value=each(None, 6, -1), negative_slope=each(0.0, 0.1, -0.1), generation=BOTH),
    *cases("ReLU", FLAT, threshold=each(None, 0.5, -1), generation=BOTH),
    *cases("LeakyReLU", FLAT, each(0.3, 0), generation=BOTH),
    *cases("LeakyReLU", FLAT, alpha=each(0.3, 0.2), generation=BOTH),
    *cases("LeakyReLU", FLAT, negative_slope=each(0.3, -0.1, None), generation=BOTH),
    *cases("ELU", FLAT, each(1.0, 0.5), generation=BOTH),
    *cases("Softmax", STEPS, axis=each(-1, 1), generation=BOTH),
    *cases("ThresholdedReLU", FLAT, theta=each(1.0, -1.0, None), generation=BOTH),
    *cases("PReLU", each(FLAT, STEPS, IMAGE, (None, None, 6)), generation=BOTH),
    *cases("PReLU", IMAGE, shared_axes=each([1, 2], (1, 2, 3), 3, [3], [1], [4]), generation=BOTH),
    *cases("PReLU", (None, None, 8, 6), shared_axes=each([1], [1, 2], [2]), generation=BOTH),
    *cases("Dropout", each(FLAT, IMAGE), each(0, 0.5, 1, -0.1, 1.5), generation=BOTH),
    *cases("Dropout", FLAT, 0.5, noise_shape=each((None, 1), None), generation=BOTH),
    *cases("AlphaDropout", FLAT, each(0.1, 0.5), generation=BOTH),
    *cases("GaussianDropout", FLAT, each(0.1, 0.5), generation=BOTH),
    *cases("GaussianNoise", FLAT, each(0.1, 0.5), generation=BOTH),
    *cases("SpatialDropout1D", each(STEPS, IMAGE, FLAT), each(0.2, 0.5), generation=BOTH),
    *cases("SpatialDropout2D", each(STEPS, IMAGE), 0.2, data_format=each(None, "channels_last"), generation=BOTH),
    *cases("SpatialDropout3D", each(VOLUME, IMAGE), each(0.2, 1.2), generation=BOTH),
    *cases("SpatialDropout1D", STEPS, 0.2, trainable=False, generation=BOTH),
    *cases("SpatialDropout2D", IMAGE, 0.2, input_shape=(9, 8, 6), generation=BOTH),
    *cases("ActivityRegularization", FLAT, l1=0.1, generation=BOTH),
    *cases("Masking", each(STEPS, (None, None, 6)), mask_value=each(0.0, -1), generation=BOTH),
    *cases("Identity", each(FLAT, IMAGE), generation=BOTH),
    *cases("Dropout", FLAT, generation=BOTH),
    *cases("Dropout", FLAT, rate=0.5, batch_input_shape=(None, 6), generation=BOTH),
    *cases("Dropout", FLAT, each(None, "a")),
    *cases("Dropout", FLAT, 0.5, noise_shape=each((0, 1), 3, "a", (1.5,), [None, 1])),
    *cases("AlphaDropout", FLAT, each(-1, 2)),
    *cases("GaussianDropout", FLAT, each(-1, 2)),
    *cases("GaussianNoise", FLAT, each(-1, 2)),
    *cases("Identity", [FLAT, IMAGE]),
    *cases("LeakyReLU", (None, 4), each(None, 0, 0.5, -1, "a"), generation=BOTH),
    *cases("LeakyReLU", (None, 4), alpha=each(None, 0, 0.5, "a"), generation=BOTH),
    *cases("LeakyReLU", (None, 4), alpha=-1),
    *cases("ReLU", (None, 4), negative_slope=each("a", None, 0.1), generation="3"),
    *cases("PReLU", (None, 4, 5), shared_axes=each([1.0], 1.0, (2,)), generation=BOTH),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_elementwise(case: Case) -> None:
    compare(case)
