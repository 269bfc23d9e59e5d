"""LP504: softmax over three classes or more, compiled with binary crossentropy."""

from __future__ import annotations

from lint_params.rules.base import Example
from lint_params.rules.training.endings import Ending, ending_rule

DOCUMENTATION = """
## What it does
Finds models that end in a softmax of three units or more and are compiled with `binary_crossentropy`.

## Why is this bad?
The loss judges every unit as a yes or no of its own and averages: it looks small, and its gradient is not that of
the likelihood. (Of two units it is the same as `categorical_crossentropy`, and nothing is said.)

## Example
`Dense(3, activation="softmax")` with `binary_crossentropy`

## Use instead
`categorical_crossentropy`.

## References
`keras/src/losses/losses.py` (`binary_crossentropy`)
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
y = np.eye(3)[np.random.randint(0, 3, 64)]
model = Sequential([layers.Input((4,)), layers.Dense(3, activation="softmax")])
model.compile("adam", "categorical_crossentropy")
model.fit(x, y, verbose=0)
"""
    ),
    Example(
        _HEAD
        + """\
y = np.eye(2)[np.random.randint(0, 2, 64)]
model = Sequential([layers.Input((4,)), layers.Dense(2, activation="softmax")])
model.compile("adam", "binary_crossentropy")
model.fit(x, y, verbose=0)
"""
    ),
)
INVALID = (
    Example(
        _HEAD
        + """\
y = np.eye(3)[np.random.randint(0, 3, 64)]
model = Sequential([layers.Input((4,)), layers.Dense(3, activation="softmax")])
model.compile("adam", "binary_crossentropy")
model.fit(x, y, verbose=0)
"""
    ),
)


def judge(ending: Ending) -> str | None:
    if ending.activation != "softmax" or ending.loss != "binary_crossentropy" or (ending.size or 0) < 3:
        return None
    return (
        f"is a softmax over {ending.size} classes, and binary_crossentropy is for yes or no; take "
        "categorical_crossentropy"
    )


RULE = ending_rule(
    "LP504",
    "softmax-with-binary",
    "softmax over several classes with binary crossentropy",
    DOCUMENTATION,
    judge,
    VALID,
    INVALID,
)
