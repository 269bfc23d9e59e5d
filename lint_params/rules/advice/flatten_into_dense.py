"""LP401: a map of a convolution, flattened into a wide ``Dense``."""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.keras import cost
from lint_params.rules.advice.base import Advice, advice_rule, advise
from lint_params.rules.advice.chain import Chain
from lint_params.rules.base import Example, described

LEAST = 10_000
"""Below so many parameters saved, nothing is said."""
SHARE = 4
"""Nor where it is less than one part in so many of the model."""

DOCUMENTATION = """
## What it does
Finds a `Flatten` that gives the maps of a convolution to a `Dense`, where global pooling in its place saves at least
10,000 parameters and a quarter of the model.

## Why is this bad?
The `Dense` has a weight for each place of each map and each unit: it often holds nearly all of a model, and fits the
places of the training pictures.

## Example
A `Flatten` of `(7, 7, 64)` before `Dense(512)`: 3,136 numbers, and 1,606,144 parameters.

## Use instead
`GlobalAveragePooling2D` (or `GlobalMaxPooling2D`): 64 numbers, and 33,280 parameters. Train again, and compare.

## References
Lin, Chen, Yan: Network In Network, arXiv:1312.4400
"""

_HEAD = "from keras import Sequential, layers\n"
_NET = (
    _HEAD + "model = Sequential([\n    layers.Input((28, 28, 1)),\n    layers.Conv2D(64, 3, activation='relu'),\n"
    "    layers.MaxPooling2D(4),\n    layers.{},\n    layers.Dropout(0.5),\n    layers.Dense(128, activation='relu'),\n"
    "    layers.Dense(10),\n])\n"
)
VALID = (
    Example(_NET.format("GlobalAveragePooling2D()")),
    Example(_HEAD + "model = Sequential([layers.Input((28, 28)), layers.Flatten(), layers.Dense(128)])\n"),
)
INVALID = (
    Example(_NET.format("Flatten()")),
    Example(
        _HEAD + "model = Sequential([\n    layers.Input((128, 9)),\n    layers.Conv1D(32, 5, activation='relu'),\n"
        "    layers.Flatten(),\n    layers.Dense(16),\n])\n"
    ),
)

_DIRECT = frozenset({"Dropout", "Activation", "ReLU", "LeakyReLU", "BatchNormalization", "GaussianNoise"})


def advice(chain: Chain) -> Iterator[Advice]:
    for index in range(len(chain.layers)):
        found = _of(chain, index) if chain.kind(index) == "Flatten" else None
        if found is not None and _worth(chain, found.saving.params):
            yield found


def _of(chain: Chain, index: int) -> Advice | None:
    shape, reader = chain.reads(index), index + 1
    while reader < len(chain.layers) and chain.kind(reader) in _DIRECT:
        reader += 1
    if shape is None or not 3 <= len(shape) <= 5 or reader == len(chain.layers) or chain.kind(reader) != "Dense":
        return None
    data_format = chain.data_format(index)
    before = [leaf for layer in chain.layers[:index] for leaf in cost.leaves(layer)]
    if data_format is None or not any("Conv" in leaf.type for leaf in before):
        return None
    name = f"GlobalAveragePooling{len(shape) - 2}D"
    words = (
        f"gives every place of {shape} to {described(chain.layers[reader])}; {name} in its place gives each map once"
    )
    return advise(chain, index, index, index + 1, [chain.make(name, data_format=data_format)], words)


def _worth(chain: Chain, saved: int) -> bool:
    total = chain.sites[0].total
    return saved >= LEAST and (total is None or saved * SHARE >= total)


RULE = advice_rule(
    "LP401", "flatten-into-dense", "Flatten gives the maps of a convolution to a wide Dense", DOCUMENTATION, advice,
    VALID, INVALID,
)  # fmt: skip
