"""The first custom layer of the guide."""
import keras
from keras import ops
import tensorflow as tf


class Linear(keras.layers.Layer):
    def __init__(self, units=32):
        super().__init__()
        self.units = units

    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1], self.units), initializer="random_normal", trainable=True)
        self.b = self.add_weight(shape=(self.units,), initializer="random_normal", trainable=True)

    def call(self, inputs):
        return ops.matmul(inputs, self.w) + self.b


model = keras.Sequential([keras.Input((5,)), Linear(8), keras.layers.ReLU(), Linear(2)])
