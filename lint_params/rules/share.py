"""LP104: a layer that holds too large a share of its model."""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.model.finding import Finding
from lint_params.rules.base import Context, Example, Rule, Site, described, variant_text, worst
from lint_params.rules.budgets import decide, for_layer

DOCUMENTATION = """
## What it does
Compares each layer's part of its model's parameters with `max-share`. Layers inside a nested model are compared with
that model.

## Why is this bad?
A layer that holds most of a model is where it overfits, and where it can be made smaller; and it is rarely meant.

## Example
With `max-share: 60%`, an `LSTM` of 53,680 in a model of 61,460 parameters is over it: 87.3 %.

## Use instead
Fewer units in that layer, or a smaller input to it: pool before `Flatten`, or narrow what comes before a recurrent
layer.

## References
`keras.Model.summary`
"""

_HEAD = "from keras import Sequential, layers\n"
VALID = (
    Example(
        _HEAD + "model = Sequential([layers.Input((5,)), layers.Dense(5), layers.Dense(5)])\n",
        "budgets:\n  - max-share: 50%\n",
    ),
)
INVALID = (
    Example(
        _HEAD + "model = Sequential([layers.Input((100,)), layers.Dense(5), layers.Dense(5)])\n",
        "budgets:\n  - max-share: 60%\n",
    ),
)


def check(context: Context) -> Iterator[Finding]:
    """Only where both numbers are known: a lower bound of a part says nothing about a share."""
    return worst((site.key, finding) for site in context.sites() for finding in _findings(context, site))


def _findings(context: Context, site: Site) -> Iterator[Finding]:
    layer, whole = site.layer, site.total
    limit = decide(for_layer(context.settings.budgets, layer), "max-share")
    if limit is None or layer.params is None or not whole or layer.params <= limit.share * whole:
        return
    rest = whole - layer.params
    fits = (
        f"; beside the other {rest:,} at most {int(limit.share * rest / (1 - limit.share)):,} fit" if rest > 0 else ""
    )
    percent, allowed = layer.params / whole * 100, float(limit.share * 100)
    yield Finding(
        RULE.code,
        "error",
        f"{described(layer)} has {percent:.1f}% of the parameters of '{site.owner}', budget {allowed:g}%: "
        f"{layer.params:,} of {whole:,}{fits}{variant_text(site.model)}",
        site.span,
        site.owner,
        layer.name,
        round(percent, 2),
        allowed,
        related=site.related,
        budget=limit.place,
    )


RULE = Rule(
    "LP104", "share", "a layer holds too large a share of its model's parameters", DOCUMENTATION, check, VALID, INVALID
)
