"""Sizes that the source does not say: formulas, bounds, and the arithmetic of sizes."""

from __future__ import annotations

import math
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_params.model.dimension import Count, Size, lower, maximum, minimum, upper
from tests.interpret.programs import UNKNOWN, in_keras, models, only, units
from tests.model.operations import OPERATIONS

LAYERS = {
    "Dense": "Dense({n})",
    "two Dense": "Dense({n}), Dense({n})",
    "product": "Dense(2 * {n} + 1, use_bias=False)",
    "quotient": "Dense({n} // 2)",
    "LSTM": "RepeatVector(3), LSTM({n})",
    "GRU": "RepeatVector(3), GRU({n}, return_sequences=True), Flatten(), Dense(2)",
    "Conv1D": "Reshape((6, 1)), Conv1D({n}, 3), Flatten(), Dense(4)",
    "Embedding": "Embedding({n}, 4), Flatten(), Dense({n})",
    "BatchNormalization": "Dense({n}), BatchNormalization()",
    "Bidirectional": "RepeatVector(2), Bidirectional(LSTM({n}))",
    "repeated": "RepeatVector({n}), Flatten(), Dense(3)",
}


@pytest.mark.parametrize("layers", LAYERS)
@pytest.mark.parametrize("n", [2, 7])
def test_the_formula_gives_keras_number(layers: str, n: int) -> None:
    text = f"model = Sequential([Input((6,)), {LAYERS[layers].format(n='unknown')}])\n"
    real = in_keras(f"unknown = {n}\n{text}")["model"]
    model = only(UNKNOWN + text)
    assert model.free == ("unknown",)
    assert model.params is None
    assert model.at_least <= real.count_params()
    for ours, theirs in zip(model.layers, real.layers, strict=True):
        assert ours.formula is not None
        assert eval(ours.formula, {"unknown": n}) == theirs.count_params()
        assert ours.at_least <= theirs.count_params()
        assert (ours.params is None) == ("unknown" in ours.formula)


def test_a_later_layer_that_does_not_depend_on_it_is_exact() -> None:
    model = only(UNKNOWN + "model = Sequential([Input((unknown.shape[2],)), Dense(3), Dense(4)])\n")
    assert [layer.params for layer in model.layers] == [None, 3 * 4 + 4]
    assert model.status == "partial"
    assert model.at_least == 1 * 3 + 3 + 3 * 4 + 4


def test_two_unknowns_are_two_names() -> None:
    model = only(UNKNOWN + "model = Sequential([Input((unknown.a,)), Dense(unknown.b)])\n")
    assert model.free == ("unknown.a", "unknown.b")


def test_two_unknowns_of_one_text_give_no_formula() -> None:
    model = only(
        UNKNOWN
        + "a = unknown()\nm = Sequential([Input((2,))])\nfor n in (unknown(), unknown()):\n    m.add(Dense(n))\n"
    )
    assert model.params is None
    for layer in model.layers:
        assert layer.formula is None or len(set(layer.free)) == len(layer.free)


def test_a_size_without_a_name_is_only_bounded() -> None:
    model = only(UNKNOWN + "model = Sequential([Dense(3), Dense(4)])\n")
    assert model.layers[0].formula is None
    assert model.layers[0].at_least == 1 * 3 + 3


@pytest.mark.parametrize(
    ("text", "n"),
    [("hp.Int('n', 32, 512)", 32), ("hp.Choice('n', [16, 8, 64])", 8), ("random.randint(5, 9)", 5)],
)
def test_a_range_bounds_from_below(text: str, n: int) -> None:
    model = only(f"import random\ndef build(hp):\n    return Sequential([Input((4,)), Dense({text})])\n")
    assert model.params is None
    assert 0 < model.at_least <= 4 * n + n
    if "hp" in text:
        assert model.at_least == 4 * n + n


# The arithmetic of sizes.

NAMES = ("a", "b.shape[0]", "len(c)")
Expression = tuple[Count, Callable[[dict[str, int]], int]]


