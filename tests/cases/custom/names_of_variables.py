"""Variables without a name are counted through, whoever makes them."""

import keras
from keras import layers, ops


class Linear(layers.Layer):
    def __init__(self, units=4):
        super().__init__()
        self.units = units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units))
        self.bias = self.add_weight(shape=(self.units,), trainable=False, name="shift")
        self.extra = keras.Variable(ops.zeros((3,)), trainable=True)

    def call(self, inputs):
        return ops.matmul(inputs, self.kernel) + self.bias


model = keras.Sequential([layers.Input((3,)), Linear(), Linear(5), layers.Dense(1)])
