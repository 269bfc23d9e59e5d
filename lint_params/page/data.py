"""What a page holds, as JSON: models with their layers, weights, budgets and formulas; and the project.

A count is an integer, one beyond 2**53 its digits as text, as JavaScript's numbers end there. A count or size that
follows the knobs is a list of terms, each a factor and the indices of the knobs that multiply it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lint_params.config.settings import Settings
from lint_params.explain.model import source_of
from lint_params.explain.sentences import reads_from
from lint_params.explain.twins import twins_of
from lint_params.explain.weights import Part, parts_of
from lint_params.interpret.result import FileResult
from lint_params.model.dimension import Count, Dimension
from lint_params.model.model import Layer, Model
from lint_params.model.shape import Shapes
from lint_params.page.whatif import Varied, WhatIf, polynomial, whatif_of
from lint_params.records import dataclass
from lint_params.report.columns import remarks, subject, titles
from lint_params.report.escape import printable
from lint_params.report.families import FAMILIES, family_of
from lint_params.report.text import line, place
from lint_params.rules.budgets import Decided, decide, for_layer, for_model
from lint_params.rules.project import Standing, Tally, standings

Json = dict[str, object]

SAFE = 2**53
"""Integers from here on are not exact as numbers in JavaScript."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A file with its models as the page shows them, in the same order; ``settings`` are those of its configuration."""

    result: FileResult
    settings: Settings
    models: tuple[Json, ...]


def shown(result: FileResult, settings: Settings) -> Shown:
    """The models of a file as the page shows them."""
    here = settings.for_file(settings.relative(result.path))
    return Shown(result, settings, tuple(_model(model, here) for model in result.models))


def document(files: Sequence[Shown], looked_at: int) -> Json:
    """All that a page holds; ``looked_at`` is the number of files that were looked at."""
    results = [one.result for one in files]
    once = Tally.once(results)
    counted, tally = {id(model) for model in once}, Tally()
    for model in once:
        tally.add(model)
    models = [
        {**json, "apart": _apart(model, one.result, id(model) in counted)}
        for one in files
        for model, json in zip(one.result.models, one.models, strict=True)
    ]
    errors = [{"place": line(error), "message": error.message} for result in results for error in result.errors]
    return {
        "files": looked_at,
        "families": list(FAMILIES),
        "params": tally.params,
        "exact": tally.exact,
        "not_counted": sum(result.not_counted for result in results),
        "budgets": [_standing(standing) for group in _by_configuration(files) for standing in group],
        "errors": errors,
        "models": models,
    }


def _apart(model: Model, result: FileResult, counted: bool) -> str | None:
    """Why a model adds nothing to the sum over the project, ``None`` where it does."""
    if set(model.part_of) & {other.name for other in result.models if other is not model}:
        return "in another model"
    return None if counted else "counted once"


def plain(value: object) -> object:
    """The same with all text made safe to show, and large integers as text."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value if abs(value) < SAFE else str(value)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return value


def _by_configuration(files: Iterable[Shown]) -> list[list[Standing]]:
    groups: dict[tuple[str, str | None], list[Shown]] = {}
    for one in files:
        groups.setdefault((one.settings.root, one.settings.path), []).append(one)
    return [standings([one.result for one in group], group[0].settings) for group in groups.values()]


def _standing(one: Standing) -> Json:
    return {
        "params": one.params.value,
        "exact": one.params.exact,
        "limit": one.limit,
        "warning": one.warning,
        "place": one.place,
    }


def _model(model: Model, settings: Settings) -> Json:
    whatif = whatif_of(model)
    varied: Sequence[Varied | None] = [None] * len(model.layers) if whatif is None else whatif.layers
    knobs = {} if whatif is None else {knob.layer: index for index, knob in enumerate(whatif.knobs)}
    layers = []
    for index, (layer, one) in enumerate(zip(model.layers, varied, strict=True)):
        source = source_of(model.layers, index, model.span.path)
        layers.append({**_layer(layer, settings, one), "reads": reads_from(source), "knob": knobs.get(index)})
    budgets = for_model(settings.budgets, model)
    return {
        "path": model.span.path,
        "place": place(model.span),
        "title": subject(model) or model.name,
        "name": model.name,
        "variant": ", ".join(f"{name} = {value}" for name, value in model.variant.items()) or None,
        "about": [*titles(model), *remarks(model)],
        "twins": [list(group.words) for group in twins_of(model.layers)],
        "status": model.status,
        "params": model.params,
        "at_least": model.at_least,
        "trainable": model.trainable,
        "bytes": model.bytes,
        "input": _shapes(model.layers[0].input_shape) if model.layers else None,
        "limit": _number(decide(budgets, "max-params")),
        "warning": _number(decide(budgets, "warn-params")),
        "layers": layers,
        "whatif": None if whatif is None else _whatif(whatif),
    }


def _whatif(whatif: WhatIf) -> Json:
    return {
        "knobs": [{"argument": knob.argument, "value": knob.value} for knob in whatif.knobs],
        "params": _count(whatif.params),
        "trainable": None if whatif.trainable is None else _count(whatif.trainable),
        "bytes": _count(whatif.bytes),
    }


def _layer(layer: Layer, settings: Settings, varied: Varied | None) -> Json:
    budgets = for_layer(settings.budgets, layer)
    weights = [
        _weight(part, None if varied is None else varied.weights[index]) for index, part in enumerate(parts_of(layer))
    ]
    return {
        "name": layer.name,
        "type": layer.type,
        "wraps": list(layer.wraps),
        "family": family_of(layer),
        "definition": layer.definition or layer.type,
        "line": layer.span.line,
        "output": _shapes(layer.output_shape),
        "params": layer.params,
        "at_least": layer.at_least,
        "formula": layer.formula,
        "reason": layer.reason,
        "weights": weights,
        "limit": _number(decide(budgets, "max-params")),
        "warning": _number(decide(budgets, "warn-params")),
        "layers": None if layer.layers is None else [_layer(inner, settings, None) for inner in layer.layers],
        "whatif": None
        if varied is None
        else {
            "params": _count(varied.params),
            "formula": varied.formula,
            "output": [_size(size) for size in varied.output.sizes],
        },
    }


def _weight(part: Part, varied: Sequence[Count] | None) -> Json:
    return {
        "name": part.name,
        "shape": [_size(size) for size in (part.shape if varied is None else varied)],
        "count": part.count if isinstance(part.count, int) else str(part.count),
        "words": part.words,
        "trains": part.trains,
    }


def _shapes(shapes: Shapes | None) -> str:
    if isinstance(shapes, list):
        return f"[{', '.join(map(str, shapes))}]"
    return "?" if shapes is None else str(shapes)


def _size(size: Dimension) -> object:
    """A size in a shape: an integer or ``None``, terms, or the source's text for it."""
    if size is None or isinstance(size, int):
        return size
    terms = polynomial(size)
    return str(size) if terms is None else terms


def _count(count: Count) -> object:
    return count if isinstance(count, int) else polynomial(count)


def _number(decided: Decided | None) -> int | None:
    return None if decided is None else decided.number
