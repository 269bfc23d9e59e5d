"""Explanations as JSON: ``version``, ``errors``, ``models``."""

from __future__ import annotations

from collections.abc import Sequence

from lint_params.explain.growth import Growth
from lint_params.explain.model import ExplainedLayer, ExplainedModel, Source
from lint_params.explain.twins import Twins
from lint_params.explain.weights import Part
from lint_params.model.dimension import Count
from lint_params.report.json import VERSION, dumps
from lint_params.report.summary_json import error_object, shapes_object
from lint_params.source.file import ReadError


def write(models: Sequence[ExplainedModel], errors: Sequence[ReadError]) -> str:
    """One object. A number that the source leaves open is ``null``, a size the text of an unknown."""
    return dumps(
        {
            "version": VERSION,
            "errors": [error_object(error) for error in errors],
            "models": [_model(one) for one in models],
        }
    )


def _model(one: ExplainedModel) -> dict[str, object]:
    model = one.model
    return {
        "path": model.span.path,
        "cell": model.span.cell,
        "line": model.span.line,
        "column": model.span.column,
        "variable": model.variable,
        "function": model.function,
        "name": model.name,
        "params": model.params,
        "at_least": model.at_least,
        "layers": [_layer(layer) for layer in one.layers],
        "alike": [twins_object(group) for group in one.twins],
    }


def _layer(one: ExplainedLayer) -> dict[str, object]:
    layer = one.layer
    return {
        "type": layer.type,
        "name": layer.name,
        "definition": layer.definition,
        "path": layer.span.path,
        "cell": layer.span.cell,
        "line": layer.span.line,
        "input_shape": shapes_object(layer.input_shape),
        "output_shape": shapes_object(layer.output_shape),
        "params": layer.params,
        "at_least": layer.at_least,
        "share": one.share,
        "formula": layer.formula,
        "reason": layer.reason,
        "source": _source(one.source),
        "weights": [_part(part) for part in one.parts],
        "growth": None if one.growth is None else _growth(one.growth),
        "layers": [_layer(inner) for inner in one.inner],
    }


def _source(source: Source) -> dict[str, object]:
    return {
        "layer": None if source.layer is None else source.layer.name,
        "line": None if source.layer is None else source.layer.span.line,
        "origin": None if source.origin is None else source.origin.name,
        "words": source.words,
    }


def _part(part: Part) -> dict[str, object]:
    return {
        "name": part.name,
        "shape": [_count(size) for size in part.shape],
        "formula": part.formula,
        "count": part.count if isinstance(part.count, int) else None,
        "trains": part.trains,
        "words": part.words,
    }


def _growth(growth: Growth) -> dict[str, object]:
    return {
        "argument": growth.argument,
        "value": growth.value,
        "formula": growth.formula,
        "doubled": growth.doubled,
        "model_doubled": growth.model_doubled,
    }


def twins_object(group: Twins) -> dict[str, object]:
    """Layers that are defined alike and differ, and why."""
    return {
        "definition": group.definition,
        "layers": [layer.name for layer in group.layers],
        "words": list(group.words),
    }


def _count(size: Count) -> object:
    return size if isinstance(size, int) else str(size)
