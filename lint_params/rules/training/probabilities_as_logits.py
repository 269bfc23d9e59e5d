"""LP503: probabilities given to a loss that takes logits."""

from __future__ import annotations

from lint_params.rules.base import Example
from lint_params.rules.training.endings import Ending, ending_rule

DOCUMENTATION = """
## What it does
Finds models that end in a softmax or sigmoid and are compiled with a loss of `from_logits=True`.

## Why is this bad?
The loss applies softmax or sigmoid again: even a perfect prediction has a large loss, and gradients are small.
(TensorFlow's graphs, alone, take the logits before the activation and warn.)

## Example
`Dense(3, activation="softmax")` with `CategoricalCrossentropy(from_logits=True)`

## Use instead
`Dense(3)` with `from_logits=True`, or `softmax` without.

## References
`keras/src/backend/tensorflow/nn.py` (`_get_logits`)
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
model = Sequential([layers.Input((4,)), layers.Dense(3)])
model.compile("adam", losses.CategoricalCrossentropy(from_logits=True))
model.fit(x, y, verbose=0)
"""
    ),
    Example(
        _HEAD
        + """\
y = np.eye(3)[np.random.randint(0, 3, 64)]
model = Sequential([layers.Input((4,)), layers.Dense(3, activation="softmax")])
model.compile("adam", losses.CategoricalCrossentropy())
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
model.compile("adam", losses.CategoricalCrossentropy(from_logits=True))
model.fit(x, y, verbose=0)
"""
    ),
    Example(
        _HEAD
        + """\
y = np.random.randint(0, 2, (64, 1))
model = Sequential([layers.Input((4,)), layers.Dense(1, activation="sigmoid")])
model.compile("adam", losses.BinaryCrossentropy(from_logits=True))
model.fit(x, y, verbose=0)
"""
    ),
)


def judge(ending: Ending) -> str | None:
    if ending.activation not in ("softmax", "sigmoid") or ending.compiled.from_logits is not True:
        return None
    return f"gives probabilities by {ending.activation}, and the loss takes logits; leave out one of the two"


RULE = ending_rule(
    "LP503",
    "probabilities-as-logits",
    "from_logits=True behind a softmax or sigmoid",
    DOCUMENTATION,
    judge,
    VALID,
    INVALID,
)
