"""A custom layer derived from another."""
import keras
from keras import layers, ops


class Base(layers.Layer):
    extra = 0

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units + self.extra

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), name='kernel')

    def call(self, x):
        return ops.matmul(x, self.kernel)


class WithBias(Base):
    extra = 1

    def build(self, input_shape):
        super().build(input_shape)
        self.bias = self.add_weight(shape=(self.units,), name='bias')

    def call(self, x):
        return super().call(x) + self.bias


model = keras.Sequential([keras.Input((4,)), Base(3), WithBias(5)])
