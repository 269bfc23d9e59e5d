"""What an open branch does beyond its own names, in a function that it calls or is left by: each way is a variant."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from tests.interpret.programs import UNKNOWN, in_keras, models

BUILD = "model = Sequential([Input((2,)), Dense({})])\n"
PROGRAMS = {
    "global in a branch": (
        "units",
        """
units = 4
def f():
    global units
    if unknown():
        units = 8
f()
""",
    ),
    "global in both branches": (
        "units",
        """
def f():
    global units
    if unknown():
        units = 8
    else:
        units = 4
f()
""",
    ),
    "nonlocal": (
        "f()",
        """
def f():
    units = 4
    def g():
        nonlocal units
        if unknown():
            units = 8
    g()
    return units
""",
    ),
    "call in a branch": (
        "units",
        """
units = 4
def change():
    global units
    units = 8
def f():
    if unknown():
        change()
f()
""",
    ),
    "call in an expression": (
        "units",
        """
units = 4
def change():
    global units
    units = 8
found = change() if unknown() else None
""",
    ),
    "call after and": (
        "units",
        """
units = 4
def change():
    global units
    units = 8
unknown() and change()
""",
    ),
    "call in a handler": (
        "units",
        """
units = 4
def change():
    global units
    units = 8
try:
    if unknown():
        raise ValueError
except ValueError:
    change()
""",
    ),
    "attribute of a class": (
        "Config.units",
        """
class Config:
    units = 4
    def __init__(self):
        self.width = 4
    def change(self):
        Config.units = 8
if unknown():
    Config().change()
""",
    ),
    "environment": (
        "int(os.environ['U'])",
        """
import os
os.environ['U'] = '4'
if unknown():
    os.environ['U'] = '8'
""",
    ),
    "return after it is set": (
        "units",
        """
units = 4
def f():
    global units
    if unknown():
        units = 8
        return 1
    return 2
f()
""",
    ),
    "return before a global is set": (
        "units",
        """
units = 4
def change():
    global units
    units = 8
def f():
    global units
    if unknown():
        return
    units = 8
f()
""",
    ),
    "return before a call": (
        "units",
        """
units = 4
def change():
    global units
    units = 8
def f():
    if unknown():
        return
    change()
f()
""",
    ),
    "return before an attribute is set": (
        "c.width",
        """
class Config:
    units = 4
    def __init__(self):
        self.width = 4
    def change(self):
        if unknown():
            return
        self.width = 8
c = Config()
c.change()
""",
    ),
    "return before an item is set": (
        "sizes['a']",
        """
sizes = {'a': 4}
def f():
    if unknown():
        return
    sizes['a'] = 8
f()
""",
    ),
    "return before a list grows": (
        "sizes[-1]",
        """
sizes = [4]
def f():
    if unknown():
        return
    sizes.append(8)
f()
""",
    ),
    "return in a loop": (
        "sizes[-1]",
        """
sizes = [4]
def f():
    for _ in range(1):
        if unknown():
            return
        sizes.append(8)
f()
""",
    ),
}
"""By what is tried: the units of a layer, and the program before it."""


@pytest.mark.parametrize("name", PROGRAMS)
def test_both_ways_are_told(name: str) -> None:
    units, before = PROGRAMS[name]
    text = before.lstrip() + BUILD.format(units)
    real = {in_keras(f"def unknown():\n    return {way}\n{text}")["model"].count_params() for way in (True, False)}
    found = models(UNKNOWN + text)
    assert {model.params for model in found if model.layers_complete} <= {*real, None}
    told = {model.params for model in found}
    assert told == real or None in told


RAISES = {
    "raise, caught": """
units = 4
try:
    units = 5
    if unknown():
        raise ValueError
    units = 6
except ValueError:
    pass
""",
    "raise of an own class": """
class Wrong(KeyError):
    pass
units = 4
try:
    if unknown():
        raise Wrong("units")
    units = 6
except LookupError:
    units += 5
""",
    "raise in a function": """
def check():
    if unknown():
        raise ValueError
units = 4
try:
    check()
    units = 6
except ValueError:
    pass
""",
    "raise in both branches of one": """
units = 4
try:
    if unknown():
        raise ValueError
    else:
        raise KeyError
    units = 6
except ValueError:
    units = 7
except KeyError:
    units = 8
""",
    "a failure in a branch": """
units = 4
try:
    units = 5
    if unknown():
        int("many")
    units = 6
except ValueError:
    units += 3
""",
    "a failure in a branch of an expression": """
units = 4
try:
    units = int("many") if unknown() else 5
    units += 6
except ValueError:
    pass
""",
    "suppressed": """
import contextlib
units = 4
with contextlib.suppress(KeyError, ValueError):
    if unknown():
        raise KeyError
    units = 6
""",
    "an exit that suppresses": """
class Quiet:
    def __init__(self):
        self.units = 4
    def __enter__(self):
        return self
    def __exit__(self, kind, value, trace):
        self.units += 1 if kind is None else 2
        return kind is not None
