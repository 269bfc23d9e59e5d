"""Named tuples changed and taken apart; ``property`` called as a function."""

from collections import namedtuple
from string import ascii_lowercase
from typing import NamedTuple

from keras import Sequential, layers

Pair = namedtuple("Pair", "a b", defaults=[7])


class Block(NamedTuple):
    units: int
    repeats: int = 3

    def total(self):
        return self.units * self.repeats


class Sized:
    units = property(lambda self: 5)


class Kept:
    def _read(self):
        return self._units + 1

    def _write(self, value):
        self._units = value * 2

    units = property(_read, _write)


kept = Kept()
kept.units = 3
model = Sequential(
    [
        layers.Input((2,)),
        *[layers.Dense(width) for width in Pair(1)._replace(a=9)],
        layers.Dense(Pair(2)._asdict()["b"]),
        layers.Dense(Block(4)._replace(repeats=2).total()),
        layers.Dense(len(Block._fields)),
        layers.Dense(Sized().units),
        layers.Dense(kept.units),
        layers.Dense(len(ascii_lowercase)),
    ]
)
