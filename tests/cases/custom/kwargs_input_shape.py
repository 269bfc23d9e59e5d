"""A custom layer first in the model, with input_shape passed on."""
import keras
from keras import layers


class Shift(layers.Layer):
    def __init__(self, amount, **kwargs):
        super().__init__(**kwargs)
        self.amount = amount

    def call(self, x):
        return x + self.amount


model = keras.Sequential()
model.add(Shift(0.5, input_shape=(3, 4)))
model.add(layers.Flatten())
model.add(layers.Dense(2))
