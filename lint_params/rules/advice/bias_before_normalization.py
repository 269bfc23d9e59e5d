"""LP402: a bias that the ``BatchNormalization`` behind it takes out again."""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.model.finding import Fix
from lint_params.model.model import Layer
from lint_params.rules.advice.base import Advice, advice_rule, advise
from lint_params.rules.advice.chain import Chain, argument, is_linear
from lint_params.rules.base import Context, Example, described
from lint_params.rules.calls import call_text, with_argument

DOCUMENTATION = """
## What it does
Finds layers with a bias and without activation, right before a `BatchNormalization` of the same axis.

## Why is this bad?
The normalisation subtracts the mean of each channel, and the bias with it: whatever it is, the model gives the same.
Its parameters are trained, stored and moved for nothing; `beta` of the normalisation is the bias.

## Example
`Conv2D(64, 3)` and `BatchNormalization()` behind it

## Use instead
`Conv2D(64, 3, use_bias=False)`; `--fix` writes it.

## References
Ioffe, Szegedy: Batch Normalization, arXiv:1502.03167, section 3.2
"""

_HEAD = "from keras import Sequential, layers\n"
_NET = (
    _HEAD + "model = Sequential([\n    layers.Input((28, 28, 1)),\n    layers.{},\n    layers.BatchNormalization({}),\n"
    "    layers.ReLU(),\n    layers.GlobalAveragePooling2D(),\n    layers.Dense(10),\n])\n"
)
VALID = (
    Example(_NET.format("Conv2D(64, 3, use_bias=False)", "")),
    Example(_NET.format("Conv2D(64, 3, activation='relu')", "")),
    Example(_NET.format("Conv2D(64, 3)", "axis=1")),
)
INVALID = (
    Example(_NET.format("Conv2D(64, 3)", "")),
    Example(_NET.format("SeparableConv2D(16, 3, use_bias=True)", "scale=False")),
    Example(
        _HEAD + "model = Sequential([layers.Input((20,))])\nfor units in (64, 32):\n"
        "    model.add(layers.Dense(units))\n    model.add(layers.BatchNormalization())\n"
    ),
)

_LAST = frozenset({"Dense"})
_CHANNELS = frozenset(f"{name}{rank}D" for name in ("Conv", "SeparableConv", "DepthwiseConv") for rank in (1, 2, 3))
_TRANSPOSED = frozenset(f"Conv{rank}DTranspose" for rank in (1, 2, 3))


def advice(chain: Chain) -> Iterator[Advice]:
    for index in range(len(chain.layers) - 1):
        layer, kind = chain.layers[index], chain.kind(index)
        if kind is None or chain.kind(index + 1) != "BatchNormalization" or not _biased(layer, kind):
            continue
        if not _takes_out(layer, kind, chain.layers[index + 1], len(chain.reads(index + 1) or ())):
            continue
        words = (
            f"has a bias, which {described(chain.layers[index + 1])} behind it subtracts again; use_bias=False gives "
            "the same"
        )
        made = advise(chain, index, index, index + 1, [chain.make(kind, layer, use_bias=False)], words)
        if made is not None:
            yield made


def _biased(layer: Layer, kind: str) -> bool:
    trained = [trains for weight, trains in zip(layer.weights, layer.trains, strict=False) if weight.name == "bias"]
    return (
        kind in _LAST | _CHANNELS | _TRANSPOSED
        and argument(layer, "use_bias") is True
        and trained == [True]
        and is_linear(layer)
        and argument(layer, "bias_constraint") is None
    )


def _takes_out(layer: Layer, kind: str, normal: Layer, rank: int) -> bool:
    """Whether the normalisation is over the axis of the bias, and trained: frozen, it subtracts a mean of its own."""
    axis = argument(normal, "axis")
    if isinstance(axis, (list, tuple)) and len(axis) == 1:
        axis = axis[0]
    frozen = any(
        trains is not True
        for weight, trains in zip(normal.weights, normal.trains, strict=False)
        if weight.name in ("gamma", "beta")
    )
    if type(axis) is not int or not rank or frozen or argument(normal, "trainable") not in (None, True):
        return False
    first = kind not in _LAST and argument(layer, "data_format") == "channels_first"
    return axis % rank == (1 if first else rank - 1)


def mend(context: Context, found: Advice) -> Fix | None:
    layer = found.layer
    alone = sum(site.layer.span == layer.span for site in found.chain.sites) == 1
    call = call_text(context, layer.span) if alone else None
    edits = None if call is None else with_argument(call, layer, "use_bias", "False")
    return None if edits is None else Fix("add use_bias=False", edits, found.saving.params)


RULE = advice_rule(
    "LP402", "bias-before-normalization", "a bias that the BatchNormalization behind it takes out again",
    DOCUMENTATION, advice, VALID, INVALID, mend,
)  # fmt: skip
