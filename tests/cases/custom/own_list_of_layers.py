"""The list in which Keras 3 keeps the layers of a model, set by the program."""
import keras
from keras import layers

model = keras.Sequential([layers.Dense(4), layers.Dense(3)])
model._layers = [layers.Dense(9)]
model.build((None, 8))

model = keras.Sequential([keras.Input((8,)), layers.Dense(4), layers.Dense(3)])
model._layers = model._layers[:-1]

model = keras.Sequential([layers.Dense(4)])
model._layers = []
model.add(layers.Dense(9))
model.build((None, 8))
