"""LP102: a model, or all models of the project, with more parameters than the budget."""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.model.finding import Finding
from lint_params.model.model import Layer, Model
from lint_params.rules import amounts
from lint_params.rules.base import Context, Example, Rule, described, title, variant_text, worst
from lint_params.rules.budgets import Exceeded, exceeded_params, for_model

DOCUMENTATION = """
## What it does
Compares the parameters of every model with `max-params`, `warn-params` and `max-trainable` of the budgets
`for: model` that match it, and those of all models together with the budgets `for: project`.

## Why is this bad?
Memory, download size and training time grow with the model as a whole, however small each of its layers is.

## Example
With `{for: model, max-params: 50_000}`, a model of 61,460 parameters is over it.

## Use instead
Make the largest layer smaller (the message names it), or raise the budget for this model by its variable:
`{for: model, name: encoder, max-params: 100k}`.

## References
`keras.Model.count_params`, `keras.Model.summary`
"""

_TWO = (
    "from keras import Sequential, layers\n"
    "model = Sequential([layers.Input((13,)), layers.Dense(5), layers.Dense(5)])\n"
)
VALID = (
    Example(_TWO, "budgets:\n  - {for: model, max-params: 100}\n"),
    Example(_TWO, "budgets:\n  - {for: model, max-params: 99}\n  - {for: model, name: mod*, max-params: null}\n"),
)
INVALID = (
    Example(_TWO, "budgets:\n  - {for: model, max-params: 99}\n"),
    Example(_TWO, "budgets:\n  - {for: model, max-params: 1k, warn-params: 80}\n"),
)


def check(context: Context) -> Iterator[Finding]:
    """At most one finding a place where a model is made: of its variants the worst."""
    return worst((model.span, finding) for model in context.result.models for finding in _findings(context, model))


def _findings(context: Context, model: Model) -> Iterator[Finding]:
    number = amounts.params(model)
    for exceeded in exceeded_params(for_model(context.settings.budgets, model), number.value, model.trainable):
        if exceeded.aspect == "params":
            yield _finding(model, exceeded, number, "parameters")
        elif (trains := amounts.trainable(model)) is not None:
            yield _finding(model, exceeded, trains, "trainable parameters")


def _finding(model: Model, exceeded: Exceeded, actual: amounts.Amount, what: str) -> Finding:
    limit = exceeded.decided.number
    message = (
        f"model '{title(model)}' has {actual} {what}, {exceeded.words} {limit:,}"
        f"{amounts.over_text(actual.value, limit)}: {actual.value - limit:,} over{largest_text(model)}"
    )
    return Finding(
        RULE.code,
        exceeded.severity,
        message + variant_text(model),
        model.span,
        title(model),
        None,
        actual.value,
        limit,
        budget=exceeded.decided.place,
    )


def largest_text(model: Model) -> str:
    """What weighs most: ``; the largest layer is LSTM 'lstm_2' with 53,680``."""
    leaves = [layer for layer in model.walk() if layer.layers is None]
    largest: Layer | None = max(leaves, key=lambda layer: layer.at_least, default=None)
    if largest is None or largest.at_least == 0:
        return ""
    return f"; the largest layer is {described(largest)} with {amounts.params(largest)}"


RULE = Rule(
    "LP102",
    "model-parameters",
    "a model, or the project, has more parameters than its budget",
    DOCUMENTATION,
    check,
    VALID,
    INVALID,
)
