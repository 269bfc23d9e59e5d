"""What ``match`` does: Python's own answers."""

from __future__ import annotations

from lint_params.interpret.values import plain
from tests.interpret.test_python import listed, native
from tests.interpret.test_tensors import ran

HEAD = """
from collections import deque, namedtuple, OrderedDict, defaultdict
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import NamedTuple
P = namedtuple("P", "a b")
class Color(Enum):
    RED = 1
    BLUE = 2
class Size(IntEnum):
    S = 1
    L = 2
@dataclass
class D:
    a: int
    b: int = 2
class N(NamedTuple):
    x: int
    y: int = 2
class M:
    __match_args__ = ("n", "m")
    k = 9
    def __init__(self, n, m=4): self.n, self.m = n, m
    @property
    def p(self): return self.n + 1
class W: pass
def seq(x):
    match x:
        case []: return "empty"
        case [a]: return ("one", a)
        case [1, b]: return ("first", b)
        case [a, b]: return ("two", a, b)
        case [a, *rest, 9]: return ("ends", a, rest)
        case [a, b, *rest]: return ("more", a, b, rest)
        case _: return "none"
def star(x):
    match x:
        case [*_, 5]: return "five"
        case [*every]: return every
        case other: return ("other", other)
def nested(x):
    match x:
        case [[a, b], {"k": c}]: return (a, b, c)
        case [(a, b) as pair, *_]: return (pair, a, b)
        case ["go", ("up" | "down") as way]: return way
        case ["go", way] if way: return ("odd", way)
        case {"a": int(n), **rest}: return (n, rest)
        case {"a": str() | None}: return "text"
        case {"b": [x, *_]}: return x
        case {}: return "dict"
def lit(x):
    match x:
        case True: return "true"
        case None: return "none"
        case 1: return "one"
        case -2: return "minus"
        case 2.5: return "float"
        case "a" | "b": return "letter"
        case b"c": return "bytes"
        case Color.RED: return "red"
        case Size.L: return "large"
        case 3 | 4 as n if n > 3: return n
        case _: return "else"
def cls(x):
    match x:
        case D(1, b): return ("d1", b)
        case D(a=a, b=3): return ("d3", a)
        case D(): return "d"
        case N(x, 5): return ("n5", x)
        case N(y=y): return ("n", y)
        case P(a, b): return ("p", a, b)
        case M(1, 2): return "m12"
        case M(n, m=4): return ("m4", n)
        case M(p=7): return "m7"
        case M(k=9) as m: return m.n
        case bool(): return "bool"
        case int(n) | float(n): return ("number", n)
        case str(s): return s
        case list([a, *_]): return a
        case dict(k): return k
        case tuple(): return "tuple"
        case W(): return "w"
        case _: return "else"
def bound(x):
    r = "unset"
    match x:
        case [r, 7]: pass
        case [q, 8]: r = q
        case {"z": r}: pass
    return r
def value(x):
    match x, 5:
        case 1, _: return "one"
        case _, 2: return "two"
        case a, b: return a
"""
LINES = """
seq([])
seq(())
seq([4])
seq([1, 2])
seq((2, 3))
seq([1, 2, 9])
seq([1, 2, 3])
seq([1, 9, 9, 9])
seq("ab")
seq({1, 2})
seq(range(2))
seq(deque([1]))
seq(P(1, 2))
seq(N(3))
seq(iter([1]))
seq({"a": 1})
seq(None)
star([1, 5])
star([1, 6])
star([])
star("a")
star(5)
nested([[1, 2], {"k": 3}])
nested([[1, 2], {"j": 3}])
nested([(1, 2), 3, 4])
nested([[1, 2]])
nested(["go", "up"])
nested(["go", "left"])
nested(["go", ""])
nested({"a": 3, "q": 4})
nested({"a": "t"})
nested({"a": None, "b": 1})
nested({"a": 2.5})
nested({"b": [7]})
nested({"b": []})
nested({})
nested(OrderedDict(a=1))
nested(defaultdict(int))
nested(3)
nested(W())
lit(True)
lit(1)
lit(1.0)
lit(None)
lit(0)
lit(-2)
lit(2.5)
lit("a")
lit("b")
lit("c")
lit(b"c")
lit(Color.RED)
lit(Color.BLUE)
lit(Size.L)
lit(Size.S)
lit(2)
lit(3)
lit(4)
lit(W())
lit([1])
cls(D(1))
cls(D(1, 5))
cls(D(4, 3))
cls(D(4, 5))
cls(N(1))
cls(N(1, 5))
cls(P(1, 2))
cls(M(1, 2))
cls(M(2))
cls(M(6, 6))
cls(M(5, 5))
cls(True)
cls(3)
cls(3.5)
cls("x")
cls([7, 8])
cls([])
cls({"a": 1})
cls((1,))
cls(None)
cls(W())
bound([1, 7])
bound([1, 8])
bound([1, 9])
bound({"z": 3})
bound({})
value(1)
value(3)
"""


def test_patterns_are_met_as_python_meets_them() -> None:
    lines = LINES.strip().splitlines()
    names: dict[str, object] = {}
    exec(HEAD, names)
    made = "".join(f"result_{at} = {line}\n" for at, line in enumerate(lines))
    _, found = ran(f"{HEAD}\n{made}")
    for at, line in enumerate(lines):
        assert native(plain(found[f"result_{at}"]), {}) == listed(eval(line, names)), line
