"""Pooling: windows, whole axes (global) and fixed outputs (adaptive). Source: ``keras/src/layers/pooling/``.

No layer here has weights.
"""

from __future__ import annotations

from lint_params.keras import legacy
from lint_params.keras.base import KerasLayer, Older
from lint_params.keras.spatial import SpatialLayer
from lint_params.model.dimension import Count
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape, nameless


class _Pooling(SpatialLayer):
    """Source: ``keras/src/layers/pooling/base_pooling.py``."""

    def check(self) -> None:
        super().check()
        self.args.sizes("pool_size", self.spatial_rank)
        self.strides()

    def strides(self) -> tuple[Count, ...]:
        return self.args.sizes("pool_size" if self.args.value("strides") is None else "strides", self.spatial_rank)

    def padding(self) -> str:
        """Keras 3 takes the padding of a pooling in lower case only."""
        value = self.args.value("padding")
        if self.setting.generation == "3" and isinstance(value, str) and value != value.lower():
            known = (value, value.lower())
            raise Refused(f"padding must be 'valid' or 'same', not {value!r}", "argument", "padding", known)
        return super().padding()

    def output_shape(self, shape: Shape) -> Shape:
        before, channels, spatial = self.split(shape)
        return self.join(before, channels, self.window_lengths(spatial, "pool_size"))


def _windowed(size: object, data_format: str = "None", name: str = ", name=None") -> str:
    given = "pool_size" if size is None else f"pool_size={size}"
    return f"{given}, strides=None, padding='valid', data_format={data_format}{name}"


def _older(size: object, data_format: str = "None") -> dict[str, Older]:
    before = _windowed(size, data_format, "")
    flat = size == 2
    return {
        "tf2": Older(before),
        "2": legacy.keras_2(before, legacy.POOLING_1D if flat else legacy.POOLING),
        "1": legacy.keras_1(
            f"pool_length={size}, stride=None, border_mode='valid'"
            if flat
            else f"pool_size={size}, strides=None, border_mode='valid', dim_ordering='default'",
            legacy.POOLING_1D if flat else legacy.POOLING,
            steps=flat,
        ),
    }


class MaxPooling1D(_Pooling):
    spatial_rank = 1
    signature = _windowed(2)
    older = _older(2, "'channels_last'")
    aliases = ("MaxPool1D",)


class MaxPooling2D(_Pooling):
    spatial_rank = 2
    signature = _windowed((2, 2))
    older = _older((2, 2))
    aliases = ("MaxPool2D",)


class MaxPooling3D(_Pooling):
    spatial_rank = 3
    signature = _windowed((2, 2, 2))
    older = _older((2, 2, 2))
    aliases = ("MaxPool3D",)


class AveragePooling1D(_Pooling):
    spatial_rank = 1
    signature = _windowed(None)
    older = _older(2, "'channels_last'")
    aliases = ("AvgPool1D",)


class AveragePooling2D(_Pooling):
    spatial_rank = 2
    signature = _windowed(None)
    older = _older((2, 2))
    aliases = ("AvgPool2D",)


class AveragePooling3D(_Pooling):
    spatial_rank = 3
    signature = _windowed(None)
    older = _older((2, 2, 2))
    aliases = ("AvgPool3D",)


class _GlobalPooling(SpatialLayer):
    """Source: ``keras/src/layers/pooling/base_global_pooling.py``."""

    signature = "data_format=None, keepdims=False"
    older = {
        "2": legacy.keras_2("data_format=None", legacy.FORMAT),
        "1": legacy.keras_1("dim_ordering='default'", legacy.FORMAT),
    }

    def output_shape(self, shape: Shape) -> Shape:
        channels = self.split(shape)[1]
        before = self.split(shape)[0]
        if self.args.flag("keepdims"):
            return self.join(before, channels, (1,) * self.spatial_rank)
        return before + (channels,)  # noqa: RUF005 - a shape may be open


_GLOBAL_1D = {
    "tf2": Older("data_format='channels_last', keepdims=False"),
    "2": legacy.keras_2("data_format='channels_last'", legacy.FORMAT),
    "1": legacy.keras_1("", steps=True),
}


class GlobalMaxPooling1D(_GlobalPooling):
    spatial_rank = 1
    older = _GLOBAL_1D
    aliases = ("GlobalMaxPool1D",)


class GlobalMaxPooling2D(_GlobalPooling):
    spatial_rank = 2
    aliases = ("GlobalMaxPool2D",)


class GlobalMaxPooling3D(_GlobalPooling):
    spatial_rank = 3
    aliases = ("GlobalMaxPool3D",)


class GlobalAveragePooling1D(_GlobalPooling):
    spatial_rank = 1
    older = _GLOBAL_1D
    aliases = ("GlobalAvgPool1D",)


class GlobalAveragePooling2D(_GlobalPooling):
    spatial_rank = 2
    aliases = ("GlobalAvgPool2D",)


class GlobalAveragePooling3D(_GlobalPooling):
    spatial_rank = 3
    aliases = ("GlobalAvgPool3D",)


class _AdaptivePooling(KerasLayer):
    """An output of a fixed size, whatever the input's rank (Keras checks it only when it computes).

    Source: ``keras/src/layers/pooling/base_adaptive_pooling.py``.
    """

    signature = "output_size, data_format=None"
    generations = ("3",)
    pooled = 1

    def check(self) -> None:
        self._sizes()
        self._channels_first()

    def _sizes(self) -> tuple[Count, ...]:
        return self.args.sizes("output_size", self.pooled)

    def _channels_first(self) -> bool:
        value = self.args.value("data_format") or self.setting.data_format
        if value not in ("channels_first", "channels_last"):
            raise Refused(
                f"data_format must be channels_first or channels_last, not {value!r}", "argument", "data_format"
            )
        return value == "channels_first"

    def output_shape(self, shape: Shape) -> Shape:
        if not self._channels_first():
            return Shape((shape[0], *self._sizes(), shape[-1]))
        try:
            channels = shape[1]
        except Refused:
            raise Refused(f"{self.keras_name} needs channels at axis 1, not {shape}", "rank") from None
        except Undetermined:
            channels = nameless()
        return Shape((shape[0], channels, *self._sizes()))


class AdaptiveMaxPooling1D(_AdaptivePooling):
    pass


class AdaptiveMaxPooling2D(_AdaptivePooling):
    pooled = 2


class AdaptiveMaxPooling3D(_AdaptivePooling):
    pooled = 3


class AdaptiveAveragePooling1D(_AdaptivePooling):
    pass


class AdaptiveAveragePooling2D(_AdaptivePooling):
    pooled = 2


class AdaptiveAveragePooling3D(_AdaptivePooling):
    pooled = 3
