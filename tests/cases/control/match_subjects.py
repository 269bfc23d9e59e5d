"""What each kind of pattern of ``match`` is met by: sequences that are no lists, attributes of every kind, layers."""
from collections import deque, namedtuple
from dataclasses import dataclass
from typing import NamedTuple

from keras import Input, Sequential
from keras.layers import Dense, Flatten, Layer

Point = namedtuple("Point", "x y")


class Pair(NamedTuple):
    a: int
    b: int


class Size:
    __match_args__ = ("n", "m")
    unit = "px"

    def __init__(self, n, m):
        self.n, self.m = n, m

    @property
    def area(self):
        return self.n * self.m


@dataclass
class Kind:
    name: str
    n: int = 4


def length(x):
    match x:
        case [a, b]:
            return a + b
        case [a, b, *_]:
            return 7
        case {"n": n}:
            return n
        case _:
            return 9


def units(x):
    match x:
        case Size(1, m):
            return m
        case Size(unit="em"):
            return 20
        case Size(area=12):
            return 12
        case Size(unit="px", n=n):
            return n
        case Kind("a"):
            return 5
        case Kind("b", n):
            return n + 1
        case Kind(name="c", missing=_):
            return 30
        case Kind(name=str(name)):
            return len(name)
        case Pair(a, b):
            return a * b
        case Dense(units=n):
            return n
        case Layer():
            return 6
        case bool(_):
            return 8
        case int(n) | float(n):
            return int(n)
        case str("x"):
            return 10
        case _:
            return 11


model = Sequential([Input((2,))])
for x in ([1, 2], (1, 3), range(3, 5), {1, 2}, (n for n in (1, 2)), iter([1, 2]), "ab", b"ab", {"n": 5}, [1, 2, 3]):
    model.add(Dense(length(x)))
for x in (deque([1, 2]), Pair(1, 4), Point(2, 4), Kind("a"), None, [], [3], {}):
    model.add(Dense(length(x)))

other = Sequential([Input((2,))])
for x in (Size(1, 8), Size(3, 4), Size(2, 5), Kind("a"), Kind("b"), Kind("c"), Kind("dd", 1), Pair(2, 3)):
    other.add(Dense(units(x)))
for x in (Dense(13), Flatten(), True, 14, 15.5, "x", "y"):
    other.add(Dense(units(x)))


def too_many(x):
    match x:
        case Kind("a", 1, 2):
            return 3
        case _:
            return 4


third = Sequential([Input((2,)), Dense(too_many("z"))])
try:
    third.add(Dense(too_many(Kind("a", 1))))
except TypeError:
    third.add(Dense(5))
