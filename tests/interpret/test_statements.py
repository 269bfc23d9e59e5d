"""Statements: the layers a program adds are the layers Keras lists."""

from __future__ import annotations

import pytest

from tests.interpret.programs import agrees, in_keras, only

BODIES = {
    "for": "for n in [3, 4]:\n    model.add(Dense(n))",
    "for over range": "for n in range(2, 9, 3):\n    model.add(Dense(n))",
    "for over dictionary": "for name, n in {'a': 3, 'b': 5}.items():\n    model.add(Dense(n, name=name))",
    "for with enumerate and zip": "for i, (a, b) in enumerate(zip([1, 2], [3, 4])):\n    model.add(Dense(a + b + i))",
    "for with else": "for n in [1]:\n    pass\nelse:\n    model.add(Dense(9))",
    "break skips else": (
        "for n in [3, 4]:\n    if n == 4:\n        break\n    model.add(Dense(n))\nelse:\n    model.add(Dense(9))"
    ),
    "continue": "for n in [3, 4, 5]:\n    if n == 4:\n        continue\n    model.add(Dense(n))",
    "nested loops": (
        "for a in (1, 2):\n"
        "    for b in (3, 4):\n"
        "        if b == 4 and a == 1:\n"
        "            break\n"
        "        model.add(Dense(a * b))"
    ),
    "while": "n = 9\nwhile n > 2:\n    model.add(Dense(n))\n    n //= 2",
    "while true": "n = 1\nwhile True:\n    n += 1\n    if n > 4:\n        break\n    model.add(Dense(n))",
    "if": "if 3 > 2:\n    model.add(Dense(3))\nelse:\n    model.add(Dense(2))",
    "elif": (
        "mode = 'b'\n"
        "if mode == 'a':\n"
        "    model.add(Dense(3))\n"
        "elif mode == 'b':\n"
        "    model.add(Dense(4))\n"
        "else:\n"
        "    model.add(Dense(5))"
    ),
    "match": (
        "match ('conv', 3):\n"
        "    case ('dense', n):\n"
        "        model.add(Dense(n))\n"
        "    case ('conv', n) if n > 2:\n"
        "        model.add(Dense(n + 1))"
    ),
    "match of a mapping": (
        "match {'units': 6, 'more': 1}:\n    case {'units': n, **rest}:\n        model.add(Dense(n + len(rest)))"
    ),
    "match of a sequence": (
        "match [3, 4, 5]:\n    case [first, *others]:\n        model.add(Dense(first + len(others)))"
    ),
    "unpacking": "a, (b, *c), d = 1, [2, 3, 4], 5\nmodel.add(Dense(a + b + sum(c) + d))",
    "swap": "a, b = 3, 4\na, b = b, a\nmodel.add(Dense(a))",
    "chained assignment": "a = b = [3]\na.append(4)\nmodel.add(Dense(sum(b)))",
    "augmented": "a = 3\na += 2\na *= 3\na -= 1\na //= 2\nmodel.add(Dense(a))",
    "augmented list": "a = [3]\nb = a\na += [4]\nmodel.add(Dense(sum(b)))",
    "items": "a = {'n': 3}\na['m'] = a['n'] + 1\ndel a['n']\nmodel.add(Dense(a['m'] + len(a)))",
    "slices": "a = [1, 2, 3, 4]\ndel a[0]\nmodel.add(Dense(sum(a)))",
    "annotated": "a: int = 4\nmodel.add(Dense(a))",
    "with": "from contextlib import nullcontext\nwith nullcontext():\n    model.add(Dense(3))",
    "with own manager": (
        "class Sized:\n"
        "    def __enter__(self):\n"
        "        return 6\n"
        "    def __exit__(self, *_):\n"
        "        model.add(Dense(2))\n"
        "with Sized() as n:\n"
        "    model.add(Dense(n))"
    ),
    "try without failure": "try:\n    n = 3\nfinally:\n    model.add(Dense(4))\nmodel.add(Dense(n))",
    "assert": "assert True\nmodel.add(Dense(3))",
    "global": "n = 3\ndef f():\n    global n\n    n = 5\nf()\nmodel.add(Dense(n))",
    "nonlocal": (
        "def f():\n"
        "    n = 3\n"
        "    def g():\n"
        "        nonlocal n\n"
        "        n += 4\n"
        "    g()\n"
        "    return n\n"
        "model.add(Dense(f()))"
    ),
    "pop": "model.add(Dense(3))\nmodel.add(Dense(4))\nmodel.pop()",
    "walrus": "if (n := 4) > 3:\n    model.add(Dense(n))",
    "walrus in a loop": "rest = [3, 4]\nwhile (n := rest.pop() if rest else 0):\n    model.add(Dense(n))",
    "early return": (
        "def fill(deep):\n"
        "    model.add(Dense(3))\n"
        "    if not deep:\n"
        "        return\n"
        "    model.add(Dense(4))\n"
        "fill(False)\n"
        "fill(True)"
    ),
    "semicolons": "a = 3; model.add(Dense(a)); a = 4",
    "generator": (
        "def sizes(n):\n    while n:\n        yield n\n        n -= 1\nfor n in sizes(3):\n    model.add(Dense(n))"
    ),
    "yield from": (
        "def inner():\n"
        "    yield Dense(3)\n"
        "def outer():\n"
        "    yield from inner()\n"
        "    yield Dense(4)\n"
        "for layer in outer():\n"
        "    model.add(layer)"
    ),
    "comprehension for effect": "[model.add(Dense(n)) for n in (3, 4)]",
    "import": "import math as m\nfrom math import floor as f\nmodel.add(Dense(f(m.pi)))",
}


@pytest.mark.parametrize("name", BODIES)
def test_keras_agrees(name: str) -> None:
    text = f"model = Sequential([Input((2,))])\n{BODIES[name]}\n"
    real = in_keras(text)["model"]
    model = only(text)
    assert model.status == "exact", model.reason
    assert agrees(model, real)


def test_the_places_of_layers_are_their_own_calls() -> None:
    model = only("model = Sequential([Input((2,)),\n  Dense(3)])\nmodel.add(\n    Dense(4))\n")
    assert [(layer.span.line, layer.span.column) for layer in model.layers] == [(4, 3), (6, 5)]
    assert model.span.line == 3


def test_what_follows_an_error_is_still_read() -> None:
    model = only("nothing()\nx = undefined.y[3]\nmodel = Sequential([Input((2,)), Dense(3)])\n1 / 0\n")
    assert model.status == "exact"
