"""LP301: a model that could not be counted in full, and what would settle it."""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.keras.registry import lookup
from lint_params.model.finding import Finding
from lint_params.model.model import Layer, Model
from lint_params.model.shape import Shape
from lint_params.rules.base import Context, Example, Rule, described, title, variant_text

DOCUMENTATION = """
## What it does
Says of a model with layers that could not be counted, why, and which line of the configuration would settle it. It is
a note and never fails.

## Why is this bad?
A budget can't be kept by a number that is not known. Lower bounds are still compared with budgets.

## Example
`layers.Input((x_train.shape[1],))`, where the source does not show what `x_train` is.

## Use instead
State the size in the configuration, `inputs: {"x_train.shape[1]": 13}`, or beside the model:
`# lint-params: input=(13,)`.

## References
`inputs` and `layers` in the configuration
"""

VALID = (Example("from keras import Sequential, layers\nmodel = Sequential([layers.Input((13,)), layers.Dense(5)])\n"),)
INVALID = (
    Example("from keras import Sequential, layers\nmodel = Sequential([layers.Dense(5)])\n"),
    Example(
        "import sys\nfrom keras import Sequential, layers\nx = load(sys.argv)\n"
        "model = Sequential([layers.Input((x.shape[1],)), layers.Dense(5)])\n"
    ),
)


def check(context: Context) -> Iterator[Finding]:
    """One note a place where a model is made: of its variants, the first that is not counted."""
    told = set()
    for model in context.result.models:
        if model.span in told or not _is_open(model):
            continue
        told.add(model.span)
        reason = model.reason or _first_reason(model) or "the source does not show all of it"
        settle = _settled_by(context, model)
        message = f"{_how_much(model)}: {reason}{variant_text(model)}"
        yield Finding(
            RULE.code,
            "note",
            f"{message}; settle it with {settle}" if settle else message,
            model.span,
            title(model),
            actual=model.at_least,
        )


def _is_open(model: Model) -> bool:
    """Whether something is not counted that Keras would build: what it refuses, LP2xx tells."""
    if any(layer.fault is not None for layer in model.walk()):
        return False
    return model.params is None or not model.layers_complete


def _how_much(model: Model) -> str:
    uncounted = sum(layer.params is None for layer in model.layers)
    if not model.layers_complete:
        return f"model '{title(model)}' may have layers that are not seen here"
    if not model.layers:
        return f"model '{title(model)}' is not counted"
    layers = "1 layer" if len(model.layers) == 1 else f"{len(model.layers)} layers"
    verb = "is" if uncounted == 1 else "are"
    return f"{uncounted} of {layers} of model '{title(model)}' {verb} not counted"


def _first_reason(model: Model) -> str | None:
    return next((layer.reason for layer in _uncounted(model) if layer.reason), None)


def _uncounted(model: Model) -> Iterator[Layer]:
    return (layer for layer in model.walk() if layer.params is None and layer.layers is None)


def _settled_by(context: Context, model: Model) -> str | None:
    """The line of configuration that settles the first layer that is not counted."""
    first = next(_uncounted(model), None)
    if first is None:
        return None
    free = next((text for text in first.free if text != "?"), None)
    if free is not None:
        return f"`inputs: {{{_quoted(free)}: …}}`"
    if lookup(first.type) is None:
        return f'`layers: {{"{first.type}": {{params: …, output: […]}}}}`'
    if first is next(iter(model.layers), None) and _unread(first):
        name = model.function or model.variable
        if name is not None:
            path = context.settings.relative(model.span.path)
            return f'`inputs: {{"{path}::{name}": […]}}` (the input shape without the batch)'
        return f"`# lint-params: input=(…)` beside {described(first)}"
    return None


def _unread(layer: Layer) -> bool:
    """Whether nothing shows the shape of the layer's input."""
    return layer.input_shape is None or (isinstance(layer.input_shape, Shape) and layer.input_shape.open)


def _quoted(text: str) -> str:
    """A text as a YAML key."""
    return "'" + text.replace("'", "''") + "'" if '"' in text or "\\" in text else f'"{text}"'


RULE = Rule("LP301", "uncounted", "a model could not be counted in full", DOCUMENTATION, check, VALID, INVALID)
