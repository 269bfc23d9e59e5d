"""Sublayers kept in a dictionary and made in a comprehension."""
import keras
from keras import layers


class MultiHead(layers.Layer):
    def __init__(self, heads):
        super().__init__()
        self.heads = {name: layers.Dense(units, name=name) for name, units in heads.items()}
        self.merge = layers.Concatenate()

    def call(self, x):
        return self.merge([head(x) for head in self.heads.values()])


model = keras.Sequential([keras.Input((5,)), MultiHead({'a': 2, 'b': 3}), layers.Dense(1)])
