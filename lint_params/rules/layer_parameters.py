"""LP101: a layer with more parameters than its budget."""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.config.settings import Budget
from lint_params.model.finding import Finding
from lint_params.rules import amounts
from lint_params.rules.base import Context, Example, Rule, Site, described, per_layer, variant_text
from lint_params.rules.budgets import Exceeded, exceeded_params, for_layer
from lint_params.rules.fitting import what_fits

DOCUMENTATION = """
## What it does
Compares the parameters of every layer with `max-params`, `warn-params` and `max-trainable` of the budgets that match
it.

## Why is this bad?
One layer often holds nearly all of a model: a recurrent layer behind a wide one, a `Dense` behind a `Flatten`. Whoever
writes it sees a small number in the code and not the product it makes.

## Example
With `max-params: 50_000`, an `LSTM(20)` that reads 650 features is over it: `4*(650*20 + 20*20 + 20)` is 53,680.

## Use instead
Fewer units (the message says how many fit), or a narrower input. Where the layer is meant to be that large, an entry
of its own: `{name: lstm_2, max-params: 60k}`.

## References
`keras.layers.Layer.count_params`
"""

VALID = (
    Example(
        "from keras import Sequential, layers\nmodel = Sequential([layers.Input((13,)), layers.Dense(5)])\n",
        "budgets:\n  - max-params: 70\n",
    ),
    Example(
        "from keras import Sequential, layers\n"
        "model = Sequential([layers.Input((13,)), layers.Dense(5, name='head')])\n",
        "budgets:\n  - max-params: 69\n  - name: head\n    max-params: null\n",
    ),
)
INVALID = (
    Example(
        "from keras import Sequential, layers\n"
        "model = Sequential([\n    layers.Input((400, 650)),\n    layers.LSTM(20),\n])\n",
        "budgets:\n  - max-params: 50_000\n",
    ),
    Example(
        "from keras import Sequential, layers\n"
        "def build(features):\n    return Sequential([layers.Input((features,)), layers.Dense(1000)])\n",
        "budgets:\n  - max-params: 1_000\n",
    ),
)


def check(context: Context) -> Iterator[Finding]:
    """At most one finding a layer: of its variants and of its budgets the one exceeded most."""
    return per_layer(found for site in context.sites() for found in _findings(context, site))


def _findings(context: Context, site: Site) -> Iterator[tuple[Site, Budget, Finding]]:
    layer = site.layer
    budgets = for_layer(context.settings.budgets, layer)
    number = amounts.params(layer)
    for exceeded in exceeded_params(budgets, number.value, layer.trainable):
        if exceeded.aspect == "params":
            yield site, exceeded.decided.budget, _finding(site, exceeded, number, "parameters")
        elif (trains := amounts.trainable(layer)) is not None:
            yield site, exceeded.decided.budget, _finding(site, exceeded, trains, "trainable parameters")


def _finding(site: Site, exceeded: Exceeded, actual: amounts.Amount, what: str) -> Finding:
    layer, limit = site.layer, exceeded.decided.number
    message = (
        f"{described(layer)} has {actual} {what}, {exceeded.words} {limit:,}{amounts.over_text(actual.value, limit)}"
    )
    if layer.formula:
        message += f": {layer.formula}"
    if exceeded.aspect == "params":
        fits = what_fits(layer, site.model.generation, lambda made: made.count(), actual.value, limit)
        message += f"; {fits}" if fits else ""
    return Finding(
        RULE.code,
        exceeded.severity,
        message + variant_text(site.model),
        site.span,
        site.owner,
        layer.name,
        actual.value,
        limit,
        related=site.related,
        budget=exceeded.decided.place,
    )


RULE = Rule(
    "LP101", "layer-parameters", "a layer has more parameters than its budget", DOCUMENTATION, check, VALID, INVALID
)
