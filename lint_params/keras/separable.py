"""Depthwise and separable convolutions. Source: ``keras/src/layers/convolutional/``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lint_params.keras import legacy
from lint_params.keras.base import Older
from lint_params.keras.convolution_base import FIRST_1, Convolution
from lint_params.keras.spatial import unsettled
from lint_params.model.dimension import Count, Dimension
from lint_params.model.errors import Undetermined
from lint_params.model.shape import Shape, Shapes
from lint_params.model.weight import Weight

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


class _ByChannel(Convolution):
    """What depthwise and separable convolutions share."""

    strides_with_dilation = True

    def groups(self) -> Count:
        return 1

    def checked(self, inputs: Shapes) -> Shapes:
        return super(Convolution, self).checked(inputs)

    def window_lengths(self, spatial: Sequence[Dimension], name: str, dilation: bool = False) -> list[Dimension]:
        """Of a dilated one over a picture with an open side, tf.keras knows no side (``tf.nn.with_space_to_batch``)."""
        lengths = super().window_lengths(spatial, name, dilation)
        if self.setting.generation == "3" or self.spatial_rank != 2 or all(isinstance(size, int) for size in spatial):
            return lengths
        try:
            dilated = any(step != 1 for step in self.args.sizes("dilation_rate", self.spatial_rank))
        except Undetermined:
            return unsettled(spatial)
        if not dilated:
            return lengths
        return [None, None] if None in spatial else unsettled(spatial)


class _Depthwise(_ByChannel):
    """Kernel sides x channels x depth multiplier, and a bias of channels x depth multiplier."""

    kernel_name = {"3": "kernel"}

    def filters(self) -> Count:
        return 1

    def check(self) -> None:
        super().check()
        self.multiplier()

    def multiplier(self) -> Count:
        """Outputs by channel; only Keras 3 refuses 0."""
        return self.args.size("depth_multiplier", 1 if self.setting.generation == "3" else 0)

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
    older = {"tf2": Older(f"{_depthwise(1)}, groups=1")}
    generations = ("3", "tf2")


class DepthwiseConv2D(_Depthwise):
    """Source: ``keras/src/layers/convolutional/depthwise_conv2d.py``."""

    spatial_rank = 2
    signature = _depthwise((1, 1))
    older = {"tf2": Older(f"{_depthwise((1, 1))}, groups=1")}
    generations = ("3", "tf2", "2")


class _Separable(_ByChannel):
    """A depthwise kernel, a pointwise one of (channels x multiplier) x filters, and a bias of filters."""

    def check(self) -> None:
        super().check()
        self.args.size("depth_multiplier")

    def weights(self, shape: Shape) -> Iterator[Weight]:
        self.output_shape(shape)
        channels, multiplier, filters = self.channels(shape), self.args.size("depth_multiplier"), self.filters()
        sides = self.args.sizes("kernel_size", self.spatial_rank)
        yield self.weight("depthwise_kernel", (*sides, channels, multiplier))
        yield self.weight("pointwise_kernel", (*(1 for _ in sides), channels * multiplier, filters))
        if self.args.flag("use_bias"):
            yield self.weight("bias", (filters,))

    def groups(self) -> Count:
        """tf.keras takes an argument ``groups`` that only has to divide the filters: it changes no weight."""
        return 1 if self.args.raw("groups") is None else abs(self.args.integer("groups")) or 1


def _separable(ones: object) -> str:
    return (
        f"filters, kernel_size, strides={ones}, padding='valid', data_format=None, dilation_rate={ones}, "
        f"depth_multiplier=1, {_TAIL_SEPARABLE}"
    )


class SeparableConv1D(_Separable):
    """Source: ``keras/src/layers/convolutional/separable_conv1d.py``; tf.keras 2 also took ``causal``."""

    spatial_rank = 1
    signature = _separable(1)
    older = {"tf2": Older(f"{_separable(1)}, groups=1")}
    generations = ("3", "tf2", "2")
    aliases = ("SeparableConvolution1D",)

    def padding(self) -> str:
        return self.args.choice("padding", ("valid", "same", *(() if self.setting.generation == "3" else ("causal",))))


class SeparableConv2D(_Separable):
    """Source: ``keras/src/layers/convolutional/separable_conv2d.py``; Keras 1: ``SeparableConvolution2D``."""

    spatial_rank = 2
    signature = _separable((1, 1))
    older = {
        "tf2": Older(f"{_separable((1, 1))}, groups=1"),
        "2": legacy.keras_2(_separable((1, 1)), legacy.CONVOLUTION | {"init": "depthwise_initializer"}, kernel_rank=2),
        "1": legacy.keras_1(
            f"nb_filter, nb_row, nb_col, {FIRST_1}, subsample=(1, 1), depth_multiplier=1, dim_ordering='default', "
            "depthwise_regularizer=None, pointwise_regularizer=None, b_regularizer=None, activity_regularizer=None, "
            "depthwise_constraint=None, pointwise_constraint=None, b_constraint=None, bias=True",
            legacy.CONVOLUTION | {"init": "depthwise_initializer"},
        ),
    }
    older_names = {"1": "SeparableConvolution2D"}
    aliases = ("SeparableConvolution2D",)
