"""LP212: something that is no layer is added to a model."""

from __future__ import annotations

from lint_params.rules.base import Example
from lint_params.rules.refused.faults import refusal

DOCUMENTATION = """
## What it does
Finds models to which something is added that is no layer: a class that is not called, a number, a list.

## Why is this bad?
Keras refuses it.

## Example
`model.add(layers.Flatten)`.

## Use instead
`model.add(layers.Flatten())`.

## References
`keras/src/models/sequential.py` (`Sequential.add`)
"""

VALID = (
    Example(
        "from keras import Sequential, layers\n"
        "model = Sequential()\n"
        "model.add(layers.Input((3, 3)))\n"
        "model.add(layers.Flatten())\n"
    ),
)
INVALID = (
    Example(
        "from keras import Sequential, layers\n"
        "model = Sequential()\n"
        "model.add(layers.Input((3, 3)))\n"
        "model.add(layers.Flatten)\n"
    ),
)

RULE = refusal("LP212", "not-a-layer", "something that is no layer is added to a model", DOCUMENTATION, VALID, INVALID)
