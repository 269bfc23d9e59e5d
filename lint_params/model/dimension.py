"""Sizes of shapes: an integer, ``None`` (any size, as Keras' batch), or an expression over unknowns.

An expression is kept as a polynomial over atoms, so that equal sums are equal objects, whatever order the source
wrote them in. Atoms are symbols (a size the source does not say), quotients (strides, pooling) and extrema.
Every expression knows an interval, which is what lower bounds of parameter counts are made of.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Union

from lint_params.records import dataclass, field

INFINITY = math.inf
Bound = Union[int, float]
"""An end of an interval: an integer, or plus or minus infinity."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """One size that the source does not say.

    ``text`` is the source's own text for it (``x_train.shape[2]``), or ``"?"`` where there is none; ``key`` tells two
    symbols of the same text apart; ``low`` and ``high`` bound its value.
    """

    text: str
    key: object = None
    low: Bound = field(default=1, compare=False)
    high: Bound = field(default=INFINITY, compare=False)

    @property
    def named(self) -> bool:
        return self.text != "?"


@dataclass(frozen=True, slots=True)
class Quotient:
    """``numerator // denominator``, or the ceiling of it."""

    numerator: Size
    denominator: Size
    ceiling: bool = False


@dataclass(frozen=True, slots=True)
class Extremum:
    """The smaller (``min``) or larger (``max``) of two sizes."""

    kind: str
    first: Size
    second: Size


Atom = Union[Symbol, Quotient, Extremum]
Monomial = tuple[Atom, ...]


def _order(atom: Atom) -> str:
    return _atom_text(atom)


class Size:
    """A polynomial with integer coefficients over atoms; immutable and hashable.

    >>> features = Size.symbol("x.shape[1]")
    >>> str(4 * features + features)
    '5*x.shape[1]'
    """

    __slots__ = ("_hash", "terms", "weight")

    def __init__(self, terms: Mapping[Monomial, int]) -> None:
        kept = {monomial: factor for monomial, factor in terms.items() if factor}
        self.terms: tuple[tuple[Monomial, int], ...] = (
            tuple(sorted(kept.items(), key=lambda term: (-len(term[0]), [_order(atom) for atom in term[0]])))
            if len(kept) > 1
            else tuple(kept.items())
        )
        self._hash = hash(self.terms)
        self.weight: int = sum(_weight(atom) for monomial, _ in self.terms for atom in monomial)
        """How many symbols stand in its text, those of quotients and extrema included."""

    @staticmethod
    def symbol(text: str, key: object = None, low: Bound = 1, high: Bound = INFINITY) -> Size:
        return Size({(Symbol(text, key, low, high),): 1})

    @staticmethod
    def constant(value: int) -> Size:
        return Size({(): value})

    def __eq__(self, other: object) -> bool:
        """Structural equality: true only if both are the same expression."""
        return isinstance(other, Size) and self.terms == other.terms

    def __hash__(self) -> int:
        return self._hash

    # Arithmetic. Results that turn out constant are given back as plain integers.

    def __add__(self, other: int | Size) -> int | Size:
        if other == 0:
            return self
        total = dict(self.terms)
        for monomial, factor in _size(other).terms:
            total[monomial] = total.get(monomial, 0) + factor
        return _simple(Size(total))

    __radd__ = __add__

    def __neg__(self) -> int | Size:
        return self * -1

    def __sub__(self, other: int | Size) -> int | Size:
        return self + _size(other) * -1

    def __rsub__(self, other: int | Size) -> int | Size:
        return (self * -1) + other

    def __mul__(self, other: int | Size) -> int | Size:
        if isinstance(other, int):
            if other == 1:
                return self
            return _simple(Size({monomial: factor * other for monomial, factor in self.terms}))
        product: dict[Monomial, int] = {}
        for left, a in self.terms:
            for right, b in other.terms:
                monomial = tuple(sorted(left + right, key=_order))
                product[monomial] = product.get(monomial, 0) + a * b
        return _simple(Size(product))

    __rmul__ = __mul__

    def __floordiv__(self, other: int | Size) -> int | Size:
        return floor_divide(self, other)

    def __rfloordiv__(self, other: int) -> int | Size:
        return floor_divide(other, self)

    def __mod__(self, other: int | Size) -> int | Size:
        return self - _size(other) * floor_divide(self, other)

    def __pow__(self, exponent: int) -> int | Size:
        result: int | Size = 1
        for _ in range(exponent):
            result = self * result
        return result

    # What is known of the value.

    @property
    def interval(self) -> tuple[Bound, Bound]:
        """A lower and an upper bound of the value."""
        low: Bound = 0
        high: Bound = 0
        for monomial, factor in self.terms:
            a, b = _monomial_interval(monomial)
            first, second = times(a, factor), times(b, factor)
            low, high = plus(low, min(first, second)), plus(high, max(first, second))
        return low, high

    @property
    def low(self) -> Bound:
        return self.interval[0]

    @property
    def high(self) -> Bound:
        return self.interval[1]

    def symbols(self) -> Iterator[Symbol]:
        """Every symbol, in the order of the printed text, with repetitions."""
        for monomial, _ in self.terms:
            for atom in monomial:
                yield from _symbols(atom)

    def substitute(self, value: Callable[[Symbol], int | Size]) -> int | Size:
        """The expression with each symbol replaced by ``value(symbol)``."""
        total: int | Size = 0
        for monomial, factor in self.terms:
            term: int | Size = factor
            for atom in monomial:
                term = term * _substitute(atom, value)
            total = total + term
        return total

    def __str__(self) -> str:
        """A Python expression that evaluates to the size once every symbol's text has a value."""
        parts: list[str] = []
        for monomial, factor in self.terms:
            factors = [_atom_text(atom) for atom in monomial]
            if abs(factor) != 1 or not factors:
                factors.insert(0, str(abs(factor)))
            sign = "-" if factor < 0 else "+"
            text = "*".join(factors)
            parts.append(f" {sign} {text}" if parts else text if sign == "+" else f"-{text}")
        return "".join(parts) or "0"

    __repr__ = __str__


