"""Builders of the zoo."""
from keras.models import Sequential
from keras.layers import Dense, Input

from . import settings
from .parts.blocks import block


def build(n):
    return Sequential([Input((n,)), *block(settings.WIDTH), Dense(1)])
