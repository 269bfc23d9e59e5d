"""Classes that derive from ``Wrapper``: the layer inside is theirs, and ``Wrapper.build`` builds it."""

import keras
from keras import layers


class Scaled(layers.Wrapper):
    def build(self, input_shape):
        self.layer.build(input_shape)
        self.scale = self.add_weight(shape=(1,), name="scale")
        super().build(input_shape)

    def call(self, inputs):
        return self.layer(inputs) * self.scale

    def compute_output_shape(self, input_shape):
        return self.layer.compute_output_shape(input_shape)


class Plain(layers.Wrapper):
    def __init__(self, layer, factor=2, **kwargs):
        super().__init__(layer, **kwargs)
        self.factor = factor

    def call(self, inputs):
        return self.layer(inputs) * self.factor


model = keras.Sequential([layers.Input((5,)), Scaled(layers.Dense(3)), Plain(layers.Dense(2)), layers.Dense(1)])
