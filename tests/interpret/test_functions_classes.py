"""Functions and classes: builders, arguments, methods, inheritance; the models they make are those Keras makes."""

from __future__ import annotations

import pytest

from tests.interpret.programs import UNKNOWN, agrees, in_keras, models, only, units

PROGRAMS = {
    "defaults and keywords": """
        def build(a, b=4, *rest, c=5, **more):
            return Sequential([Input((a,)), Dense(b), Dense(c + sum(rest) + more.get('d', 0))])
        model = build(2, 3, 1, 1, d=7)
    """,
    "positional only": """
        def build(a, /, b, *, c):
            return Sequential([Input((a,)), Dense(b), Dense(c)])
        model = build(2, b=3, c=4)
    """,
    "argument lists": """
        def build(*sizes, **names):
            return Sequential([Input((2,)), *[Dense(n) for n in sizes], Dense(3, **names)])
        model = build(*[4, 5], **{'name': 'last'})
    """,
    "mutable default": """
        def collect(n, into=[]):
            into.append(Dense(n))
            return into
        collect(3)
        model = Sequential([Input((2,))] + collect(4))
    """,
    "default is taken when the function is made": """
        n = 3
        def build(units=n):
            return Sequential([Input((2,)), Dense(units)])
        n = 9
        model = build()
    """,
    "closure sees the last value": """
        makers = [lambda: Dense(n) for n in (3, 4)]
        model = Sequential([Input((2,)), *(make() for make in makers)])
    """,
    "closure keeps its own": """
        def maker(n):
            def make():
                return Dense(n)
            return make
        model = Sequential([Input((2,)), *(make() for make in [maker(3), maker(4)])])
    """,
    "decorator": """
        import functools
        def wide(function):
            @functools.wraps(function)
            def inner(n):
                return function(2 * n)
            return inner
        @wide
        def dense(n):
            return Dense(n)
        model = Sequential([Input((2,)), dense(3)])
    """,
    "decorator with arguments": """
        def times(factor):
            def decorate(function):
                return lambda n: function(factor * n)
            return decorate
        @times(3)
        def dense(n):
            return Dense(n)
        model = Sequential([Input((2,)), dense(3)])
    """,
    "partial": """
        from functools import partial
        Wide = partial(Dense, 8, activation='relu')
        model = Sequential([Input((2,)), Wide(), Wide(use_bias=False)])
    """,
    "recursion": """
        def halves(n):
            return [] if n < 2 else [Dense(n), *halves(n // 2)]
        model = Sequential([Input((2,)), *halves(9)])
    """,
    "returns several": """
        def both():
            return Dense(3), Dense(4)
        first, second = both()
        model = Sequential([Input((2,)), second, first])
    """,
    "methods and attributes": """
        class Builder:
            rate = 2
            def __init__(self, n):
                self.n = n
                self.layers = []
            def grow(self, n=None):
                self.layers.append(Dense((n or self.n) * self.rate))
                return self
            def build(self):
                return Sequential([Input((2,)), *self.layers])
        model = Builder(3).grow().grow(5).build()
    """,
    "inheritance": """
        class Base:
            units = 3
            def layers(self):
                return [Dense(self.units)]
            def build(self):
                return Sequential([Input((2,)), *self.layers()])
        class Deep(Base):
            units = 4
            def layers(self):
                return super().layers() + [Dense(self.units + 1)]
        model = Deep().build()
    """,
    "diamond": """
        class A:
            def n(self): return [1]
        class B(A):
            def n(self): return [2, *super().n()]
        class C(A):
            def n(self): return [3, *super().n()]
        class D(B, C):
            def n(self): return [4, *super().n()]
        model = Sequential([Input((2,)), *map(Dense, D().n())])
    """,
    "static, class, property": """
        class Sizes:
            base = 3
            def __init__(self): self._n = 5
            @staticmethod
            def twice(n): return 2 * n
            @classmethod
            def first(cls): return cls.base
            @property
            def n(self): return self._n
            @n.setter
            def n(self, value): self._n = value + 1
        sizes = Sizes()
        sizes.n = 6
        model = Sequential([Input((2,)), Dense(sizes.twice(4)), Dense(Sizes.first()), Dense(sizes.n)])
    """,
    "operators of a class": """
        class Size:
            def __init__(self, n): self.n = n
            def __add__(self, other): return Size(self.n + other.n)
            def __call__(self): return Dense(self.n)
            def __getitem__(self, i): return self.n * i
            def __len__(self): return self.n
        size = Size(2) + Size(3)
        model = Sequential([Input((2,)), size(), Dense(size[2]), Dense(len(size))])
    """,
    "dataclass": """
        from dataclasses import dataclass, field, replace
        @dataclass
        class Config:
            units: int = 3
            sizes: list = field(default_factory=lambda: [4, 5])
            def __post_init__(self): self.total = self.units + len(self.sizes)
        config = Config(units=6)
        model = Sequential([Input((2,)), Dense(config.total), *map(Dense, config.sizes)])
    """,
    "named tuple": """
        from collections import namedtuple
        from typing import NamedTuple
        Old = namedtuple('Old', 'a b')
        class New(NamedTuple):
            a: int
            b: int = 7
        model = Sequential([Input((2,)), Dense(Old(3, 4).b), Dense(New(3).b), Dense(New(5)[0])])
    """,
    "enumeration": """
        from enum import Enum
        class Size(Enum):
            SMALL = 3
            LARGE = 30
        model = Sequential([Input((2,)), Dense(Size.LARGE.value), Dense(Size['SMALL'].value)])
    """,
    "model subclass": """
        class Net(Sequential):
            def __init__(self, n):
                super().__init__([Input((2,)), Dense(n)])
                self.add(Dense(n + 1))
        model = Net(3)
    """,
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_keras_agrees(name: str) -> None:
    real = in_keras(PROGRAMS[name])["model"]
    model = only(PROGRAMS[name])
    assert model.status == "exact", model.reason
    assert agrees(model, real)


def test_a_builder_that_nothing_calls_is_read_with_its_defaults() -> None:
    model = only("def build(units=3, features=2):\n    return Sequential([Input((features,)), Dense(units)])\n")
    assert (model.function, model.status, units(model)) == ("build", "exact", [3])


def test_an_argument_without_default_is_a_symbol() -> None:
    model = only("def build(units, features=2):\n    return Sequential([Input((features,)), Dense(units)])\n")
    assert (model.free, model.params, model.at_least) == (("units",), None, 2 * 1 + 1)


def test_each_distinct_call_is_a_variant() -> None:
    text = "def build(n):\n    return Sequential([Input((2,)), Dense(n)])\na, b, c = build(3), build(4), build(3)\n"
    assert [(model.variant, units(model)) for model in models(text)] == [({"n": 3}, [3]), ({"n": 4}, [4])]


def test_methods_that_nothing_calls_are_read_on_an_object_that_nothing_gives() -> None:
    text = (
        "class Net:\n"
        "    def __init__(self, n):\n"
        "        self.n = n\n"
        "    def build(self):\n"
        "        return Sequential([Input((2,)), Dense(self.n), Dense(5)])\n"
    )
    model = only(text)
    assert model.status == "unknown"
    assert [layer.params for layer in model.layers] == [None, None]
    assert model.reason


def test_a_class_with_an_unknown_base_keeps_what_it_defines() -> None:
    text = (
        UNKNOWN
        + "class Net(unknown.Base):\n    n = 3\nm = Sequential([Input((2,)), Dense(Net().n), Dense(Net().other)])\n"
    )
    assert [layer.params is not None for layer in only(text).layers] == [True, False]


@pytest.mark.parametrize(
    "wrapper", ["KerasClassifier(build)", "KerasRegressor(model=build)", "KerasClassifier(build_fn=build)"]
)
def test_a_builder_passed_as_a_value_is_read(wrapper: str) -> None:
    text = (
        "from scikeras.wrappers import KerasClassifier, KerasRegressor\n"
        "def build(n=3):\n"
        "    return Sequential([Input((2,)), Dense(n)])\n"
        f"wrapped = {wrapper}\n"
    )
    assert units(only(text)) == [3]


def test_builders_within_what_nothing_calls_are_read() -> None:
    nested = """
class Outer:
    class Inner:
        def build(self):
            return Sequential([Input((3,)), Dense(5)])
def outer():
    def inner(width=6):
        return Sequential([Input((3,)), Dense(width)])
    return inner
"""
    assert [made.params for made in models(nested)] == [3 * 5 + 5, 3 * 6 + 6]


def test_a_model_that_the_run_does_not_come_to_is_listed() -> None:
    endless = """
def count(n):
    return n if n < 2 else count(n - 1) + count(n - 2)
total = count(40)
model = Sequential([Input((3,)), Dense(4)])
"""
    (made,) = models(endless)
    assert (made.status, made.params, made.at_least) == ("unknown", None, 0)
    assert not made.layers_complete
    assert made.reason == "the program runs longer than is followed"


def test_a_call_that_may_be_remembered_may_do_nothing() -> None:
    text = """
import functools
calls = []
@functools.cache
def doubled(size):
    calls.append(size)
    return size * 2
doubled(3), doubled({})
model = Sequential([Input((2,)), Dense(len(calls))])
"""
    known = models(text.format("4"))[0]
    assert known.params == in_keras(text.format("4"))["model"].count_params()
    assert models(UNKNOWN + text.format("unknown.n"))[0].params is None
