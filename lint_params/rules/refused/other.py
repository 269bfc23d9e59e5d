"""LP200: whatever else Keras refuses."""

from __future__ import annotations

from lint_params.rules.base import Example
from lint_params.rules.refused.faults import refusal

DOCUMENTATION = """
## What it does
Tells a refusal of Keras for which there is no rule of its own.

## Why is this bad?
The model can't be built.

## Example
The message says what Keras refuses.

## Use instead
What the message says.

## References
`keras/src/layers/`
"""

VALID = (Example("from keras import Sequential, layers\nmodel = Sequential([layers.Input((13,)), layers.Dense(5)])\n"),)
INVALID: tuple[Example, ...] = ()

RULE = refusal("LP200", "refused", "Keras refuses this", DOCUMENTATION, VALID, INVALID)
