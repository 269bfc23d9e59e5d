"""LP405: an embedding of many words and many dimensions."""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.rules.advice.base import Advice, advice_rule, advise
from lint_params.rules.advice.chain import Chain, argument
from lint_params.rules.base import Example

LEAST = 100_000
SHARE = 4
"""Nothing is said where less than one part in so many of the model is saved."""
PARTS = 4
"""Into how few of its dimensions an embedding is put."""
SIZE = 64
"""Of fewer dimensions, a part is too little to tell words apart."""

DOCUMENTATION = """
## What it does
Finds trained embeddings of at least 64 dimensions, where a quarter of them and a `Dense` behind save at least 100,000
parameters and a quarter of the model.

## Why is this bad?
A table of many words and many dimensions often holds most of a model, and each of its rows is trained by few samples.

## Example
`Embedding(20_000, 256)`: 5,120,000 parameters.

## Use instead
`Embedding(20_000, 64)` and `Dense(256, use_bias=False)`: 1,296,384. The `Dense` takes multiply-accumulates, which a
look-up does not.

## References
Lan and others: ALBERT, arXiv:1909.11942, section 3.1
"""

_HEAD = "from keras import Sequential, layers\n"
_NET = (
    _HEAD
    + "model = Sequential([\n    layers.Input((40,)),\n    layers.{},\n    layers.LSTM(64),\n    layers.Dense(1),\n])\n"
)
VALID = (
    Example(_NET.format("Embedding(500, 128)")),
    Example(_NET.format("Embedding(20_000, 64, trainable=False)")),
)
INVALID = (Example(_NET.format("Embedding(20_000, 256, mask_zero=True)")),)


def advice(chain: Chain) -> Iterator[Advice]:
    total = chain.sites[0].total
    for index, layer in enumerate(chain.layers):
        size, trained = argument(layer, "output_dim"), layer.trains == (True,)
        # Weights that are given (read from a file, most often) are not to be had in another size.
        given = "weights" in layer.open_arguments or layer.arguments.get("weights") is not None
        if chain.kind(index) != "Embedding" or type(size) is not int or size < SIZE or given or not trained:
            continue
        if "embeddings_initializer" in layer.open_arguments:
            continue
        small = chain.make("Embedding", layer, output_dim=size // PARTS)
        words = f"holds {size:,} dimensions a word; {size // PARTS:,} and Dense({size}, use_bias=False) behind it"
        found = advise(chain, index, index, index + 1, [small, chain.make("Dense", units=size, use_bias=False)], words)
        if found is None or found.saving.params < LEAST or (total is not None and found.saving.params * SHARE < total):
            continue
        yield found


RULE = advice_rule(
    "LP405", "large-embedding", "an embedding of many words and many dimensions", DOCUMENTATION, advice, VALID, INVALID
)
