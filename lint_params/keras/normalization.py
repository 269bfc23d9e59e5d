"""Normalizations. Source: ``keras/src/layers/normalization/``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lint_params.keras import legacy
from lint_params.keras.base import GENERATIONS, KerasLayer, Older
from lint_params.keras.spatial import divides
from lint_params.model.dimension import Count, lower, upper
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape
from lint_params.model.unknown import Unknown
from lint_params.model.weight import Weight

_BEGINNINGS = "beta_initializer='zeros', gamma_initializer='ones'"
_PENALTIES = "beta_regularizer=None, gamma_regularizer=None, beta_constraint=None, gamma_constraint=None"
_MOVING = "moving_mean_initializer='zeros', moving_variance_initializer='ones'"
_AFFINE = f"epsilon=0.001, center=True, scale=True, {_BEGINNINGS}"
_RENORM = "renorm=False, renorm_clipping=None, renorm_momentum=0.99"


class _Normalization(KerasLayer):
    """A layer that keeps the shape and normalizes along ``axis``."""

    def axes(self) -> list[int]:
        """The axes that ``axis`` names, as they stand there."""
        value = self.args.value("axis")
        given = list(value) if isinstance(value, (tuple, list)) else [value]
        if any(isinstance(axis, Unknown) for axis in given):
            raise Undetermined(f"axis of {self.keras_name} is unknown")
        axes = [axis for axis in given if isinstance(axis, int)]
        if len(axes) < len(given):
            raise Refused(
                f"axis of {self.keras_name} must be a whole number or several, not {value!r}", "argument", "axis"
            )
        return axes

    def size_at(self, shape: Shape, axis: int) -> Count:
        """The size at an axis, which weights are made from."""
        if not shape.open and not -len(shape) <= axis < len(shape):
            raise Refused(f"axis {axis} of {self.keras_name} is out of bounds for {shape}", "rank", "axis")
        return shape.features(self.keras_name, axis)

    def check(self) -> None:
        self.axes()

    def output_shape(self, shape: Shape) -> Shape:
        for axis in self.axes():
            if not shape.open and not -len(shape) <= axis < len(shape):
                raise Refused(f"axis {axis} of {self.keras_name} is out of bounds for {shape}", "rank", "axis")
        return shape

    def affine(self, sizes: Sequence[Count], dtype: str | None = None) -> Iterator[Weight]:
        """gamma where it scales, beta where it centers."""
        if self.args.flag("scale"):
            yield self.weight("gamma", sizes, dtype=dtype)
        if self.args.flag("center"):
            yield self.weight("beta", sizes, dtype=dtype)


class BatchNormalization(_Normalization):
    """gamma, beta, and what is not trained: moving mean and variance; with ``renorm`` three more.

    Source: ``keras/src/layers/normalization/batch_normalization.py``; Keras 1 named the statistics ``running_mean`` and
    ``running_std`` and kept all four in every mode (``keras/layers/normalization.py`` of 1.2.2).
    """

    looks_again = GENERATIONS

    signature = f"axis=-1, momentum=0.99, {_AFFINE}, {_MOVING}, {_PENALTIES}, {_RENORM}, synchronized=False"
    older = {
        "tf2": Older(
            f"axis=-1, momentum=0.99, {_AFFINE}, {_MOVING}, {_PENALTIES}, synchronized=False, {_RENORM}, fused=None, "
            "virtual_batch_size=None, adjustment=None"
        ),
        "2": legacy.keras_2(
            f"axis=-1, momentum=0.99, {_AFFINE}, {_MOVING}, {_PENALTIES}, mode=0",
            {"beta_init": "beta_initializer", "gamma_init": "gamma_initializer"},
        ),
        "1": legacy.keras_1(
            "epsilon=0.001, mode=0, axis=-1, momentum=0.99, weights=None, beta_init='zero', gamma_init='one', "
            "gamma_regularizer=None, beta_regularizer=None",
            {"beta_init": "beta_initializer", "gamma_init": "gamma_initializer"},
        ),
    }

    def check(self) -> None:
        if self.setting.generation != "tf2" and isinstance(self.args.value("axis"), (tuple, list)):
            raise Refused("axis of BatchNormalization must be a whole number", "argument", "axis")
        if self.setting.generation == "2" and self.args.value("mode") != 0:
            raise Refused("mode of BatchNormalization no longer exists", "argument", "mode")
        super().check()

    def weights(self, shape: Shape) -> Iterator[Weight]:
        sizes = self._sizes(shape)
        small = self.setting.generation == "tf2" and self.variable_dtype in ("float16", "bfloat16")
        dtype = "float32" if small else None
        yield from self.affine(sizes, dtype)
        names = ["moving_mean", "moving_variance"]
        if self.args.flag("renorm"):
            names += ["moving_stddev", "renorm_mean", "renorm_stddev"]
        for name in names:
            yield self.weight(name, sizes, trainable=False, dtype=dtype)

    def _sizes(self, shape: Shape) -> tuple[Count, ...]:
        axes = self.axes()
        if len(axes) == 1:
            return (self.size_at(shape, axes[0]),)
        rank = len(shape)
        named = {axis % rank: self.size_at(shape, axis) for axis in axes}
        return tuple(named.get(axis, 1) for axis in range(rank))


class LayerNormalization(_Normalization):
    """gamma and beta of the sizes along ``axis``. Source: ``keras/src/layers/normalization/layer_normalization.py``."""

    signature = f"axis=-1, {_AFFINE}, {_PENALTIES}, rms_scaling=False"
    older = {"tf2": Older(f"axis=-1, {_AFFINE}, {_PENALTIES}")}
    generations = ("3", "tf2")

    def weights(self, shape: Shape) -> Iterator[Weight]:
        axes = self.axes()
        if self.setting.generation == "3":
            axes = sorted(axes)
        sizes = tuple(self.size_at(shape, axis) for axis in axes)
        scaled_only = self.args.flag("rms_scaling")
        if self.args.flag("scale") or scaled_only:
            yield self.weight("gamma", sizes)
        if self.args.flag("center") and not scaled_only:
            yield self.weight("beta", sizes)


class GroupNormalization(_Normalization):
    """gamma and beta of the channels. Source: ``keras/src/layers/normalization/group_normalization.py``."""

    looks_again = GENERATIONS

    signature = f"groups=32, axis=-1, {_AFFINE}, {_PENALTIES}"
    generations = ("3", "tf2")

    def check(self) -> None:
        super().check()
        if self.args.raw("groups") != -1:
            self._groups()

    def _groups(self) -> Count:
        """The number of groups; tf.keras takes negative ones as it takes positive ones."""
        given = self.args.raw("groups")
        if self.setting.generation != "3" and isinstance(given, int) and given < 0:
            return -given
        return self.args.size("groups")

    def weights(self, shape: Shape) -> Iterator[Weight]:
        size = self.size_at(shape, self.args.integer("axis"))
        groups = size if self.args.raw("groups") == -1 else self._groups()
        if upper(size) < lower(groups):
            raise Refused(f"{groups} groups are more than {size} channels", "groups", "groups")
        if divides(size, groups) is False:
            raise Refused(f"{size} channels are not divisible by {groups} groups", "groups", "groups")
        return self.affine((size,))


class UnitNormalization(_Normalization):
    """No weights. Source: ``keras/src/layers/normalization/unit_normalization.py``."""

    signature = "axis=-1"
    generations = ("3", "tf2")


class RMSNormalization(_Normalization):
    """A scale of the sizes along ``axis``. Source: ``keras/src/layers/normalization/rms_normalization.py``."""

    signature = "axis=-1, epsilon=1e-06"
    generations = ("3",)

    def weights(self, shape: Shape) -> Iterator[Weight]:
        yield self.weight("scale", tuple(self.size_at(shape, axis) for axis in sorted(self.axes())))
