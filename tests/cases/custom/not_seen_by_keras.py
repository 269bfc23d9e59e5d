"""Layers that Keras does not see: put into a list by another name, kept by a cached property, or in a deque."""
from collections import deque
from functools import cached_property

import keras
from keras import layers


class Unseen(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.rows = []
        for _ in range(2):
            row = []
            self.rows.append(row)
            row.append(layers.Dense(3))
        self.queue = deque([layers.Dense(5)])
        self.deep = [[[[[[layers.Dense(6)]]]]]]

    @cached_property
    def net(self):
        return layers.Dense(4)

    def build(self, input_shape):
        for dense in [self.rows[0][0], self.rows[1][0], self.queue[0], self.net, self.deep[0][0][0][0][0][0]]:
            dense.build(input_shape)

    def call(self, x):
        return self.net(x)


model = keras.Sequential([keras.Input((8,)), Unseen(), layers.Dense(2)])
map(lambda layer: setattr(layer, "trainable", False), model.layers)
