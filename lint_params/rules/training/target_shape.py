"""LP507: targets whose shape does not fit the output and the loss."""

from __future__ import annotations

from lint_params.rules.training.endings import Ending, ending_rule
from lint_params.rules.training.programs import ONE_HOT, ZERO_OR_ONE, trained
from lint_params.rules.training.targets import is_sequence, misfits, remedy

DOCUMENTATION = """
## What it does
Finds training on targets whose shape is known and can't be compared with the output: whole numbers where the loss
takes one-hot vectors, or the other way round, or another number of units.

## Why is this bad?
Keras refuses to train, or repeats the smaller of the two silently.

## Example
`categorical_crossentropy` and targets of shape `(64, 1)`

## Use instead
`sparse_categorical_crossentropy`, or `keras.utils.to_categorical`.

## References
`keras/src/losses/loss.py` (`squeeze_or_expand_to_same_rank`)
"""

VALID = (
    trained(ONE_HOT, 'layers.Input((4,)), layers.Dense(3, activation="softmax")', '"categorical_crossentropy"'),
    trained(
        "np.random.randint(0, 3, 64)",
        'layers.Input((4,)), layers.Dense(3, activation="softmax")',
        '"sparse_categorical_crossentropy"',
    ),
)
INVALID = (
    trained(
        "np.random.randint(0, 3, (64, 1))",
        'layers.Input((4,)), layers.Dense(3, activation="softmax")',
        '"categorical_crossentropy"',
    ),
    trained(ONE_HOT, 'layers.Input((4,)), layers.Dense(3, activation="softmax")', '"sparse_categorical_crossentropy"'),
    trained(ZERO_OR_ONE, "layers.Input((4,)), layers.Dense(3)", '"mse"'),
)


def judge(ending: Ending) -> str | None:
    wrong = [target for target in misfits(ending) if not is_sequence(ending, target)]
    if not wrong or (ending.size == 1 and ending.loss == "categorical_crossentropy"):
        return None
    return (
        f"gives {ending.shape}, and {ending.loss} can't compare it with targets {wrong[0]}: {remedy(ending, wrong[0])}"
    )


RULE = ending_rule(
    "LP507", "target-shape", "targets that do not fit the output and the loss", DOCUMENTATION, judge, VALID, INVALID
)
