"""LP107: more multiply-accumulates than the budget."""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.config.settings import Budget
from lint_params.keras import cost
from lint_params.keras.base import KerasLayer
from lint_params.model.dimension import Count
from lint_params.model.finding import Finding
from lint_params.model.model import Model
from lint_params.rules import amounts
from lint_params.rules.base import Context, Example, Rule, Site, described, per_layer, title, variant_text, worst
from lint_params.rules.budgets import decide, for_layer, for_model
from lint_params.rules.fitting import what_fits

DOCUMENTATION = """
## What it does
Compares the multiply-accumulates of every layer and every model, for one sample, with `max-macs`. Counted are matrix
products, convolutions and recurrent steps; a layer whose work is not known (`Lambda`, one of the program's own) counts
none, and the message then says "at least".

## Why is this bad?
A small layer can be slow: a convolution uses each of its few parameters at every position of a picture, a recurrent
layer at every step. Time and energy follow the multiply-accumulates, not the parameters.

## Example
With `max-macs: 1M`, a `Conv2D(16, 3, padding="same")` over pictures of 96 x 96 x 3 is over it: 448 parameters, and
3,981,312 multiply-accumulates.

## Use instead
A stride or pooling before the layer, fewer filters, `SeparableConv2D` or `DepthwiseConv2D`; for a recurrent layer fewer
steps.

## References
The guide to microcontrollers in the documentation
"""

_PICTURE = (
    "from keras import Sequential, layers\n"
    "model = Sequential([layers.Input((96, 96, 3)), layers.Conv2D(16, 3, strides={}, padding='same')])\n"
)
VALID = (
    Example(_PICTURE.format(2), "budgets:\n  - max-macs: 1M\n"),
    Example(_PICTURE.format(1), "budgets:\n  - max-macs: 1M\n  - {name: conv*, max-macs: null}\n"),
)
INVALID = (
    Example(_PICTURE.format(1), "budgets:\n  - max-macs: 1M\n"),
    Example(_PICTURE.format(1), "budgets:\n  - {for: model, max-macs: 2M}\n"),
)


def check(context: Context) -> Iterator[Finding]:
    """Layers, then models: at most one finding for each."""
    yield from per_layer(found for site in context.sites() for found in _of_layer(context, site))
    yield from worst((model.span, finding) for model in context.result.models for finding in _of_model(context, model))


def _of_layer(context: Context, site: Site) -> Iterator[tuple[Site, Budget, Finding]]:
    layer = site.layer
    limit = decide(for_layer(context.settings.budgets, layer), "max-macs")
    if limit is None or (actual := amounts.macs(layer)).value <= limit.number:
        return
    fits = what_fits(layer, site.model.generation, _measured, actual.value, limit.number)
    finding = Finding(
        RULE.code,
        "error",
        _message(described(layer), actual, limit.number) + (f"; {fits}" if fits else "") + variant_text(site.model),
        site.span,
        site.owner,
        layer.name,
        actual.value,
        limit.number,
        related=site.related,
        budget=limit.place,
    )
    yield site, limit.budget, finding


def _measured(made: KerasLayer) -> Count:
    found = cost.macs_described(made)
    return -1 if found is None else found


def _of_model(context: Context, model: Model) -> Iterator[Finding]:
    limit = decide(for_model(context.settings.budgets, model), "max-macs")
    if limit is None or (actual := amounts.macs(model)).value <= limit.number:
        return
    yield Finding(
        RULE.code,
        "error",
        _message(f"model '{title(model)}'", actual, limit.number) + _largest_text(model) + variant_text(model),
        model.span,
        title(model),
        None,
        actual.value,
        limit.number,
        budget=limit.place,
    )


def _message(who: str, actual: amounts.Amount, limit: int) -> str:
    return (
        f"{who} takes {actual} multiply-accumulates for one sample, budget {limit:,}"
        f"{amounts.over_text(actual.value, limit)}"
    )


def _largest_text(model: Model) -> str:
    most = max(cost.leaves(model), key=lambda layer: amounts.macs(layer).value)
    return f"; most are in {described(most)}: {amounts.macs(most)}"


RULE = Rule(
    "LP107", "macs", "more multiply-accumulates for one sample than the budget", DOCUMENTATION, check, VALID, INVALID
)