def combined(parts: tuple[str, Expression, Expression]) -> Expression:
    name, (x, real_x), (y, real_y) = parts
    ours, python = OPERATIONS[name]
    return (ours(x, y), lambda values: python(real_x(values), real_y(values)))


def divided(parts: tuple[str, Expression, int]) -> Expression:
    name, (x, real_x), by = parts
    ours, python = OPERATIONS[name]
    return (ours(x, by), lambda values: python(real_x(values), by))


def symbol(name: str) -> Expression:
    return (Size.symbol(name), lambda values: values[name])


def constant(value: int) -> Expression:
    return (value, lambda _: value)


expressions: st.SearchStrategy[Expression] = st.recursive(
    st.sampled_from(NAMES).map(symbol) | st.integers(-4, 20).map(constant),
    lambda inner: (
        st.tuples(st.sampled_from(["+", "-", "*", "min", "max"]), inner, inner).map(combined)
        | st.tuples(st.sampled_from(["//", "ceil"]), inner, st.integers(1, 6)).map(divided)
    ),
    max_leaves=8,
)
assignments = st.fixed_dictionaries({name: st.integers(1, 40) for name in NAMES})


def evaluated(size: Count, values: dict[str, int]) -> object:
    """The printed text of a size, as Python evaluates it."""
    a, b, c = (values[name] for name in NAMES)
    names = {"a": a, "b": SimpleNamespace(shape=[b]), "c": range(c), "min": min, "max": max, "len": len}
    return eval(str(size), names)


def substituted(size: Count, values: dict[str, int]) -> Count:
    return size if isinstance(size, int) else size.substitute(lambda symbol: values[symbol.text])


@given(expressions, assignments)
@settings(max_examples=400, deadline=None)
def test_putting_in_values_is_evaluating_the_text(expression: Expression, values: dict[str, int]) -> None:
    size, real = expression
    assert substituted(size, values) == real(values)
    assert evaluated(size, values) == real(values)


@given(expressions, assignments)
@settings(max_examples=400, deadline=None)
def test_the_interval_holds_every_value(expression: Expression, values: dict[str, int]) -> None:
    size, real = expression
    assert lower(size) <= real(values) <= upper(size)


@given(expressions, expressions)
@settings(max_examples=200, deadline=None)
def test_the_order_of_writing_does_not_matter(first: Expression, second: Expression) -> None:
    (a, _), (b, _) = first, second
    assert a + b == b + a
    assert a * b == b * a
    assert a - a == 0
    assert a * (b + 1) == a * b + a
    assert hash(a + b) == hash(b + a)


def test_intervals_without_end() -> None:
    n = Size.symbol("n")
    assert (lower(3 * n + 1), upper(3 * n + 1)) == (4, math.inf)
    assert (lower(5 - n), upper(5 - n)) == (-math.inf, 4)
    assert lower(maximum(n, 7)) == 7
    assert upper(minimum(n, 7)) == 7


@pytest.mark.parametrize(
    "test",
    [
        "n + 1 > 0", "n * 2 >= 0", "n - 1 == -1", "n + 1", "n % 3 < 3", "n % 3 >= 0", "(n + 1) % 2 == 0", "n // 2 < 0",
        "n + 1 > n", "2 * n < n + 1", "n * n >= 0", "-n < 1", "3 - n > 0", "n - n == 0", "(n + 2) // 2 >= 0",
        "len(xs) + 1 > 0", "len(xs) - 1 >= 0", "len(xs) * 2 >= 0", "len(xs) // 2 >= 0", "len(xs) * n >= 0",
        "not n + 1", "n * 2 + len(xs) > -1", "max(n, 0) + 1 > 0", "max(n, 0) * -1 > 0", "abs(n) + 1 > 0",
    ],
)  # fmt: skip
def test_numbers_from_elsewhere_may_be_negative(test: str) -> None:
    text = f"from elsewhere import n, xs\nmodel = Sequential([Input((3,)), Dense(4 if {test} else 5)])\n"
    said = {units(model)[0] for model in models(text)}
    real = {4 if eval(test, {"n": n, "xs": [0] * size}) else 5 for n in range(-7, 8) for size in range(4)}
    assert real <= said
