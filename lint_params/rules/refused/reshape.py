"""LP206: a reshape that can't be done."""

from __future__ import annotations

from lint_params.rules.base import Example
from lint_params.rules.refused.faults import refusal

DOCUMENTATION = """
## What it does
Finds `Reshape` whose target holds another number of elements than its input.

## Why is this bad?
Keras refuses to build the model.

## Example
`Reshape((28, 28))` of 780 features.

## Use instead
Sizes whose product is that of the input, or one `-1` among them.

## References
`keras/src/ops/operation_utils.py` (`compute_reshape_output_shape`)
"""

VALID = (
    Example(
        "from keras import Sequential, layers\n"
        "model = Sequential([\n"
        "    layers.Input((784,)),\n"
        "    layers.Reshape((28, 28)),\n"
        "])\n"
    ),
)
INVALID = (
    Example(
        "from keras import Sequential, layers\n"
        "model = Sequential([\n"
        "    layers.Input((780,)),\n"
        "    layers.Reshape((28, 28)),\n"
        "])\n"
    ),
)

RULE = refusal("LP206", "reshape", "a reshape that can't be done", DOCUMENTATION, VALID, INVALID)
