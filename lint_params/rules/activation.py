"""LP106: a layer whose input and output take more memory than the budget."""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.config.settings import Budget
from lint_params.keras import cost
from lint_params.keras.base import KerasLayer
from lint_params.model.dimension import Count
from lint_params.model.finding import Finding
from lint_params.model.model import Layer, Model
from lint_params.model.shape import Shapes
from lint_params.rules import amounts
from lint_params.rules.base import Context, Example, Rule, Site, described, per_layer, title, variant_text, worst
from lint_params.rules.budgets import decide, for_layer, for_model
from lint_params.rules.fitting import what_fits
from lint_params.rules.size import as_dtype

DOCUMENTATION = """
## What it does
Compares the bytes that the input and the output of a layer take together, for one sample, with `max-activation`; of a
model, those of the layer where they are largest. Every number takes the bytes of the layer's dtype, or of the dtype
that `as` names.

## Why is this bad?
While a layer runs, what it reads and what it writes are both in memory. On a microcontroller that, and not the number
of parameters, decides whether the model runs at all: weights stay in flash, activations need RAM.

## Example
With `{for: model, max-activation: 64 KiB, as: int8}`, a `Conv2D(16, 3, padding="same")` over pictures of 96 x 96 x 3 is
over it: 27,648 bytes in and 147,456 out.

## Use instead
A smaller picture, a stride in the first layer, or fewer filters there; pooling right behind does not help, as the layer
before has written its output by then.

## References
The guide to microcontrollers in the documentation; TensorFlow Lite Micro's tensor arena
"""

_PICTURE = (
    "from keras import Sequential, layers\n"
    "model = Sequential([layers.Input((96, 96, 3)), layers.Conv2D(16, 3, strides={}, padding='same')])\n"
)
VALID = (
    Example(_PICTURE.format(2), "budgets:\n  - {for: model, max-activation: 64 KiB, as: int8}\n"),
    Example(_PICTURE.format(1), "budgets:\n  - max-activation: 100 KiB\n  - {type: Conv2D, max-activation: null}\n"),
)
INVALID = (
    Example(_PICTURE.format(1), "budgets:\n  - {for: model, max-activation: 64 KiB, as: int8}\n"),
    Example(_PICTURE.format(2), "budgets:\n  - max-activation: 64 KiB\n"),
)


def check(context: Context) -> Iterator[Finding]:
    """Layers, then models: at most one finding for each."""
    yield from per_layer(found for site in context.sites() for found in _of_layer(context, site))
    yield from worst((model.span, finding) for model in context.result.models for finding in _of_model(context, model))


def _of_layer(context: Context, site: Site) -> Iterator[tuple[Site, Budget, Finding]]:
    layer = site.layer
    budgets = for_layer(context.settings.budgets, layer)
    limit, dtype = decide(budgets, "max-activation"), as_dtype(decide(budgets, "as"))
    if limit is None or (actual := amounts.activation(layer, dtype).amount).value <= limit.number:
        return
    each = cost.bytes_each(layer, dtype)

    def measured(made: KerasLayer) -> Count:
        shape: Shapes | None = made.built_on
        elements = None if shape is None else cost.activation_elements(shape, made.output_of(shape))
        return -1 if elements is None else elements * each

    fits = what_fits(layer, site.model.generation, measured, actual.value, limit.number)
    finding = Finding(
        RULE.code,
        "error",
        _message(described(layer), layer, actual, dtype, limit.number)
        + (f"; {fits}" if fits else "")
        + variant_text(site.model),
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
    limit, dtype = decide(budgets, "max-activation"), as_dtype(decide(budgets, "as"))
    if limit is None:
        return
    peak = amounts.activation(model, dtype)
    if peak.layer is None or peak.amount.value <= limit.number:
        return
    who = f"{described(peak.layer)} in model '{title(model)}'"
    yield Finding(
        RULE.code,
        "error",
        _message(who, peak.layer, peak.amount, dtype, limit.number) + variant_text(model),
        model.span,
        title(model),
        None,
        peak.amount.value,
        limit.number,
        budget=limit.place,
    )


def _message(who: str, layer: Layer, actual: amounts.Amount, dtype: str | None, limit: int) -> str:
    least = "" if actual.exact else "at least "
    as_text = f" as {dtype}" if dtype else ""
    return (
        f"input and output of {who} take {least}{amounts.bytes_text(actual.value)}{as_text}, budget "
        f"{amounts.bytes_text(limit)}{amounts.over_text(actual.value, limit)}: {_shape(layer.input_shape)} to "
        f"{_shape(layer.output_shape)}"
    )


def _shape(shapes: Shapes | None) -> str:
    return " and ".join(map(str, shapes)) if isinstance(shapes, list) else str(shapes)


RULE = Rule(
    "LP106",
    "activation",
    "input and output of a layer take more memory than the budget",
    DOCUMENTATION,
    check,
    VALID,
    INVALID,
)
