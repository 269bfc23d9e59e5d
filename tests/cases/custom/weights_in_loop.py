"""Weights made in a loop."""
import keras
from keras import layers, ops


class Stacked(layers.Layer):
    def __init__(self, sizes, **kwargs):
        super().__init__(**kwargs)
        self.sizes = sizes
        self.kernels = []

    def build(self, input_shape):
        last = input_shape[-1]
        for i, size in enumerate(self.sizes):
            self.kernels.append(self.add_weight(shape=(last, size), name=f'k{i}'))
            last = size

    def call(self, x):
        for k in self.kernels:
            x = ops.tanh(ops.matmul(x, k))
        return x

    def compute_output_shape(self, input_shape):
        return input_shape[:-1] + (self.sizes[-1],)


model = keras.Sequential([keras.Input((7,)), Stacked([5, 3, 2]), layers.Dense(1)])
