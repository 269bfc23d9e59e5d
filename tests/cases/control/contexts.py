"""``with``: what a context does before the body and behind it, and which exceptions it keeps from going on."""
from contextlib import contextmanager, nullcontext, suppress

from keras import Input, Sequential
from keras.layers import Dense


@contextmanager
def building(n):
    model = Sequential([Input((n,))])
    yield model
    model.add(Dense(2))


@contextmanager
def closed(model, n):
    try:
        yield n
    except KeyError:
        model.add(Dense(n + 1))
    finally:
        model.add(Dense(n + 2))


class Adder:
    def __init__(self, model):
        self.model = model

    def __enter__(self):
        self.model.add(Dense(6))
        return self

    def __exit__(self, kind, value, trace):
        self.model.add(Dense(7 if kind is None else 8))
        return isinstance(value, KeyError)

    @contextmanager
    def between(self, n):
        self.model.add(Dense(n))
        yield
        self.model.add(Dense(n + 1))


def returned(model):
    with closed(model, 3) as n:
        model.add(Dense(n))
        return n + 1
    return 20


def chosen(model, first):
    @contextmanager
    def either():
        if first:
            yield 3
        else:
            yield 4
        model.add(Dense(5))

    with either() as n, nullcontext(n + 1) as m:
        model.add(Dense(n + m))


with building(3) as model:
    model.add(Dense(4))
model.add(Dense(5))
with Adder(model):
    model.add(Dense(9))
with Adder(model) as adder, adder.between(4):
    adder.model.add(Dense(3))
with Adder(model) as adder:
    raise KeyError("no")
with closed(model, 11) as n:
    model.add(Dense(n))
    [][0] if n < 11 else {}["missing"]
    model.add(Dense(1))
model.add(Dense(returned(model)))
chosen(model, True)
chosen(model, False)
n = 1
with suppress(KeyError), suppress(ValueError):
    n = 2
    int("x")
    n = 3
with suppress(KeyError, IndexError):
    [][0]
    n = 30
model.add(Dense(n))
try:
    with suppress(KeyError):
        raise ValueError
    n = 5
except ValueError:
    n = 6
try:
    with Adder(model):
        raise ValueError
except ValueError:
    model.add(Dense(12))
with nullcontext(7) as k:
    model.add(Dense(k + n))
for size in (3, 4, 5):
    with Adder(model):
        if size == 4:
            continue
        model.add(Dense(size))
        break
