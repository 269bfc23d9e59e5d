"""Layers that change shapes alone: flatten, reshape, permute, repeat, pad, crop, enlarge.

Source: ``keras/src/layers/reshaping/``. No layer here has weights.
"""

from __future__ import annotations

from collections.abc import Sequence

from lint_params.keras import legacy
from lint_params.keras.arguments import OLD, as_sizes
from lint_params.keras.base import KerasLayer, Older
from lint_params.keras.spatial import SpatialLayer, divides, positive, unsettled
from lint_params.model.dimension import Count, Dimension, Size, equal, floor_divide, maximum, product, symbols_of
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape, Shapes, nameless
from lint_params.model.unknown import Unknown

_ORDERED = {"2": legacy.keras_2("data_format=None", legacy.FORMAT), "1": legacy.keras_1("")}


class Flatten(KerasLayer):
    """Source: ``keras/src/layers/reshaping/flatten.py``.

    Stand-alone Keras wanted at least one axis to flatten, and every size known (``keras/layers/core.py`` of 2.3.1).
    """

    signature = "data_format=None"
    older = _ORDERED
    least_rank = 1

    def output_shape(self, shape: Shape) -> Shape:
        alone = self.setting.generation in ("1", "2")
        if alone:
            shape.at_least_rank(3, "Flatten")
        if shape.open:
            return Shape((None, nameless()))
        size = shape.elements()
        if size is None and alone:
            raise Refused(f"the shape of the input to Flatten is not fully defined: {shape}", "undefined")
        return Shape((shape[0], size))


class Reshape(KerasLayer):
    """Source: ``keras/src/layers/reshaping/reshape.py`` and ``compute_reshape_output_shape``."""

    signature = "target_shape"

    def check(self) -> None:
        self._target()

    def _target(self) -> tuple[Dimension, ...]:
        value = self.args.value("target_shape")
        if not isinstance(value, (tuple, list, Shape)):
            raise Refused(f"target_shape of Reshape must be a tuple, not {value!r}", "argument", "target_shape")
        if self.setting.generation == "3":  # to which any float is a size that it does not know
            value = [None if isinstance(size, float) else size for size in value]
        target = as_sizes(value, "target_shape of Reshape", self.setting.generation in OLD)
        if None in target and self.setting.generation != "3":
            raise Refused(f"target_shape of Reshape must be whole numbers, not {value}", "argument", "target_shape")
        numbers = [size for size in target if isinstance(size, int)]
        if numbers.count(-1) > 1 or min(numbers, default=0) < -1:
            raise Refused(f"target_shape of Reshape may hold -1 once and no other negative size: {value}", "reshape")
        return target

    def output_shape(self, shape: Shape) -> Shape:
        target = self._target()
        if shape.open:
            return Shape((None, *(nameless() if size == -1 else size for size in target)))
        total = shape.elements()
        if total is None or None in target:
            return Shape((shape[0], *(None if size == -1 else size for size in target)))
        return Shape((shape[0], *self._filled(target, total, shape)))

    def _filled(self, target: Sequence[Dimension], total: Count, shape: Shape) -> Sequence[Dimension]:
        """The target with -1, or with the one size the source does not say, put in as the input has it."""
        sizes = [size for size in target if size is not None]
        misfit = Refused(f"Reshape to {Shape.of(target)} does not fit {shape}: the size must stay the same", "reshape")
        open_at = sizes.index(-1) if -1 in sizes else self._one_unknown(sizes, total)
        if open_at is None:
            if equal(product(sizes), total) is False:
                raise misfit
            return sizes
        rest = product(size for at, size in enumerate(sizes) if at != open_at)
        if rest == 0 or divides(total, rest) is False:
            raise misfit
        return [floor_divide(total, rest) if at == open_at else size for at, size in enumerate(sizes)]

    @staticmethod
    def _one_unknown(sizes: Sequence[Count], total: Count) -> int | None:
        """The place of the only size that is no number; the known total then decides it, were it even -1."""
        unknown = [at for at, size in enumerate(sizes) if isinstance(size, Size)]
        return unknown[0] if len(unknown) == 1 and isinstance(total, int) else None


class Permute(KerasLayer):
    """Source: ``keras/src/layers/reshaping/permute.py``."""

    signature = "dims"

    def check(self) -> None:
        self._dims()

    def _dims(self) -> list[int]:
        value = self.args.value("dims")
        if not isinstance(value, (tuple, list)):
            raise Refused(f"dims of Permute must be a tuple, not {value!r}", "argument", "dims")
        sizes = as_sizes(value, "dims of Permute", self.setting.generation in OLD)
        dims = [size for size in sizes if isinstance(size, int)]
        if any(isinstance(size, Size) for size in sizes):
            raise Undetermined(f"dims of Permute are {value}")
        if sorted(dims) != list(range(1, len(sizes) + 1)):
            raise Refused(
                f"dims of Permute must be a permutation of 1 to {len(sizes)}, not {value}", "argument", "dims"
            )
        return dims

    def output_shape(self, shape: Shape) -> Shape:
        dims = self._dims()
        shape = shape.of_rank(len(dims) + 1, "Permute")
        return Shape((shape[0], *(shape[dim] for dim in dims)))


