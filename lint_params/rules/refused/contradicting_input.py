"""LP211: a layer meets another input than it is made for."""

from __future__ import annotations

from lint_params.rules.base import Example
from lint_params.rules.refused.faults import refusal

DOCUMENTATION = """
## What it does
Finds layers whose declared or earlier input shape is not the one they get.

## Why is this bad?
Keras refuses it, or the shape that is written there is not the one that holds and misleads whoever reads it.

## Example
A layer that was built for 13 features and is added behind one that gives 5.

## Use instead
A layer of its own for each input shape; no `input_shape` but on the first layer.

## References
`keras/src/layers/input_spec.py`
"""

VALID = (
    Example(
        "from keras import Sequential, layers\n"
        "shared = layers.Dense(5)\n"
        "a = Sequential([layers.Input((13,)), shared])\n"
        "b = Sequential([layers.Input((13,)), shared])\n"
    ),
)
INVALID = (
    Example(
        "from keras import Sequential, layers\n"
        "shared = layers.Dense(5)\n"
        "a = Sequential([layers.Input((13,)), shared])\n"
        "b = Sequential([layers.Input((7,)), shared])\n"
    ),
)

RULE = refusal(
    "LP211", "contradicting-input", "a layer meets another input than it is made for", DOCUMENTATION, VALID, INVALID
)
