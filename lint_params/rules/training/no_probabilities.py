"""LP506: a crossentropy over outputs that are no probabilities."""

from __future__ import annotations

from lint_params.rules.training.endings import CROSSENTROPIES, Ending, ending_rule
from lint_params.rules.training.programs import ONE_HOT, ZERO_OR_ONE, trained

DOCUMENTATION = """
## What it does
Finds models that end without activation, or in one such as `relu` or `tanh`, and are compiled with a crossentropy
that takes probabilities.

## Why is this bad?
The loss cuts what is outside 0 to 1 off, and nothing is learnt from there.

## Example
`Dense(1)` with `binary_crossentropy`

## Use instead
`Dense(1, activation="sigmoid")`, or `BinaryCrossentropy(from_logits=True)`.

## References
`keras/src/backend/tensorflow/nn.py` (`binary_crossentropy`)
"""

VALID = (
    trained(ZERO_OR_ONE, 'layers.Input((4,)), layers.Dense(1, activation="sigmoid")', '"binary_crossentropy"'),
    trained(ZERO_OR_ONE, "layers.Input((4,)), layers.Dense(1)", "losses.BinaryCrossentropy(from_logits=True)"),
)
INVALID = (
    trained(ZERO_OR_ONE, "layers.Input((4,)), layers.Dense(1)", '"binary_crossentropy"'),
    trained(ONE_HOT, 'layers.Input((4,)), layers.Dense(3, activation="relu")', '"categorical_crossentropy"'),
)


_UNBOUNDED = frozenset(
    {"linear", "relu", "leaky_relu", "elu", "selu", "gelu", "silu", "swish", "mish", "softsign", "tanh"}
)


def judge(ending: Ending) -> str | None:
    if ending.activation not in _UNBOUNDED or ending.loss not in CROSSENTROPIES:
        return None
    # Over one unit a categorical crossentropy is the fault, and told as such.
    if ending.compiled.from_logits is not False or (ending.size == 1 and ending.loss != "binary_crossentropy"):
        return None
    right = "sigmoid" if ending.loss == "binary_crossentropy" else "softmax"
    how = "without activation" if ending.activation == "linear" else f"in {ending.activation}"
    return f"ends {how}, and {ending.loss} takes probabilities; take {right}, or a loss of from_logits=True"


RULE = ending_rule(
    "LP506",
    "no-probabilities",
    "a crossentropy over outputs that are no probabilities",
    DOCUMENTATION,
    judge,
    VALID,
    INVALID,
)
