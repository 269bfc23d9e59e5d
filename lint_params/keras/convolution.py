"""Convolutions: plain, transposed, depthwise and separable. Source: ``keras/src/layers/convolutional/``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from lint_params.keras import legacy
from lint_params.keras.base import Older
from lint_params.keras.spatial import SpatialLayer, divides, transposed_length
from lint_params.model.dimension import Count, Dimension, floor_divide, lower, product
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape, Shapes
from lint_params.model.weight import Weight

_TAIL = (
    "activation=None, use_bias=True, kernel_initializer='glorot_uniform', bias_initializer='zeros', "
    "kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, "
    "bias_constraint=None"
)
_TAIL_DEPTHWISE = (
    "activation=None, use_bias=True, depthwise_initializer='glorot_uniform', bias_initializer='zeros', "
    "depthwise_regularizer=None, bias_regularizer=None, activity_regularizer=None, depthwise_constraint=None, "
    "bias_constraint=None"
)
_TAIL_SEPARABLE = (
    "activation=None, use_bias=True, depthwise_initializer='glorot_uniform', pointwise_initializer='glorot_uniform', "
    "bias_initializer='zeros', depthwise_regularizer=None, pointwise_regularizer=None, bias_regularizer=None, "
    "activity_regularizer=None, depthwise_constraint=None, pointwise_constraint=None, bias_constraint=None"
)
_REGULARIZERS_1 = (
    "W_regularizer=None, b_regularizer=None, activity_regularizer=None, W_constraint=None, b_constraint=None, bias=True"
)
_FIRST_1 = "init='glorot_uniform', activation=None, weights=None, border_mode='valid'"
_LORA = ", lora_rank=None, lora_alpha=None"
_LENGTH = ", input_dim=None, input_length=None"


def _plain(ones: object, data_format: str = "None", groups: str = ", groups=1") -> str:
    return (
        f"filters, kernel_size, strides={ones}, padding='valid', data_format={data_format}, dilation_rate={ones}"
        f"{groups}, {_TAIL}"
    )


class _Convolution(SpatialLayer):
    """Kernel sides x input channels / groups x filters, and a bias of filters."""

    transposed = False
    strides_with_dilation = False
    """Whether strides and dilation may both be over 1 in Keras 3."""

    def check(self) -> None:
        super().check()
        self.filters()
        self.args.sizes("kernel_size", self.spatial_rank)
        strides, dilations = self.strides(), self.dilations()
        self.padding()
        strict = not self.strides_with_dilation or self.setting.generation != "3"
        if strict and max(map(lower, strides)) > 1 and max(map(lower, dilations)) > 1:
            raise Refused("strides > 1 are not supported with dilation_rate > 1", "argument", "strides")
        if divides(self.filters(), self.groups()) is False:
            raise Refused("the number of filters must be divisible by the number of groups", "groups", "groups")

    def filters(self) -> Count:
        """The number of output channels; the generations before Keras 3 took ``32.0`` for 32."""
        value = self.args.raw("filters")
        if isinstance(value, float) and self.setting.generation != "3" and value >= 1:
            return int(value)
        return self.args.size("filters")

    def groups(self) -> Count:
        """How many groups; tf.keras 2 reads 0 and None as 1."""
        value = self.args.raw("groups")
        return 1 if self.setting.generation == "tf2" and value in (0, None) else self.args.size("groups")

    def dilations(self) -> tuple[Count, ...]:
        return self.args.sizes("dilation_rate", self.spatial_rank)

    def checked(self, inputs: Shapes) -> Shapes:
        """tf.keras 2 reads axes before the batch's as more of the batch (``min_ndim``), all others refuse them."""
        if self.setting.generation == "tf2" and not self.transposed and isinstance(inputs, Shape):
            return inputs.at_least_rank(self.spatial_rank + 2, self.keras_name)
        return super().checked(inputs)

    def weights(self, shape: Shape) -> Iterator[Weight]:
        self.output_shape(shape)
        channels, filters, groups = self.channels(shape), self.filters(), self.groups()
        if divides(channels, groups) is False:
            raise Refused(f"{channels} input channels are not divisible by {groups} groups", "groups", "groups")
        kernel = (*self.args.sizes("kernel_size", self.spatial_rank), floor_divide(channels, groups))
        rank = self.args.optional_size("lora_rank", 0) or None
        yield self.weight("kernel", (*kernel, filters), trainable=rank is None)
        if self.args.flag("use_bias"):
            yield self.weight("bias", (filters,))
        if rank is not None:
            if self.args.raw("kernel_constraint") is not None:
                raise Refused("lora is incompatible with kernel constraints", "argument", "lora_rank")
            yield self.weight("lora_kernel_a", (*kernel, rank), dtype="float32")
            yield self.weight("lora_kernel_b", (rank, filters), dtype="float32")

    def output_shape(self, shape: Shape) -> Shape:
        before, _, spatial = self.split(shape)
        return self.join(before, self.filters(), self.window_lengths(spatial, "kernel_size", dilation=True))


