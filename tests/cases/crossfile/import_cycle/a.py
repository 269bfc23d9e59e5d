"""Knows b."""
from keras.models import Sequential
from keras.layers import Dense, Input

BASE = 4
import b


def build():
    return Sequential([Input((BASE,)), Dense(b.width())])
