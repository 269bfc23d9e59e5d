"""What an open branch does beyond its own names, in a function that it calls or is left by: each way is a variant."""

from __future__ import annotations

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
