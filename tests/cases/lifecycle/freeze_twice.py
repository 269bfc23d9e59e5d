"""Frozen, one layer thawed, frozen again; a layer added to a frozen model."""
from keras.models import Sequential
from keras.layers import Dense, Input

model = Sequential([Input((5,)), Dense(4), Dense(3)])
model.trainable = False
model.layers[0].trainable = True
model.trainable = False
late = Sequential([Input((5,)), Dense(4)])
late.trainable = False
late.add(Dense(2))
