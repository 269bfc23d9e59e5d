"""Items of arrays and tensors, by numbers, slices, lists and masks, as numpy gives them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence

from lint_params.interpret.library.arrays import Data, Sizes, broadcast, flags, like, reason_of, sizes_of
from lint_params.interpret.machine import Machine, taint
from lint_params.interpret.operations import dimension_of
from lint_params.interpret.values import Array, ListValue, Value
from lint_params.keras.tensor import Node, Tensor
from lint_params.model.dimension import Dimension, Size, lower, minimum
from lint_params.model.shape import Shape, nameless
from lint_params.model.unknown import Unknown
from lint_params.records import dataclass


def array_item(machine: Machine, value: Data, index: Value, text: str | None) -> Value:
    """``x[index]``: integers drop an axis, slices shorten it, ``None`` adds one, a mask leaves its length open."""
    values = value.values if isinstance(value, Array) else None
    if values is not None and isinstance(index, int) and -len(values) <= index < len(values):
        return values[index]
    if isinstance(value, Array) and value.columns is not None and (isinstance(index, str) or _strings(index)):
        return _columns(machine, value, index)
    if isinstance(value, Tensor):
        return _tensor_item(machine, value, index)
    sizes = sizes_of(value)
    if isinstance(index, str):
        first = sizes[:1] if sizes is not None else None
        return like(machine, value, first if first else None)
    if sizes is None:
        if isinstance(index, tuple) and any(part is None for part in index):
            return like(machine, value, None)
        return Array(None, value.dtype, text, reason_of(value), conditions=taint(value) | taint(index))
    result = indexed(machine, sizes, index if isinstance(index, tuple) else (index,))
    if result is None:
        return like(machine, value, None)
    if result == () and isinstance(value, Array):
        return machine.unknown(value.reason, text, value, key=(value, "[]", index))
    return like(machine, value, result)


def _tensor_item(machine: Machine, value: Tensor, index: Value) -> Tensor:
    """A part of a tensor; of a tensor of another shape (a model run on other inputs) the same part is taken."""
    parts = index if isinstance(index, tuple) else (index,)

    def shape_of(shapes: Sequence[Shape]) -> Shape:
        (shape,) = shapes
        # Of an axis of unknown size a part is of unknown size too: ``None`` would be what Keras leaves open.
        sizes = None if shape.open else indexed(machine, shape.sizes, parts, lambda: nameless(0))
        if sizes is None:
            return Shape.unknown(shape.reason or "the part that is taken is not known")
        return Shape(sizes)

    return Tensor(shape_of([value.shape]), Node((value,), shape_of=shape_of), dtype=value.dtype)


def _strings(index: Value) -> bool:
    return isinstance(index, ListValue) and bool(index) and all(isinstance(item, str) for item in index)


def _columns(machine: Machine, value: Array, index: Value) -> Value:
    rows = value.shape[:1] if value.shape else (None,)
    if isinstance(index, str):
        return Array(rows, value.dtype, None, value.reason, conditions=value.conditions)
    assert isinstance(index, ListValue)
    return Array((*rows, len(index)), value.dtype, None, value.reason, tuple(index), value.conditions)


def indexed(
    machine: Machine, sizes: Sizes, parts: tuple[Value, ...], unknown: Callable[[], Dimension] = lambda: None
) -> Sizes | None:
    """The shape of ``x[parts]`` for ``x`` of a shape; ``None`` where that is not known. ``unknown`` makes the size of a
    part that is not known, of an axis whose size is not ``None``.

    Lists and arrays among the parts are numbers of elements (or a mask): they are broadcast, integers with them, and
    their axes stand where the first of them does, or first of all where they are not next to each other.
    """
    picks = [None if part is None or part is ... or isinstance(part, slice) else _picked(part) for part in parts]
    used = sum(
        pick.axes if pick is not None else isinstance(part, slice) for part, pick in zip(parts, picks, strict=True)
    )
    if used > len(sizes) or any(pick is not None and pick.shape is None for pick in picks):
        return None
    many = any(pick is not None and not pick.number for pick in picks)
    result: list[Dimension] = []
    axis, places, chosen = 0, [], []
    for position, (part, pick) in enumerate(zip(parts, picks, strict=True)):
        if pick is not None:
            axis += pick.axes
            if many:
                places.append((position, len(result)))
                chosen.append(pick.shape)
        elif part is None:
            result.append(1)
        elif part is ...:
            keep = len(sizes) - used
            result.extend(sizes[axis : axis + keep])
            axis += keep
        elif isinstance(part, slice):
            size = sliced(sizes[axis], part)
            result.append(unknown() if size is None and sizes[axis] is not None else size)
            axis += 1
    together: Sizes | None = ()
    for shape in chosen:
        together = broadcast(together, shape)
    assert together is not None  # each of them is known
    adjacent = all(b[0] - a[0] == 1 for a, b in itertools.pairwise(places))
    place = places[0][1] if places and adjacent else 0
    return (*result[:place], *together, *result[place:], *sizes[axis:])


@dataclass(frozen=True, slots=True)
class _Pick:
    """An index that picks elements: how many axes it takes, and the shape it gives, ``None`` where that is open."""

    shape: Sizes | None
    axes: int = 1
    number: bool = False


def _picked(part: Value) -> _Pick:
    if isinstance(part, (int, Size)) and not isinstance(part, bool):
        return _Pick((), number=True)
    if isinstance(part, Unknown):
        # What is not known may be a number, a list or a mask.
        size = isinstance(part.key, tuple) and part.key[:1] == ("size",)
        number = size or part.of is not None or math.isfinite(part.low)
        return _Pick(() if number else None, number=number)
    if isinstance(part, range):
        return _Pick((len(part),))
    if isinstance(part, Array):
        if part.values is not None and part.values and all(isinstance(value, bool) for value in part.values):
            return _Pick((sum(1 for value in part.values if value),))
        if part.dtype == "bool":
            return _Pick((None,), len(part.shape)) if part.shape else _Pick(None)
        # A comparison gives a mask, as other dtypes that are no integers may have been one.
        return _Pick(part.shape if "int" in part.dtype or part.dtype == "?" else None)
    if isinstance(part, (ListValue, tuple)) and not (isinstance(part, ListValue) and part.open is not None):
        if part and all(isinstance(item, bool) for item in part):
            return _Pick((sum(1 for item in part if item),))
        if flags(part):
            return _Pick((None,), len(sizes_of(part) or ()))
        inner = [() if isinstance(item, str) else _picked(item).shape for item in part]  # labels, too
        first = inner[0] if inner else ()
        return _Pick((len(part), *first) if first is not None and all(each == first for each in inner) else None)
    return _Pick((None,) if isinstance(part, ListValue) and not part else None)


def sliced(size: Dimension, part: slice) -> Dimension:
    """How many elements a slice takes of an axis."""
    start, stop, step = part.start, part.stop, part.step
    if any(isinstance(each, str) for each in (start, stop)):
        return None  # labels of a table
    step = 1 if step is None else step
    if start is None and stop is None and isinstance(step, int) and abs(step) == 1:
        return size
    if isinstance(size, int) and all(part is None or isinstance(part, int) for part in (start, stop, step)) and step:
        return len(range(*slice(start, stop, step).indices(size)))
    if step != 1 or size is None:
        return None
    low = dimension_of(start) if start is not None else 0
    if isinstance(low, int) and low < 0 and stop is None:
        return minimum(-low, size)
    high = dimension_of(stop) if stop is not None else size
    if low is None or high is None:
        return None
    if isinstance(high, int) and high < 0:
        high = size + high
    if isinstance(low, int) and low < 0:
        low = size + low
    if lower(low) < 0 or lower(high) < 0:  # what may count from the end
        return None
    difference = minimum(high, size) - low
    return difference if lower(difference) >= 0 else None
