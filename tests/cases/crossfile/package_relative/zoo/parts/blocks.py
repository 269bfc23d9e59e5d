"""Blocks of layers."""
from keras.layers import BatchNormalization, Dense

from ..settings import WIDTH


def block(n):
    return [Dense(n), BatchNormalization(), Dense(WIDTH // 2)]
