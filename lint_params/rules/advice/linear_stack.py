"""LP407: ``Dense`` layers in a row without an activation between them."""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.rules.advice.base import Advice, advice_rule, advise
from lint_params.rules.advice.chain import Chain, argument, is_linear
from lint_params.rules.base import Example, described

DOCUMENTATION = """
## What it does
Finds `Dense` layers in a row of which all but the last have no activation, where one `Dense` in their place has fewer
parameters.

## Why is this bad?
A linear function of a linear function is a linear function: the layers together can do no more than the last one
alone. Most often an activation was forgotten.

## Example
`Dense(64)` and `Dense(10, activation="softmax")` behind it

## Use instead
`Dense(64, activation="relu")`, or the last layer alone. (A narrow layer between two wide ones saves parameters, and is
not told.)

## References
`keras.layers.Dense`: "if you don't specify anything, no activation is applied"
"""

_HEAD = "from keras import Sequential, layers\n"
_NET = _HEAD + "model = Sequential([\n    layers.Input((20,)),\n    layers.{},\n    layers.{},\n])\n"
VALID = (
    Example(_NET.format("Dense(64, activation='relu')", "Dense(10)")),
    Example(_NET.format("Dense(2)", "Dense(40)")),
)
INVALID = (
    Example(_NET.format("Dense(64)", "Dense(10, activation='softmax')")),
    Example(
        _HEAD + "model = Sequential([layers.Input((20,))])\nfor units in (64, 32, 16):\n"
        "    model.add(layers.Dense(units))\nmodel.add(layers.Dense(1, activation='sigmoid', use_bias=False))\n"
    ),
)


def advice(chain: Chain) -> Iterator[Advice]:
    start = 0
    while start < len(chain.layers):
        stop = start
        while stop < len(chain.layers) and chain.kind(stop) == "Dense" and _trained(chain, stop):
            stop += 1
            if not is_linear(chain.layers[stop - 1]):
                break
        found = _of(chain, start, stop) if stop - start > 1 else None
        if found is not None and found.saving.params > 0:
            yield found
        start = max(stop, start + 1)


def _trained(chain: Chain, index: int) -> bool:
    """A layer that is frozen or constrained is not as free as the one that would stand for it."""
    layer = chain.layers[index]
    free = all(argument(layer, name) is None for name in ("kernel_constraint", "bias_constraint"))
    return free and bool(layer.trains) and all(trains is True for trains in layer.trains)


def _of(chain: Chain, start: int, stop: int) -> Advice | None:
    biased = [argument(layer, "use_bias") for layer in chain.layers[start:stop]]
    if not all(isinstance(value, bool) for value in biased):
        return None
    last = chain.layers[stop - 1]
    one = chain.make("Dense", last, use_bias=any(biased))
    words = (
        f"has no activation, and with the {stop - start - 1} Dense behind it, up to {described(last)}, does what one "
        f"Dense({argument(last, 'units')}) does; give it an activation, or leave it out"
    )
    return advise(chain, start, start, stop, [one], words)


RULE = advice_rule(
    "LP407", "linear-stack", "Dense layers in a row without an activation between them", DOCUMENTATION, advice, VALID,
    INVALID,
)  # fmt: skip
