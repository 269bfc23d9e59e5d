"""What surely raises goes to its handler, past the rest of the body; finally always runs."""
import contextlib

from keras.layers import Dense, Input
from keras.models import Sequential


class SetupError(Exception):
    def __init__(self, units):
        super().__init__(units)
        self.units = units


class TooWide(SetupError):
    pass


def width(table, key):
    try:
        return table[key]
    except KeyError:
        return 6
    finally:
        table["asked"] = key


units = 3
try:
    units = 1 / 0
except ZeroDivisionError:
    units = 5
Sequential([Input((7,)), Dense(units)])

stack = Sequential([Input((7,))])
for text in ["3", "wide", "5"]:
    try:
        number = int(text)
    except ValueError:
        continue
    stack.add(Dense(number))

table = {"a": 4}
Sequential([Input((7,)), Dense(width(table, "a")), Dense(width(table, "b")), Dense(len(table["asked"]) + 1)])

half = Sequential([Input((7,))])
try:
    half.add(Dense(3))
    [1, 2][5]
    half.add(Dense(4))
except IndexError:
    pass

try:
    try:
        raise TooWide(9)
    finally:
        units = 8
except KeyError:
    units = 100
except SetupError as error:
    units += error.units
Sequential([Input((7,)), Dense(units)])

try:
    assert units == 3
    units = 10
except AssertionError:
    units = 11
with contextlib.suppress(AttributeError):
    units = 12
    table.missing.units = 13
    units = 14
Sequential([Input((7,)), Dense(units)])
