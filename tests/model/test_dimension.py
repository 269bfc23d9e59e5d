"""Sizes are computed with as Python computes with whole numbers, whatever their symbols turn out to be."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_params.model.dimension import (
    Count,
    Size,
    ceiling_divide,
    equal,
    factor_text,
    floor_divide,
    is_rest,
    lower,
    maximum,
    minimum,
    product,
    symbols_of,
    total,
    upper,
)
from tests.model.operations import OPERATIONS

BOUNDS = {"a": (1, math.inf), "b": (0, 7), "c": (-4, 3), "d[0]": (2, 2), "e + f": (1, 9), "g(1)": (-math.inf, -1)}
"""Symbols by their text, with the bounds of their values."""
Names = dict[str, int]


@dataclass(frozen=True)
class Pair:
    """A size, and the same in Python; ``text`` for people."""

    size: Count
    value: Callable[[Names], int]
    text: str

    def __repr__(self) -> str:
        return self.text


def symbol(text: str) -> Pair:
    return Pair(Size.symbol(text, None, *BOUNDS[text]), lambda names: names[text], text)


def number(value: int) -> Pair:
    return Pair(value, lambda names: value, str(value))


EVERY = OPERATIONS | {
    "%": (lambda x, y: x % y if isinstance(x, Size) else x - y * floor_divide(x, y), lambda x, y: x % y),
    "min": (minimum, min),
    "max": (maximum, max),
    "product": (lambda x, y: product([x, y, 2]), lambda x, y: x * y * 2),
    "total": (lambda x, y: total([x, 3, y]), lambda x, y: x + 3 + y),
    "**": (lambda x, y: x**2 if isinstance(x, Size) else x * x, lambda x, y: x * x),
    "neg": (lambda x, y: -x, lambda x, y: -x),
}


def combined(name: str, x: Pair, y: Pair) -> Pair:
    ours, theirs = EVERY[name]
    return Pair(ours(x.size, y.size), lambda names: theirs(x.value(names), y.value(names)), f"({x} {name} {y})")


LEAVES = st.one_of(st.sampled_from(sorted(BOUNDS)).map(symbol), st.integers(-4, 9).map(number))


@st.composite
def pairs(draw: st.DrawFn) -> Pair:
    found = [draw(LEAVES), draw(LEAVES)]
    for _ in range(draw(st.integers(1, 5))):
        name, x, y = draw(st.sampled_from(sorted(EVERY))), draw(st.sampled_from(found)), draw(LEAVES)
        x, y = (x, y) if draw(st.booleans()) else (y, x)
        if name in ("//", "ceil", "%") and not is_positive(y):
            continue
        found.append(combined(name, x, y))
    return found[-1]


def is_positive(pair: Pair) -> bool:
    return lower(pair.size) > 0


VALUES = st.fixed_dictionaries(
    {text: st.integers(int(max(low, -20)), int(min(high, 20))) for text, (low, high) in BOUNDS.items()}
)


def put_in(size: Count, names: Names) -> Count:
    return size.substitute(lambda found: names[found.text]) if isinstance(size, Size) else size


def evaluated(text: str, names: Names) -> object:
    for name, value in names.items():
        text = text.replace(name, f"({value})") if not name.isalpha() else text
    return eval(text, {"__builtins__": {"min": min, "max": max}}, {k: v for k, v in names.items() if k.isalpha()})


@settings(max_examples=250, deadline=None)
@given(pairs(), VALUES)
def test_a_size_is_what_python_computes(pair: Pair, names: Names) -> None:
    true = pair.value(names)
    assert put_in(pair.size, names) == true
    assert lower(pair.size) <= true <= upper(pair.size)
    assert evaluated(str(pair.size), names) == true
    assert evaluated(f"10 * {factor_text(pair.size)}", names) == 10 * true


@settings(max_examples=150, deadline=None)
@given(pairs(), pairs(), VALUES)
def test_what_is_said_of_two_sizes_is_so(x: Pair, y: Pair, names: Names) -> None:
    same = equal(x.size, y.size)
    assert same is None or same is (x.value(names) == y.value(names))
    assert not (isinstance(x.size, Size) and x.size == y.size) or hash(x.size) == hash(y.size)
    assert not is_rest(x.size) or x.value(names) <= 0


A, B, D = (Size.symbol(text) for text in ("a", "b", "c.d[0]"))


@pytest.mark.parametrize(
    ("size", "text", "low", "high"),
    [
        (A + 1, "a + 1", 2, math.inf), (1 - A, "-a + 1", -math.inf, 0), (A - B, "a - b", -math.inf, math.inf),
        (A * -1, "-a", -math.inf, -1), (2 * A * B - 3, "2*a*b - 3", -1, math.inf), (A * A, "a*a", 1, math.inf),
        (A - A, "0", 0, 0), (A * 0, "0", 0, 0), (A + B - B, "a", 1, math.inf), (A // 1, "a", 1, math.inf),
        (A * 6 // 3, "2*a", 2, math.inf), (A // 2, "(a // 2)", 0, math.inf),
        ((A + 1) // 2, "((a + 1) // 2)", 1, math.inf),
        (ceiling_divide(A, 2), "(-(-a // 2))", 1, math.inf), (7 // A, "(7 // a)", 0, 7), (A // A, "1", 1, 1),
        (-A // 2, "((-a) // 2)", -math.inf, -1), (A % 4, "-4*(a // 4) + a", -math.inf, math.inf),
        (minimum(A, 5), "min(a, 5)", 1, 5), (maximum(A, 5), "max(a, 5)", 5, math.inf), (minimum(A, 1), "1", 1, 1),
        (maximum(A, 1), "a", 1, math.inf), (minimum(A, A + 1), "a", 1, math.inf),
        (maximum(A, A + 1), "a + 1", 2, math.inf),
        (D * 2, "2*c.d[0]", 2, math.inf), (Size.symbol("x + y") * 2, "2*(x + y)", 2, math.inf),
        (Size.symbol("f(x)[1].y") * 2, "2*f(x)[1].y", 2, math.inf), (Size.symbol("?") + 1, "? + 1", 2, math.inf),
        (A**3, "a*a*a", 1, math.inf), (A**0, "1", 1, 1), (B + A, "a + b", 2, math.inf),
        (A + A * B, "a*b + a", 2, math.inf),
        (minimum(A, B) * 2, "2*min(a, b)", 2, math.inf), (10**30 * A, f"{10**30}*a", 10**30, math.inf),
    ],
)  # fmt: skip
def test_how_a_size_reads(size: Count, text: str, low: float, high: float) -> None:
    assert (str(size), lower(size), upper(size)) == (text, low, high)


def test_symbols_in_order() -> None:
    size = minimum(A // 2, B) * D + A
    assert {each.text for each in symbols_of(size)} == {"a", "b", "c.d[0]"}
    assert [each.text for each in symbols_of(A * B + A)] == ["a", "b"]
    assert symbols_of(3) == []
    assert isinstance(size, Size) and size.weight == len(list(size.symbols()))


@pytest.mark.parametrize(
    ("size", "rest"),
    [(-1, True), (0, False), (-2, False), (1, False), (None, False), (A, False), (-A, True), (A - 2, False)],
)
def test_what_stands_for_the_rest(size: Count | None, rest: bool) -> None:
    assert is_rest(size) is rest


@pytest.mark.parametrize(
    ("x", "y", "answer"),
    [(1, 1, True), (1, 2, False), (None, None, True), (None, 1, None), (A, None, None), (A, A, True), (A, A + 1, False),
     (A, 0, False), (A, 1, None), (A, B, None), (A + B, 1, False), (A - 1, A, False), (A + 1, 1, False)],
)  # fmt: skip
def test_equality(x: Count | None, y: Count | None, answer: bool | None) -> None:
    assert equal(x, y) is answer
    assert equal(y, x) is answer
