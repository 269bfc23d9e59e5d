"""LP502: sigmoid units, compiled with a categorical crossentropy."""

from __future__ import annotations

from lint_params.rules.training.endings import CATEGORICAL, Ending, ending_rule
from lint_params.rules.training.programs import ONE_HOT, trained

DOCUMENTATION = """
## What it does
Finds models that end in several sigmoid units and are compiled with a categorical crossentropy.

## Why is this bad?
The loss takes the outputs for the probabilities of classes that exclude each other; those of sigmoid units are
independent and do not sum to 1.

## Example
`Dense(3, activation="sigmoid")` with `categorical_crossentropy`

## Use instead
`softmax` for one class of several; `binary_crossentropy` where several may hold at once.

## References
`keras/src/losses/losses.py` (`categorical_crossentropy`)
"""

VALID = (
    trained(ONE_HOT, 'layers.Input((4,)), layers.Dense(3, activation="softmax")', '"categorical_crossentropy"'),
    trained(ONE_HOT, 'layers.Input((4,)), layers.Dense(3, activation="sigmoid")', '"binary_crossentropy"'),
)
INVALID = (trained(ONE_HOT, 'layers.Input((4,)), layers.Dense(3, activation="sigmoid")', '"categorical_crossentropy"'),)


def judge(ending: Ending) -> str | None:
    several = ending.size is not None and ending.size > 1
    if ending.activation != "sigmoid" or ending.loss not in CATEGORICAL or not several:
        return None
    return (
        f"gives {ending.size} independent probabilities, and {ending.loss} takes them for those of classes that "
        "exclude each other; take softmax, or binary_crossentropy where several may hold"
    )


RULE = ending_rule(
    "LP502",
    "sigmoid-with-categorical",
    "sigmoid units compiled for one class of several",
    DOCUMENTATION,
    judge,
    VALID,
    INVALID,
)
