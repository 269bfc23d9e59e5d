"""LP511: data that does not fit the input of the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lint_params.keras.base import KerasLayer, Setting
from lint_params.keras.registry import class_of
from lint_params.keras.remaking import remade
from lint_params.model.dimension import Dimension
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.finding import Finding
from lint_params.model.model import Event, Layer, Model
from lint_params.model.shape import Shape, Shapes
from lint_params.rules.base import Context, Example, Rule, title
from lint_params.rules.training.programs import FLOATS, trained
from lint_params.rules.training.uses import misused

DOCUMENTATION = """
## What it does
Finds `fit`, `evaluate` and `predict` with data whose shape is known and does not fit the input of the model.

## Why is this bad?
Keras refuses to train or to predict; where an older one does not, it works on the wrong axes.

## Example
A model of `Input((20, 1))`, and data of shape `(100, 1, 20)`. A single picture of `(28, 28, 1)` given to `predict`.

## Use instead
Reshape the data, or take its shape for the input: `Input(x.shape[1:])`. For a single sample, `x[np.newaxis]`.

## References
`keras/src/models/functional.py` (`_adjust_input_rank`), `keras/src/layers/input_spec.py`
"""


def _program(data: str, reads: str, then: str = "Flatten") -> Example:
    chain = f"layers.Input(({reads})), layers.Conv1D(3, 1), layers.{then}(), layers.Dense(1)"
    return trained(FLOATS, chain, '"mse"', data=f"np.random.rand(64, {data})")


VALID = (
    _program("20, 1", "20, 1"),
    _program("20", "20, 1"),
    _program("20, 1", "None, 1", "GlobalMaxPooling1D"),
)
INVALID = (_program("1, 20", "20, 1"), _program("20", "20, 3"))

_USES = frozenset({"fit", "fit_generator", "train_on_batch", "evaluate", "predict"})


def check(context: Context) -> Iterator[Finding]:
    yield from misused(RULE.code, context, _misfit, _words, "given here")


def _words(model: Model, event: Event) -> str:
    return (
        f"{event.kind} is given data {event.data}, and '{title(model)}' reads {model.layers[0].input_shape}"
        f"{_hint(model, event)}"
    )


def _misfit(model: Model) -> Event | None:
    """The first use of a model with data that does not fit, if the model is then as it is at the end."""
    if not model.layers_complete or not model.layers or any(layer.fault is not None for layer in model.walk()):
        return None
    reads = model.layers[0].input_shape
    if not isinstance(reads, Shape) or reads.open:
        return None
    for event in model.events:
        data = event.data
        if event.kind not in _USES or not event.certain or event.layers != len(model.layers):
            continue
        if isinstance(data, Shape) and not data.open and len(data) > 0 and not _accepted(model, reads, data):
            return event
    return None


def _accepted(model: Model, reads: Shape, data: Shape) -> bool:
    alone = () if model.generation == "3" else (1,)  # data of one axis is given another, before Keras 3
    sizes = _adjusted(tuple(reads)[1:], tuple(data)[1:] or alone)
    if _equal(tuple(reads)[1:], sizes):
        return True
    # Stand-alone Keras compared every size; Keras 3 compares the rank, tf.keras only warns: the layers decide.
    if model.generation in ("1", "2") or (model.generation == "3" and len(sizes) != len(reads) - 1):
        return False
    return not _refused_by_layers(model, Shape((reads[0], *sizes)))


def _adjusted(reads: Sequence[Dimension], data: Sequence[Dimension]) -> Sequence[Dimension]:
    """A last axis of size 1 is added or taken away to have the rank that the model reads."""
    if len(data) == len(reads) + 1 and (data[-1] == 1 or not isinstance(data[-1], int)):
        return data[:-1]
    if len(data) == len(reads) - 1 and (reads[-1] == 1 or not isinstance(reads[-1], int)):
        return (*data, reads[-1])
    return data


def _equal(reads: Sequence[Dimension], data: Sequence[Dimension]) -> bool:
    """Whether the sizes may be equal; only integers are known to differ."""
    return len(reads) == len(data) and all(
        a == b or not (isinstance(a, int) and isinstance(b, int)) for a, b in zip(reads, data, strict=True)
    )


def _refused_by_layers(model: Model, data: Shape) -> bool:
    """Whether a layer, built for the shape that it reads, is known to refuse what comes of the data."""
    shape: Shapes = data
    for layer in model.layers:
        if shape == layer.input_shape:
            return False
        try:
            built = _built(model, layer)
            if built is None:
                return False
            shape = built.apply(shape)
        except Refused:
            return True
        except Undetermined:
            return False
    return False


def _built(model: Model, layer: Layer) -> KerasLayer | None:
    cls = class_of(layer)
    if cls is None or layer.input_shape is None:
        return None
    made = remade(cls, layer.arguments, {}, Setting(model.generation, layer.dtype))
    if made is None or made.apply(layer.input_shape) != layer.output_shape or made.count() != layer.params:
        return None
    return made


def _hint(model: Model, event: Event) -> str:
    reads, data = model.layers[0].input_shape, event.data
    if isinstance(reads, Shape) and isinstance(data, Shape) and _equal(tuple(reads)[1:], tuple(data)):
        return "; for a single sample, add the axis of the batch"
    return ""


RULE = Rule(
    "LP511",
    "data-shape",
    "data that does not fit the input of the model",
    DOCUMENTATION,
    check,
    VALID,
    INVALID,
)
