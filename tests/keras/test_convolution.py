"""Convolutions against real Keras."""

from __future__ import annotations

import pytest

from tests.keras.grid import BOTH, Case, cases, compare, each

STEPS, IMAGE, VOLUME = (None, 12, 4), (None, 9, 8, 4), (None, 6, 7, 5, 4)
OPEN_SIDES = each((None, None, 9, 4), (3, 9, None, 4), (None, None, None, 4))
SAME = each("valid", "same")

PLAIN = [
    *cases("Conv1D", STEPS, 6, each(1, 3, 12), strides=each(1, 2), padding=SAME, generation=BOTH),
    *cases("Conv1D", STEPS, 6, 3, padding="causal", dilation_rate=each(1, 2), generation=BOTH),
    *cases("Conv1D", each((None, None, 4), (2, 12, 4)), 6, 3, use_bias=each(True, False), generation=BOTH),
    *cases("Conv1D", STEPS, 6, each(3, 4), dilation_rate=each(3, 4), padding=SAME, generation=BOTH),
    *cases("Conv1D", (None, 12, 4), each(6, 4, 3), 3, groups=each(1, 2, 4, 3), generation=BOTH),
    *cases("Conv2D", IMAGE, 6, each(3, (1, 8), (3, 2)), strides=each(1, 2, (2, 3)), padding=SAME, generation=BOTH),
    *cases("Conv2D", IMAGE, 6, 3, dilation_rate=each(2, (1, 3)), padding=SAME, generation=BOTH),
    *cases("Conv2D", (None, None, 8, 4), 6, 3, padding=SAME, strides=each(1, 2), generation=BOTH),
    *cases("Conv3D", VOLUME, 6, each(2, (1, 3, 2)), strides=each(1, 2), padding=SAME, generation=BOTH),
    *cases("Convolution2D", IMAGE, 6, (2, 2), data_format="channels_last", generation=BOTH),
    # Refused: argument values, ranks, undefined channels, windows larger than the input.
    *cases("Conv2D", IMAGE, each(0, -2, None), 3, generation=BOTH),
    *cases("Conv2D", IMAGE, 6, each(0, -1, (3,), (3, 3, 3), "a", (0, 3)), generation=BOTH),
    *cases("Conv2D", IMAGE, 6, 3, each(0, (2,), -1), generation=BOTH),
    *cases("Conv2D", IMAGE, 6, 3, padding=each("causal", "full", "SAME", "", None), generation=BOTH),
    *cases("Conv2D", IMAGE, 6, 3, data_format=each("channels_middle", "Channels_Last"), generation=BOTH),
    *cases("Conv2D", IMAGE, 6, 3, strides=2, dilation_rate=2, generation=BOTH),
    *cases("Conv2D", each((None, 9, 8, None), (None, 9, 8), (None, 2, 2, 4)), 6, 3, generation=BOTH),
    *cases("Conv1D", each((None, 4), (None, 2, 4), (None, 12, None)), 6, 3, generation=BOTH),
    *cases("Conv2D", IMAGE, 6, 3, groups=each(0, -1, 5, 3), generation=BOTH),
    *cases("Conv2D", IMAGE, 6, 3, unknown=1, generation=BOTH),
]

MORE_BATCH = [
    *cases("Conv1D", (None, 5, 12, 4), 6, 3),
    *cases("Conv1D", (None, 5, 12, 4), 6, 3, generation="tf2"),
    *cases("Conv2D", (None, 5, 9, 8, 4), 6, 3, each(1, 2), padding=SAME, generation="tf2"),
]

CHANNELS_FIRST = [
    *cases("Conv2D", (None, 4, 9, 8), 6, 3, padding=SAME, data_format="channels_first", generation=BOTH),
    *cases("Conv2D", (None, 4, 9, 8), 6, 3, generation=BOTH, default_format="channels_first"),
    *cases("Conv1D", (None, 4, 12), 6, 3, generation="3", default_format="channels_first"),
    *cases("Conv3D", (None, 4, 6, 7, 5), 6, 2, generation=BOTH, default_format="channels_first"),
    *cases("Conv2D", (None, None, 9, 8), 6, 3, generation=BOTH, default_format="channels_first"),
    *cases("SeparableConv2D", (None, 4, 9, 8), 6, 3, generation=BOTH, default_format="channels_first"),
]

TRANSPOSED = [
    *cases("Conv1DTranspose", STEPS, 6, each(1, 3, 4), strides=each(1, 2, 5), padding=SAME, generation=BOTH),
    *cases(
        "Conv2DTranspose",
        IMAGE,
        6,
        each(3, (2, 4)),
        strides=each(1, 2, (2, 3)),
        padding=SAME,
        generation=BOTH,
    ),
    *cases(
        "Conv2DTranspose",
        IMAGE,
        6,
        each(3, 4),
        strides=3,
        output_padding=each(0, 1, 2, 3),
        padding=SAME,
        generation=BOTH,
    ),
    *cases("Conv2DTranspose", IMAGE, 6, 3, dilation_rate=2, padding=SAME, generation=BOTH),
    *cases("Conv2DTranspose", IMAGE, 6, 3, dilation_rate=2, strides=2, generation=BOTH),
    *cases("Conv3DTranspose", VOLUME, 6, 2, strides=each(1, 2), use_bias=each(True, False), generation=BOTH),
    *cases(
        "Conv2DTranspose",
        each((None, 9, 8), (None, 9, 8, None), (None, None, None, 4)),
        6,
        3,
        generation=BOTH,
    ),
    *cases("Conv2DTranspose", (None, 4, 9, 8), 6, 3, 2, generation=BOTH, default_format="channels_first"),
    *cases("Conv1DTranspose", STEPS, 6, 3, padding=each("causal", "full"), generation=BOTH),
]