Dimension = Union[int, None, Size]
"""A size in a shape: an integer, ``None`` for any size, or an expression."""

Count = Union[int, Size]
"""A number of parameters or bytes: never ``None``."""


def _size(value: int | Size) -> Size:
    return value if isinstance(value, Size) else Size.constant(value)


def _simple(size: Size) -> int | Size:
    if not size.terms:
        return 0
    if len(size.terms) == 1 and not size.terms[0][0]:
        return size.terms[0][1]
    return size


def times(bound: Bound, factor: Bound) -> Bound:
    """The product of two bounds; a whole number may be larger than any float."""
    if bound == 0 or factor == 0:
        return 0
    if isinstance(bound, float) or isinstance(factor, float):
        return INFINITY if (bound > 0) is (factor > 0) else -INFINITY
    return bound * factor


def plus(a: Bound, b: Bound) -> Bound:
    """The sum of two bounds."""
    return a if isinstance(a, float) else b if isinstance(b, float) else a + b


def _monomial_interval(monomial: Monomial) -> tuple[Bound, Bound]:
    low: Bound = 1
    high: Bound = 1
    for atom in monomial:
        a, b = _atom_interval(atom)
        ends = [times(x, y) for x in (low, high) for y in (a, b)]
        low, high = min(ends), max(ends)
    return low, high


def _atom_interval(atom: Atom) -> tuple[Bound, Bound]:
    if isinstance(atom, Symbol):
        return atom.low, atom.high
    if isinstance(atom, Quotient):
        a, b = atom.numerator.interval
        c, d = atom.denominator.interval
        if c <= 0:
            return -INFINITY, INFINITY
        ends = [_divide(x, y, atom.ceiling) for x in (a, b) for y in (c, d)]
        return min(ends), max(ends)
    a, b = atom.first.interval
    c, d = atom.second.interval
    pick = min if atom.kind == "min" else max
    return pick(a, c), pick(b, d)


