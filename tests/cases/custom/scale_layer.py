"""One number to learn."""
import keras
from keras import layers


class Scale(layers.Layer):
    def build(self, input_shape):
        self.alpha = self.add_weight(shape=(), initializer='ones', name='alpha')
        self.beta = self.add_weight(shape=(1,), initializer='zeros', name='beta', trainable=False)

    def call(self, x):
        return x * self.alpha + self.beta


model = keras.Sequential([keras.Input((3,)), Scale(), layers.Dense(2), Scale(name='last')])