quiet = Quiet()
with quiet:
    if unknown():
        raise ValueError
    quiet.units = 9
units = quiet.units
""",
    "an attribute set behind it": """
class Own:
    units = 4
own = Own()
try:
    if unknown():
        raise ValueError
    own.units = 6
except ValueError:
    pass
units = own.units
""",
    "a list filled behind it": """
sizes = [4]
try:
    if unknown():
        raise ValueError
    sizes.append(6)
except ValueError:
    pass
units = sizes[-1]
""",
    "a list filled behind it in a function": """
def fill(sizes):
    if unknown():
        raise ValueError
    sizes.append(6)
sizes = [4]
try:
    fill(sizes)
except ValueError:
    pass
units = len(sizes)
""",
    "return from the body": """
def f():
    try:
        if unknown():
            raise ValueError
        return 6
    except ValueError:
        pass
    return 4
units = f()
""",
    "return from the handler": """
def f():
    units = 4
    try:
        if unknown():
            raise ValueError
        units = 6
    except ValueError:
        return 5
    return units + 1
units = f()
""",
    "two of them": """
units = 4
try:
    units = 5
    if unknown():
        raise ValueError
    units = 6
    if not unknown():
        raise KeyError
    units = 7
except (ValueError, KeyError):
    pass
""",
    "one within another": """
units = 4
try:
    units = 5
    try:
        if unknown():
            raise KeyError
        units = 6
    except ValueError:
        units = 7
    units += 8
except KeyError:
    units += 1
""",
    "a sure failure behind it": """
units = 4
try:
    if unknown():
        raise ValueError
    units = 6
    [][0]
except (ValueError, IndexError):
    units += 1
""",
    "raise again": """
units = 4
try:
    try:
        if unknown():
            raise ValueError
        units = 6
    except ValueError:
        units = 7
        raise
except ValueError:
    units += 1
""",
    "finally": """
units = 4
try:
    if unknown():
        raise ValueError
    units = 6
except ValueError:
    pass
finally:
    units += 1
""",
    "a loop that it leaves": """
units = 4
for each in (1, 2, 3):
    try:
        if unknown():
            raise ValueError
        units += each
        break
    except ValueError:
        continue
""",
    "a decorator that may give nothing": """
def doubled(function):
    def inner(n):
        return 2 * function(n)
    if unknown():
        return inner
    return function
@doubled
def f(n):
    return n
units = f(3)
""",
    "a decorator that may be another": """
def times(n):
    if unknown():
        return lambda function: lambda: n * function()
    return lambda function: function
@times(3)
def f():
    return 4
units = f()
""",
    "a decorator of a class": """
def larger(cls):
    if unknown():
        cls.units = 7
    return cls
@larger
class Own:
    units = 4
units = Own.units
""",
    "a base that may be another": """
class A:
    units = 4
class B:
    units = 5
Base = A if unknown() else B
class Own(Base):
    pass
units = Own().units
""",
    "setattr in a descriptor": """
class Size:
    def __set_name__(self, owner, name):
        self.name = "_" + name
    def __get__(self, obj, owner):
        return getattr(obj, self.name, 4)
    def __set__(self, obj, value):
        if unknown():
            setattr(obj, self.name, 2 * value)
class Own:
    size = Size()
own = Own()
own.size = 5
units = own.size
""",
    "changed in place": """
class Widths:
    def __init__(self):
        self.all = [1]
    def __iadd__(self, n):
        self.all.append(n)
        if unknown():
            self.all.append(2 * n)
        return self
widths = kept = Widths()
kept += 4
units = len(widths.all)
""",
    "a context that yields in a branch": """
import contextlib
sizes = [1]
@contextlib.contextmanager
def around():
    if unknown():
        yield 4
    else:
        yield 5
    sizes.append(6)
with around() as n:
    sizes.append(n)
units = sizes[1] + sizes[-1]
""",
}
"""Programs that set the units of a layer, with an exception that may be raised, or a function that may be another."""


@pytest.mark.parametrize("name", RAISES)
def test_what_may_be_raised_is_told(name: str) -> None:
    text = RAISES[name].lstrip() + BUILD.format("units")
    real = {
        in_keras(f"answers = iter({3 * ways})\ndef unknown():\n    return next(answers)\n{text}")[
            "model"
        ].count_params()
        for ways in itertools.product((True, False), repeat=3)
    }
    found = models(UNKNOWN + text)
    told = {model.params for model in found}
    assert real <= told or None in told
    assert min(model.at_least for model in found) <= min(real)


LAYERS = {
    "low rank for one of them": """
for layer in model.layers:
    if unknown():
        layer.enable_lora(2)
""",
    "low rank for one that is not known": "model.layers[int(unknown())].enable_lora(2)",
    "low rank by name": "model.get_layer(name=model.layers[int(unknown())].name).enable_lora(2)",
    "low rank for one that may be there": """
if unknown():
    model.add(Dense(4))
model.layers[-1].enable_lora(1)
""",
    "quantized": """
if unknown():
    model.quantize("int8")
""",
    "a weight in a branch": """
