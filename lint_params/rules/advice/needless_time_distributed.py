"""LP409: ``TimeDistributed`` around a ``Dense``, which works on every step by itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lint_params.model.finding import Edit, Fix
from lint_params.rules.advice.base import Advice, advice_rule, advise
from lint_params.rules.advice.chain import Chain, keras_layer
from lint_params.rules.base import Context, Example
from lint_params.rules.calls import call_text

DOCUMENTATION = """
## What it does
Finds `TimeDistributed(Dense(…))`.

## Why is this bad?
A `Dense` works on the last axis, whatever is before it: the wrapper does the same with more operations, and hides the
layer from tools that look for a `Dense`. (The layer, and its weights in files by name, are then called otherwise.)

## Example
`TimeDistributed(Dense(10))`

## Use instead
`Dense(10)`; `--fix` writes it.

## References
`keras.layers.Dense` ("If the input to the layer has a rank greater than 2"), `keras.layers.TimeDistributed`
"""

_HEAD = "from keras import Sequential, layers\n"
_NET = _HEAD + "model = Sequential([\n    layers.Input((40, {})),\n    layers.{},\n    layers.Dropout(0.1),\n])\n"
VALID = (
    Example(_NET.format(13, "Dense(10)")),
    Example(_NET.format("13, 5", "TimeDistributed(layers.LSTM(10))")),
)
INVALID = (
    Example(_NET.format(13, "TimeDistributed(layers.Dense(10, activation='relu'))")),
    Example(_NET.format("8, 8", "TimeDistributed(layers.Dense(10, use_bias=False))")),
)


def advice(chain: Chain) -> Iterator[Advice]:
    for index, layer in enumerate(chain.layers):
        dense = keras_layer(layer.arguments.get("layer"), "Dense") if chain.kind(index) == "TimeDistributed" else None
        if dense is None:
            continue
        words = "does what the Dense inside does by itself; leave TimeDistributed out"
        found = advise(chain, index, index, index + 1, [chain.make("Dense", dense)], words)
        if found is not None:
            yield found


def mend(context: Context, found: Advice) -> Fix | None:
    """Take away what stands around the call inside, where that is all there is."""
    call = call_text(context, found.layer.span)
    if call is None or len(call.node.args) + len(call.node.keywords) != 1:
        return None
    inner = call.node.args[0] if call.node.args else call.node.keywords[0].value
    if not isinstance(inner, ast.Call) or (call.node.keywords and call.node.keywords[0].arg != "layer"):
        return None
    start, end = (call.span.line, call.span.column), (call.span.end_line, call.span.end_column)
    before, after = call.between(start, call.start(inner)), call.between(call.end(inner), end)
    if "#" in call.text(start, call.start(inner)) + call.text(call.end(inner), end):
        return None  # a comment would be lost
    return Fix("leave TimeDistributed out", (Edit(before, ""), Edit(after, "")))


RULE = advice_rule(
    "LP409", "needless-time-distributed", "TimeDistributed around a Dense, which works on every step by itself",
    DOCUMENTATION, advice, VALID, INVALID, mend,
)  # fmt: skip
