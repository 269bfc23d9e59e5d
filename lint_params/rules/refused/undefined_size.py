"""LP204: a weight would need a size that is None."""

from __future__ import annotations

from lint_params.rules.base import Example
from lint_params.rules.refused.faults import refusal

DOCUMENTATION = """
## What it does
Finds layers whose weights depend on a size that the input leaves open (`None`).

## Why is this bad?
Keras can't make the weights: only sizes that no weight depends on may vary.

## Example
`Dense` on an input of `(13, None)`, or behind a `Flatten` of an image of any size.

## Use instead
A fixed size, or a layer that does away with the open one: `GlobalAveragePooling2D` for `Flatten`.

## References
`keras/src/layers/input_spec.py`
"""

VALID = (
    Example(
        "from keras import Sequential, layers\n"
        "model = Sequential([\n"
        "    layers.Input((None, 13)),\n"
        "    layers.Dense(5),\n"
        "])\n"
    ),
)
INVALID = (
    Example(
        "from keras import Sequential, layers\n"
        "model = Sequential([\n"
        "    layers.Input((13, None)),\n"
        "    layers.Dense(5),\n"
        "])\n"
    ),
)

RULE = refusal("LP204", "undefined-size", "a weight would need a size that is None", DOCUMENTATION, VALID, INVALID)
