"""LP501: softmax over one unit."""

from __future__ import annotations

from lint_params.rules.base import Example
from lint_params.rules.training.endings import Ending, ending_rule

DOCUMENTATION = """
## What it does
Finds models that end in a softmax over one unit.

## Why is this bad?
Softmax makes its outputs sum to 1: the one output is 1 whatever the input is, and nothing is learnt.

## Example
`Dense(1, activation="softmax")`

## Use instead
`Dense(1, activation="sigmoid")` with `binary_crossentropy`.

## References
`keras/src/activations/activations.py` (`softmax`)
"""

_HEAD = """\
import numpy as np
from keras import Sequential, layers, losses

x = np.random.rand(64, 4)
"""
VALID = (
    Example(
        _HEAD
        + """\
y = np.random.randint(0, 2, (64, 1))
model = Sequential([layers.Input((4,)), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(x, y, verbose=0)
"""
    ),
    Example(
        _HEAD
        + """\
y = np.eye(3)[np.random.randint(0, 3, 64)]
model = Sequential([layers.Input((4,)), layers.Dense(3, activation="softmax")])
model.compile("adam", "categorical_crossentropy")
model.fit(x, y, verbose=0)
"""
    ),
)
INVALID = (
    Example(
        _HEAD
        + """\
y = np.random.randint(0, 2, (64, 1))
model = Sequential([layers.Input((4,)), layers.Dense(1, activation="softmax")])
model.compile("adam", "binary_crossentropy")
model.fit(x, y, verbose=0)
"""
    ),
    Example(
        _HEAD
        + """\
y = np.random.randint(0, 2, (64, 1))
model = Sequential([layers.Input((4,)), layers.Dense(1), layers.Activation("softmax")])
model.compile("adam", "mse")
model.fit(x, y, verbose=0)
"""
    ),
)


def judge(ending: Ending) -> str | None:
    if ending.activation != "softmax" or ending.size != 1:
        return None
    return "is a softmax over one unit, which is always 1: nothing can be learnt; take sigmoid"


RULE = ending_rule("LP501", "softmax-of-one", "softmax over one unit is always 1", DOCUMENTATION, judge, VALID, INVALID)
