"""An ``object()`` that stands for no argument, fields that only ``__post_init__`` sees, base classes out of a list."""
from dataclasses import InitVar, asdict, dataclass, field, replace
from typing import ClassVar, Generic, TypeVar

from keras import Input, Sequential
from keras.layers import Dense

_MISSING = object()
T = TypeVar("T")


def size(n=_MISSING):
    if n is _MISSING:
        return 4
    return n + 1


def other(n=_MISSING):
    return 5 if n == _MISSING else n


@dataclass
class Sizes(Generic[T]):
    n: int
    scale: InitVar[int] = 2
    kind: ClassVar[str] = "a"
    m: int = field(init=False)
    sizes: list = field(default_factory=list)

    def __post_init__(self, scale):
        self.m = self.n * scale
        self.sizes.append(self.m)


@dataclass
class Needed:
    depth: InitVar[int]
    n: int = 6

    def __post_init__(self, depth):
        self.n += depth


class Maker:
    def __new__(cls, n):
        return Sequential([Input((n,)), Dense(n + 1)])


bases = [Dense]


class Mine(*bases):
    def extra(self):
        return 3


mine = Mine(3)
model = Sequential([Input((2,)), mine, Dense(size()), Dense(size(5)), Dense(other()), Dense(other(3))])
model.add(Dense(3 if _MISSING else 4))
model.add(Dense(3 if _MISSING is not None and _MISSING is not object() else 4))
one, two = Sizes(3), Sizes(3, 5, [1])
three = replace(one, n=6, scale=3)
model.add(Dense(one.m))
model.add(Dense(two.m + len(two.sizes)))
model.add(Dense(three.n + three.m))
model.add(Dense(len(asdict(two)) + one.scale))
model.add(Dense(Needed(2).n))
model.add(Dense(Needed(n=4, depth=3).n))
Maker(5).add(Dense(mine.extra()))
