"""The dense counterpart of the sequence tagger, step by step."""

from keras import Input, Sequential, layers

UNITS = [5, 5, 650, 20, 20]

model = Sequential([Input(shape=(13,)), *[layers.Dense(units) for units in UNITS]])
model.compile(optimizer="adam", loss="mse")
