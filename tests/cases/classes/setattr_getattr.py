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


class Box:
    def __setitem__(self, key, value):
        setattr(self, key, value)

    def __delitem__(self, key):
        delattr(self, key)

    def __contains__(self, key):
        return key in self.__dict__

    @property
    def size(self):
        return self._size

    @size.setter
    def size(self, new):
        self._size = new

    @size.deleter
    def size(self):
        self._size = 7

    @property
    def fixed(self):
        return 8


box = Box()
box["k"] = 5
box.size = 6
boxed = Sequential([Input((2,)), Dense(3 if "k" in box else 4), Dense(5 if "z" in box else 6), Dense(box.size)])
del box["k"], box.size
boxed.add(Dense(3 if "k" in box else 4))
boxed.add(Dense(box.size))
try:
    del box.fixed
except AttributeError:
    boxed.add(Dense(9))
