"""Layers that make one tensor of several. Source: ``keras/src/layers/merging/``. No layer here has weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from lint_params.keras.base import Call, KerasLayer, bind
from lint_params.model.dimension import Dimension, Size, equal, maximum, total
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape, Shapes, nameless
from lint_params.model.weight import Weight


class _Merge(KerasLayer):
    """One output of several inputs, element by element; sizes of 1 are stretched, missing axes put in front.

    Source: ``keras/src/layers/merging/base_merge.py``.
    """

    generations: ClassVar[tuple[str, ...]] = ("3", "tf2", "2")
    exactly: int | None = None
    """How many inputs there must be."""

    def weights_of(self, inputs: Shapes) -> Iterator[Weight]:
        return iter(())

    def output_of(self, inputs: Shapes) -> Shapes:
        return self.merged(self._several(inputs))

    def _several(self, inputs: Shapes) -> list[Shape]:
        if isinstance(inputs, Shape) and inputs.open and not inputs.sizes:
            raise Undetermined(inputs.reason or "whether it reads several inputs is not known")
        if isinstance(inputs, Shape):
            raise Refused(f"{self.keras_name} takes a list of inputs, not one of {inputs}", "merge")
        least = 2 if self.setting.generation == "2" else 1
        if len(inputs) < least or (self.exactly is not None and len(inputs) != self.exactly):
            raise Refused(f"{self.keras_name} takes {self.exactly or least} inputs, not {len(inputs)}", "merge")
        return inputs

    def merged(self, inputs: list[Shape]) -> Shape:
        """The output for several inputs."""
        merged = self._without_batch(inputs[0])
        for shape in inputs[1:]:
            merged = self._stretched(merged, self._without_batch(shape), inputs)
        if merged.open:
            return merged
        return Shape((self.batch(inputs), *merged.sizes))

    @staticmethod
    def _without_batch(shape: Shape) -> Shape:
        return shape if shape.open else shape[1:]

    def _stretched(self, a: Shape, b: Shape, inputs: list[Shape]) -> Shape:
        if not a.open and not b.open and len(a) < len(b):
            a, b = b, a
        shared = min(len(a.sizes), len(b.sizes))
        split = len(a.sizes) - shared
        pairs = zip(a.sizes[split:], b.sizes[len(b.sizes) - shared :], strict=True)
        both = tuple(self._size(x, y, inputs) for x, y in pairs)
        if a.open or b.open:
            return Shape(both, True, a.reason or b.reason)
        return Shape((*a.sizes[:split], *both))

    def _size(self, a: Dimension, b: Dimension, inputs: Sequence[Shape]) -> Dimension:
        if a == 1 and b is not None:
            return b
        if b == 1 and a is not None:
            return a
        if a is None or b is None:
            return self._size_of_none(a if b is None else b)
        same = equal(a, b)
        if same:
            return a
        if isinstance(a, Size) or isinstance(b, Size):
            return self._open_size(a, b, inputs)
        raise self._misfit(inputs)

    def _size_of_none(self, other: Dimension) -> Dimension:
        """Keras 3 gives None for None and anything; TensorFlow, whose shapes tf.keras 2 reports, knows better."""
        if self.setting.generation != "tf2" or other is None or other == 1:
            return None
        return nameless() if isinstance(other, Size) and other.low <= 1 else other

    def _open_size(self, a: int | Size, b: int | Size, inputs: Sequence[Shape]) -> Dimension:
        """Of two sizes that must be equal or 1, not both known: the known one, else the larger."""
        for known, other in ((a, b), (b, a)):
            if isinstance(known, int) and isinstance(other, Size):
                if other.low > 1 and equal(known, other) is False:
                    raise self._misfit(inputs)
                return known
        return maximum(a, b)

    def _misfit(self, inputs: Sequence[Shape]) -> Refused:
        return Refused(f"{self.keras_name}: inputs of incompatible shapes: {', '.join(map(str, inputs))}", "merge")

    def batch(self, inputs: Sequence[Shape]) -> Dimension:
        """The batch size that the inputs agree on."""
        known: list[Dimension] = []
        for shape in inputs:
            size = shape[0]
            if size is not None and not any(equal(size, other) for other in known):
                known.append(size)
        if len({size for size in known if isinstance(size, int)}) > 1:
            raise Refused(f"{self.keras_name}: inputs of different batch sizes", "merge")
        return known[0] if len(known) == 1 else None


class Add(_Merge):
    pass


class Subtract(_Merge):
    exactly = 2


class Multiply(_Merge):
    pass


class Average(_Merge):
    pass


class Maximum(_Merge):
    pass


class Minimum(_Merge):
    pass


class Concatenate(_Merge):
    """The sizes along ``axis`` added up; all others must agree. Source: ``keras/src/layers/merging/concatenate.py``."""

    signature = "axis=-1"

    def merged(self, inputs: list[Shape]) -> Shape:
        axis = self.args.integer("axis")
        if any(shape.open for shape in inputs):
            return self._open(inputs, axis)
        rank = len(inputs[0])
        if any(len(shape) != rank for shape in inputs) or not -rank <= axis < rank:
            raise self._misfit(inputs)
        axis %= rank
        sizes = []
        for at in range(rank):
            column = [shape.sizes[at] for shape in inputs]
            sizes.append(_sum(column) if at == axis else self._agreed(column, inputs))
        return Shape(tuple(sizes))

    def _open(self, inputs: list[Shape], axis: int) -> Shape:
        if axis != -1 or not all(shape.sizes for shape in inputs):
            raise Undetermined(
                next(shape.reason for shape in inputs if shape.open) or "the rank of an input is unknown"
            )
        return Shape.unknown(
            next(shape.reason for shape in inputs if shape.open), _sum([shape.sizes[-1] for shape in inputs])
        )

    def _agreed(self, column: Sequence[Dimension], inputs: Sequence[Shape]) -> Dimension:
        """The one size of an axis that is not joined; Keras 3 reports that of the first input."""
        known = [size for size in column if size is not None]
        if any(equal(known[0], size) is False for size in known[1:]):
            raise self._misfit(inputs)
        numbers = [size for size in known if isinstance(size, int)]
        if column[0] is None:
            return None if self.setting.generation != "tf2" or not known else (numbers or known)[0]
        return (numbers or known)[0]


def _sum(sizes: Sequence[Dimension]) -> Dimension:
    known = [size for size in sizes if size is not None]
    return total(known) if len(known) == len(sizes) else None


class Dot(_Merge):
    """The product along one axis of each input. Source: ``keras/src/layers/merging/dot.py``."""

    signature = "axes, normalize=False"
    exactly = 2

    def check(self) -> None:
        self._axes()

    def _axes(self) -> tuple[int, int]:
        value = self.args.value("axes")
        both = list(value) if isinstance(value, (tuple, list)) else [value, value]
        axes = [axis for axis in both if isinstance(axis, int)]
        if len(both) != 2 or len(axes) != 2:
            raise Refused(f"axes of Dot must be a whole number or two, not {value!r}", "argument", "axes")
        return axes[0], axes[1]

    def merged(self, inputs: list[Shape]) -> Shape:
        kept: list[list[Dimension]] = []
        joined: list[Dimension] = []
        for shape, axis in zip(inputs, self._axes(), strict=True):
            rank = len(shape)
            if not -rank <= axis < rank:
                raise Refused(f"axis {axis} of Dot is out of bounds for {shape}", "rank", "axes")
            sizes = list(shape)
            joined.append(sizes.pop(axis))
            kept.append(sizes)
        if equal(joined[0], joined[1]) is False or (joined[0] is None) != (joined[1] is None):
            raise Refused(f"Dot: sizes {joined[0]} and {joined[1]} of the axes differ", "merge")
        self.batch(inputs)
        sizes = kept[0] + kept[1][1:]
        return Shape((*sizes, 1) if len(sizes) == 1 else tuple(sizes))


class Merge(_Merge):
    """The one merging layer of Keras 1, which stand-alone Keras 2 kept (``keras/legacy/layers.py`` of 2.3.1)."""

    signature = (
        "layers=None, mode='sum', concat_axis=-1, dot_axes=-1, output_shape=None, output_mask=None, arguments=None, "
        "node_indices=None, tensor_indices=None, name=None"
    )
    generations = ("2", "1")

    def merged(self, inputs: list[Shape]) -> Shape:
        mode = self.args.value("mode")
        if mode in ("sum", "mul", "ave", "max"):
            return super().merged(inputs)
        if mode == "concat":
            return self._as(Concatenate, "axis", self.args.value("concat_axis")).merged(inputs)
        if mode in ("dot", "cos"):
            return self._as(Dot, "axes", _flat(self.args.value("dot_axes"))).merged(inputs)
        if not isinstance(mode, str):
            raise Undetermined("mode of Merge is a function")
        raise Refused(f"unknown mode {mode!r} of Merge", "argument", "mode")

    def _as(self, cls: type[_Merge], argument: str, value: object) -> _Merge:
        return cls(bind(cls, Call(keywords={argument: value}), "2"), self.setting)


def _flat(axes: object) -> object:
    """``[[1], [2]]``, as Keras 1 also took axes, as ``[1, 2]``."""
    if not isinstance(axes, (tuple, list)):
        return axes
    return [axis[0] if isinstance(axis, (tuple, list)) and len(axis) == 1 else axis for axis in axes]
