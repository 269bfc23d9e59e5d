"""LP408: a dropout behind the last layer with weights."""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.rules.advice.base import Advice, advice_rule, advise
from lint_params.rules.advice.chain import Chain, argument
from lint_params.rules.base import Example

DOCUMENTATION = """
## What it does
Finds a dropout behind the last layer with weights, in a model that is compiled.

## Why is this bad?
In training it sets outputs to 0 at random and makes the others larger: the loss compares the targets with that, and no
weight can learn to help it.

## Example
`Dense(10)`, `Dropout(0.5)`, `Activation("softmax")`

## Use instead
`Dropout(0.5)` before the last `Dense`, or none.

## References
Srivastava and others: Dropout, Journal of Machine Learning Research 15 (2014), section 4
"""

_HEAD = "from keras import Sequential, layers\n"
_NET = (
    _HEAD + "model = Sequential([\n    layers.Input((20,)),\n    layers.{},\n    layers.{},\n    layers.{},\n])\n"
    "model.compile('adam', 'mse')\n"
)
VALID = (
    Example(_NET.format("Dense(64, activation='relu')", "Dropout(0.5)", "Dense(1)")),
    Example(_HEAD + "encoder = Sequential([layers.Input((20,)), layers.Dense(8), layers.Dropout(0.2)])\n"),
)
INVALID = (
    Example(_NET.format("Dense(64, activation='relu')", "Dense(1)", "Dropout(0.5)")),
    Example(_NET.format("Dense(10)", "Dropout(0.5)", "Activation('softmax')")),
)

_DROPOUTS = frozenset({"Dropout", "AlphaDropout", "GaussianDropout", *(f"SpatialDropout{rank}D" for rank in (1, 2, 3))})
_BEHIND = frozenset({"Activation", "Softmax"})


def advice(chain: Chain) -> Iterator[Advice]:
    if not _is_whole(chain):
        return
    index = len(chain.layers) - 1
    while index > 0 and chain.kind(index) in _BEHIND:
        index -= 1
    if index < 1 or chain.kind(index) not in _DROPOUTS or not _drops(argument(chain.layers[index], "rate")):
        return
    words = "is behind the last layer with weights, and spoils what the loss sees; put it before that layer, or drop it"
    found = advise(chain, index, index, index + 1, [], words)
    if found is not None:
        yield found


def _drops(rate: object) -> bool:
    return isinstance(rate, (int, float)) and rate > 0


def _is_whole(chain: Chain) -> bool:
    """Whether the chain is compiled as it stands, and no part of another model."""
    model = chain.model
    compiled = [event for event in model.events if event.kind == "compile" and event.certain]
    called = any(event.kind == "call" for event in model.events)
    alone = not chain.nested and not model.part_of and not called
    return alone and bool(compiled) and compiled[-1].layers == len(model.layers)


RULE = advice_rule(
    "LP408", "dropout-at-the-end", "a dropout behind the last layer with weights", DOCUMENTATION, advice, VALID, INVALID
)
