"""LP213: one layer stands twice in a model."""

from __future__ import annotations

from lint_params.rules.base import Example
from lint_params.rules.refused.faults import refusal

DOCUMENTATION = """
## What it does
Finds one layer object that is added to a `Sequential` model twice.

## Why is this bad?
Keras refuses it: the names would be the same. That the weights would be shared is rarely meant.

## Example
`hidden = layers.Dense(5)`, then `Sequential([hidden, hidden])`.

## Use instead
Two layers; or, to share weights on purpose, the functional interface.

## References
`keras/src/models/sequential.py` (`Sequential.add`)
"""

VALID = (
    Example(
        "from keras import Sequential, layers\n"
        "model = Sequential([\n"
        "    layers.Input((5,)),\n"
        "    layers.Dense(5),\n"
        "    layers.Dense(5),\n"
        "])\n"
    ),
)
INVALID = (
    Example(
        "from keras import Sequential, layers\n"
        "hidden = layers.Dense(5)\n"
        "model = Sequential([\n"
        "    layers.Input((5,)),\n"
        "    hidden,\n"
        "    hidden,\n"
        "])\n"
    ),
)

RULE = refusal("LP213", "same-layer-twice", "one layer stands twice in a model", DOCUMENTATION, VALID, INVALID)
