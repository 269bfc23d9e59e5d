"""LP103: weights that take more bytes than the budget."""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.config.settings import Budget
from lint_params.keras.base import KerasLayer
from lint_params.model.dimension import Count, total
from lint_params.model.finding import Finding
from lint_params.model.model import Model
from lint_params.model.weight import BYTES
from lint_params.rules import amounts
from lint_params.rules.base import Context, Example, Rule, Site, described, per_layer, title, variant_text, worst
from lint_params.rules.budgets import Decided, decide, for_layer, for_model
from lint_params.rules.fitting import what_fits
from lint_params.rules.model_parameters import largest_text

DOCUMENTATION = """
## What it does
Compares the bytes of the weights of every layer, every model and the project with `max-size`. Bytes follow the dtype
of each weight (of a mixed policy, the dtype its variables are kept in); `as: int8` counts them as if every weight were
quantised to that dtype.

## Why is this bad?
A model for a phone or a microcontroller has to fit into its memory, and a download has its limit too.

## Example
With `{for: model, max-size: 200 kB}`, 61,460 parameters of `float32` are over it: 245,840 bytes.

## Use instead
Fewer parameters, or a smaller dtype. Where the model is quantised afterwards, say so: `as: int8`.

## References
`keras.dtype_policies`
"""

_DENSE = "from keras import Sequential, layers\nmodel = Sequential([layers.Input((13,)), layers.Dense(5)])\n"
VALID = (
    Example(_DENSE, "budgets:\n  - {for: model, max-size: 280}\n"),
    Example(_DENSE, "budgets:\n  - {for: model, max-size: 70, as: int8}\n"),
)
INVALID = (
    Example(_DENSE, "budgets:\n  - {for: model, max-size: 279}\n"),
    Example(_DENSE, "budgets:\n  - {max-size: 139, as: float16}\n"),
)


def check(context: Context) -> Iterator[Finding]:
    """Layers, then models: at most one finding for each."""
    yield from per_layer(found for site in context.sites() for found in _of_layer(context, site))
    yield from worst((model.span, finding) for model in context.result.models for finding in _of_model(context, model))


def _of_layer(context: Context, site: Site) -> Iterator[tuple[Site, Budget, Finding]]:
    layer = site.layer
    budgets = for_layer(context.settings.budgets, layer)
    limit, dtype = decide(budgets, "max-size"), as_dtype(decide(budgets, "as"))
    if limit is None or (actual := amounts.size(layer, dtype)).value <= limit.number:
        return
    text = message(described(layer), actual, dtype, limit.number)

    def measured(made: KerasLayer) -> Count:
        return made.count() * BYTES[dtype] if dtype else total(weight.bytes for weight, _ in made.all_weights())

    fits = what_fits(layer, site.model.generation, measured, actual.value, limit.number)
    text += (f"; {fits}" if fits else "") + variant_text(site.model)
    finding = Finding(
        RULE.code,
        "error",
        text,
        site.span,
        site.owner,
        layer.name,
        actual.value,
        limit.number,
        related=site.related,
        budget=limit.place,
    )
    yield site, limit.budget, finding


def _of_model(context: Context, model: Model) -> Iterator[Finding]:
    budgets = for_model(context.settings.budgets, model)
    limit, dtype = decide(budgets, "max-size"), as_dtype(decide(budgets, "as"))
    if limit is None or (actual := amounts.size(model, dtype)).value <= limit.number:
        return
    text = message(f"model '{title(model)}'", actual, dtype, limit.number) + largest_text(model) + variant_text(model)
    yield Finding(
        RULE.code,
        "error",
        text,
        model.span,
        title(model),
        None,
        actual.value,
        limit.number,
        budget=limit.place,
    )


def as_dtype(decided: Decided | None) -> str | None:
    """The dtype that ``as`` counts in."""
    return None if decided is None else decided.dtype


def message(who: str, actual: amounts.Amount, dtype: str | None, limit: int) -> str:
    """How many bytes something takes, and how many it may."""
    least = "" if actual.exact else "at least "
    as_text = f" as {dtype}" if dtype else ""
    return (
        f"the weights of {who} take {least}{amounts.bytes_text(actual.value)}{as_text}, "
        f"budget {amounts.bytes_text(limit)}{amounts.over_text(actual.value, limit)}"
    )


RULE = Rule("LP103", "size", "weights take more bytes than the budget", DOCUMENTATION, check, VALID, INVALID)
