"""Expressions: what Python evaluates to an integer, the interpreter evaluates to the same one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.interpret.programs import UNKNOWN, only, value

SETUP = """
import math, functools, itertools, operator
word, sizes, table = "sequence", [3, 5, 8], {"a": 4, "b": 6}
def twice(x): return 2 * x
"""

EXPRESSIONS = [
    "7 // 2 + 7 % 2", "-7 // 2 + 10", "2 ** 5 - 1", "3 << 2 | 1", "6 ^ 3", "int(7 / 2)", "round(2.5)", "abs(-3)",
    "1_000", "0x1F", "divmod(17, 5)[0]", "int('12')", "int(2.9)", "min(4, 2, 8)", "max(sizes)", "sum(sizes, 1)",
    "len(word)", "len(word[1:-1])", "len(word * 2)", "word.index('q')", "len(f'{word}-{sizes[0]:03d}')",
    "len('a,b,c'.split(','))", "len('-'.join(['a', 'bc']))", "len(word.replace('e', 'ee'))",
    "sizes[-1]", "sizes[1:][0]", "sizes[::-1][0]", "len(sizes + [1])", "len(sizes * 3)", "sorted(sizes)[1]",
    "list(reversed(sizes))[0]", "sizes.index(8) + 1", "sizes.count(5)", "[*sizes, 9][-1]", "(4, 5)[1]",
    "table['b']", "table.get('c', 9)", "len(table)", "sum(table.values())", "{**table, 'c': 2}['c']",
    "dict(a=3)['a']", "list(table.items())[1][1]", "len({1, 2, 2})", "dict(zip('ab', sizes))['b']",
    "[x * x for x in sizes if x > 3][0]", "sum(x + y for x in sizes for y in (1, 2))", "{x: 2 * x for x in sizes}[5]",
    "len({x % 2 for x in sizes})", "[[y for y in range(x)] for x in sizes][1][-1]", "(n := 3) + n",
    "3 if sizes else 5", "3 if not sizes else 5", "0 or 4", "2 and 5", "(1 < 2 < 3) + 1", "(3 in sizes) + 1",
    "('a' in table) + ('z' not in table)", "(None is None) + 1", "(lambda x, y=2: x * y)(4)", "twice(twice(3))",
    "functools.reduce(operator.mul, sizes)", "functools.partial(twice, 4)()", "list(map(twice, sizes))[2]",
    "len(list(filter(lambda x: x > 3, sizes)))", "math.ceil(2.1)", "math.floor(2.9)", "int(math.sqrt(50))",
    "math.prod(sizes)", "list(itertools.chain(sizes, [1]))[-1]", "sum(1 for _ in itertools.product(sizes, sizes))",
    "list(enumerate(sizes, 1))[0][0]", "next(iter(sizes))", "all(sizes) + any([])  + 1", "isinstance(3, int) + 1",
    "getattr('abc', '__len__', len)() if False else 6", "int(True) + 1",
    "range(3, 30, 4)[2]", "len(range(0, 100, 7))", "int(1e3)", "int('11', 2)", "pow(3, 4)",
]  # fmt: skip


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_python_agrees(expression: str) -> None:
    names: dict[str, object] = {}
    exec(SETUP, names)
    assert value(expression, SETUP) == eval(expression, names)


UNKNOWNS = [
    "unknown", "unknown + 1", "len(unknown)", "unknown[0]", "unknown.shape[1]", "unknown()", "int(unknown)",
    "[1, unknown][1]", "{'a': unknown}['a']", "sum([1, unknown])", "max(3, unknown)",
    "[3, 5][unknown]", "table_of[unknown]", "undefined_name", "1 / 0", "[1][5]", "int('x')", "'a' * 3", "None[0]",
]  # fmt: skip


@pytest.mark.parametrize("expression", UNKNOWNS)
def test_what_is_not_known_is_no_number(expression: str) -> None:
    model = only(UNKNOWN + f"m = Sequential([Input((1,)), Dense({expression}), Dense(7, use_bias=False)])")
    assert model.params is None
    assert model.reason
    assert model.layers[-1].params is None


@pytest.mark.parametrize(
    ("expression", "text"),
    [("unknown.shape[1]", "unknown.shape[1]"), ("unknown . n", "unknown . n"), ("len(unknown)", "len(unknown)")],
)
def test_an_unknown_is_named_by_its_text(expression: str, text: str) -> None:
    assert only(UNKNOWN + f"m = Sequential([Input((1,)), Dense({expression})])").free == (text,)


numbers = st.integers(1, 50)
sums = st.recursive(
    numbers.map(str),
    lambda inner: st.tuples(inner, st.sampled_from(["+", "*", "//", "%", "-"]), inner).map(
        lambda p: f"({' '.join(p)})"
    ),
    max_leaves=12,
)


@given(sums)
@settings(max_examples=150, deadline=None)
def test_arithmetic_agrees_with_python(expression: str) -> None:
    try:
        real = eval(expression)
    except ZeroDivisionError:
        real = None
    found = value(f"({expression})")
    assert found == (real if real is not None and real > 0 else None)