class Own(Layer):
    def build(self, shape):
        if unknown():
            self.add_weight(name="scale", shape=(3,))
model.add(Own())
""",
    "weights in a loop": """
class Own(Layer):
    def build(self, shape):
        for each in several():
            self.add_weight(name="scale", shape=(3,))
model.add(Own())
""",
    "weights in a comprehension": """
class Own(Layer):
    def build(self, shape):
        self.scales = [self.add_weight(name="scale", shape=(3,)) for _ in several()]
model.add(Own())
""",
    "a weight behind what may be raised": """
class Own(Layer):
    def build(self, shape):
        try:
            if unknown():
                raise ValueError
            self.add_weight(name="scale", shape=(3,))
        except ValueError:
            pass
model.add(Own())
""",
    "a variable in a branch": """
class Own(Layer):
    def build(self, shape):
        self.first = keras.Variable([1.0, 2.0])
        if unknown():
            self.second = keras.Variable([1.0])
model.add(Own())
""",
    "variables in a loop": """
class Own(Layer):
    def build(self, shape):
        for each in several():
            setattr(self, f"scale_{each}", keras.Variable([1.0]))
model.add(Own())
""",
    "layers in a loop, by name": """
class Own(Layer):
    def __init__(self):
        super().__init__()
        for each in several():
            setattr(self, f"dense_{each}", Dense(3))
    def build(self, shape):
        for each in several():
            getattr(self, f"dense_{each}").build(shape)
    def call(self, x):
        return x
model.add(Own())
""",
    "units set in a branch": """
dense = Dense(4)
if unknown():
    dense.units = 5
model.add(dense)
""",
    "a model in an attribute": """
class Own:
    def __init__(self, model):
        self.model = Sequential([Input((3,))])
        if unknown():
            self.model = model
own = Own(model)
own.model.add(Dense(4))
""",
    "a graph through a loop": """
start = x = Input((3,))
for each in several():
    x = Dense(3)(x)
x = keras.layers.Add()([x, start])
model.add(keras.Model(start, x))
""",
    "a graph through a branch": """
start = Input((3,))
x = start
if unknown():
    x = Dense(3)(x)
model.add(keras.Model(start, keras.layers.Multiply()([x, start])))
""",
    "a context around it": """
import contextlib
@contextlib.contextmanager
def around():
    for each in several()[:1]:
        yield
    model.add(Dense(4))
with around():
    model.add(Dense(5))
""",
}
"""What may be done to a model of two layers."""
MODEL = "model = Sequential([Input((3,)), Dense(3), Dense(3)])\n"


def ways(text: str) -> Iterator[int]:
    for way in (True, False):
        for several in (["a"], ["a", "b"]):
            head = f"import keras\ndef unknown():\n    return {way}\ndef several():\n    return {several}\n"
            yield in_keras(head + MODEL + text.lstrip())["model"].count_params()


@pytest.mark.parametrize("name", LAYERS)
def test_what_may_be_done_to_layers_is_told(name: str) -> None:
    real = set(ways(LAYERS[name]))
    text = f"import keras\n{UNKNOWN}from elsewhere import several\n{MODEL}{LAYERS[name].lstrip()}"
    found = [model for model in models(text) if model.variable == "model"]
    told = {model.params for model in found}
    assert real <= told or None in told
    assert min(model.at_least for model in found) <= min(real)


OPEN_LISTS = {
    "inputs of a merging layer": "body = Model(x, Dense(3)(Concatenate()([x, Dense(5)(x), *unknown])))\n",
    "outputs of a model": "body = Model(x, [Dense(3)(x), *unknown])\n",
    "named outputs": "body = Model(x, {'a': Dense(3)(x), **dict(zip('bc', unknown))})\n",
    "a function that merges": "body = Model(x, Dense(3)(concatenate([x, x] + unknown)))\n",
}


@pytest.mark.parametrize("name", OPEN_LISTS)
def test_a_list_of_tensors_may_hold_more_than_is_known(name: str) -> None:
    before, after = "x = Input((5,))\n", OPEN_LISTS[name]
    real = {
        in_keras(f"{before}unknown = [{', '.join(['Dense(4)(x)'] * many)}]\n{after}")["body"].count_params()
        for many in range(3)
    }
    for model in models(f"{UNKNOWN}{before}{after}model = Sequential([body])\n"):
        assert model.params is None, model.params
        assert model.at_least <= min(real)


BESIDE = """
import sys
def load():
    if unknown.missing:
        raise FileNotFoundError
    if unknown.empty:
        raise ValueError
    return unknown.data
def main():
    try:
        data = load()
        model = Sequential([Input((2,)), Dense(3)])
        model.fit(data)
    except FileNotFoundError:
        sys.exit(1)
    except Exception as error:
        print(error)
try:
    main()
except KeyboardInterrupt:
    print("stopped")
"""


def test_a_model_that_is_made_behind_what_may_be_raised_is_the_one_it_is() -> None:
    (model,) = models(UNKNOWN + BESIDE)
    assert (model.status, model.params, model.variant) == ("exact", 9, {})
