"""LP403: a recurrent layer that reads many more features than it has units."""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.keras.base import KerasLayer
from lint_params.model.model import Layer
from lint_params.rules.advice.base import Advice, advice_rule, advise
from lint_params.rules.advice.chain import Chain, argument, is_linear, keras_layer
from lint_params.rules.advice.recurrent import name_of, recurrent
from lint_params.rules.base import Example, described

TIMES = 4
"""How many times its units a layer reads in features before a word is said."""
LEAST = 1_000

DOCUMENTATION = """
## What it does
Finds recurrent layers that read at least four times as many features as they have units, where a projection to as many
features as units saves at least 1,000 parameters.

## Why is this bad?
Each gate has a kernel of its own over all features: four for an LSTM, eight for one that is bidirectional. A projection
reads them once.

## Example
An `LSTM(20)` that reads 650 features has 53,680 parameters, 52,000 of them for its input.

## Use instead
`Dense(20)` before it: 13,020 parameters, and 3,280 for the LSTM. Where a `Dense` without activation stands before it
already, as many units there.

## References
Sak, Senior, Beaufays: Long Short-Term Memory Recurrent Neural Network Architectures, arXiv:1402.1128
"""

_HEAD = "from keras import Sequential, layers\n"
VALID = (
    Example(_HEAD + "model = Sequential([layers.Input((400, 13)), layers.LSTM(20), layers.Dense(1)])\n"),
    Example(
        _HEAD + "model = Sequential([\n    layers.Input((400, 650)),\n    layers.Dense(20),\n    layers.LSTM(20),\n])\n"
    ),
)
INVALID = (
    Example(_HEAD + "model = Sequential([layers.Input((400, 650)), layers.LSTM(20), layers.Dense(1)])\n"),
    Example(
        _HEAD + "model = Sequential([\n    layers.Input((400, 13)),\n    layers.LSTM(5, return_sequences=True),\n"
        "    layers.TimeDistributed(layers.Dense(650)),\n    layers.LSTM(20),\n])\n"
    ),
    Example(_HEAD + "model = Sequential([layers.Input((9, 80)), layers.Bidirectional(layers.GRU(16))])\n"),
)


def advice(chain: Chain) -> Iterator[Advice]:
    for index in range(len(chain.layers)):
        found = _of(chain, index)
        if found is not None and found.saving.params >= LEAST:
            yield found


def _of(chain: Chain, index: int) -> Advice | None:
    layer, shape = recurrent(chain, index), chain.reads(index)
    units = None if layer is None else argument(layer, "units")
    features = None if shape is None else shape.last
    if layer is None or type(units) is not int or not isinstance(features, int) or features < TIMES * units:
        return None
    words = f"reads {features:,} features into {units:,} units, by every gate of {name_of(layer)}; "
    before = _linear_dense(chain, index - 1)
    if before is None:
        words += f"Dense({units}) before it reads them once"
        return advise(chain, index, index, index, [chain.make("Dense", units=units)], words)
    kind = "TimeDistributed" if chain.kind(index - 1) == "TimeDistributed" else "Dense"
    dense = chain.make("Dense", before, units=units)
    narrower = dense if kind == "Dense" or dense is None else chain.make(kind, layer=dense)
    words += f"{units:,} units in {described(chain.layers[index - 1])}, which has no activation, tell it as much"
    return advise(chain, index, index - 1, index, [narrower], words)


def _linear_dense(chain: Chain, index: int) -> Layer | KerasLayer | None:
    """The ``Dense`` without activation at a place of the chain, bare or in a ``TimeDistributed``."""
    kind = chain.kind(index) if index >= 0 else None
    if kind not in ("Dense", "TimeDistributed"):
        return None
    layer = chain.layers[index]
    inner = layer if kind == "Dense" else keras_layer(layer.arguments.get("layer"), "Dense")
    return inner if inner is not None and is_linear(inner) else None


RULE = advice_rule(
    "LP403", "wide-recurrent-input", "a recurrent layer reads many more features than it has units", DOCUMENTATION,
    advice, VALID, INVALID,
)  # fmt: skip
