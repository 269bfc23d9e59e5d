"""LP208: a layer lacks an argument that it needs."""

from __future__ import annotations

from lint_params.rules.base import Example
from lint_params.rules.refused.faults import refusal

DOCUMENTATION = """
## What it does
Finds calls of layers that lack an argument without a default.

## Why is this bad?
Python refuses the call.

## Example
`layers.Dense()`.

## Use instead
`layers.Dense(5)`.

## References
`keras/src/layers/`
"""

VALID = (
    Example(
        "from keras import Sequential, layers\n"
        "model = Sequential([\n"
        "    layers.Input((13,)),\n"
        "    layers.Dense(5),\n"
        "])\n"
    ),
)
INVALID = (
    Example(
        "from keras import Sequential, layers\n"
        "model = Sequential([\n"
        "    layers.Input((13,)),\n"
        "    layers.Dense(),\n"
        "])\n"
    ),
)

RULE = refusal("LP208", "missing-argument", "a layer lacks an argument that it needs", DOCUMENTATION, VALID, INVALID)