class RepeatVector(KerasLayer):
    """Source: ``keras/src/layers/reshaping/repeat_vector.py``."""

    signature = "n"
    input_rank = 2

    def check(self) -> None:
        self.args.size("n")

    def output_shape(self, shape: Shape) -> Shape:
        return Shape((shape[0], self.args.size("n"), shape[1]))


Pairs = tuple[tuple[Count, Count], ...]


class _Bordered(SpatialLayer):
    """Padding and cropping: a number of places before and after, by axis."""

    border = "padding"

    def check(self) -> None:
        super().check()
        self.pairs()

    def channels_first(self) -> bool:
        return "data_format" in self.args and super().channels_first()

    def pairs(self) -> Pairs:
        """Places before and after, by axis: from one number, from one a axis, or from a pair a axis."""
        value = self.args.value(self.border)
        if isinstance(value, (tuple, list)) and len(value) == self.spatial_rank > 1:
            return tuple(self._pair(item) for item in value)
        if isinstance(value, (tuple, list)) and self.spatial_rank > 1:
            raise Refused(
                f"{self.border} of {self.keras_name} must have {self.spatial_rank} elements, not {value}",
                "argument",
                self.border,
            )
        return (self._pair(value),) * self.spatial_rank

    def _pair(self, value: object) -> tuple[Count, Count]:
        items = value if isinstance(value, (tuple, list)) else (value,)
        sides = as_sizes(
            [item.size(0) if isinstance(item, Unknown) else item for item in items],
            f"{self.border} of {self.keras_name}",
            self.setting.generation in OLD,
        )
        first, last = (*sides, *sides, None, None)[:2]
        one = isinstance(value, (tuple, list)) and len(sides) != 2
        if one or first is None or last is None or any(isinstance(side, int) and side < 0 for side in sides):
            raise Refused(
                f"{self.border} of {self.keras_name} must be made of pairs of numbers, not {value}",
                "argument",
                self.border,
            )
        return first, last


class _ZeroPadding(_Bordered):
    def output_shape(self, shape: Shape) -> Shape:
        before, channels, spatial = self.split(shape)
        try:
            pairs = self.pairs()
        except Undetermined:
            return self.join(before, channels, unsettled(spatial))
        lengths = [None if size is None else size + a + b for size, (a, b) in zip(spatial, pairs, strict=True)]
        return self.join(before, channels, lengths)


class _Cropping(_Bordered):
    border = "cropping"

    def output_shape(self, shape: Shape) -> Shape:
        before, channels, spatial = self.split(shape)
        try:
            pairs = self.pairs()
        except Undetermined:
            return self.join(before, channels, unsettled(spatial))
        lengths = [
            None if size is None else self._left(size - a - b, f"cropping {a} and {b} of {size}")
            for size, (a, b) in zip(spatial, pairs, strict=True)
        ]
        return self.join(before, channels, lengths)

    def _left(self, size: Count, what: str) -> Count:
        """What is left of a size; volumes of tf.keras 2 may be cropped to nothing."""
        if self.spatial_rank == 3 and self.setting.generation == "tf2":
            return maximum(size, 0)
        return positive(size, what)


def _four_sides(values: dict[str, object]) -> dict[str, object]:
    """Keras 1 also took (top, bottom, left, right)."""
    padding = values["padding"]
    if isinstance(padding, (tuple, list)) and len(padding) == 4:
        values["padding"] = (tuple(padding[:2]), tuple(padding[2:]))
    return legacy.modern(values)


class ZeroPadding1D(_ZeroPadding):
    """Source: ``keras/src/layers/reshaping/zero_padding1d.py``; only Keras 3 knows ``data_format`` here."""

    spatial_rank = 1
    signature = "padding=1, data_format=None"
    older = {generation: Older("padding=1", convert=legacy.steps_last) for generation in ("tf2", "2", "1")}


class ZeroPadding2D(_ZeroPadding):
    """Source: ``keras/src/layers/reshaping/zero_padding2d.py``."""

    spatial_rank = 2
    signature = "padding=(1, 1), data_format=None"
    older = {
        "2": legacy.keras_2("padding=(1, 1), data_format=None", legacy.FORMAT),
        "1": Older("padding=(1, 1), dim_ordering='default'", legacy.FORMAT, _four_sides),
    }


class ZeroPadding3D(_ZeroPadding):
    """Source: ``keras/src/layers/reshaping/zero_padding3d.py``."""

    spatial_rank = 3
    signature = "padding=((1, 1), (1, 1), (1, 1)), data_format=None"
    older = {
        "tf2": Older("padding=(1, 1, 1), data_format=None"),
        "2": legacy.keras_2("padding=(1, 1, 1), data_format=None", legacy.FORMAT),
        "1": legacy.keras_1("padding=(1, 1, 1), dim_ordering='default'", legacy.FORMAT),
    }


