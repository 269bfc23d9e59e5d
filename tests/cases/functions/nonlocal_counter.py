"""A counter kept in the enclosing function."""
from keras.models import Sequential
from keras.layers import Dense, Input


def make():
    units = 64

    def halve():
        nonlocal units
        units //= 2
        return units

    return Sequential([Input((10,)), Dense(halve()), Dense(halve()), Dense(halve())])


model = make()
