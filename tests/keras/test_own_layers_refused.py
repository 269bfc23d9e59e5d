"""Layers of the program that Keras 3 does not take: real Keras raises, and ours says why it does not know."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from lint_params import summarize
from tests.keras.grid import clear, judge

PROGRAMS = {
    "a build whose arguments are not those of call": (
        """
        class Own(layers.LSTM):
            def call(self, x, mask=None):
                return super().call(x, mask=mask)
        """,
        "its build takes sequences_shape",
    ),
    "a build of the program's own with another argument": (
        """
        class Own(layers.Layer):
            def __init__(self, units):
                super().__init__()

            def build(self, input_shape, units=3):
                self.kernel = self.add_weight(shape=(input_shape[-1], units))

            def call(self, x):
                return x @ self.kernel
        """,
        "its build takes input_shape",
    ),
    "a layer made by the call of one that is built": (
        """
        class Own(layers.Layer):
            def __init__(self, units):
                super().__init__()
                self.dense = None

            def call(self, x):
                if self.dense is None:
                    self.dense = layers.Dense(3)
                return self.dense(x)
        """,
        "takes no new layer or weight in Own once it is built",
    ),
    "a layer kept in a list by the call of one that is built": (
        """
        class Own(layers.Layer):
            def __init__(self, units):
                super().__init__()
                self.denses = []

            def call(self, x):
                self.denses.append(layers.Dense(3))
                return self.denses[0](x)
        """,
        "takes no new layer or weight in Own once it is built",
    ),
    "a kernel in the place of that of Dense": (
        """
        class Own(layers.Dense):
            def build(self, input_shape):
                self.kernel = self.add_weight(shape=(input_shape[-1], 2 * self.units))
                self.bias = None

            def call(self, x):
                return x @ self.kernel
        """,
        "lets no program set the kernel of a Dense",
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_keras_refuses_is_unknown(name: str, tmp_path: Path) -> None:
    own, reason = PROGRAMS[name]
    head = "from keras import Input, Sequential, layers\n"
    program = head + textwrap.dedent(own) + "\nmodel = Sequential([Input((5, 8)), Own(4)])\n"
    keras = judge("3")
    clear(keras)
    with pytest.raises((AttributeError, ValueError)):
        exec(compile(program, name, "exec"), {"__name__": "program"})
    path = tmp_path / "program.py"
    path.write_text(program, encoding="utf-8")
    (model,) = summarize(path, isolated=True).models
    assert model.params is None
    assert any(reason in (layer.reason or "") for layer in model.layers)
