"""Attributes set and read by name."""
from keras.models import Sequential
from keras.layers import Dense, Input


class Params:
    def __init__(self, **kwargs):
        for key, value in kwargs.items():
            setattr(self, key, value)
        self.__dict__.update(extra=2)


p = Params(hidden=7, inputs=3)
model = Sequential([Input((p.inputs,)), Dense(getattr(p, 'hidden')), Dense(getattr(p, 'absent', 4)), Dense(p.extra)])
