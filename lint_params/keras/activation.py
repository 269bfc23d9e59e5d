"""Activation layers. Source: ``keras/src/layers/activations/``; tf_keras: ``tf_keras/src/layers/activation/``."""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.keras import legacy
from lint_params.keras.base import KerasLayer, Older
from lint_params.model.dimension import Dimension
from lint_params.model.errors import Refused
from lint_params.model.shape import Shape
from lint_params.model.weight import Weight


class Activation(KerasLayer):
    signature = "activation"


class _Slope(KerasLayer):
    """An activation with numbers that may not be negative, nor all of them ``None``."""

    numbers: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    def check(self) -> None:
        for name in self.numbers:
            value = self.args.value(name)
            if value is None and name in self.optional:
                continue
            if value is None or isinstance(value, str) or (isinstance(value, (int, float)) and value < 0):
                raise Refused(
                    f"{name} of {self.keras_name} must be a number of at least 0, not {value}", "argument", name
                )


class ReLU(_Slope):
    signature = "max_value=None, negative_slope=0.0, threshold=0.0"
    generations = ("3", "tf2", "2")
    numbers = ("max_value", "negative_slope", "threshold")
    optional = ("max_value",)


class LeakyReLU(_Slope):
    """Keras 3 calls ``negative_slope`` what was ``alpha``, and still takes that name."""

    signature = "negative_slope=0.3, alpha=0.3"
    older = {generation: Older("alpha=0.3", {"alpha": "negative_slope"}) for generation in ("tf2", "2", "1")}
    numbers = ("negative_slope", "alpha")

    def check(self) -> None:
        if self.setting.generation == "3":
            super().check()
            return
        value = self.args.value("negative_slope")
        if value is None or isinstance(value, str):
            raise Refused(f"alpha of LeakyReLU must be a number, not {value!r}", "argument", "alpha")


class ELU(KerasLayer):
    signature = "alpha=1.0"


class Softmax(KerasLayer):
    signature = "axis=-1"
    older = {"tf2": Older("axis=-1, robust_masking=False")}
    generations = ("3", "tf2", "2")


class ThresholdedReLU(_Slope):
    signature = "theta=1.0"
    generations = ("tf2", "2", "1")
    numbers = ("theta",)


class PReLU(KerasLayer):
    """A slope for every place of one sample, but one along ``shared_axes``."""

    signature = "alpha_initializer='zeros', alpha_regularizer=None, alpha_constraint=None, shared_axes=None"
    older = {
        "2": legacy.keras_2(signature, {"init": "alpha_initializer"}),
        "1": legacy.keras_1("init='zero', weights=None, shared_axes=None", {"init": "alpha_initializer"}),
    }
    weight_names: tuple[str, ...] = ("alpha",)

    def weights(self, shape: Shape) -> Iterator[Weight]:
        sizes: list[Dimension] = list(shape)[1:]
        for axis in self._shared():
            if not -len(sizes) <= axis - 1 < len(sizes):
                raise Refused(f"shared axis {axis} is out of bounds for {shape}", "rank", "shared_axes")
            sizes[axis - 1] = 1
        for name in self.weight_names:
            yield self.weight(name, sizes)

    def _shared(self) -> tuple[int, ...]:
        value = self.args.shape("shared_axes") or ()
        return tuple(axis for axis in value if isinstance(axis, int))


class ParametricSoftplus(PReLU):
    """Keras 1 alone: ``keras/layers/advanced_activations.py`` of 1.2.2."""

    signature = "alpha_init=0.2, beta_init=5.0, weights=None, shared_axes=None"
    older = {}
    generations = ("1",)
    weight_names = ("alphas", "betas")


class SReLU(PReLU):
    """Keras 1 alone: ``keras/layers/advanced_activations.py`` of 1.2.2."""

    signature = (
        "t_left_init='zero', a_left_init='glorot_uniform', t_right_init='glorot_uniform', a_right_init='one', "
        "shared_axes=None"
    )
    older = {}
    generations = ("1",)
    weight_names = ("t_left", "a_left", "t_right", "a_right")
