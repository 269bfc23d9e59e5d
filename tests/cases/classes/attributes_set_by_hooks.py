"""Attributes that a class sets its own way: ``__setattr__``, a frozen data class, ``__class_getitem__``."""

from dataclasses import dataclass

from keras import Sequential, layers


class Doubled:
    def __init__(self):
        self.kept = {"units": 7}

    def __getattr__(self, name):
        if name in self.kept:
            return self.kept[name]
        raise AttributeError(name)

    def __setattr__(self, name, value):
        object.__setattr__(self, name, value if name == "kept" else value * 2)


class Counted(Doubled):
    def __setattr__(self, name, value):
        super().__setattr__(name, value)


class Sized:
    def __class_getitem__(cls, size):
        return size * 2


@dataclass(frozen=True)
class Plan:
    units: int
    hidden: int = 0

    def __post_init__(self):
        object.__setattr__(self, "hidden", self.units * 3)


doubled, counted = Doubled(), Counted()
doubled.width = 5
counted.width = 3
delattr(counted, "width")
counted.depth = 2
model = Sequential(
    [
        layers.Input((2,)),
        layers.Dense(doubled.units),
        layers.Dense(doubled.width),
        layers.Dense(counted.depth),
        layers.Dense(len(vars(counted))),
        layers.Dense(Sized[4]),
        layers.Dense(Plan(2).hidden),
    ]
)
