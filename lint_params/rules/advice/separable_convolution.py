"""LP404: a convolution that a separable one could stand for."""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.rules.advice.base import Advice, advice_rule, advise
from lint_params.rules.advice.chain import Chain, argument
from lint_params.rules.base import Example

LEAST = 10_000
CHANNELS = 16
"""With fewer channels a depthwise convolution has little to work with."""

DOCUMENTATION = """
## What it does
Finds one- and two-dimensional convolutions of at least 16 channels where a separable one saves at least 10,000
parameters.

## Why is this bad?
A convolution of size 3 x 3 has nine weights for each pair of channels. A separable one has nine for each channel and
one for each pair: about an eighth of the parameters and multiply-accumulates, often for nearly the same accuracy.

## Example
`Conv2D(128, 3)` over 64 channels: 73,856 parameters.

## Use instead
`SeparableConv2D(128, 3)`: 8,896. Train again, and compare: it is another function, and can be weaker.

## References
Chollet: Xception, arXiv:1610.02357; Howard and others: MobileNets, arXiv:1704.04861
"""

_HEAD = "from keras import Sequential, layers\n"
_NET = _HEAD + "model = Sequential([layers.Input(({})), layers.{}, layers.Flatten()])\n"
VALID = (
    Example(_NET.format("28, 28, 3", "Conv2D(256, 5)")),
    Example(_NET.format("28, 28, 64", "SeparableConv2D(128, 3)")),
    Example(_NET.format("28, 28, 64", "Conv2D(512, 1)")),
)
INVALID = (
    Example(_NET.format("28, 28, 64", "Conv2D(128, 3, padding='same', activation='relu')")),
    Example(_NET.format("100, 64", "Conv1D(64, 5, strides=2)")),
)


def advice(chain: Chain) -> Iterator[Advice]:
    for index, layer in enumerate(chain.layers):
        kind, shape = chain.kind(index), chain.reads(index)
        if kind not in ("Conv1D", "Conv2D") or shape is None or argument(layer, "groups") != 1:
            continue
        channels = shape.sizes[1 if argument(layer, "data_format") == "channels_first" else -1]
        strides = argument(layer, "strides")
        # TensorFlow has no depthwise convolution of two different strides.
        if isinstance(strides, (list, tuple)) and len(set(strides)) > 1:
            continue
        if not isinstance(channels, int) or channels < CHANNELS:
            continue
        words = f"mixes {channels:,} channels at every place of its kernel; Separable{kind} does one after the other"
        found = advise(chain, index, index, index + 1, [chain.make(f"Separable{kind}", layer)], words)
        if found is not None and found.saving.params >= LEAST:
            yield found


RULE = advice_rule(
    "LP404", "separable-convolution", "a convolution that a separable one could stand for", DOCUMENTATION, advice,
    VALID, INVALID,
)  # fmt: skip
