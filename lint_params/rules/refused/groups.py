"""LP205: the channels don't divide by the groups."""

from __future__ import annotations

from lint_params.rules.base import Example
from lint_params.rules.refused.faults import refusal

DOCUMENTATION = """
## What it does
Finds convolutions and normalizations whose channels don't divide by `groups`.

## Why is this bad?
Keras refuses to make the layer.

## Example
`Conv2D(10, 3, groups=4)`.

## Use instead
A number of filters, and of input channels, that is a multiple of `groups`.

## References
`keras/src/layers/convolutional/base_conv.py`
"""

VALID = (
    Example(
        "from keras import Sequential, layers\n"
        "model = Sequential([\n"
        "    layers.Input((8, 8, 4)),\n"
        "    layers.Conv2D(12, 3, groups=4),\n"
        "])\n"
    ),
)
INVALID = (
    Example(
        "from keras import Sequential, layers\n"
        "model = Sequential([\n"
        "    layers.Input((8, 8, 4)),\n"
        "    layers.Conv2D(10, 3, groups=4),\n"
        "])\n"
    ),
)

RULE = refusal("LP205", "groups", "the channels don't divide by the groups", DOCUMENTATION, VALID, INVALID)
