"""LP508: a sequence or map as output, where the targets are one vector a sample."""

from __future__ import annotations

from lint_params.rules.training.endings import Ending, ending_rule
from lint_params.rules.training.programs import FLOATS, trained
from lint_params.rules.training.targets import is_sequence, misfits

DOCUMENTATION = """
## What it does
Finds models that give a sequence or a map, and are trained on targets of one vector a sample.

## Why is this bad?
Keras refuses to train, or compares every step with the one target.

## Example
`LSTM(3, return_sequences=True)` and `Dense(1)` with targets of shape `(64, 1)`

## Use instead
Leave out the last `return_sequences`, or put `Flatten` or a global pooling before the last layer.

## References
`keras/src/losses/loss.py` (`squeeze_or_expand_to_same_rank`)
"""

VALID = (
    trained(FLOATS, "layers.Input((5, 4)), layers.LSTM(3), layers.Dense(1)", '"mse"', data="np.random.rand(64, 5, 4)"),
)
INVALID = (
    trained(
        FLOATS,
        "layers.Input((5, 4)), layers.LSTM(3, return_sequences=True), layers.Dense(1)",
        '"mse"',
        data="np.random.rand(64, 5, 4)",
    ),
)


def judge(ending: Ending) -> str | None:
    wrong = [target for target in misfits(ending) if is_sequence(ending, target)]
    if not wrong:
        return None
    return (
        f"gives {ending.shape}, and the targets are {wrong[0]}; leave out the last return_sequences, or flatten or "
        "pool before the last layer"
    )


RULE = ending_rule(
    "LP508",
    "sequence-for-vector",
    "a sequence is given where the targets are one vector a sample",
    DOCUMENTATION,
    judge,
    VALID,
    INVALID,
)