class Conv1D(_Convolution):
    """Source: ``keras/src/layers/convolutional/conv1d.py``; Keras 1: ``Convolution1D`` in ``convolutional.py``."""

    spatial_rank = 1
    signature = _plain(1) + _LORA
    older = {
        "tf2": Older(_plain(1, "'channels_last'")),
        "2": legacy.keras_2(_plain(1, "'channels_last'", "") + _LENGTH, legacy.CONVOLUTION_1D),
        "1": legacy.keras_1(
            f"nb_filter, filter_length, {_FIRST_1}, subsample_length=1, {_REGULARIZERS_1}{_LENGTH}",
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


class Conv2D(_Convolution):
    """Source: ``keras/src/layers/convolutional/conv2d.py``; Keras 1: ``Convolution2D`` in ``convolutional.py``."""

    spatial_rank = 2
    signature = _plain((1, 1)) + _LORA
    older = {
        "tf2": Older(_plain((1, 1))),
        "2": legacy.keras_2(_plain((1, 1), groups=""), legacy.CONVOLUTION, kernel_rank=2),
        "1": legacy.keras_1(
            f"nb_filter, nb_row, nb_col, {_FIRST_1}, subsample=(1, 1), dim_ordering='default', {_REGULARIZERS_1}",
            legacy.CONVOLUTION,
        ),
    }
    older_names = {"1": "Convolution2D"}
    aliases = ("Convolution2D",)


class Conv3D(_Convolution):
    """Source: ``keras/src/layers/convolutional/conv3d.py``; Keras 1: ``Convolution3D`` in ``convolutional.py``."""

    spatial_rank = 3
    signature = _plain((1, 1, 1)) + _LORA
    older = {
        "tf2": Older(_plain((1, 1, 1))),
        "2": legacy.keras_2(_plain((1, 1, 1), groups=""), legacy.CONVOLUTION, kernel_rank=3),
        "1": legacy.keras_1(
            f"nb_filter, kernel_dim1, kernel_dim2, kernel_dim3, {_FIRST_1}, subsample=(1, 1, 1), "
            f"dim_ordering='default', {_REGULARIZERS_1}",
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
            _plain(1, "'channels_last'", "") + _LENGTH, {"atrous_rate": "dilation_rate"} | legacy.CONVOLUTION_1D
        ),
        "1": legacy.keras_1(
            f"nb_filter, filter_length, {_FIRST_1}, subsample_length=1, atrous_rate=1, {_REGULARIZERS_1}{_LENGTH}",
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
            f"nb_filter, nb_row, nb_col, {_FIRST_1}, subsample=(1, 1), atrous_rate=(1, 1), dim_ordering='default', "
            f"{_REGULARIZERS_1}",
            {"atrous_rate": "dilation_rate"} | legacy.CONVOLUTION,
        ),
    }
    older_names = {"2": "Conv2D"}
    aliases = ("AtrousConv2D",)


class _Transposed(_Convolution):
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
        padding = self.padding()
        sides = (self.args.sizes("kernel_size", self.spatial_rank), self.strides())
        lengths = [
            transposed_length(size, kernel, stride, padding, more, dilation)
            for size, kernel, stride, more, dilation in zip(
                spatial, *sides, self.output_paddings(), self.dilations(), strict=True
            )
        ]
        return self.join(before, self.filters(), lengths)


def _transposed(ones: object, swapped: bool = False) -> str:
    middle = "data_format=None, output_padding=None" if swapped else "output_padding=None, data_format=None"
    return f"filters, kernel_size, strides={ones}, padding='valid', {middle}, dilation_rate={ones}, {_TAIL}"


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
            f"nb_filter, nb_row, nb_col, output_shape, {_FIRST_1}, subsample=(1, 1), dim_ordering='default', "
            f"{_REGULARIZERS_1}",
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


class _Depthwise(_Convolution):
    """Kernel sides x channels x depth multiplier, and a bias of channels x depth multiplier."""

    strides_with_dilation = True
    kernel_name = {"3": "kernel"}

    def filters(self) -> Count:
        return 1

    def groups(self) -> Count:
        return 1

    def check(self) -> None:
        super().check()
        self.multiplier()

    def multiplier(self) -> Count:
        """Outputs by channel; only Keras 3 refuses 0."""
        return self.args.size("depth_multiplier", 1 if self.setting.generation == "3" else 0)

    def checked(self, inputs: Shapes) -> Shapes:
        return super(_Convolution, self).checked(inputs)

    def weights(self, shape: Shape) -> Iterator[Weight]:
        channels, multiplier = self.channels(shape), self.multiplier()
        self.output_shape(shape)
        sides = self.args.sizes("kernel_size", self.spatial_rank)
        yield self.weight(
            self.kernel_name.get(self.setting.generation, "depthwise_kernel"), (*sides, channels, multiplier)
        )
        if self.args.flag("use_bias"):
            yield self.weight("bias", (channels * multiplier,))

    def output_shape(self, shape: Shape) -> Shape:
        before, _, spatial = self.split(shape)
        filters = self.channels(shape) * self.multiplier()
        return self.join(before, filters, self.window_lengths(spatial, "kernel_size", dilation=True))


def _depthwise(ones: object) -> str:
    return (
        f"kernel_size, strides={ones}, padding='valid', depth_multiplier=1, data_format=None, dilation_rate={ones}, "
        f"{_TAIL_DEPTHWISE}"
    )


class DepthwiseConv1D(_Depthwise):
    """Source: ``keras/src/layers/convolutional/depthwise_conv1d.py``."""

    spatial_rank = 1
    signature = _depthwise(1)
    generations = ("3", "tf2")


class DepthwiseConv2D(_Depthwise):
    """Source: ``keras/src/layers/convolutional/depthwise_conv2d.py``."""

    spatial_rank = 2
    signature = _depthwise((1, 1))
    generations = ("3", "tf2", "2")


class _Separable(_Convolution):
    """A depthwise kernel, a pointwise one of (channels x multiplier) x filters, and a bias of filters."""

    strides_with_dilation = True

    def groups(self) -> Count:
        return 1

    def check(self) -> None:
        super().check()
        self.args.size("depth_multiplier")

    def checked(self, inputs: Shapes) -> Shapes:
        return super(_Convolution, self).checked(inputs)

    def weights(self, shape: Shape) -> Iterator[Weight]:
        self.output_shape(shape)
        channels, multiplier, filters = self.channels(shape), self.args.size("depth_multiplier"), self.filters()
        sides = self.args.sizes("kernel_size", self.spatial_rank)
        yield self.weight("depthwise_kernel", (*sides, channels, multiplier))
        yield self.weight("pointwise_kernel", (*(1 for _ in sides), channels * multiplier, filters))
        if self.args.flag("use_bias"):
            yield self.weight("bias", (filters,))


def _separable(ones: object, data_format: str = "None") -> str:
    return (
        f"filters, kernel_size, strides={ones}, padding='valid', data_format={data_format}, dilation_rate={ones}, "
        f"depth_multiplier=1, {_TAIL_SEPARABLE}"
    )


class SeparableConv1D(_Separable):
    """Source: ``keras/src/layers/convolutional/separable_conv1d.py``; tf.keras 2 also took ``causal``."""

    spatial_rank = 1
    signature = _separable(1)
    generations = ("3", "tf2", "2")
    aliases = ("SeparableConvolution1D",)

    def padding(self) -> str:
        return self.args.choice("padding", ("valid", "same", *(() if self.setting.generation == "3" else ("causal",))))


class SeparableConv2D(_Separable):
    """Source: ``keras/src/layers/convolutional/separable_conv2d.py``; Keras 1: ``SeparableConvolution2D``."""

    spatial_rank = 2
    signature = _separable((1, 1))
    older = {
        "2": legacy.keras_2(_separable((1, 1)), legacy.CONVOLUTION | {"init": "depthwise_initializer"}, kernel_rank=2),
        "1": legacy.keras_1(
            f"nb_filter, nb_row, nb_col, {_FIRST_1}, subsample=(1, 1), depth_multiplier=1, dim_ordering='default', "
            "depthwise_regularizer=None, pointwise_regularizer=None, b_regularizer=None, activity_regularizer=None, "
            "depthwise_constraint=None, pointwise_constraint=None, b_constraint=None, bias=True",
            legacy.CONVOLUTION | {"init": "depthwise_initializer"},
        ),
    }
    older_names = {"1": "SeparableConvolution2D"}
    aliases = ("SeparableConvolution2D",)


class _LocallyConnected(_Convolution):
    """A kernel and a bias of its own for every place of the output.

    Source: ``tf_keras/src/layers/locally_connected/``; ``implementation`` 2 and 3 keep the same connections in a dense
    and in a sparse kernel.
    """

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
        return super(_Convolution, self).checked(inputs)

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
    return f"filters, kernel_size, strides={ones}, padding='valid', data_format=None, {_TAIL}{implementation}"


class LocallyConnected1D(_LocallyConnected):
    """Source: ``tf_keras/src/layers/locally_connected/locally_connected1d.py``; Keras 1: ``local.py``."""

    spatial_rank = 1
    signature = _local(1)
    older = {
        "2": legacy.keras_2(_local(1) + _LENGTH, legacy.CONVOLUTION_1D),
        "1": legacy.keras_1(
            f"nb_filter, filter_length, {_FIRST_1}, subsample_length=1, {_REGULARIZERS_1}{_LENGTH}",
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
            f"nb_filter, nb_row, nb_col, {_FIRST_1}, subsample=(1, 1), dim_ordering='default', {_REGULARIZERS_1}",
            legacy.CONVOLUTION,
        ),
    }