DEPTHWISE = [
    *cases("DepthwiseConv1D", STEPS, each(3, 1), depth_multiplier=each(1, 2), padding=SAME, generation=BOTH),
    *cases(
        "DepthwiseConv2D",
        IMAGE,
        each(3, (2, 4)),
        strides=each(1, 2),
        depth_multiplier=each(1, 3),
        padding=SAME,
        generation=BOTH,
    ),
    *cases("DepthwiseConv2D", IMAGE, 3, use_bias=False, dilation_rate=each(1, 2), generation=BOTH),
    *cases("DepthwiseConv2D", IMAGE, each(3, 10), depth_multiplier=each(0, 1), generation=BOTH),
    *cases("DepthwiseConv2D", each((None, 9, 8), (None, 9, 8, None)), 3, generation=BOTH),
    *cases("SeparableConv1D", STEPS, 6, 3, depth_multiplier=each(1, 2), padding=SAME, generation=BOTH),
    *cases("SeparableConv1D", STEPS, 6, 3, padding="causal", generation=BOTH),
    *cases("SeparableConv1D", STEPS, 6, 3, groups=2, generation="3"),
    *cases("SeparableConv1D", STEPS, 6, 3, groups=each(0, 1, 2, 4, -1, -2, -4, 6), generation="tf2"),
    *cases("SeparableConv2D", IMAGE, 6, 3, groups=each(0, 1, 2, 4), generation="tf2"),
    *cases("DepthwiseConv1D", STEPS, 3, groups=each(0, 1, 2, 4, -1), generation="tf2"),
    *cases("DepthwiseConv2D", IMAGE, 3, groups=each(0, 1, 2, 4), generation="tf2"),
    *cases(
        "SeparableConv2D",
        IMAGE,
        6,
        each(3, (2, 4)),
        strides=each(1, 2),
        depth_multiplier=each(1, 3),
        padding=SAME,
        generation=BOTH,
    ),
    *cases("SeparableConv2D", IMAGE, 6, 3, use_bias=False, dilation_rate=2, generation=BOTH),
    *cases("SeparableConv2D", OPEN_SIDES, 6, 3, padding=SAME, dilation_rate=each(1, 2, (2, 1)), generation=BOTH),
    *cases("DepthwiseConv2D", OPEN_SIDES, 3, padding=SAME, dilation_rate=each(1, 2, (1, 2)), generation=BOTH),
    *cases("Conv2D", OPEN_SIDES, 6, 3, padding=SAME, dilation_rate=each(1, 2, (1, 2)), generation=BOTH),
    *cases("SeparableConv2D", IMAGE, each(0, 6), each(3, 10), generation=BOTH),
    *cases("SeparableConv2D", each((None, 9, 8), (None, 9, 8, None)), 6, 3, generation=BOTH),
]

LOCAL = [
    *cases(
        "LocallyConnected1D", STEPS, 6, each(3, 13), strides=each(1, 2), use_bias=each(True, False), generation="tf2"
    ),
    *cases("LocallyConnected1D", (None, 7, 4), 3, 3, 2, padding=SAME, implementation=each(1, 2, 3), generation="tf2"),
    *cases("LocallyConnected1D", each((None, None, 4), (None, 12, None), (None, 4)), 6, 3, generation="tf2"),
    *cases("LocallyConnected2D", (None, 6, 5, 2), 3, each(2, (3, 1)), strides=each(1, 2), generation="tf2"),
    *cases("LocallyConnected2D", (None, 6, 5, 2), 3, 3, padding=SAME, implementation=each(2, 3), generation="tf2"),
    *cases("LocallyConnected2D", each((None, None, 5, 2), (None, 2, 2, 2)), 3, 3, generation="tf2"),
    *cases("LocallyConnected2D", (None, 6, 5, 2), 3, 3, generation="3"),
    *cases("LocallyConnected1D", (None, 9, 4), 3, 2, implementation=each(4, 0, "a"), generation="tf2"),
    *cases(
        "LocallyConnected2D", (None, 4, 9, 8), 3, 2, implementation=2, data_format="channels_first", generation="tf2"
    ),
]

LORA = [
    *cases("Conv2D", IMAGE, 6, 3, lora_rank=each(0, 1, 2), use_bias=each(True, False)),
    *cases("Conv2D", IMAGE, 6, 3, lora_rank=2, kernel_constraint="non_neg"),
    *cases("Conv1D", STEPS, 6, 3, lora_rank=2),
]

GIVEN = [
    *cases("Conv2D", IMAGE, 6, 3, trainable=each(True, False), dtype=each("float32", "float16", "mixed_bfloat16")),
    *cases("Conv2D", IMAGE, 6, 3, trainable=False, dtype=each("float16", "mixed_bfloat16"), generation="tf2"),
]


@pytest.mark.parametrize(
    "case", PLAIN + MORE_BATCH + CHANNELS_FIRST + TRANSPOSED + DEPTHWISE + LOCAL + LORA + GIVEN, ids=str
)
def test_convolution(case: Case) -> None:
    compare(case)
