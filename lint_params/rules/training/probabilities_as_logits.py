"""LP503: probabilities given to a loss that takes logits."""

from __future__ import annotations

from lint_params.rules.training.endings import Ending, ending_rule
from lint_params.rules.training.programs import ONE_HOT, ZERO_OR_ONE, trained

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

VALID = (
    trained(ONE_HOT, "layers.Input((4,)), layers.Dense(3)", "losses.CategoricalCrossentropy(from_logits=True)"),
    trained(ONE_HOT, 'layers.Input((4,)), layers.Dense(3, activation="softmax")', "losses.CategoricalCrossentropy()"),
)
INVALID = (
    trained(
        ONE_HOT,
        'layers.Input((4,)), layers.Dense(3, activation="softmax")',
        "losses.CategoricalCrossentropy(from_logits=True)",
    ),
    trained(
        ZERO_OR_ONE,
        'layers.Input((4,)), layers.Dense(1, activation="sigmoid")',
        "losses.BinaryCrossentropy(from_logits=True)",
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
