"""Enumerations: members by tuples, what ``auto()`` gives, what is no member; named tuples as the tuples they are."""
from collections import namedtuple
from enum import Enum, IntEnum, IntFlag, auto
from typing import NamedTuple

from keras import Input, Sequential
from keras.layers import Dense


class Named(Enum):
    def _generate_next_value_(name, start, count, last_values):
        return len(name) + start + count + sum(last_values)

    ABC = auto()
    AB = auto()


class Perm(IntFlag):
    R = auto()
    W = auto()
    X = 8
    Y = auto()


class Plan(Enum):
    SMALL = (3, 4)
    LARGE = (5, 6)

    def __init__(self, n, m):
        self.n, self.m = n, m

    @property
    def both(self):
        return self.n * self.m

    @classmethod
    def default(cls):
        return cls.SMALL


class Order(IntEnum):
    A = 4
    B = A
    C = auto()


class Pair(NamedTuple):
    n: int
    m: int = 4

    def total(self):
        return self.n + self.m


Point = namedtuple("Point", ["x", "y"], defaults=[5])
model = Sequential([Input((Plan.LARGE.both,)), Dense(Plan.default().m), Dense(Perm.W), Dense(Perm.Y), Dense(Order.C)])
model.add(Dense(len(Order) + len(list(Plan))))
model.add(Dense(Named.ABC.value))
model.add(Dense(Named.AB.value))
model.add(Dense(len(Plan["SMALL"].name)))
model.add(Dense(Plan((5, 6)).n))
model.add(Dense(3 if Plan.SMALL is Plan((3, 4)) else 4))
model.add(Dense(3 if Order.A is Order.B and Order(4) is Order.A and Plan(Plan.LARGE) is Plan.LARGE else 4))
model.add(Dense(sum(each.n for each in Plan)))
try:
    model.add(Dense(Plan["NONE"].n))
except KeyError:
    model.add(Dense(7))
try:
    model.add(Dense(Order(9)))
except ValueError:
    model.add(Dense(8))

p, q = Pair(3), Point(1)
r = p._replace(m=6)
a, b = r
other = Sequential([Input((p.total(),)), Dense(r.m + r[0]), Dense(q.y), Dense(len(p)), Dense(a * b), Dense(p[1:][0])])
other.add(Dense(p.count(3) + p.index(4)))
other.add(Dense(q[-1] + p[-2]))
other.add(Dense(len(Pair._fields + q._fields) + p._asdict()["m"]))
try:
    other.add(Dense(p.missing))
except AttributeError:
    other.add(Dense(9))
try:
    other.add(Dense(q[2]))
except IndexError:
    other.add(Dense(10))
