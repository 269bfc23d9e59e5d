"""What layers over steps, images and volumes share: where the channels stand, and how long an output is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from lint_params.keras.base import KerasLayer
from lint_params.model.dimension import Count, Dimension, ceiling_divide, equal, floor_divide, maximum, upper
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape, nameless

FORMATS = ("channels_last", "channels_first")


def window_length(size: Dimension, window: Count, stride: Count, padding: str, dilation: Count = 1) -> Dimension:
    """The length of a convolution's or a pooling's output.

    ``size``: length of the input; ``window``: length of the kernel or pool. Raises ``Refused`` where nothing is left.
    Source: ``compute_conv_output_shape`` in ``keras/src/ops/operation_utils.py``; ``full`` is of Keras 1 alone
    (``conv_output_length`` in ``keras/utils/np_utils.py``).
    """
    if size is None:
        return None
    if stride == 0:
        raise Refused("steps of 0 lead nowhere", "argument", "strides")
    reach = dilation * (window - 1)
    if padding == "full":
        return ceiling_divide(size + reach, stride)
    if padding != "valid":
        return ceiling_divide(size, stride)
    return positive(floor_divide(size - reach - 1, stride) + 1, f"a window of {reach + 1} over {size}")


def transposed_length(
    size: Dimension, kernel: Count, stride: Count, padding: str, output_padding: Count | None, dilation: Count
) -> Dimension:
    """The length of a transposed convolution's output.

    Source: ``_get_output_shape_given_tf_padding`` in ``keras/src/backend/common/backend_utils.py``.
    """
    if size is None:
        return None
    kernel = (kernel - 1) * dilation + 1
    if output_padding is None:
        return size * stride if padding == "same" else (size - 1) * stride + maximum(kernel, stride)
    return (size - 1) * stride + (kernel % 2 if padding == "same" else kernel) + output_padding


def positive(size: Count, what: str) -> Count:
    """A size of an output; refused where it can only be zero or less."""
    if upper(size) <= 0:
        raise Refused(f"the output size would be zero or negative: {what} gives {size}", "size")
    return size


def unsettled(spatial: Sequence[Dimension]) -> list[Dimension]:
    """The lengths of an output where an argument leaves them open; what is ``None`` stays so."""
    return [None if size is None else nameless() for size in spatial]


def divides(size: Count, divisor: Count) -> bool | None:
    """Whether ``divisor`` divides ``size``; ``None`` where the source leaves it open."""
    if isinstance(size, int) and isinstance(divisor, int):
        return size % divisor == 0
    return True if equal(floor_divide(size, divisor) * divisor, size) else None


class SpatialLayer(KerasLayer):
    """A layer that reads (batch, *spatial, channels), or (batch, channels, *spatial) with ``channels_first``."""

    spatial_rank: ClassVar[int] = 0

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if cls.spatial_rank and "input_rank" not in cls.__dict__:
            cls.input_rank = cls.spatial_rank + 2

    def check(self) -> None:
        self.channels_first()

    def channels_first(self) -> bool:
        """Whether the channels come before the spatial axes: the argument, else the configured default."""
        if self.args.value("data_format") is None:
            return self.setting.data_format == "channels_first"
        return self.args.choice("data_format", FORMATS) == "channels_first"

    def split(self, shape: Shape) -> tuple[Shape, Dimension, tuple[Dimension, ...]]:
        """A shape as what is before (the batch), the channels, and the spatial sizes."""
        behind = -1 - self.spatial_rank
        last = shape[behind:].sizes
        if self.channels_first():
            return shape[:behind], last[0], last[1:]
        return shape[:behind], last[-1], last[:-1]

    def join(self, before: Shape, channels: Dimension, spatial: Sequence[Dimension]) -> Shape:
        """The shape whose parts these are."""
        return before + ((channels, *spatial) if self.channels_first() else (*spatial, channels))

    def channels(self, shape: Shape) -> Count:
        """The number of channels, which weights are made from; refused where it is ``None``."""
        size = self.split(shape)[1]
        if size is None:
            raise Refused(f"{self.keras_name} needs the number of channels, which is None in {shape}", "undefined")
        return size

    def window_lengths(self, spatial: Sequence[Dimension], name: str, dilation: bool = False) -> list[Dimension]:
        """The lengths after a window ``name`` (``kernel_size``, ``pool_size``) has gone over the spatial sizes."""
        rank = self.spatial_rank
        try:
            windows, strides, padding = self.args.sizes(name, rank), self.strides(), self.padding()
            dilations = self.args.sizes("dilation_rate", rank) if dilation else (1,) * rank
        except Undetermined:
            return unsettled(spatial)
        return [
            window_length(size, window, stride, padding, step)
            for size, window, stride, step in zip(spatial, windows, strides, dilations, strict=True)
        ]

    def strides(self) -> tuple[Count, ...]:
        """How far the window moves, by axis."""
        return self.args.sizes("strides", self.spatial_rank)

    def padding(self) -> str:
        """``valid`` or ``same``; Keras 1 also knew ``full``."""
        allowed = ("valid", "same", "full") if self.setting.generation == "1" else ("valid", "same")
        return self.args.choice("padding", allowed)
