"""functools.cache gives the same object again; locals() are those of the function; a walrus outlives its comprehension."""
import functools

from keras.layers import Dense, Input
from keras.models import Sequential

calls = []


@functools.lru_cache(maxsize=None)
def doubled(size):
    calls.append(size)
    return size * 2


@functools.cache
def layer_of(units):
    return Dense(units)


def summed(first=6):
    second = 2
    return sum(locals().values())


doubled(3), doubled(3), doubled(4)
shared = layer_of(7)
Sequential([Input((7,)), shared, Dense(3 if layer_of(7) is shared else 4), Dense(doubled(3)), Dense(len(calls))])
Sequential([Input((7,)), Dense(summed())])
sizes = [last for size in range(4) if (last := size * 2) > 2]
Sequential([Input((7,)), Dense(last), Dense(sizes[0])])
