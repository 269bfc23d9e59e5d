"""Models as JSON, in the form that the documentation fixes (``version`` 1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lint_params.interpret.result import FileResult
from lint_params.model.dimension import Dimension
from lint_params.model.model import Assumed, Layer, Model, Span
from lint_params.model.shape import Shape, Shapes
from lint_params.model.weight import Weight
from lint_params.report.json import VERSION, dumps
from lint_params.report.style import Style
from lint_params.source.file import ReadError


def write(results: Sequence[FileResult], columns: Sequence[str], style: Style) -> str:
    """One object: ``version``, ``errors``, ``models``; ``columns`` do not matter here."""
    errors = [error for result in results for error in result.errors]
    return dumped([model for result in results for model in result.models], errors)


def dumped(models: Iterable[Model], errors: Iterable[ReadError]) -> str:
    """The same, of models and errors."""
    document = {
        "version": VERSION,
        "errors": list(map(error_object, errors)),
        "models": list(map(model_object, models)),
    }
    return dumps(document)


def error_object(error: ReadError) -> dict[str, object]:
    """A file, or a cell of it, that can't be read or parsed."""
    return {
        "path": error.path,
        "cell": error.cell,
        "line": error.line,
        "column": error.column,
        "message": error.message,
    }


def model_object(model: Model) -> dict[str, object]:
    """A model with its layers."""
    return {
        "path": model.span.path,
        "cell": model.span.cell,
        "made_at": None if model.made_at is None else _made_at(model.made_at),
        "line": model.span.line,
        "column": model.span.column,
        "end_line": model.span.end_line,
        "variable": model.variable,
        "name": model.name,
        "function": model.function,
        "variant": {name: value_object(value) for name, value in model.variant.items()},
        "status": model.status,
        "layers_complete": model.layers_complete,
        "reason": model.reason,
        "params": model.params,
        "trainable": model.trainable,
        "non_trainable": model.non_trainable,
        "bytes": model.bytes,
        "at_least": model.at_least,
        "free": list(model.free),
        "assumed": [_assumed(one) for one in model.assumed],
        "layers": [_layer(layer) for layer in model.layers],
    }


def _made_at(span: Span) -> dict[str, object]:
    return {"path": span.path, "cell": span.cell, "line": span.line}


def _assumed(one: Assumed) -> dict[str, object]:
    return {"name": one.name, "value": value_object(one.value), "line": one.line}


def _layer(layer: Layer) -> dict[str, object]:
    return {
        "type": layer.type,
        "name": layer.name,
        "path": layer.span.path,
        "cell": layer.span.cell,
        "line": layer.span.line,
        "column": layer.span.column,
        "input_shape": shapes_object(layer.input_shape),
        "output_shape": shapes_object(layer.output_shape),
        "dtype": layer.dtype,
        "params": layer.params,
        "trainable": layer.trainable,
        "non_trainable": layer.non_trainable,
        "at_least": layer.at_least,
        "formula": layer.formula,
        "free": list(layer.free),
        "reason": layer.reason,
        "layers": None if layer.layers is None else [_layer(inner) for inner in layer.layers],
        "weights": [_weight(weight) for weight in layer.weights],
    }


def _weight(weight: Weight) -> dict[str, object]:
    return {
        "name": weight.name,
        "shape": [_size(size) for size in weight.shape],
        "dtype": weight.dtype,
        "trainable": weight.trainable,
    }


def shapes_object(shapes: Shapes | None) -> object:
    """A list of sizes, a list of such lists for several tensors, ``None`` where the rank is unknown."""
    if isinstance(shapes, list):
        return [shapes_object(shape) for shape in shapes]
    if shapes is None or shapes.open:
        return None
    return [_size(size) for size in shapes.sizes]


def _size(size: Dimension) -> object:
    return size if size is None or isinstance(size, int) else str(size)


def value_object(value: object) -> object:
    """A value of the checked program as JSON: itself where JSON has it, else its text."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else str(value)
    if isinstance(value, Shape):
        return shapes_object(value)
    if isinstance(value, (list, tuple)):
        return [value_object(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): value_object(item) for key, item in value.items()}
    return str(value)
