"""A sublayer that call uses only under a setting."""
import keras
from keras import layers


class Block(layers.Layer):
    def __init__(self, units, norm=True):
        super().__init__()
        self.norm = norm
        self.dense = layers.Dense(units)
        if norm:
            self.bn = layers.BatchNormalization()

    def call(self, x, training=False):
        x = self.dense(x)
        if self.norm:
            x = self.bn(x, training=training)
        return x


model = keras.Sequential([keras.Input((3,)), Block(4), Block(5, norm=False)])
