"""Weights that a layer of the program puts into tf.keras 2's own lists, as tied autoencoders of old do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lint_params import summarize
from tests.keras.grid import clear, judge

TIED = """
from tf_keras import Input, Sequential, backend, layers


class Tied(layers.Dense):
    def __init__(self, units, tied_to=None, **kwargs):
        self.tied_to = tied_to
        super().__init__(units=units, **kwargs)

    def build(self, input_shape):
        self.kernel = backend.transpose(self.tied_to.kernel)
        self._non_trainable_weights.append(self.kernel)
        self.bias = self.add_weight(shape=(self.units,), name="bias")
        self.built = True

    def call(self, x):
        return backend.bias_add(backend.dot(x, self.kernel), self.bias)


encoder = layers.Dense(4)
model = Sequential([Input((8,)), encoder, Tied(8, tied_to=encoder), layers.Dense(2)])
"""


def test_what_is_put_into_the_list_of_weights_counts(tmp_path: Path) -> None:
    clear(judge("tf2"))
    program: dict[str, Any] = {"__name__": "program"}  # Any: the model is one of tf_keras, which has no types
    exec(compile(TIED, "tied.py", "exec"), program)
    path = tmp_path / "tied.py"
    path.write_text(TIED, encoding="utf-8")
    (model,) = summarize(path, isolated=True).models
    assert model.params == program["model"].count_params()
