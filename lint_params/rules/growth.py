"""LP105: a model, or the project, that has grown further than its budget since the baseline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lint_params.history.baseline import RecordedModel
from lint_params.model.finding import Finding
from lint_params.model.model import Layer, Model
from lint_params.rules import amounts
from lint_params.rules.base import Context, Example, Rule, described, title, variant_text, worst
from lint_params.rules.budgets import decide, for_model

if TYPE_CHECKING:
    from fractions import Fraction

DOCUMENTATION = """
## What it does
Compares the parameters of every model with those that the baseline (`baseline:` in the configuration) has of it, where
a budget `for: model` sets `max-growth`; and those of all models together for a budget `for: project`. A model that is
not in the baseline has nothing to grow from.

## Why is this bad?
A limit that leaves room for the largest model says nothing while all the others double. Growth is seen where it
happens, in the change that brings it.

## Example
With `{for: model, max-growth: 10%}`, a model of 61,460 parameters that has 55,000 in the baseline is over it: 60,500
are allowed.

## Use instead
Make the change smaller, or accept it: `lint-params check --raise-baseline` records the models as they are now. By
itself (`--update-baseline`) the baseline only goes down.

## References
`baseline` and `max-growth` in the configuration
"""

_DENSE = "from keras import Sequential, layers\nmodel = Sequential([layers.Input((13,)), layers.Dense({})])\n"
_BUDGET = "baseline: baseline.json\nbudgets:\n  - {for: model, max-growth: 10%}\n"
VALID = (
    Example(_DENSE.format(5), _BUDGET, baseline=_DENSE.format(5)),
    Example(_DENSE.format(11), _BUDGET, baseline=_DENSE.format(10)),
)
INVALID = (Example(_DENSE.format(12), _BUDGET, baseline=_DENSE.format(10)),)


def check(context: Context) -> Iterator[Finding]:
    """At most one finding a place where a model is made: of its variants the worst."""
    baseline = context.baseline
    if baseline is None:
        return
    recorded = baseline.recorded_models(context.result.path, context.result.models)
    yield from worst(
        (model.span, finding)
        for model in context.result.models
        if (known := recorded.get(model.span)) is not None
        for finding in _findings(context, model, known)
    )


def _findings(context: Context, model: Model, known: RecordedModel) -> Iterator[Finding]:
    limit = decide(for_model(context.settings.budgets, model), "max-growth")
    # A lower bound in the baseline says nothing about how much there was.
    if limit is None or not known.exact:
        return
    actual, allowed = amounts.params(model), most(known.params, limit.share)
    if actual.value <= allowed:
        return
    yield Finding(
        RULE.code,
        "error",
        f"model '{title(model)}' has {message(actual, known.params, limit.share)}{_cause(model, known)}"
        f"{variant_text(model)}",
        model.span,
        title(model),
        None,
        actual.value,
        allowed,
        budget=limit.place,
    )


def most(before: int, growth: Fraction) -> int:
    """What may be there, of ``before`` grown by a share."""
    return int(before * (1 + growth))


def message(actual: amounts.Amount, before: int, growth: Fraction) -> str:
    """How much there is, how much there was, and what is allowed."""
    percent = f": +{(actual.value - before) / before * 100:,.1f}%" if before else ""
    allowed = most(before, growth)
    return (
        f"{actual} parameters, {before:,} in the baseline{percent}, budget +{float(growth * 100):g}% "
        f"({allowed:,}): {actual.value - allowed:,} over"
    )


def _cause(model: Model, known: RecordedModel) -> str:
    """The layer that grew most: ``; LSTM 'lstm_2' grew by 6,460``."""

    def growth(layer: Layer) -> int:
        return amounts.params(layer).value - known.layers.get(layer.name, 0)

    layer = max(model.layers, key=growth, default=None)
    if layer is None or growth(layer) <= 0:
        return ""
    if layer.name not in known.layers:
        return f"; {described(layer)} is new, with {amounts.params(layer)}"
    return f"; {described(layer)} grew by {growth(layer):,}"


RULE = Rule(
    "LP105",
    "growth",
    "a model, or the project, has grown further than its budget since the baseline",
    DOCUMENTATION,
    check,
    VALID,
    INVALID,
)