class Cropping1D(_Cropping):
    """Source: ``keras/src/layers/reshaping/cropping1d.py``."""

    spatial_rank = 1
    signature = "cropping=(1, 1)"


class Cropping2D(_Cropping):
    """Source: ``keras/src/layers/reshaping/cropping2d.py``."""

    spatial_rank = 2
    signature = "cropping=((0, 0), (0, 0)), data_format=None"
    older = {
        "2": legacy.keras_2("cropping=((0, 0), (0, 0)), data_format=None", legacy.FORMAT),
        "1": legacy.keras_1("cropping=((0, 0), (0, 0)), dim_ordering='default'", legacy.FORMAT),
    }


class Cropping3D(_Cropping):
    """Source: ``keras/src/layers/reshaping/cropping3d.py``."""

    spatial_rank = 3
    signature = "cropping=((1, 1), (1, 1), (1, 1)), data_format=None"
    older = {
        "2": legacy.keras_2("cropping=((1, 1), (1, 1), (1, 1)), data_format=None", legacy.FORMAT),
        "1": legacy.keras_1("cropping=((1, 1), (1, 1), (1, 1)), dim_ordering='default'", legacy.FORMAT),
    }


class _UpSampling(SpatialLayer):
    """Every spatial size times a factor."""

    def check(self) -> None:
        super().check()
        self.args.sizes("size", self.spatial_rank)

    def output_shape(self, shape: Shape) -> Shape:
        before, channels, spatial = self.split(shape)
        try:
            factors = self.args.sizes("size", self.spatial_rank)
        except Undetermined:
            return self.join(before, channels, unsettled(spatial))
        lengths = [None if size is None else size * factor for size, factor in zip(spatial, factors, strict=True)]
        return self.join(before, channels, lengths)


class UpSampling1D(_UpSampling):
    """Source: ``keras/src/layers/reshaping/up_sampling1d.py``."""

    spatial_rank = 1
    signature = "size=2"
    older = {
        "2": legacy.keras_2("size=2", {"length": "size"}),
        "1": legacy.keras_1("length=2", {"length": "size"}),
    }

    def check(self) -> None:
        value = self.args.raw("size")
        if isinstance(value, (tuple, list)):
            raise Refused(f"size of UpSampling1D must be a whole number, not {value}", "argument", "size")
        self.args.size("size")

    def channels_first(self) -> bool:
        return False


class UpSampling2D(_UpSampling):
    """Source: ``keras/src/layers/reshaping/up_sampling2d.py``."""

    spatial_rank = 2
    signature = "size=(2, 2), data_format=None, interpolation='nearest'"

    def output_shape(self, shape: Shape) -> Shape:
        """``resize_images`` of tf.keras 2 knows both sizes or none; one without a name may be ``None``."""
        before, channels, spatial = self.split(shape)
        if self.setting.generation == "tf2" and None in spatial:
            return self.join(before, channels, (None, None))
        if self.setting.generation == "tf2" and any(not part.named for size in spatial for part in symbols_of(size)):
            return self.join(before, channels, (nameless(), nameless()))
        return super().output_shape(shape)

    older = {
        "2": legacy.keras_2("size=(2, 2), data_format=None, interpolation='nearest'", legacy.FORMAT),
        "1": legacy.keras_1("size=(2, 2), dim_ordering='default'", legacy.FORMAT),
    }


class UpSampling3D(_UpSampling):
    """Source: ``keras/src/layers/reshaping/up_sampling3d.py``."""

    spatial_rank = 3
    signature = "size=(2, 2, 2), data_format=None"

    def checked(self, inputs: Shapes) -> Shapes:
        """tf.keras 2 sets its rank check before ``Layer.__init__``, which forgets it: any rank that works is taken."""
        if self.setting.generation == "tf2" and isinstance(inputs, Shape):
            return inputs.at_least_rank(4, self.keras_name)
        return super().checked(inputs)

    def output_shape(self, shape: Shape) -> Shape:
        if self.setting.generation != "tf2":
            return super().output_shape(shape)
        rank, first = len(shape), 2 if self.channels_first() else 1
        if rank < first + 3:
            raise Refused(f"UpSampling3D needs axes {first} to {first + 2}, not {shape}", "rank")
        factors = (1,) * first + self.args.sizes("size", 3) + (1,) * (rank - first - 3)
        return Shape(tuple(size if size is None else size * by for size, by in zip(shape, factors, strict=True)))

    older = {
        "2": legacy.keras_2("size=(2, 2, 2), data_format=None", legacy.FORMAT),
        "1": legacy.keras_1("size=(2, 2, 2), dim_ordering='default'", legacy.FORMAT),
    }
