"""LP203: a size would become zero or negative."""

from __future__ import annotations

from lint_params.rules.base import Example
from lint_params.rules.refused.faults import refusal

DOCUMENTATION = """
## What it does
Finds convolutions, pooling and cropping that leave nothing of their input.

## Why is this bad?
Keras refuses to build the model: each such layer takes a border off, and small inputs run out.

## Example
`Conv2D(8, 5)` on an input of 4 x 4.

## Use instead
`padding="same"`, a smaller kernel, or fewer such layers.

## References
`keras/src/ops/operation_utils.py` (`compute_conv_output_shape`)
"""

VALID = (
    Example(
        "from keras import Sequential, layers\n"
        "model = Sequential([\n"
        "    layers.Input((4, 4, 1)),\n"
        "    layers.Conv2D(8, 5, padding='same'),\n"
        "])\n"
    ),
)
INVALID = (
    Example(
        "from keras import Sequential, layers\n"
        "model = Sequential([\n"
        "    layers.Input((4, 4, 1)),\n"
        "    layers.Conv2D(8, 5),\n"
        "])\n"
    ),
)

RULE = refusal("LP203", "negative-size", "a size would become zero or negative", DOCUMENTATION, VALID, INVALID)
