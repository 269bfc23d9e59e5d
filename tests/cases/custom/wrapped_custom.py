"""Custom layers inside TimeDistributed and nested models."""
import keras
from keras import layers, ops


class Pool(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.proj = layers.Dense(units)

    def call(self, x):
        return ops.max(self.proj(x), axis=1)


frame = keras.Sequential([keras.Input((4, 3)), Pool(5)])
model = keras.Sequential([keras.Input((6, 4, 3)), layers.TimeDistributed(frame), layers.GRU(2), layers.Dense(1)])
