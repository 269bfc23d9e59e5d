"""Recursion that halves the width until it is small."""
from keras.models import Sequential
from keras.layers import Dense, Input


def shrink(model, units):
    if units < 4:
        return model
    model.add(Dense(units, activation='relu'))
    return shrink(model, units // 2)


model = shrink(Sequential([Input((50,))]), 64)
model.add(Dense(1))
