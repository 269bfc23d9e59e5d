"""Layers that a generator yields."""
from keras.models import Sequential
from keras.layers import BatchNormalization, Dense, Input, ReLU


def block(widths):
    for width in widths:
        yield Dense(width, use_bias=False)
        yield BatchNormalization()
        yield ReLU()


def head():
    yield from block([8])
    yield Dense(2)


model = Sequential([Input((12,)), *block([32, 16]), *head()])
