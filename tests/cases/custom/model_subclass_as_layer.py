"""A Model subclass inside a Sequential model."""
import keras
from keras import layers


class Encoder(keras.Model):
    def __init__(self, latent):
        super().__init__()
        self.conv = layers.Conv2D(4, 3, strides=2)
        self.flat = layers.Flatten()
        self.out = layers.Dense(latent)

    def call(self, x):
        return self.out(self.flat(self.conv(x)))


model = keras.Sequential([keras.Input((9, 9, 1)), Encoder(6), layers.Dense(2)])
