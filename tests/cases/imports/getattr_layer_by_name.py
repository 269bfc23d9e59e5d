"""The class of a layer picked by its name."""
import keras
from keras import layers

RNN_TYPE = "GRU"
cell = getattr(layers, RNN_TYPE)
model = keras.Sequential([keras.Input((None, 8)), cell(16, return_sequences=True), cell(16), layers.Dense(1)])
