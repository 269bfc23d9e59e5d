"""LP510: ``trainable`` changed on a compiled model that is trained without compiling again."""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.model.finding import Finding
from lint_params.model.model import Event, Model
from lint_params.rules.base import Context, Rule, title
from lint_params.rules.training.endings import TRAINS
from lint_params.rules.training.programs import FLOATS, trained
from lint_params.rules.training.uses import misused

DOCUMENTATION = """
## What it does
Finds models whose `trainable` weights change after `compile`, and that are trained without compiling again. In
Keras 3 the change counts until the first training after `compile`; before, never.

## Why is this bad?
The change does nothing: what was to be frozen is trained, or the other way round.

## Example
`base.trainable = True` between two calls of `fit`

## Use instead
Call `compile` again after the change.

## References
`keras/src/backend/tensorflow/trainer.py` (`make_train_function`)
"""

VALID = (
    trained(
        FLOATS,
        "layers.Input((4,)), layers.Dense(3), layers.Dense(1)",
        '"mse"',
        then='model.layers[0].trainable = False\nmodel.compile("adam", "mse")\nmodel.fit(x, y, verbose=0)\n',
    ),
)
INVALID = (
    trained(
        FLOATS,
        "layers.Input((4,)), layers.Dense(3), layers.Dense(1)",
        '"mse"',
        then="model.layers[0].trainable = False\nmodel.fit(x, y, verbose=0)\n",
    ),
)


def check(context: Context) -> Iterator[Finding]:
    yield from misused(RULE.code, context, _trained_as_before, _words, "trained here")


def _words(model: Model, event: Event) -> str:
    return (
        f"{event.kind} trains '{title(model)}' as it was compiled: trainable has changed since, which counts only "
        f"after another compile"
    )


def _trained_as_before(model: Model) -> Event | None:
    """The first training that does not heed a change. Part of another model, as in a GAN, a model is frozen on purpose
    for that one."""
    if model.part_of or any(event.kind == "call" for event in model.events):
        return None
    fixed: Event | None = None
    compiled = False
    for event in model.events:
        if event.kind == "compile":
            compiled = event.certain
            fixed = event if compiled and model.generation != "3" else None
        elif compiled and event.certain and event.kind in TRAINS:
            if fixed is None:
                fixed = event
            elif fixed.layers == event.layers and _differ(fixed.trainable, event.trainable):
                return event
    return None


def _differ(before: int | None, now: int | None) -> bool:
    return before is not None and now is not None and before != now


RULE = Rule(
    "LP510",
    "trainable-after-compile",
    "trainable is changed and the model trained without compiling again",
    DOCUMENTATION,
    check,
    VALID,
    INVALID,
)
