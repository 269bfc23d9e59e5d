"""LP410: a kernel larger than the map it runs over."""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.model.dimension import Dimension
from lint_params.model.model import Layer
from lint_params.rules.advice.base import Advice, advice_rule, advise
from lint_params.rules.advice.chain import Chain, argument
from lint_params.rules.base import Example

DOCUMENTATION = """
## What it does
Finds convolutions of `padding="same"` whose kernel is larger than the map they run over.

## Why is this bad?
At every place most of the kernel lies on the padding: it multiplies zeros, and its outer weights are trained by few
places or none.

## Example
`Conv2D(64, 7, padding="same")` over maps of 4 x 4

## Use instead
A kernel no larger than the map: `Conv2D(64, 3, padding="same")`.

## References
`keras.ops.conv` (`padding`)
"""

_HEAD = "from keras import Sequential, layers\n"
_NET = _HEAD + "model = Sequential([layers.Input(({})), layers.{}, layers.Flatten(), layers.Dense(10)])\n"
VALID = (
    Example(_NET.format("4, 4, 32", "Conv2D(64, 3, padding='same')")),
    Example(_NET.format("28, 28, 1", "Conv2D(64, 7, padding='same')")),
)
INVALID = (
    Example(_NET.format("4, 4, 32", "Conv2D(64, 7, padding='same')")),
    Example(_NET.format("2, 20, 8", "Conv2D(16, 5, padding='same')")),
    Example(_NET.format("3, 8", "Conv1D(16, 9, padding='same', strides=2)")),
)

_KINDS = frozenset(
    [f"Conv{rank}D" for rank in (1, 2, 3)]
    + [f"{name}{rank}D" for name in ("SeparableConv", "DepthwiseConv") for rank in (1, 2)]
)


def advice(chain: Chain) -> Iterator[Advice]:
    for index, layer in enumerate(chain.layers):
        kind, shape = chain.kind(index), chain.reads(index)
        if kind not in _KINDS or shape is None or argument(layer, "padding") != "same":
            continue
        first = argument(layer, "data_format") == "channels_first"
        places = shape.sizes[2:] if first else shape.sizes[1:-1]
        kernel, dilation = _sizes(layer, "kernel_size", len(places)), _sizes(layer, "dilation_rate", len(places))
        if kernel is None or dilation is None or set(dilation) != {1}:
            continue
        smaller = tuple(_fitting(size, place) for size, place in zip(kernel, places, strict=True))
        if smaller == kernel:
            continue
        words = f"has a kernel of {_text(kernel)} over maps of {_text(places)}; {_text(smaller)} covers them"
        found = advise(chain, index, index, index + 1, [chain.make(kind, layer, kernel_size=smaller)], words)
        if found is not None:
            yield found


def _sizes(layer: Layer, name: str, rank: int) -> tuple[int, ...] | None:
    value = argument(layer, name)
    sizes = tuple(value) if isinstance(value, (tuple, list)) else (value,) * rank
    integers = tuple(size for size in sizes if type(size) is int)
    return integers if len(integers) == rank == len(sizes) else None


def _fitting(size: int, place: Dimension) -> int:
    """The kernel itself, or the largest of odd size that is no larger than the map."""
    return size if not isinstance(place, int) or size <= place else place - (place + 1) % 2


def _text(sizes: tuple[Dimension, ...]) -> str:
    return " x ".join(map(str, sizes))


RULE = advice_rule(
    "LP410", "oversize-kernel", "a kernel larger than the map it runs over", DOCUMENTATION, advice, VALID, INVALID
)
