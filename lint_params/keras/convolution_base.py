"""What all convolutions share: their arguments in every generation of Keras, and what Keras refuses of them.

Source: ``keras/src/layers/convolutional/base_conv.py``; Keras 1: ``keras/layers/convolutional.py`` of 1.2.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from lint_params.keras.arguments import LARGEST
from lint_params.keras.base import GENERATIONS
from lint_params.keras.spatial import SpatialLayer, divides
from lint_params.model.dimension import Count, floor_divide, lower
from lint_params.model.errors import Refused
from lint_params.model.shape import Shape, Shapes
from lint_params.model.weight import Weight

TAIL = (
    "activation=None, use_bias=True, kernel_initializer='glorot_uniform', bias_initializer='zeros', "
    "kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, "
    "bias_constraint=None"
)
LAST_1 = (
    "W_regularizer=None, b_regularizer=None, activity_regularizer=None, W_constraint=None, b_constraint=None, bias=True"
)
FIRST_1 = "init='glorot_uniform', activation=None, weights=None, border_mode='valid'"
LENGTH = ", input_dim=None, input_length=None"


class Convolution(SpatialLayer):
    """Kernel sides x input channels / groups x filters, and a bias of filters."""

    looks_again: ClassVar[tuple[str, ...]] = GENERATIONS
    transposed: ClassVar[bool] = False
    strides_with_dilation: ClassVar[bool] = False
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
        if isinstance(value, float) and self.setting.generation != "3" and 1 <= value <= LARGEST:
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
