"""LP505: a categorical crossentropy over one unit."""

from __future__ import annotations

from lint_params.rules.training.endings import Ending, ending_rule
from lint_params.rules.training.programs import ZERO_OR_ONE, trained

DOCUMENTATION = """
## What it does
Finds models of one output that are compiled with `categorical_crossentropy`.

## Why is this bad?
The loss divides the outputs by their sum: of one output that is 1, the loss is 0 from the start.

## Example
`Dense(1, activation="sigmoid")` with `categorical_crossentropy`

## Use instead
`binary_crossentropy`.

## References
`keras/src/backend/tensorflow/nn.py` (`categorical_crossentropy`)
"""

VALID = (trained(ZERO_OR_ONE, 'layers.Input((4,)), layers.Dense(1, activation="sigmoid")', '"binary_crossentropy"'),)
INVALID = (
    trained(ZERO_OR_ONE, 'layers.Input((4,)), layers.Dense(1, activation="sigmoid")', '"categorical_crossentropy"'),
)


def judge(ending: Ending) -> str | None:
    if ending.loss != "categorical_crossentropy" or ending.size != 1 or ending.activation == "softmax":
        return None
    return "gives one number, of which categorical_crossentropy learns nothing; take binary_crossentropy"


RULE = ending_rule(
    "LP505", "crossentropy-of-one", "categorical crossentropy over one unit", DOCUMENTATION, judge, VALID, INVALID
)
