"""In Keras 3 the default dtype stands once the first layer is made: a later ``set_floatx`` changes no layer."""

import keras
from keras import Sequential, layers

keras.backend.set_floatx("float64")
first = Sequential([layers.Input((4,)), layers.Dense(3)])
keras.backend.set_floatx("float16")
second = Sequential([layers.Input((4,)), layers.Dense(3), layers.LayerNormalization()])
keras.config.set_dtype_policy("float32")
third = Sequential([layers.Input((4,)), layers.Dense(3)])
keras.backend.set_floatx("float32")
