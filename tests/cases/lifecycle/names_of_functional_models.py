"""Every rebuilt chain takes a name of the functional models: once in the constructor, once each ``add`` and ``pop``."""

import keras
from keras import Sequential, layers

first = Sequential([layers.Input((4,)), layers.Dense(4), layers.Dense(2)])
second = keras.Model(first.inputs, first.layers[-2].output)
third = Sequential([second, layers.Dense(3)])
third.add(layers.Dense(2))
third.pop()
inputs = keras.Input((4,))
fourth = keras.Model(inputs, layers.Dense(6)(first(inputs)))
fifth = Sequential([layers.Input((4,)), fourth, layers.Dense(1)])
