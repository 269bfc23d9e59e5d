"""A layer class whose constructor the program replaces: nothing is claimed of its layers."""
# expect: partial

import keras
from keras import layers

plain = keras.layers.Dense.__init__


def wider(self, units, *args, **kwargs):
    plain(self, units + 1, *args, **kwargs)


keras.layers.Dense.__init__ = wider
model = keras.Sequential([layers.Input((2, 2)), layers.Flatten(), layers.Dense(3)])
keras.layers.Dense.__init__ = plain
