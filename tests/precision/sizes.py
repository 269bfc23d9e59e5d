"""The arithmetic of sizes, shapes and weights: every operation on every pair of a few."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from operator import add, itemgetter, methodcaller

from lint_params.model import dimension
from lint_params.model.dimension import INFINITY, Count, Size, Symbol
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape
from lint_params.model.weight import BYTES, Weight, count_of, formula_of, free_of
from tests.precision.shown import shown

N, M = Size.symbol("n", "n", 1), Size.symbol("len(m)", "m", 0, 8)
ANY, NEGATIVE = Size.symbol("?", "any", -INFINITY), Size.symbol("a - b", "z", -5, -1)
SIZES: Mapping[str, Count] = {
    "0": 0, "1": 1, "2": 2, "3": 3, "7": 7, "-1": -1, "-4": -4, "n": N, "m": M, "any": ANY, "negative": NEGATIVE,
    "2n": N * 2, "4n+2": N * 4 + 2, "n-1": N - 1, "n+m": N + M, "nm": N * M, "n*n-3": N * N - 3, "-n": N * -1,
    "n//2": N // 2, "(n+1)//m": (N + 1) // (M + 1), "ceil n/3": dimension.ceiling_divide(N, 3), "m%3": M % 3,
    "min(n,m)": dimension.minimum(N, M), "max(n,m)": dimension.maximum(N, M), "max(m,4)": dimension.maximum(M, 4),
    "2*min(n,4)-m": dimension.minimum(N, 4) * 2 - M, "negative//2": NEGATIVE // 2, "any*any": ANY * ANY,
    "n*n//m": N * N // (M + 1), "-7//n": dimension.floor_divide(-7, N), "2**70": 2**70,
}  # fmt: skip


def _put(size: Count, values: tuple[Count, Count]) -> object:
    def value(symbol: Symbol) -> Count:
        return values[0] if symbol.key == "n" else values[1] if symbol.key == "m" else -2

    return size.substitute(value) if isinstance(size, Size) else size


PAIRS: Mapping[str, Callable[[Count, Count], object]] = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "%": lambda a, b: a % b,
    "//": dimension.floor_divide, "ceil": dimension.ceiling_divide, "min": dimension.minimum,
    "max": dimension.maximum, "equal": dimension.equal, "==": lambda a, b: a == b,
}  # fmt: skip
ALONE: Mapping[str, Callable[[Count], object]] = {
    "low": dimension.lower, "high": dimension.upper, "rest": dimension.is_rest, "factor": dimension.factor_text,
    "symbols": lambda a: [symbol.text for symbol in dimension.symbols_of(a)], "**2": lambda a: a**2,
    "negative": lambda a: -a, "weight": lambda a: a.weight if isinstance(a, Size) else None,
    "3-a": lambda a: 3 - a, "9//a": lambda a: 9 // a, "none": lambda a: dimension.equal(a, None),
    **{
        f"put {values}": partial(_put, values=values)
        for values in ((5, 3), (1, 0), (4, 8), (N + 1, M), (M, N), (7, N * 2))
    },
}  # fmt: skip
SHAPES: Mapping[str, Shape] = {
    "()": Shape(()), "(None)": Shape((None,)), "(None, 4)": Shape((None, 4)), "(2, n, 3)": Shape((2, N, 3)),
    "(None, 5, None)": Shape((None, 5, None)), "(None, m, 0, n)": Shape((None, M, 0, N)), "open": Shape.unknown("why"),
    "open 3": Shape.unknown("why", 3), "open n None 2": Shape.unknown("", N, None, 2), "of": Shape.of([1, 2, 3]),
}  # fmt: skip
READ: Mapping[str, Callable[[Shape], object]] = {
    "rank": lambda s: s.rank, "bool": bool, "last": lambda s: s.last, "elements": lambda s: s.elements(), "str": str,
    "list": lambda s: Shape(tuple(s)), "more": lambda s: add(s, (4, None)), "with_last": lambda s: s.with_last(9),
    **{f"[{at}]": itemgetter(at) for at in (-4, -3, -2, -1, 0, 1, 2, 3)},
    **{
        f"[{at}]": itemgetter(at)
        for at in (slice(None, -1), slice(1, None), slice(-2, None), slice(None, 2), slice(-3, -1))
    },
    **{f"of_rank {rank}": methodcaller("of_rank", rank, "it") for rank in range(6)},
    **{f"at_least {rank}": methodcaller("at_least_rank", rank) for rank in range(5)},
    **{f"features {at}": methodcaller("features", "it", at) for at in (-2, -1, 0, 1)},
    **{f"replaced {at}": methodcaller("replaced", at, N) for at in (-1, 0, 1, 2)},
}  # fmt: skip
WEIGHTS: Mapping[str, Weight] = {
    "kernel": Weight("kernel", (13, 20), gates=4), "recurrent": Weight("recurrent", (5, 20), gates=4),
    "bias": Weight("bias", (20,), gates=4), "scalar": Weight("scalar", ()), "ones": Weight("ones", (1, 1, 3)),
    "wide": Weight("wide", (N, M * 2)), "gates": Weight("gates", (N + 1, N * 3), "float16", gates=3),
    "none": Weight("none", (0, 4), "string"), "again": Weight("again", (13, 20)), "sum": Weight("sum", (N - 1, 4)),
    **{dtype: Weight(dtype, (13, 20), dtype) for dtype in BYTES},
}  # fmt: skip


def _told(ask: Callable[[], object]) -> str:
    try:
        found = ask()
    except (Refused, Undetermined, ArithmeticError, TypeError, IndexError, AttributeError) as error:
        return f"{type(error).__name__}: {error}"
    return shown(found) if isinstance(found, (Shape, Size)) else repr(found)


def _answers(name: str) -> Iterator[str]:
    if name in SIZES:
        size = SIZES[name]
        yield from (f"{way}: {_told(partial(ask, size))}" for way, ask in ALONE.items())
        for way, pair in PAIRS.items():
            for other, second in SIZES.items():
                yield f"{way} {other}: {_told(partial(pair, size, second))}"
    elif name in SHAPES:
        shape = SHAPES[name]
        yield from (f"{way}: {_told(partial(ask, shape))}" for way, ask in READ.items())
    else:
        one = WEIGHTS[name]
        yield f"{shown(one.count)} {shown(one.bytes)} {shown(one.factors)}"
        for second in WEIGHTS.values():
            for some in ([one, second], [one, one, second], [one, second, one, one], [second, one, second, one, one]):
                yield f"{formula_of(some)} {shown(count_of(some))} {free_of(some)}"


QUESTIONS = [*SIZES, *SHAPES, *WEIGHTS]


def sizes(names: Sequence[str]) -> dict[str, dict[str, str]]:
    """What comes of each size, shape or weight, alone and with every other."""
    return {name: {"comes to": "\n".join(_answers(name))} for name in names}
