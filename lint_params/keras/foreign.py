"""Layers whose weights another library holds, or a file: the source of the model does not show them.

Source: ``keras/src/utils/torch_utils.py``, ``keras/src/utils/jax_layer.py``, ``keras/src/export/tfsm_layer.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from lint_params.keras.base import KerasLayer
from lint_params.model.errors import Undetermined
from lint_params.model.shape import Shape, Shapes
from lint_params.model.weight import Weight


class _Foreign(KerasLayer):
    generations: ClassVar[tuple[str, ...]] = ("3",)
    holder: ClassVar[str] = ""

    def weights_of(self, inputs: Shapes) -> Iterator[Weight]:
        raise Undetermined(f"the weights of {self.keras_name} are those of {self.holder}")

    def output_of(self, inputs: Shapes) -> Shapes:
        raise Undetermined(f"what {self.keras_name} gives is up to {self.holder}")


class TorchModuleWrapper(_Foreign):
    """A PyTorch module; ``output_shape``, batch first, may say what it gives."""

    signature = "module, name=None, output_shape=None"
    holder = "a PyTorch module"

    def output_of(self, inputs: Shapes) -> Shapes:
        sizes = self.args.shape("output_shape")
        return super().output_of(inputs) if sizes is None else Shape(sizes)


class FlaxLayer(_Foreign):
    """A Flax module."""

    signature = "module, method=None, variables=None"
    holder = "a Flax module"


class JaxLayer(_Foreign):
    """A JAX function."""

    signature = "call_fn, init_fn=None, params=None, state=None, seed=None, native_serialization_platforms=None"
    holder = "a JAX function"


class TFSMLayer(_Foreign):
    """A TensorFlow SavedModel in a file."""

    signature = "filepath, call_endpoint='serve', call_training_endpoint=None, trainable=True, name=None, dtype=None"
    holder = "a SavedModel in a file"
    closed = ("3",)


class DenseFeatures(_Foreign):
    """Feature columns of TensorFlow. Source: ``tf_keras/src/feature_column/dense_features_v2.py``."""

    signature = "feature_columns, trainable=True, name=None"
    generations: ClassVar[tuple[str, ...]] = ("tf2",)
    holder = "feature columns"
