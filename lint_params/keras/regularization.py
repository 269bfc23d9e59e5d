"""Dropout, noise and penalties: no weights, the shape stays.

Source: ``keras/src/layers/regularization/``. The state of a random generator is no weight of the layer.
"""

from __future__ import annotations

from lint_params.keras import legacy
from lint_params.keras.base import KerasLayer, Older
from lint_params.keras.spatial import FORMATS
from lint_params.model.errors import Refused
from lint_params.model.unknown import Unknown


class _Random(KerasLayer):
    """A layer with a rate (or deviation) that newer generations keep between 0 and 1."""

    rate = "rate"
    checked_in: tuple[str, ...] = ("3",)

    def check(self) -> None:
        generation, value = self.setting.generation, self.args.value(self.rate)
        if generation not in self.checked_in:
            return
        refused = not 0 <= value <= 1 if isinstance(value, (int, float)) else generation == "3" and not_a_number(value)
        if refused:
            raise Refused(
                f"{self.rate} of {self.keras_name} must be between 0 and 1, not {value!r}", "argument", self.rate
            )


def not_a_number(value: object) -> bool:
    """Whether a value that the source says can't be compared with numbers."""
    return value is None or isinstance(value, (str, tuple, list))


class Dropout(_Random):
    """Source: ``keras/src/layers/regularization/dropout.py``."""

    signature = "rate, noise_shape=None, seed=None"
    older = {
        "2": legacy.keras_2("rate, noise_shape=None, seed=None", {"p": "rate"}),
        "1": legacy.keras_1("p, noise_shape=None, seed=None", {"p": "rate"}),
    }
    checked_in = ("3", "tf2")

    def check(self) -> None:
        super().check()
        noise = self.args.raw("noise_shape")
        if self.setting.generation != "3" or noise is None or isinstance(noise, Unknown):
            return
        sizes = list(noise) if isinstance(noise, (tuple, list)) else [0]
        if any(isinstance(size, (float, str)) or (isinstance(size, int) and size <= 0) for size in sizes):
            raise Refused(
                f"noise_shape of Dropout must be made of positive numbers or None, not {noise}",
                "argument",
                "noise_shape",
            )


class AlphaDropout(_Random):
    """Source: ``keras/src/layers/regularization/alpha_dropout.py``."""

    signature = "rate, noise_shape=None, seed=None"
    generations = ("3", "tf2", "2")


class GaussianDropout(_Random):
    """Source: ``keras/src/layers/regularization/gaussian_dropout.py``."""

    signature = "rate, seed=None"
    older = {"2": legacy.keras_2("rate", {"p": "rate"}), "1": legacy.keras_1("p", {"p": "rate"})}


class GaussianNoise(_Random):
    """Source: ``keras/src/layers/regularization/gaussian_noise.py``."""

    signature = "stddev, seed=None"
    older = {"2": legacy.keras_2("stddev", {"sigma": "stddev"}), "1": legacy.keras_1("sigma", {"sigma": "stddev"})}
    rate = "stddev"


class _SpatialDropout(_Random):
    """Source: ``keras/src/layers/regularization/spatial_dropout.py``: Keras 3 takes no further arguments here."""

    signature = "rate, data_format=None, seed=None, name=None, dtype=None"
    older = {
        "tf2": Older("rate, data_format=None, seed=None"),
        "2": legacy.keras_2("rate, data_format=None, noise_shape=None, seed=None", {"p": "rate"} | legacy.FORMAT),
        "1": legacy.keras_1("p, dim_ordering='default'", {"p": "rate"} | legacy.FORMAT),
    }
    closed = ("3",)
    checked_in = ("3", "tf2")

    def check(self) -> None:
        super().check()
        if self.args.raw("data_format") is not None:
            self.args.choice("data_format", FORMATS)


class SpatialDropout1D(_SpatialDropout):
    signature = "rate, seed=None, name=None, dtype=None"
    older = {
        "tf2": Older("rate, seed=None"),
        "2": legacy.keras_2("rate, noise_shape=None, seed=None", {"p": "rate"}),
        "1": legacy.keras_1("p", {"p": "rate"}),
    }
    input_rank = 3


class SpatialDropout2D(_SpatialDropout):
    input_rank = 4


class SpatialDropout3D(_SpatialDropout):
    input_rank = 5


class ActivityRegularization(KerasLayer):
    """Source: ``keras/src/layers/regularization/activity_regularization.py``."""

    signature = "l1=0.0, l2=0.0"
