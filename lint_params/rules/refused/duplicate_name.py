"""LP210: two layers of a model have the same name."""

from __future__ import annotations

from lint_params.rules.base import Example
from lint_params.rules.refused.faults import refusal

DOCUMENTATION = """
## What it does
Finds layers of one model that are given the same name.

## Why is this bad?
Keras refuses the model: it finds layers, and loads weights, by name.

## Example
Two layers with `name="hidden"`.

## Use instead
A name of its own for each, or none.

## References
`keras/src/models/functional.py`, `keras/src/models/sequential.py`
"""

VALID = (
    Example(
        "from keras import Sequential, layers\n"
        "model = Sequential([\n"
        "    layers.Input((13,)),\n"
        "    layers.Dense(5, name='a'),\n"
        "    layers.Dense(5, name='b'),\n"
        "])\n"
    ),
)
INVALID = (
    Example(
        "from keras import Sequential, layers\n"
        "model = Sequential([\n"
        "    layers.Input((13,)),\n"
        "    layers.Dense(5, name='a'),\n"
        "    layers.Dense(5, name='a'),\n"
        "])\n"
    ),
)

RULE = refusal("LP210", "duplicate-name", "two layers of a model have the same name", DOCUMENTATION, VALID, INVALID)
