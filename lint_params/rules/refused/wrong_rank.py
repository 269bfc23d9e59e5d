"""LP202: an input has the wrong number of dimensions."""

from __future__ import annotations

from lint_params.rules.base import Example
from lint_params.rules.refused.faults import refusal

DOCUMENTATION = """
## What it does
Finds layers whose input has another number of dimensions than they take.

## Why is this bad?
Keras refuses to build the model, at the latest when it first sees data.

## Example
`Conv2D` on an input of `(28, 28)`: an image without its channels.

## Use instead
`layers.Input((28, 28, 1))`, or a `Reshape` or `Flatten` before the layer.

## References
`keras/src/layers/input_spec.py`
"""

VALID = (
    Example(
        "from keras import Sequential, layers\n"
        "model = Sequential([\n"
        "    layers.Input((28, 28, 1)),\n"
        "    layers.Conv2D(8, 3),\n"
        "])\n"
    ),
)
INVALID = (
    Example(
        "from keras import Sequential, layers\n"
        "model = Sequential([\n"
        "    layers.Input((28, 28)),\n"
        "    layers.Conv2D(8, 3),\n"
        "])\n"
    ),
)

RULE = refusal("LP202", "wrong-rank", "an input has the wrong number of dimensions", DOCUMENTATION, VALID, INVALID)
