"""Convolutions with a kernel of its own for every place. Source: ``tf_keras/src/layers/locally_connected/``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from lint_params.keras import legacy
from lint_params.keras.convolution_base import FIRST_1, LAST_1, LENGTH, TAIL, Convolution
from lint_params.model.dimension import Count, Dimension, product
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape, Shapes
from lint_params.model.weight import Weight


class _LocallyConnected(Convolution):
    """A kernel and a bias of its own for every place of the output.

    Source: ``tf_keras/src/layers/locally_connected/``; ``implementation`` 2 and 3 keep the same connections in a dense
    and in a sparse kernel.
    """

    looks_again: ClassVar[tuple[str, ...]] = ()
    generations = ("tf2", "2", "1")

    def check(self) -> None:
        super().check()
        if self.padding() != "valid" and self.args.integer("implementation") == 1:
            raise Refused("only valid padding is supported with implementation 1", "argument", "padding")

    def groups(self) -> Count:
        return 1

    def dilations(self) -> tuple[Count, ...]:
        return (1,) * self.spatial_rank

    def checked(self, inputs: Shapes) -> Shapes:
        return super(Convolution, self).checked(inputs)

    def output_shape(self, shape: Shape) -> Shape:
        before, _, spatial = self.split(shape)
        return self.join(before, self.filters(), self.window_lengths(spatial, "kernel_size"))

    def weights(self, shape: Shape) -> Iterator[Weight]:
        channels, filters = self.channels(shape), self.filters()
        spatial = self.split(shape)[2]
        inner, outer = self._defined(spatial, shape), self._defined(self.window_lengths(spatial, "kernel_size"), shape)
        sides = self.args.sizes("kernel_size", self.spatial_rank)
        implementation = self.args.integer("implementation")
        if implementation == 1:
            kernel: tuple[Count, ...] = (product(outer), product(sides) * channels, filters)
        elif implementation == 2 and self.channels_first():
            kernel = (channels, *inner, filters, *outer)
        elif implementation == 2:
            kernel = (*inner, channels, *outer, filters)
        elif implementation == 3:
            kernel = (self._connections(inner, outer, sides) * channels * filters,)
        else:
            raise Refused(f"unrecognized implementation {implementation}", "argument", "implementation")
        yield self.weight("kernel", kernel)
        if self.args.flag("use_bias"):
            yield self.weight("bias", (*outer, filters))

    def _defined(self, sizes: Sequence[Dimension], shape: Shape) -> list[Count]:
        known = [size for size in sizes if size is not None]
        if len(known) < len(sizes):
            raise Refused(f"{self.keras_name} needs every size but the batch, not {shape}", "undefined")
        return known

    def _connections(self, inner: Sequence[Count], outer: Sequence[Count], sides: Sequence[Count]) -> Count:
        """How many pairs of an input and an output place are connected (``conv_connected_inputs``)."""
        if self.padding() == "valid":
            return product(outer) * product(sides)
        return product(map(_overlaps, inner, outer, sides, self.strides()))


def _overlaps(inner: Count, outer: Count, side: Count, stride: Count) -> Count:
    """Places of the input under the window, over all places of the output, where the window may stick out."""
    if not (isinstance(inner, int) and isinstance(outer, int) and isinstance(side, int) and isinstance(stride, int)):
        raise Undetermined("the connections of same padding depend on sizes that the source does not say")
    left = side // 2
    return sum(min(inner, at * stride + side - left) - max(0, at * stride - left) for at in range(outer))


def _local(ones: object, implementation: str = ", implementation=1") -> str:
    return f"filters, kernel_size, strides={ones}, padding='valid', data_format=None, {TAIL}{implementation}"


class LocallyConnected1D(_LocallyConnected):
    """Source: ``tf_keras/src/layers/locally_connected/locally_connected1d.py``; Keras 1: ``local.py``."""

    spatial_rank = 1
    signature = _local(1)
    older = {
        "2": legacy.keras_2(_local(1) + LENGTH, legacy.CONVOLUTION_1D),
        "1": legacy.keras_1(
            f"nb_filter, filter_length, {FIRST_1}, subsample_length=1, {LAST_1}{LENGTH}",
            legacy.CONVOLUTION_1D,
            steps=True,
        ),
    }


class LocallyConnected2D(_LocallyConnected):
    """Source: ``tf_keras/src/layers/locally_connected/locally_connected2d.py``; Keras 1: ``local.py``."""

    spatial_rank = 2
    signature = _local((1, 1))
    older = {
        "2": legacy.keras_2(_local((1, 1)), legacy.CONVOLUTION, kernel_rank=2),
        "1": legacy.keras_1(
            f"nb_filter, nb_row, nb_col, {FIRST_1}, subsample=(1, 1), dim_ordering='default', {LAST_1}",
            legacy.CONVOLUTION,
        ),
    }
