"""typing.NamedTuple and Enum members."""
from enum import Enum, IntEnum
from typing import NamedTuple
from keras.models import Sequential
from keras.layers import Dense, Input


class Size(IntEnum):
    SMALL = 4
    LARGE = 32


class Act(Enum):
    RELU = 'relu'
    TANH = 'tanh'


class Hidden(NamedTuple):
    units: int
    act: Act = Act.RELU


hidden = [Hidden(int(Size.SMALL)), Hidden(Size.LARGE.value, Act.TANH)]
model = Sequential([Input((3,))] + [Dense(h.units, activation=h.act.value) for h in hidden])
