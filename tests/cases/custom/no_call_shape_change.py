"""Only a call method: flatten, slice, transpose, reduce."""
import keras
from keras import layers, ops


class LastStep(layers.Layer):
    def call(self, x):
        return x[:, -1, :]


class SwapAxes(layers.Layer):
    def call(self, x):
        return ops.transpose(x, (0, 2, 1))


class MeanOverTime(layers.Layer):
    def call(self, x, mask=None):
        return ops.mean(x, axis=1)


class Halve(layers.Layer):
    def call(self, x):
        return x[:, ::2, 1:]


Sequence = [keras.Input((10, 6)), layers.LSTM(8, return_sequences=True)]
keras.Sequential(Sequence + [LastStep(), layers.Dense(1)])
keras.Sequential([keras.Input((10, 6)), SwapAxes(), layers.Dense(2), MeanOverTime()])
keras.Sequential([keras.Input((10, 6)), Halve(), layers.Flatten(), layers.Dense(3)])
