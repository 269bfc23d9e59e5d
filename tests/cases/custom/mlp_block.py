"""Sublayers as attributes."""
import keras
from keras import layers


class MLPBlock(layers.Layer):
    def __init__(self, hidden, out, rate=0.1):
        super().__init__()
        self.first = layers.Dense(hidden, activation="gelu")
        self.drop = layers.Dropout(rate)
        self.second = layers.Dense(out)

    def call(self, x):
        x = self.first(x)
        x = self.drop(x)
        return self.second(x)


model = keras.Sequential([keras.Input((12,)), MLPBlock(16, 8), MLPBlock(8, 4), layers.Dense(1)])
