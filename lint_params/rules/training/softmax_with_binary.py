"""LP504: softmax over three classes or more, compiled with binary crossentropy."""

from __future__ import annotations

from lint_params.rules.training.endings import Ending, ending_rule
from lint_params.rules.training.programs import ONE_HOT, trained

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

VALID = (
    trained(ONE_HOT, 'layers.Input((4,)), layers.Dense(3, activation="softmax")', '"categorical_crossentropy"'),
    trained(
        "np.eye(2)[np.random.randint(0, 2, 64)]",
        'layers.Input((4,)), layers.Dense(2, activation="softmax")',
        '"binary_crossentropy"',
    ),
)
INVALID = (trained(ONE_HOT, 'layers.Input((4,)), layers.Dense(3, activation="softmax")', '"binary_crossentropy"'),)


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
