"""Core layers: Dense, Embedding, Activation and the like. Source: ``keras/src/layers/core/``."""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.keras.base import KerasLayer
from lint_params.model.shape import Shape
from lint_params.model.weight import Weight


class Dense(KerasLayer):
    """A kernel of inputs x units and a bias of units. Source: ``keras/src/layers/core/dense.py``."""

    signature = (
        "units, activation=None, use_bias=True, kernel_initializer='glorot_uniform', bias_initializer='zeros', "
        "kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, "
        "bias_constraint=None, lora_rank=None, lora_alpha=None, quantization_config=None"
    )
    least_rank = 2

    def check(self) -> None:
        self.args.size("units")

    def weights(self, shape: Shape) -> Iterator[Weight]:
        units = self.args.size("units")
        yield self.weight("kernel", (shape.features("Dense"), units))
        if self.args.flag("use_bias"):
            yield self.weight("bias", (units,))

    def output_shape(self, shape: Shape) -> Shape:
        return shape.with_last(self.args.size("units"))
