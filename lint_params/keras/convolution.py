"""Convolutions, plain and transposed. Source: ``keras/src/layers/convolutional/``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from lint_params.keras import legacy
from lint_params.keras.base import Older
from lint_params.keras.convolution_base import FIRST_1, LAST_1, LENGTH, TAIL, Convolution
from lint_params.keras.spatial import transposed_length, unsettled
from lint_params.model.dimension import Count, Dimension, lower
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape
from lint_params.model.weight import Weight

_LORA = ", lora_rank=None, lora_alpha=None"


def _plain(ones: object, data_format: str = "None", groups: str = ", groups=1") -> str:
    return (
        f"filters, kernel_size, strides={ones}, padding='valid', data_format={data_format}, dilation_rate={ones}"
        f"{groups}, {TAIL}"
    )


class Conv1D(Convolution):
    """Source: ``keras/src/layers/convolutional/conv1d.py``; Keras 1: ``Convolution1D`` in ``convolutional.py``."""

    spatial_rank = 1
    signature = _plain(1) + _LORA
    older = {
        "tf2": Older(_plain(1, "'channels_last'")),
        "2": legacy.keras_2(_plain(1, "'channels_last'", "") + LENGTH, legacy.CONVOLUTION_1D),
        "1": legacy.keras_1(
            f"nb_filter, filter_length, {FIRST_1}, subsample_length=1, {LAST_1}{LENGTH}",
            legacy.CONVOLUTION_1D,
            steps=True,
        ),
    }
    older_names = {"1": "Convolution1D"}
    aliases = ("Convolution1D",)

    def padding(self) -> str:
        if self.setting.generation == "1":
            return super().padding()
        padding = self.args.choice("padding", ("valid", "same", "causal"))
        if padding == "causal" and self.setting.generation == "2" and self.channels_first():
            raise Refused("causal padding is not supported with channels_first", "argument", "padding")
        return padding


class Conv2D(Convolution):
    """Source: ``keras/src/layers/convolutional/conv2d.py``; Keras 1: ``Convolution2D`` in ``convolutional.py``."""

    spatial_rank = 2
    signature = _plain((1, 1)) + _LORA
    older = {
        "tf2": Older(_plain((1, 1))),
        "2": legacy.keras_2(_plain((1, 1), groups=""), legacy.CONVOLUTION, kernel_rank=2),
        "1": legacy.keras_1(
            f"nb_filter, nb_row, nb_col, {FIRST_1}, subsample=(1, 1), dim_ordering='default', {LAST_1}",
            legacy.CONVOLUTION,
        ),
    }
    older_names = {"1": "Convolution2D"}
    aliases = ("Convolution2D",)


class Conv3D(Convolution):
    """Source: ``keras/src/layers/convolutional/conv3d.py``; Keras 1: ``Convolution3D`` in ``convolutional.py``."""

    spatial_rank = 3
    signature = _plain((1, 1, 1)) + _LORA
    older = {
        "tf2": Older(_plain((1, 1, 1))),
        "2": legacy.keras_2(_plain((1, 1, 1), groups=""), legacy.CONVOLUTION, kernel_rank=3),
        "1": legacy.keras_1(
            f"nb_filter, kernel_dim1, kernel_dim2, kernel_dim3, {FIRST_1}, subsample=(1, 1, 1), "
            f"dim_ordering='default', {LAST_1}",
            legacy.CONVOLUTION,
        ),
    }
    older_names = {"1": "Convolution3D"}
    aliases = ("Convolution3D",)


class AtrousConvolution1D(Conv1D):
    """A dilated ``Conv1D`` of Keras 1, which Keras 2 made one (``keras/legacy/layers.py``)."""

    generations = ("2", "1")
    older = {
        "2": legacy.keras_2(
            _plain(1, "'channels_last'", "") + LENGTH, {"atrous_rate": "dilation_rate"} | legacy.CONVOLUTION_1D
        ),
        "1": legacy.keras_1(
            f"nb_filter, filter_length, {FIRST_1}, subsample_length=1, atrous_rate=1, {LAST_1}{LENGTH}",
            {"atrous_rate": "dilation_rate"} | legacy.CONVOLUTION_1D,
            steps=True,
        ),
    }
    older_names = {"2": "Conv1D"}
    aliases = ("AtrousConv1D",)


class AtrousConvolution2D(Conv2D):
    """A dilated ``Conv2D`` of Keras 1, which Keras 2 made one (``keras/legacy/layers.py``)."""

    generations = ("2", "1")
    older = {
        "2": legacy.keras_2(
            _plain((1, 1), groups=""), {"atrous_rate": "dilation_rate"} | legacy.CONVOLUTION, kernel_rank=2
        ),
        "1": legacy.keras_1(
            f"nb_filter, nb_row, nb_col, {FIRST_1}, subsample=(1, 1), atrous_rate=(1, 1), dim_ordering='default', "
            f"{LAST_1}",
            {"atrous_rate": "dilation_rate"} | legacy.CONVOLUTION,
        ),
    }
    older_names = {"2": "Conv2D"}
    aliases = ("AtrousConv2D",)


class _Transposed(Convolution):
    """Kernel sides x filters x input channels, and a bias of filters."""

    transposed = True

    def groups(self) -> Count:
        return 1

    def check(self) -> None:
        super().check()
        for padding, stride in zip(self.output_paddings(), self.strides(), strict=True):
            if padding is not None and lower(padding - stride) >= 0:
                raise Refused("output_padding must be less than strides", "argument", "output_padding")

    def output_paddings(self) -> Sequence[Count | None]:
        if self.args.value("output_padding") is None:
            return (None,) * self.spatial_rank
        return self.args.sizes("output_padding", self.spatial_rank, 0)

    def weights(self, shape: Shape) -> Iterator[Weight]:
        sides = self.args.sizes("kernel_size", self.spatial_rank)
        yield self.weight("kernel", (*sides, self.filters(), self.channels(shape)))
        if self.args.flag("use_bias"):
            yield self.weight("bias", (self.filters(),))

    def output_shape(self, shape: Shape) -> Shape:
        before, _, spatial = self.split(shape)
        return self.join(before, self.filters(), self.lengths(spatial))

    def lengths(self, spatial: Sequence[Dimension]) -> list[Dimension]:
        """The spatial sizes of the output."""
        try:
            padding, more = self.padding(), self.output_paddings()
            sides = (self.args.sizes("kernel_size", self.spatial_rank), self.strides(), more, self.dilations())
        except Undetermined:
            return unsettled(spatial)
        return [
            transposed_length(size, kernel, stride, padding, extra, dilation)
            for size, kernel, stride, extra, dilation in zip(spatial, *sides, strict=True)
        ]


def _transposed(ones: object, swapped: bool = False) -> str:
    middle = "data_format=None, output_padding=None" if swapped else "output_padding=None, data_format=None"
    return f"filters, kernel_size, strides={ones}, padding='valid', {middle}, dilation_rate={ones}, {TAIL}"


class Conv1DTranspose(_Transposed):
    """Source: ``keras/src/layers/convolutional/conv1d_transpose.py``."""

    spatial_rank = 1
    signature = _transposed(1)
    generations = ("3", "tf2")
    aliases = ("Convolution1DTranspose",)


class Conv2DTranspose(_Transposed):
    """Source: ``keras/src/layers/convolutional/conv2d_transpose.py``."""

    spatial_rank = 2
    signature = _transposed((1, 1))
    generations: ClassVar[tuple[str, ...]] = ("3", "tf2", "2")
    older = {"2": legacy.keras_2(_transposed((1, 1)) + ", output_shape=None", legacy.CONVOLUTION, kernel_rank=2)}
    aliases = ("Convolution2DTranspose",)


class Deconvolution2D(Conv2DTranspose):
    """``Conv2DTranspose`` in Keras 1, which was told its output shape, and its alias in stand-alone Keras 2.

    Source: ``keras/layers/convolutional.py`` of 1.2.2.
    """

    generations = ("2", "1")
    older = {
        "2": Conv2DTranspose.older["2"],
        "1": legacy.keras_1(
            f"nb_filter, nb_row, nb_col, output_shape, {FIRST_1}, subsample=(1, 1), dim_ordering='default', {LAST_1}",
            legacy.CONVOLUTION,
        ),
    }
    older_names = {"2": "Conv2DTranspose"}
    aliases = ("Deconv2D",)

    def output_shape(self, shape: Shape) -> Shape:
        told = self.args.shape("output_shape") if self.setting.generation == "1" else None
        if told is None:
            return super().output_shape(shape)
        before, _, _ = self.split(shape)
        return self.join(before, self.filters(), told[-2:] if self.channels_first() else told[-3:-1])


class Conv3DTranspose(_Transposed):
    """Source: ``keras/src/layers/convolutional/conv3d_transpose.py``."""

    spatial_rank = 3
    signature = _transposed((1, 1, 1), swapped=True)
    generations = ("3", "tf2", "2")
    older = {
        "tf2": Older(_transposed((1, 1, 1))),
        "2": legacy.keras_2(_transposed((1, 1, 1)).replace(", dilation_rate=(1, 1, 1)", ""), legacy.CONVOLUTION),
    }
    aliases = ("Convolution3DTranspose", "Deconvolution3D")
