"""LP207: a layer gets an argument that no version of Keras knows."""

from __future__ import annotations

from lint_params.rules.base import Example
from lint_params.rules.refused.faults import refusal

DOCUMENTATION = """
## What it does
Finds arguments that no generation of Keras takes, or not the one that the file is written for.

## Why is this bad?
Keras refuses to make the layer. A slip of the pen in a name is the usual cause.

## Example
`layers.Dense(5, activaton="relu")`.

## Use instead
`layers.Dense(5, activation="relu")`; `--fix` writes it, where only one known argument is near.

## References
`keras/src/layers/layer.py`
"""

VALID = (
    Example(
        "from keras import Sequential, layers\n"
        "model = Sequential([\n"
        "    layers.Input((13,)),\n"
        "    layers.Dense(5, activation='relu'),\n"
        "])\n"
    ),
)
INVALID = (
    Example(
        "from keras import Sequential, layers\n"
        "model = Sequential([\n"
        "    layers.Input((13,)),\n"
        "    layers.Dense(5, activaton='relu'),\n"
        "])\n"
    ),
    Example(
        "from keras import Sequential, layers\n"
        "model = Sequential([\n"
        "    layers.Input((40, 13)),\n"
        "    layers.LSTM(5, return_sequence=True),\n"
        "])\n"
    ),
)

RULE = refusal(
    "LP207",
    "unknown-argument",
    "a layer gets an argument that no version of Keras knows",
    DOCUMENTATION,
    VALID,
    INVALID,
)