def _divide(a: Bound, b: Bound, ceiling: bool) -> Bound:
    if isinstance(a, float):
        return a
    if isinstance(b, float):
        return (1 if a > 0 else 0) if ceiling else (0 if a >= 0 else -1)
    return -(-a // b) if ceiling else a // b


def _symbols(atom: Atom) -> Iterator[Symbol]:
    if isinstance(atom, Symbol):
        yield atom
    elif isinstance(atom, Quotient):
        yield from atom.numerator.symbols()
        yield from atom.denominator.symbols()
    else:
        yield from atom.first.symbols()
        yield from atom.second.symbols()


def _substitute(atom: Atom, value: Callable[[Symbol], int | Size]) -> int | Size:
    if isinstance(atom, Symbol):
        return value(atom)
    if isinstance(atom, Quotient):
        divide = ceiling_divide if atom.ceiling else floor_divide
        return divide(atom.numerator.substitute(value), atom.denominator.substitute(value))
    pick = minimum if atom.kind == "min" else maximum
    return pick(atom.first.substitute(value), atom.second.substitute(value))


def _weight(atom: Atom) -> int:
    if isinstance(atom, Symbol):
        return 1
    if isinstance(atom, Quotient):
        return atom.numerator.weight + atom.denominator.weight
    return atom.first.weight + atom.second.weight


_ATOMIC = re.compile(r"[\w.]+(\[[^\[\]()]*\]|\([^()\[\]]*\)|\.\w+)*")


@lru_cache(maxsize=10_000)
def _atom_text(atom: Atom) -> str:
    if isinstance(atom, Symbol):
        return atom.text if _ATOMIC.fullmatch(atom.text) or not atom.named else f"({atom.text})"
    if isinstance(atom, Quotient):
        numerator, denominator = factor_text(_simple(atom.numerator)), factor_text(_simple(atom.denominator))
        return f"(-(-{numerator} // {denominator}))" if atom.ceiling else f"({numerator} // {denominator})"
    return f"{atom.kind}({atom.first}, {atom.second})"


def factor_text(value: Count) -> str:
    """The text of a size as one factor of a product: in brackets where it is a sum, or negative."""
    text = str(value)
    alone = isinstance(value, int) or (len(value.terms) == 1 and value.terms[0][1] == 1 and len(value.terms[0][0]) == 1)
    return f"({text})" if not alone or text.startswith("-") else text


def floor_divide(a: Count, b: Count) -> Count:
    """``a // b`` rounded down; exact where every term divides."""
    return _quotient(a, b, ceiling=False)


def ceiling_divide(a: Count, b: Count) -> Count:
    """``a / b`` rounded up."""
    return _quotient(a, b, ceiling=True)


def _quotient(a: Count, b: Count, ceiling: bool) -> Count:
    if isinstance(a, int) and isinstance(b, int):
        return -(-a // b) if ceiling else a // b
    if isinstance(b, int):
        if b == 1:
            return a
        numerator = _size(a)
        if b > 0 and all(factor % b == 0 for _, factor in numerator.terms):
            return _simple(Size({monomial: factor // b for monomial, factor in numerator.terms}))
    if a == b:
        return 1
    return Size({(Quotient(_size(a), _size(b), ceiling),): 1})


def minimum(a: Count, b: Count) -> Count:
    return _extremum("min", a, b)


def maximum(a: Count, b: Count) -> Count:
    return _extremum("max", a, b)


def _extremum(kind: str, a: Count, b: Count) -> Count:
    if isinstance(a, int) and isinstance(b, int):
        return min(a, b) if kind == "min" else max(a, b)
    difference = _size(a) - b
    low, high = (difference, difference) if isinstance(difference, int) else difference.interval
    if low >= 0:
        return b if kind == "min" else a
    if high <= 0:
        return a if kind == "min" else b
    return Size({(Extremum(kind, _size(a), _size(b)),): 1})


def lower(value: Count) -> Bound:
    """A true lower bound of a count."""
    return value if isinstance(value, int) else value.low


def upper(value: Count) -> Bound:
    """A true upper bound of a count."""
    return value if isinstance(value, int) else value.high


def is_rest(size: Dimension) -> bool:
    """Whether a size in a target is the -1 that stands for what is left, or can be nothing else."""
    return size == -1 or (isinstance(size, Size) and size.high <= 0)


def equal(a: Dimension, b: Dimension) -> bool | None:
    """Whether two sizes are equal; ``None`` where the source leaves it open."""
    if a is None or b is None:
        return True if a is b else None
    if isinstance(a, int) and isinstance(b, int):
        return a == b
    difference = _size(a) - b
    if isinstance(difference, int):
        return difference == 0
    low, high = difference.interval
    return False if low > 0 or high < 0 else None


def product(sizes: Iterable[Count]) -> Count:
    """The product of sizes; 1 for none."""
    result: Count = 1
    for size in sizes:
        result = result * size
    return result


def total(counts: Iterable[Count]) -> Count:
    """The sum of counts; 0 for none."""
    result: Count = 0
    for count in counts:
        result = result + count
    return result


def symbols_of(value: Dimension) -> list[Symbol]:
    """The symbols of a size, each once, in order of appearance."""
    return list(dict.fromkeys(value.symbols())) if isinstance(value, Size) else []
