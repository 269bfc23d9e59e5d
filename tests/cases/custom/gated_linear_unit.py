"""Gated linear units, with split."""
import keras
from keras import layers, ops


class GatedLinearUnit(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.linear = layers.Dense(units)
        self.sigmoid = layers.Dense(units, activation="sigmoid")

    def call(self, inputs):
        return self.linear(inputs) * self.sigmoid(inputs)


class SplitGLU(layers.Layer):
    def call(self, x):
        a, b = ops.split(x, 2, axis=-1)
        return a * ops.sigmoid(b)


model = keras.Sequential([keras.Input((8,)), GatedLinearUnit(6), SplitGLU(), layers.Dense(2)])
