"""Layers that derive from one of Keras' own and hold more than it does: Keras 3 runs no ``call`` of theirs without data."""
import keras
import numpy as np
from keras import layers


class Gated(layers.Dense):
    def __init__(self, units):
        super().__init__(units)
        self.gate = layers.Dense(2)


class GatedShape(Gated):
    def compute_output_shape(self, input_shape):
        return (input_shape[0], self.units)


class GatedCall(Gated):
    def call(self, x):
        return super().call(x) * self.gate(x)[:, :1]


class GatedBuild(Gated):
    def build(self, input_shape):
        super().build(input_shape)
        self.gate.build(input_shape)


class Weighed(layers.Dense):
    def __init__(self, units):
        super().__init__(units)
        self.scale = self.add_weight(shape=(3, 4), name="scale")


class Rebuilt(layers.Dense):
    def build(self, input_shape):
        self.extra = layers.Dense(2)
        self.extra.build(input_shape)
        self.other = self.add_weight(shape=(input_shape[-1], self.units), name="other")
        self.built = True

    def call(self, x):
        return x @ self.other


class Both(layers.Bidirectional):
    def __init__(self, units):
        super().__init__(layers.GRU(units))
        self.extra = layers.Dense(3)

    def call(self, sequences, initial_state=None):
        return self.extra(super().call(sequences))


class Each(layers.TimeDistributed):
    def __init__(self, units):
        super().__init__(layers.Dense(units))
        self.extra = layers.Dense(3)


class Positions(layers.Embedding):
    def __init__(self, size, width):
        super().__init__(size, width)
        self.positions = layers.Embedding(7, width)

    def call(self, x):
        return super().call(x) + self.positions(x)


class ConvBlock(layers.Conv2D):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.normalize = layers.BatchNormalization()
        self.rectify = layers.ReLU()

    def call(self, x, training=None):
        return self.rectify(self.normalize(super().call(x), training=training))


plain = keras.Sequential([keras.Input((6,)), Gated(7)])
shape = keras.Sequential([keras.Input((6,)), GatedShape(7)])
called = keras.Sequential([keras.Input((6,)), GatedCall(7)])
built = keras.Sequential([keras.Input((6,)), GatedBuild(7)])
weighed = keras.Sequential([keras.Input((6,)), Weighed(7)])
rebuilt = keras.Sequential([keras.Input((6,)), Rebuilt(4)])
both = keras.Sequential([keras.Input((5, 6)), Both(2)])
each = keras.Sequential([keras.Input((5, 6)), Each(2)])
positions = keras.Sequential([keras.Input((6,)), Positions(5, 4)])
block = keras.Sequential([keras.Input((8, 8, 3)), ConvBlock(4, 3), layers.Flatten(), GatedCall(2)])

fed = keras.Sequential([keras.Input((6,)), GatedCall(7)])
fed(np.zeros((2, 6), "float32"))
predicted = keras.Sequential([keras.Input((6,)), Positions(5, 4)])
predicted.compile("sgd", "mse")
predicted.predict(np.zeros((2, 6)), verbose=0)
trained = keras.Sequential([ConvBlock(4, 3), layers.Flatten(), GatedCall(2)])
trained.compile("sgd", "mse")
trained.fit(np.zeros((40, 8, 8, 3)), np.zeros((40, 2)), verbose=0)
