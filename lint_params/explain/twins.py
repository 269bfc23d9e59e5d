"""Layers that are defined alike and differ in number: why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lint_params.explain.weights import equation
from lint_params.model.model import Layer
from lint_params.model.shape import Shape
from lint_params.model.weight import Weight, formula_of
from lint_params.records import dataclass

_APART = {"name", "input_shape", "batch_input_shape", "batch_size", "weights"}
"""Arguments that say nothing about the layer itself."""


@dataclass(frozen=True, slots=True)
class Twins:
    """Layers of one definition with different counts; ``words`` say why they differ, one sentence a line."""

    definition: str
    layers: tuple[Layer, ...]
    words: tuple[str, ...]


def twins_of(layers: Sequence[Layer]) -> tuple[Twins, ...]:
    """Every group of layers of one class and definition whose counts are not all the same."""
    groups: dict[tuple[str, str], list[Layer]] = {}
    for layer in layers:
        unsaid = layer.definition.endswith("(…)")  # of a class of the program: nothing says that two are alike
        if layer.params is not None and layer.layers is None and layer.weights and not unsaid:
            groups.setdefault((layer.type, layer.definition), []).append(layer)
    return tuple(
        Twins(group[0].definition, tuple(group), tuple(_words(group)))
        for group in groups.values()
        if len({layer.params for layer in group}) > 1
    )


def _words(group: Sequence[Layer]) -> list[str]:
    first = group[0]
    if all(_features(layer) is not None for layer in group) and len({_features(layer) for layer in group}) > 1:
        reads = [f"{layer.name} reads {_features(layer):,} features" for layer in group]
        words = [f"{_all(group)} {first.definition}: {_listed(reads)}"]
    else:
        words = [f"{_all(group)} {first.definition}"]
    for other in group[1:]:
        differing = _arguments(first.arguments, other.arguments)
        alike = _features(other) != _features(first) and len(other.weights) == len(first.weights)
        if differing and other.params != first.params and not alike:
            words.append(f"{other.name} differs from {first.name} in {_listed(differing)}")
    return words + _differences(group)


def _all(group: Sequence[Layer]) -> str:
    names = _listed([layer.name for layer in group])
    return f"{names} are both" if len(group) == 2 else f"{names} are all"


def _features(layer: Layer) -> int | None:
    shape = layer.input_shape
    size = shape.sizes[-1] if isinstance(shape, Shape) and shape.sizes else None
    return size if isinstance(size, int) else None


def _arguments(a: Mapping[str, object], b: Mapping[str, object]) -> list[str]:
    """The arguments that are not the same; of those that hold layers only plain ones are compared."""
    found = []
    for name in dict.fromkeys((*a, *b)):
        one, other = a.get(name), b.get(name)
        plain = isinstance(one, (int, str, float, tuple, list, type(None))) and not hasattr(other, "args")
        if name not in _APART and plain and one != other:
            found.append(name)
    return found


def _differences(group: Sequence[Layer]) -> list[str]:
    """Weight by weight, where the layers have the same weights and their sizes differ."""
    names = [[weight.name for weight in layer.weights] for layer in group]
    if any(one != names[0] for one in names):
        sizes = [f"{layer.name} has {_listed([weight.name for weight in layer.weights])}" for layer in group]
        return [_listed(sizes)]
    same, words = [], []
    for index, name in enumerate(names[0]):
        weights = [layer.weights[index] for layer in group]
        if len({weight.shape for weight in weights}) == 1:
            same.append(name)
        else:
            words.append(f"{name}: {' against '.join(map(_figure, weights))}")
    same = list(dict.fromkeys(same))
    if same:
        words.append(
            f"{_listed(same)} {'are' if len(same) > 1 else 'is'} the same in {'both' if len(group) == 2 else 'all'}"
        )
    return list(dict.fromkeys(words))


def _figure(weight: Weight) -> str:
    count = weight.count
    return equation(formula_of([weight]), count) if isinstance(count, int) else formula_of([weight])


def _listed(texts: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(texts[:-1]), texts[-1]))) if texts else ""
