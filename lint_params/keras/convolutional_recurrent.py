"""LSTMs whose products are convolutions. Source: ``keras/src/layers/rnn/conv_lstm.py``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from lint_params.keras.base import Older
from lint_params.keras.legacy import modern
from lint_params.keras.recurrent import RENAMED
from lint_params.keras.steps import BEGINNINGS, DROPOUTS, LIMITS, PENALTIES, RETURNS, Recurrent
from lint_params.model.dimension import Count, Dimension, ceiling_divide, upper
from lint_params.model.errors import Refused
from lint_params.model.shape import Shape
from lint_params.model.weight import Weight

_MIDDLE = (
    "padding='valid', data_format=None, dilation_rate=1, activation='tanh', recurrent_activation='sigmoid', "
    f"use_bias=True, {BEGINNINGS}, unit_forget_bias=True, {PENALTIES}, activity_regularizer=None, {LIMITS}, "
)
_SIGNATURE = f"filters, kernel_size, strides=1, {_MIDDLE}"
_KERAS_1 = (
    "nb_filter, nb_row, nb_col, init='glorot_uniform', inner_init='orthogonal', forget_bias_init='one', "
    "activation='tanh', inner_activation='hard_sigmoid', dim_ordering='default', border_mode='valid', "
    "subsample=(1, 1), "
    "W_regularizer=None, U_regularizer=None, b_regularizer=None, dropout_W=0.0, dropout_U=0.0, return_sequences=False, "
    "go_backwards=False, stateful=False"
)
_RENAMED = {
    **{old: new for old, new in RENAMED.items() if new not in ("units", "implementation")},
    "nb_filter": "filters",
    "border_mode": "padding",
    "subsample": "strides",
    "dim_ordering": "data_format",
}


class _ConvLSTM(Recurrent):
    """Four gates of convolutions over (batch, time, …, channels), kernels shared by all steps."""

    signature = _SIGNATURE + f"{DROPOUTS}, seed=None, {RETURNS}, unroll=False, zero_output_for_mask=False"
    older: ClassVar[Mapping[str, Older]] = {
        "tf2": Older(_SIGNATURE + f"{RETURNS}, {DROPOUTS}, unroll=False, zero_output_for_mask=False")
    }
    generations: ClassVar[tuple[str, ...]] = ("3", "tf2")
    takes_input_length = False
    dimensions: ClassVar[int] = 1

    def check(self) -> None:
        self.args.size("filters", least=0 if self.setting.generation == "3" else 1)
        self.args.sizes("kernel_size", self.dimensions)
        strides = self.args.sizes("strides", self.dimensions)
        dilations = self.args.sizes("dilation_rate", self.dimensions)
        self.args.choice("padding", ("valid", "same"))
        self._channels_first()
        if any(_above_one(size) for size in strides) and any(_above_one(size) for size in dilations):
            raise Refused(
                f"{self.keras_name} takes no strides above 1 with a dilation_rate above 1", "argument", "strides"
            )
        if self._is("unroll") and self.setting.generation != "3":
            raise Refused(f"{self.keras_name} cannot be unrolled", "argument", "unroll")

    def _channels_first(self) -> bool:
        if self.args.value("data_format") is None:
            return self.setting.data_format == "channels_first"
        return self.args.choice("data_format", ("channels_last", "channels_first")) == "channels_first"

    def _spatial(self, shape: Shape) -> tuple[Dimension, ...]:
        return shape.sizes[3:] if self._channels_first() else shape.sizes[2:-1]

    def weights(self, shape: Shape) -> Iterator[Weight]:
        filters = self.args.size("filters", least=0)
        kernel = self.args.sizes("kernel_size", self.dimensions)
        if self.setting.generation == "3" and None in self._spatial(shape):
            raise Refused(f"{self.keras_name} needs all sizes but batch and time, one is None in {shape}", "undefined")
        channels = shape.features(self.keras_name, 2 if self._channels_first() else -1)
        yield self.weight("kernel", (*kernel, channels, filters * 4), gates=4)
        yield self.weight("recurrent_kernel", (*kernel, filters, filters * 4), gates=4)
        if self.args.flag("use_bias"):
            yield self.weight("bias", (filters * 4,), gates=4)

    def step(self, shape: Shape) -> Sequence[Dimension]:
        filters = self.args.size("filters", least=0)
        windows = zip(
            self._spatial(shape),
            self.args.sizes("kernel_size", self.dimensions),
            self.args.sizes("strides", self.dimensions),
            self.args.sizes("dilation_rate", self.dimensions),
            strict=True,
        )
        padded = self.args.choice("padding", ("valid", "same")) == "same"
        sizes = [self._length(size, kernel, stride, rate, padded) for size, kernel, stride, rate in windows]
        return (filters, *sizes) if self._channels_first() else (*sizes, filters)

    def _length(self, size: Dimension, kernel: Count, stride: Count, dilation: Count, padded: bool) -> Dimension:
        """Positions of the window along one axis: n/stride, or (n - reach + 1)/stride, rounded up."""
        if size is None:
            return None
        length = ceiling_divide(size if padded else size - (kernel - 1) * dilation, stride)
        if upper(length) < 1:
            raise Refused(
                f"a window of {kernel} does not fit an axis of {size} in {self.keras_name}", "size", "kernel_size"
            )
        return length

    def state_shapes(self, shape: Shape, batch: Dimension) -> list[Shape]:
        return [Shape((batch, *self.step(shape)))] * 2


def _above_one(size: Count) -> bool:
    return isinstance(size, int) and size > 1


class ConvLSTM1D(_ConvLSTM):
    """Reads (batch, time, length, channels)."""

    input_rank: ClassVar[int | None] = 4


class ConvLSTM2D(_ConvLSTM):
    """Reads (batch, time, rows, columns, channels). In Keras 1 and 2: ``keras/layers/convolutional_recurrent.py``."""

    older: ClassVar[Mapping[str, Older]] = {
        **_ConvLSTM.older,
        "2": Older(
            _SIGNATURE + "return_sequences=False, go_backwards=False, stateful=False, dropout=0.0, "
            "recurrent_dropout=0.0, return_state=False, unroll=False",
            _RENAMED,
            modern,
        ),
        "1": Older(_KERAS_1, _RENAMED, modern),
    }
    generations: ClassVar[tuple[str, ...]] = ("3", "tf2", "2", "1")
    input_rank: ClassVar[int | None] = 5
    dimensions = 2


class ConvLSTM3D(_ConvLSTM):
    """Reads (batch, time, depth, rows, columns, channels)."""

    input_rank: ClassVar[int | None] = 6
    dimensions = 3
