"""LP213: inputs that can't be merged."""

from __future__ import annotations

from lint_params.rules.base import Example
from lint_params.rules.refused.faults import refusal

DOCUMENTATION = """
## What it does
Finds layers that merge inputs whose shapes don't go together, or that get one input where they take several.

## Why is this bad?
Keras refuses to build the model.

## Example
`Add` in a `Sequential` model, which hands on one tensor.

## Use instead
The functional interface, where a layer can read several.

## References
`keras/src/layers/merging/base_merge.py`
"""

VALID = (
    Example(
        "from keras import Sequential, layers\n"
        "model = Sequential([\n"
        "    layers.Input((5,)),\n"
        "    layers.Dense(5),\n"
        "])\n"
    ),
)
INVALID = (
    Example(
        "from keras import Sequential, layers\nmodel = Sequential([\n    layers.Input((5,)),\n    layers.Add(),\n])\n"
    ),
)

RULE = refusal("LP213", "merge", "inputs that can't be merged", DOCUMENTATION, VALID, INVALID)
