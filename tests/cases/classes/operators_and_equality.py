"""Classes that define operators, comparisons, conversions; those of dataclasses; attributes removed and set by name."""
import copy
from dataclasses import asdict, astuple, dataclass, field, replace

from keras.layers import Dense, Input
from keras.models import Sequential


def built(*sizes):
    return Sequential([Input((7,)), *[Dense(size) for size in sizes]])


class Width:
    units = 3

    def __init__(self, units):
        self.units = units

    def __radd__(self, other):
        return other + self.units

    def __mod__(self, other):
        return Width(self.units % other + 1)

    def __neg__(self):
        return self.units + 1

    def __eq__(self, other):
        return isinstance(other, Width)

    def __lt__(self, other):
        return self.units < other

    def __int__(self):
        return self.units * 2


def wider(cls):
    cls.units = 5
    return cls


@wider
class Plain:
    units = 3


@dataclass
class Options:
    first: int = 3
    sizes: list = field(default_factory=lambda: [4])
    fixed: int = field(default=2, init=False)

    def __post_init__(self):
        self.first += 1


width = Width(4)
built(2 + width, (width % 3).units, -width, int(width), 6 if width == Width(9) else 8, 6 if width < 5 else 8, Plain.units)

options, other = Options(), Options(7)
options.sizes.append(5)
changed = replace(other, first=9)
built(options.first, len(options.sizes), len(other.sizes), changed.first, options.fixed, astuple(other)[0])
built(len(asdict(options)), 2 if Options(1) == Options(1) else 3, 2 if Options(1) != Options(2) else 3)

del width.units
width.__dict__["depth"] = 6
vars(width)["height"] = 2
built(width.units, width.depth, *vars(width).values(), 4 if hasattr(Width, "units") else 5)

nested = {"sizes": [1, 2]}
shallow, deep = copy.copy(nested), copy.deepcopy(nested)
nested["sizes"].append(3)
built(len(shallow["sizes"]), len(deep["sizes"]))
