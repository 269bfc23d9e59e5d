"""LP501: softmax over one unit."""

from __future__ import annotations

from lint_params.rules.training.endings import Ending, ending_rule
from lint_params.rules.training.programs import ONE_HOT, ZERO_OR_ONE, trained

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

VALID = (
    trained(ZERO_OR_ONE, 'layers.Input((4,)), layers.Dense(1, activation="sigmoid")', '"binary_crossentropy"'),
    trained(ONE_HOT, 'layers.Input((4,)), layers.Dense(3, activation="softmax")', '"categorical_crossentropy"'),
)
INVALID = (
    trained(ZERO_OR_ONE, 'layers.Input((4,)), layers.Dense(1, activation="softmax")', '"binary_crossentropy"'),
    trained(ZERO_OR_ONE, 'layers.Input((4,)), layers.Dense(1), layers.Activation("softmax")', '"mse"'),
)


def judge(ending: Ending) -> str | None:
    if ending.activation != "softmax" or ending.size != 1:
        return None
    return "is a softmax over one unit, which is always 1: nothing can be learnt; take sigmoid"


RULE = ending_rule("LP501", "softmax-of-one", "softmax over one unit is always 1", DOCUMENTATION, judge, VALID, INVALID)
