"""Builders for others."""
from keras.models import Sequential
from keras.layers import Conv2D, Dense, Flatten, Input


def make_mlp(n_in, hidden, n_out):
    model = Sequential()
    model.add(Input((n_in,)))
    for units in hidden:
        model.add(Dense(units))
    model.add(Dense(n_out))
    return model


def make_cnn(side, filters=4):
    return Sequential([Input((side, side, 1)), Conv2D(filters, 3), Flatten(), Dense(1)])
