"""Models as they are at one time, whether they come from source or from a JSON summary: what is compared."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from lint_params.keras.base import KerasLayer
from lint_params.model.model import Layer, Model, Span
from lint_params.records import dataclass
from lint_params.report.summary_json import shapes_object
from lint_params.typed import optional_whole

_APART = {"name", "input_shape", "batch_input_shape", "batch_size", "input_length", "weights"}
"""Arguments that do not make a layer another one."""


@dataclass(frozen=True, slots=True)
class LayerShot:
    """One layer. ``arguments`` hold their texts, ``None`` where a JSON summary does not tell them."""

    type: str
    name: str
    line: int | None
    definition: str | None
    arguments: Mapping[str, str] | None
    input_shape: object
    output_shape: object
    params: int | None
    at_least: int
    formula: str | None
    weights: tuple[tuple[str, tuple[object, ...]], ...]
    refused: bool = False
    """Whether Keras refuses its arguments, so that they were not taken in."""
    place: str | None = None
    """Where it stands, for one who reads the model's file."""

    @property
    def text(self) -> str:
        return self.definition or self.type


@dataclass(frozen=True, slots=True)
class ModelShot:
    """One model."""

    path: str
    line: int | None
    name: str
    variable: str | None
    function: str | None
    variant: str
    params: int | None
    trainable: int | None
    at_least: int
    layers: tuple[LayerShot, ...]
    cell: int | None = None


class NotASummary(Exception):
    """Why a JSON file is no summary of this program."""


def shot_of(model: Model) -> ModelShot:
    return ModelShot(
        model.span.path,
        model.span.line,
        model.name,
        model.variable,
        model.function,
        ", ".join(f"{name} = {value}" for name, value in model.variant.items()),
        model.params,
        model.trainable,
        model.at_least,
        tuple(_layer(layer, model.span.path) for layer in model.layers),
        model.span.cell,
    )


def _layer(layer: Layer, path: str) -> LayerShot:
    return LayerShot(
        layer.type,
        layer.name,
        layer.span.line,
        layer.definition or layer.type,
        _arguments(layer),
        shapes_object(layer.input_shape),
        shapes_object(layer.output_shape),
        layer.params,
        layer.at_least,
        layer.formula,
        tuple((weight.name, tuple(_plain(size) for size in weight.shape)) for weight in layer.weights),
        layer.fault is not None and not layer.arguments,
        layer.span.seen_from(path),
    )


def _arguments(layer: Layer) -> Mapping[str, str]:
    found = {name: _text(value) for name, value in layer.arguments.items() if name not in _APART}
    if layer.type != "Embedding":
        found.pop("input_dim", None)
    found.update({name: "?" for name in layer.open_arguments if name not in _APART})
    if layer.layers is not None:
        found["layers"] = ", ".join(inner.definition for inner in layer.layers)
    return found


def _text(value: object) -> str:
    if isinstance(value, KerasLayer):
        inner = {name: _text(value.args.raw(name)) for name in sorted(value.args.given) if name not in _APART}
        return f"{value.keras_name}({', '.join(f'{name}={text}' for name, text in inner.items())})"
    if isinstance(value, (list, tuple)):
        brackets = "[]" if isinstance(value, list) else "()"
        return f"{brackets[0]}{', '.join(map(_text, value))}{brackets[1]}"
    return repr(value)


def _plain(size: object) -> object:
    return size if isinstance(size, int) else str(size)


def shots_of_json(data: bytes) -> list[ModelShot]:
    """The models of ``summary --format json``; raises ``NotASummary``."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise NotASummary(f"not JSON: {error}") from None
    try:
        if document["version"] != 1:
            raise NotASummary(f"a summary of version {document['version']!r}, not 1")
        return [_model_of_json(model) for model in document["models"]]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise NotASummary(f"not the JSON of `lint-params summary`: {error!r}") from None


def _model_of_json(model: Mapping[str, object]) -> ModelShot:
    variant, layers = model["variant"], model["layers"]
    if not isinstance(variant, dict) or not isinstance(layers, list):
        raise TypeError("a model has no layers")
    return ModelShot(
        str(model["path"]),
        optional_whole(model["line"]),
        str(model["name"]),
        _word(model["variable"]),
        _word(model["function"]),
        ", ".join(f"{name} = {value}" for name, value in variant.items()),
        optional_whole(model["params"]),
        optional_whole(model["trainable"]),
        optional_whole(model["at_least"]) or 0,
        tuple(_layer_of_json(layer, str(model["path"])) for layer in layers),
        optional_whole(model.get("cell")),
    )


def _layer_of_json(layer: Mapping[str, object], path: str) -> LayerShot:
    weights = layer["weights"]
    if not isinstance(weights, Sequence):
        raise TypeError("a layer has no weights")
    line, cell = optional_whole(layer["line"]), optional_whole(layer.get("cell"))
    return LayerShot(
        str(layer["type"]),
        str(layer["name"]),
        line,
        None,
        None,
        layer["input_shape"],
        layer["output_shape"],
        optional_whole(layer["params"]),
        optional_whole(layer["at_least"]) or 0,
        _word(layer["formula"]),
        tuple((str(weight["name"]), tuple(weight["shape"])) for weight in weights),
        place=None if line is None else Span(str(layer.get("path", path)), line, 1, line, 1, cell).seen_from(path),
    )


def _word(value: object) -> str | None:
    return None if value is None else str(value)
