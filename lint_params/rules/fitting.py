"""What would fit: the same layer counted again with fewer units, by bisection."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lint_params.keras.base import KerasLayer, Setting
from lint_params.keras.registry import class_of
from lint_params.keras.remaking import current, remade, width_of
from lint_params.model.dimension import Count
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.model import Layer
from lint_params.model.shape import Shape, Shapes
from lint_params.records import dataclass
from lint_params.rules.amounts import floor

_WORDS: Mapping[str, tuple[str, str, str]] = {
    "units": ("at most {n} {units} fit{s}", "unit", "units"),
    "filters": ("at most {n} {units} fit{s}", "filter", "filters"),
    "output_dim": ("at most an output_dim of {n} fits", "an output_dim of 1", ""),
    "depth_multiplier": ("at most a depth_multiplier of {n} fits", "a depth_multiplier of 1", ""),
    "key_dim": ("at most a key_dim of {n} fits", "a key_dim of 1", ""),
}
"""How to say what would fit, by the argument that makes a layer smaller."""

Measure = Callable[[KerasLayer], Count]


@dataclass(frozen=True, slots=True)
class _Rebuild:
    """A layer that can be made again with other arguments."""

    layer: Layer
    generation: str
    cls: type[KerasLayer]
    measure: Measure

    def amount(self, changes: Mapping[str, object], shape: Shapes) -> int | None:
        """What the changed layer measures for an input; ``None`` where Keras refuses it or it can't be counted."""
        made = remade(self.cls, self.layer.arguments, changes, Setting(self.generation, self.layer.dtype))
        if made is None:
            return None
        try:
            made.apply(shape)
        except (Refused, Undetermined):
            return None
        return floor(self.measure(made)) if made.open_reason() is None else None


def what_fits(layer: Layer, generation: str, measure: Measure, actual: int, limit: int) -> str | None:
    """In words, how large the layer may be: ``at most 18 units fit``.

    ``measure`` is what the limit is about, ``actual`` what it gives for the layer as it is. ``None`` where the layer
    can't be counted again, which is seen by counting it unchanged first.
    """
    cls = class_of(layer)
    width = width_of(layer.arguments)
    if cls is None or width is None or layer.input_shape is None:
        return None
    (argument, value), shape = width, layer.input_shape
    rebuild = _Rebuild(layer, generation, cls, measure)
    if rebuild.amount({}, shape) != actual:
        return None
    step = current(layer.arguments, "groups") or 1
    most = _largest(lambda n: rebuild.amount({argument: n * step}, shape), value // step, limit)
    if most is None:
        return None
    if most:
        return _most_text(argument, most * step)
    return f"not even {_least_text(argument, step)} fits{_input_text(rebuild, argument, shape, limit)}"


def _most_text(argument: str, most: int) -> str:
    template, one, many = _WORDS[argument]
    return template.format(n=f"{most:,}", units=one if most == 1 else many, s="s" if most == 1 else "")


def _least_text(argument: str, step: int) -> str:
    _, one, many = _WORDS[argument]
    return f"{step} {many}" if many and step > 1 else f"1 {one}" if many else one


def _input_text(rebuild: _Rebuild, argument: str, shape: Shapes, limit: int) -> str:
    """How wide an input would fit, with the argument as it is or else with 1; empty where none would."""
    if not isinstance(shape, Shape) or shape.open:
        return ""
    axis = 1 if rebuild.layer.arguments.get("data_format") == "channels_first" else -1
    features = shape.sizes[axis]
    if not isinstance(features, int) or rebuild.layer.type == "Embedding":
        return ""
    for changes, words in (({}, ""), ({argument: 1}, f" and {_least_text(argument, 1)}")):
        most = _largest(lambda n, c=changes: rebuild.amount(c, shape.replaced(axis, n)), features, limit)  # type: ignore[misc]
        if most:
            return f"; an input of at most {most:,} features{words} would"
    return ""


def _largest(amount: Callable[[int], int | None], below: int, limit: int) -> int | None:
    """The largest number from 1 and under ``below`` whose amount is within the limit; 0 for none, ``None`` where one
    can't be counted."""
    low, high = 0, below
    while high - low > 1:
        middle = (low + high) // 2
        value = amount(middle)
        if value is None:
            return None
        low, high = (middle, high) if value <= limit else (low, middle)
    return low
