"""A highway layer: transform and carry gates."""
import keras
from keras import layers


class Highway(layers.Layer):
    def __init__(self, activation='relu', transform_bias=-1.0):
        super().__init__()
        self.activation = activation
        self.transform_bias = transform_bias

    def build(self, input_shape):
        dim = input_shape[-1]
        bias = keras.initializers.Constant(self.transform_bias)
        self.h = layers.Dense(dim, activation=self.activation)
        self.t = layers.Dense(dim, activation='sigmoid', bias_initializer=bias)
        self.h.build(input_shape)
        self.t.build(input_shape)

    def call(self, x):
        t = self.t(x)
        return self.h(x) * t + x * (1.0 - t)


model = keras.Sequential([keras.Input((10,)), Highway(), Highway('tanh'), layers.Dense(1)])
