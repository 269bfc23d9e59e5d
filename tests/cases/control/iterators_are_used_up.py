"""Generators and their like give each element once; what is taken in one place is gone in the other."""
import itertools

from keras.layers import Dense, Input
from keras.models import Sequential


def widths():
    yield 3
    yield 4
    yield 5


def fibonacci():
    before, last = 1, 1
    while True:
        yield last
        before, last = last, before + last


left = widths()
partly = Sequential([Input((7,)), Dense(next(left))])
for units in left:
    partly.add(Dense(units))
for units in left:
    partly.add(Dense(units + 100))

once = Sequential([Input((7,))])
rest = iter([3, 4, 5, 6])
for units in rest:
    once.add(Dense(units))
    if units == 4:
        break
for units in rest:
    once.add(Dense(units * 10))

twice = Sequential([Input((7,))])
for pairs in (zip([3, 4], [5, 6]), enumerate([5, 6], start=2)):
    for a, b in pairs:
        twice.add(Dense(a + b))
    for a, b in pairs:
        twice.add(Dense(a * b))
mapped = map(lambda units: units + 1, [3, 4])
twice.add(Dense(len(list(mapped)) + len(list(mapped))))

bounded = Sequential([Input((7,))])
for units in fibonacci():
    if units > 20:
        break
    bounded.add(Dense(units))
for units in itertools.count(3):
    if units > 5:
        break
    bounded.add(Dense(units))
for a, b in zip(itertools.cycle([3, 4]), range(3)):
    bounded.add(Dense(a + b))
for units in itertools.islice(itertools.count(2, 3), 1, 6, 2):
    bounded.add(Dense(units))
