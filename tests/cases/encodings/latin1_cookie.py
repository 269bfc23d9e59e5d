# -*- coding: latin-1 -*-
"""Größen in Latin-1."""
from keras.models import Sequential
from keras.layers import Dense, Input

model = Sequential()
model.add(Input((5,)))
model.add(Dense(
    4,
    activation="relu"))
model.add(Dense(2))
größe = 3
model.add(Dense(größe, name='schluß'))
