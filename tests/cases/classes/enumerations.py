"""Enumerations: automatic values that begin anew in each, aliases, members that are numbers or texts, or have fields."""

from enum import Enum, Flag, IntEnum, auto

from keras import Sequential, layers


class Depth(IntEnum):
    ONE = auto()
    TWO = auto()
    TEN = 10
    NEXT = auto()


class Width(Enum):
    SMALL = 8
    BIG = 64
    TINY = 8


class Mode(str, Enum):
    LIGHT = "light"
    HEAVY = "heavy"


class Kind(Enum):
    FIRST = auto()
    SECOND = auto()


class Bit(Flag):
    A = auto()
    B = auto()
    C = auto()


class Block(Enum):
    STEM = (2, 3)
    HEAD = (4, 5)

    def __init__(self, units, repeats):
        self.units = units
        self.repeats = repeats

    @property
    def total(self):
        return self.units * self.repeats


model = Sequential(
    [
        layers.Input((2,)),
        layers.Dense(Depth.TWO + 1),
        layers.Dense(int(Depth.NEXT)),
        layers.Dense(sum(Depth)),
        *[layers.Dense(width.value) for width in Width],
        layers.Dense(len(Width)),
        layers.Dense(3 if Width.TINY is Width.SMALL else 5),
        layers.Dense(8 if Mode.LIGHT == "light" else 16),
        layers.Dense({"heavy": 5}[Mode.HEAVY]),
        layers.Dense(2 if Mode("heavy") is Mode.HEAVY else 1),
        layers.Dense(Kind.SECOND.value),
        layers.Dense(Bit.C.value),
        layers.Dense(Block.HEAD.total),
        *[layers.Dense(block.units) for block in Block],
        layers.Dense(len(Width.BIG.name)),
    ]
)
