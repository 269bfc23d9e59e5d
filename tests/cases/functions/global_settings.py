"""Settings in globals that a function changes."""
from keras.models import Sequential
from keras.layers import Dense, Input

UNITS = 10


def configure(units):
    global UNITS
    UNITS = units


def build():
    return Sequential([Input((UNITS,)), Dense(UNITS)])


before = build()
configure(25)
after = build()
