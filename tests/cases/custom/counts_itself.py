# expect: partial
"""Classes that say themselves which weights they have, or whether they train."""
import keras
from keras import layers


class Scaled(layers.Layer):
    def build(self, input_shape):
        self.scale = self.add_weight(shape=(input_shape[-1],), name="scale")
        self.shift = self.add_weight(shape=(input_shape[-1],), name="shift")

    def call(self, x):
        return x * self.scale + self.shift


class Some(Scaled):
    @property
    def weights(self):
        return [self.scale]


class Told(Scaled):
    def count_params(self):
        return 7


class Property(Scaled):
    @property
    def trainable(self):
        return False

    @trainable.setter
    def trainable(self, value):
        pass


model = keras.Sequential([keras.Input((8,)), Some(), layers.Dense(2)])
model = keras.Sequential([keras.Input((8,)), Told(), layers.Dense(2)])
model = keras.Sequential([keras.Input((8,)), Property(), layers.Dense(2)])
