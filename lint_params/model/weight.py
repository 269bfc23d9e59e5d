"""A weight of a layer: the one thing that is ever counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lint_params.model.dimension import Count, factor_text, product, symbols_of, total
from lint_params.records import dataclass

BYTES = {
    "float64": 8,
    "int64": 8,
    "uint64": 8,
    "complex64": 8,
    "float32": 4,
    "int32": 4,
    "uint32": 4,
    "float16": 2,
    "bfloat16": 2,
    "int16": 2,
    "uint16": 2,
    "int8": 1,
    "uint8": 1,
    "bool": 1,
    "float8_e4m3fn": 1,
    "float8_e5m2": 1,
}
"""Bytes of one element, by dtype; a string weight (a vocabulary) has no fixed size and counts 0."""


@dataclass(slots=True, eq=False)
class Weight:
    """One variable of a layer. Two weights are the same only if they are the same object (layers may share them).

    ``trainable`` is all that may change: by a program that sets it, or that puts the variable into another list.

    ``shape`` has no ``None``. ``gates`` is how many equal blocks the last axis holds (4 in an LSTM), so that a formula
    can say ``4*(13*5 + 5*5 + 5)``.
    """

    name: str
    shape: tuple[Count, ...]
    dtype: str = "float32"
    trainable: bool = True
    gates: int = 1

    @property
    def count(self) -> Count:
        """The number of parameters: the product of the shape."""
        return product(self.shape)

    @property
    def bytes(self) -> Count:
        return self.count * BYTES.get(self.dtype, 0)

    @property
    def factors(self) -> tuple[Count, ...]:
        """The shape with the gates taken out of its last axis: (13, 20) with 4 gates is 13*5."""
        if self.gates == 1:
            return self.shape
        *before, last = self.shape
        return (*before, last // self.gates)


def count_of(weights: Iterable[Weight]) -> Count:
    """The number of parameters of weights, each counted once."""
    return total(weight.count for weight in weights)


def formula_of(weights: Sequence[Weight]) -> str:
    """The count as a product per weight, gates in front: ``4*(13*5 + 5*5 + 5)``; ``0`` for no weights."""
    groups: list[tuple[int, list[str]]] = []
    for weight in weights:
        text = _product_text(weight.factors)
        if groups and groups[-1][0] == weight.gates:
            groups[-1][1].append(text)
        else:
            groups.append((weight.gates, [text]))
    return " + ".join(_group_text(gates, terms) for gates, terms in groups) or "0"


def _product_text(factors: Sequence[Count]) -> str:
    kept = [factor for factor in factors if factor != 1] or [1]
    return str(kept[0]) if len(kept) == 1 and isinstance(kept[0], int) else "*".join(factor_text(f) for f in kept)


def _group_text(gates: int, terms: list[str]) -> str:
    parts: list[str] = []
    if gates == 1:
        for term in dict.fromkeys(terms):
            times = terms.count(term)
            parts.append(f"{times}*{term}" if times > 1 and len(terms) == times else term)
            if 1 < times < len(terms):
                parts.extend([term] * (times - 1))
        return " + ".join(parts)
    text = " + ".join(terms)
    return f"{gates}*({text})" if len(terms) > 1 else f"{gates}*{text}"


def free_of(weights: Iterable[Weight]) -> list[str]:
    """The texts of the unknown sizes in the weights' shapes, in order of appearance."""
    texts = (symbol.text for weight in weights for size in weight.shape for symbol in symbols_of(size))
    return list(dict.fromkeys(texts))
