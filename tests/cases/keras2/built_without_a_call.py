"""``build`` of a layer that has none of its own runs no ``call``: what that would build has no weights yet."""

import tf_keras as keras
from tf_keras import layers


class Inner(layers.Layer):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(6)

    def call(self, x):
        return self.dense(x)


class Unused(layers.Layer):
    def build(self, input_shape):
        self.inner = Inner()
        self.inner.build(input_shape)
        super().build(input_shape)

    def call(self, x):
        return x


class Used(Unused):
    def call(self, x):
        return self.inner(x)


model = keras.Sequential([layers.InputLayer(input_shape=(6,)), Inner(), Unused(), Used(), layers.Dense(2)])
