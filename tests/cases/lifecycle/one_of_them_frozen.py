# expect: partial
"""One model of a list is frozen, and one layer of another: nothing says which."""

import os

import keras
from keras import layers

at = len(os.listdir(".")) % 2
nets = [
    keras.Sequential([keras.Input((4,)), layers.Dense(3)]),
    keras.Sequential([keras.Input((4,)), layers.Dense(4)]),
]
nets[at].trainable = False

deep = keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.Dense(5)])
deep.layers[at].trainable = False
