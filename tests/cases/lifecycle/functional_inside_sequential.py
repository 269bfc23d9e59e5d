"""A functional model as a layer."""
import keras
from keras import layers

inp = keras.Input((16,))
x = layers.Dense(8)(inp)
skip = layers.Dense(8, use_bias=False)(inp)
block = keras.Model(inp, layers.Add()([x, skip]), name='residual')
model = keras.Sequential([block, layers.Dense(2)])
