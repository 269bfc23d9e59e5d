"""Variables as attributes of layers, compared with what Keras 3 and tf_keras count."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent
from typing import Any

import pytest

from lint_params.interpret import analyse_text

PROGRAM = """
import tensorflow as tf
{imports}
from {home} import layers, initializers
from {home} import backend as K

class Own(layers.Layer):
    def __init__(self):
        super().__init__()
{setup}
    def call(self, x):
        return x

model = {home}.Sequential([layers.InputLayer({shape}), Own(), layers.Dense(2)])
"""

BODIES = [
    "self.w = tf.Variable(tf.zeros((3, 4)))",
    "self.w = tf.Variable(initial_value=tf.ones((3, 4)), trainable=False, name='w')",
    "self.w = tf.Variable(tf.random_normal_initializer()(shape=(3, 4), dtype='float32'), trainable=True)",
    "self.w = [tf.Variable(tf.zeros((3,))), tf.Variable(tf.zeros((5,)))]",
    "self.w = tf.zeros((3, 4))",
    "v = tf.Variable(tf.zeros((3, 4)))\nself.a = v\nself.b = v",
    "self.w = tf.Variable(0.5)",
    "self.w = self.add_weight(shape=(3, 4), initializer='ones')\nself.again = self.w",
    "self.w = initializers.get('ones')((3, 4))",
]
KERAS_3 = [
    "self.w = keras.Variable('ones', shape=(3, 4))",
    "self.w = keras.Variable(keras.ops.zeros((3, 4)), trainable=False)",
    "self.w = keras.Variable(initializers.GlorotUniform()((3, 4)))",
    "self.w = keras.Variable(1.0)",
]
TF_KERAS = ["self.w = K.variable(K.constant(1.0, shape=(3, 4)))", "self.w = tf.Variable(lambda: tf.zeros((2, 2)))"]


def compared(tmp_path: Path, home: str, body: str) -> None:
    imports, shape = f"import {home}", "(6,)"
    text = dedent(PROGRAM).format(imports=imports, home=home, shape=shape, setup=indent(body, " " * 8))
    names: dict[str, Any] = {}
    exec(text, names)
    real = names["model"].layers[0]
    (model,) = analyse_text(text, str(tmp_path / "a.py")).models
    assert model.layers[0].params == real.count_params()
    assert model.layers[0].trainable == sum(w.shape.num_elements() for w in real.trainable_weights)


@pytest.mark.parametrize("body", BODIES + KERAS_3)
def test_variables_that_keras_3_counts(tmp_path: Path, body: str) -> None:
    compared(tmp_path, "keras", body)


@pytest.mark.parametrize("body", BODIES + TF_KERAS)
def test_variables_that_tf_keras_counts(tmp_path: Path, body: str) -> None:
    compared(tmp_path, "tf_keras", body)


OLD = """
from keras.layers.core import Layer, Dense
from keras.models import Sequential
from keras import backend as K
from keras import initializations

class Attention(Layer):
    def build(self, input_shape):
        self.W = {weight}
        self.b = K.zeros((input_shape[-1],))
        self.trainable_weights = [self.W, self.b]
    def call(self, x, mask=None):
        return x

model = Sequential()
model.add(Dense(6, input_dim=3))
model.add(Attention())
"""


@pytest.mark.parametrize(
    ("weight", "params"),
    [
        ("K.random_normal_variable((input_shape[-1], 4), 0, 1)", 6 * 4 + 6),
        ("initializations.get('glorot')((6, 4))", None),
    ],
)
def test_weights_that_are_listed_count_in_old_keras(tmp_path: Path, weight: str, params: int | None) -> None:
    """Stand-alone Keras 1: ``Layer.trainable_weights`` is what ``build`` sets it to (``keras/engine/topology.py``)."""
    (model,) = analyse_text(OLD.format(weight=weight), str(tmp_path / "a.py")).models
    assert model.layers[1].params == params
