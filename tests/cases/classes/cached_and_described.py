"""A cached property runs once; a descriptor with ``__set__`` comes before what the object holds."""

from functools import cached_property

from keras import Sequential, layers


class Counter:
    def __init__(self):
        self.runs = 0

    @cached_property
    def once(self):
        self.runs += 1
        return self.runs + 3

    @property
    def always(self):
        self.runs += 1
        return self.runs + 3


class Doubled:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner=None):
        return getattr(instance, self.name) + 1

    def __set__(self, instance, value):
        setattr(instance, self.name, value * 2)


class Sized:
    units = Doubled()

    def __init__(self, units):
        self.units = units


counter, sized = Counter(), Sized(3)
model = Sequential(
    [
        layers.Input((2,)),
        layers.Dense(counter.once),
        layers.Dense(counter.once),
        layers.Dense(counter.always),
        layers.Dense(counter.always),
        layers.Dense(counter.once),
        layers.Dense(sized.units),
        layers.Dense(sized._units),
    ]
)
