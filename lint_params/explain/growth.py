"""How a layer's count grows with its width: as a polynomial, and what doubling makes of the layer and the model."""

from __future__ import annotations

from lint_params.keras.base import Setting
from lint_params.keras.registry import class_of
from lint_params.keras.remaking import Chain, remade, width_of
from lint_params.model.dimension import Count, Size, Symbol
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.model import Layer
from lint_params.records import dataclass


@dataclass(frozen=True, slots=True)
class Growth:
    """``formula`` is a Python expression in ``argument``, which is ``value`` now; ``None`` where it is no polynomial.

    ``doubled`` is the layer's count with twice that value, ``model_doubled`` the model's, whose next layers then read
    more; ``None`` where the model can't be counted again.
    """

    argument: str
    value: int
    formula: str | None
    doubled: int
    model_doubled: int | None = None


def growth_of(layer: Layer, generation: str, chain: Chain | None = None, index: int = 0) -> Growth | None:
    """How a layer grows; ``None`` where it has no width, or can't be counted again to the same number.

    ``chain`` is the model it stands in, at ``index``.
    """
    width = width_of(layer.arguments)
    if width is None or layer.params is None or _count(layer, generation, width[0], width[1]) != layer.params:
        return None
    argument, value = width
    doubled = _count(layer, generation, argument, 2 * value)
    if not isinstance(doubled, int):
        return None
    general = _count(layer, generation, argument, Size.symbol(argument))
    whole = chain.replaced(index, chain.links[index].with_width(2 * value)).params() if chain is not None else None
    return Growth(
        argument,
        value,
        None if general is None else polynomial(general, argument),
        doubled,
        whole if isinstance(whole, int) else None,
    )


def _count(layer: Layer, generation: str, argument: str, value: Count) -> Count | None:
    cls = class_of(layer)
    if cls is None or layer.input_shape is None:
        return None
    try:
        made = remade(cls, layer.arguments, {argument: value}, Setting(generation, layer.dtype))
        if made is None:
            return None
        made.apply(layer.input_shape)
    except (Refused, Undetermined):
        return None
    return made.count() if made.open_reason() is None else None


def polynomial(count: Count, name: str) -> str | None:
    """A count as a Python expression in powers of one symbol, highest first: ``4*units**2 + 56*units``.

    ``None`` where there is anything else in it.
    """
    if isinstance(count, int):
        return str(count)
    powers: dict[int, int] = {}
    for monomial, factor in count.terms:
        if any(not isinstance(atom, Symbol) or atom.text != name for atom in monomial):
            return None
        powers[len(monomial)] = factor
    text = ""
    for power in sorted(powers, reverse=True):
        factor = powers[power]
        unknown = "" if power == 0 else name if power == 1 else f"{name}**{power}"
        shown = f"{abs(factor)}" if not unknown else unknown if abs(factor) == 1 else f"{abs(factor)}*{unknown}"
        sign = "-" if factor < 0 else "+"
        text += f" {sign} {shown}" if text else f"-{shown}" if factor < 0 else shown
    return text
