"""The program puts methods of its own into classes of Keras."""

import keras
from keras import layers

plain = keras.layers.Dense
keras.layers.Dense = lambda units: plain(units, use_bias=False)
model = keras.Sequential([layers.Input((2,)), layers.Dense(3)])
keras.layers.Dense = plain
model.add(layers.Dense(3))
keras.Sequential.dense = lambda self, units: (self.add(keras.layers.Dense(units)), self)[1]
model.dense(4).dense(5)
