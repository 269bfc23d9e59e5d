"""LP209: an argument has a value that Keras refuses."""

from __future__ import annotations

from lint_params.rules.base import Example
from lint_params.rules.refused.faults import refusal

DOCUMENTATION = """
## What it does
Finds arguments of layers with a value that Keras refuses: negative units, an unknown padding, a float for a size, a
slip of the pen in the name of an activation.

## Why is this bad?
Keras refuses to make the layer.

## Example
`layers.Dense(0)`.

## Use instead
A whole number from 1. For a misspelt word (`padding="sane"`), `--fix` writes the known one, where only one is near.

## References
`keras/src/layers/`
"""

VALID = (
    Example(
        "from keras import Sequential, layers\n"
        "model = Sequential([\n"
        "    layers.Input((13,)),\n"
        "    layers.Dense(1),\n"
        "])\n"
    ),
)
INVALID = (
    Example(
        "from keras import Sequential, layers\n"
        "model = Sequential([\n"
        "    layers.Input((13,)),\n"
        "    layers.Dense(0),\n"
        "])\n"
    ),
    Example(
        "from keras import Sequential, layers\n"
        "model = Sequential([\n"
        "    layers.Input((40, 13)),\n"
        "    layers.Conv1D(8, 3, padding='sane', activation='relu'),\n"
        "])\n"
    ),
    Example(
        "from keras import Sequential, layers\n"
        "model = Sequential([\n"
        "    layers.Input((784,)),\n"
        "    layers.Dense(784, 128),\n"
        "])\n"
    ),
    Example(
        "from keras import Sequential, layers\n"
        "model = Sequential([\n"
        "    layers.Input((40, 13)),\n"
        "    layers.LSTM(8, recurrent_activation='sigmod'),\n"
        "])\n"
    ),
)

RULE = refusal("LP209", "wrong-value", "an argument has a value that Keras refuses", DOCUMENTATION, VALID, INVALID)
