"""How much a layer or a model has of what a budget limits, exactly or at least, and how that reads."""

from __future__ import annotations

from collections.abc import Iterable

from lint_params.keras import cost
from lint_params.model.dimension import Count, lower
from lint_params.model.model import Layer, Model
from lint_params.model.weight import BYTES, Weight
from lint_params.records import dataclass


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, or a lower bound of it."""

    value: int
    exact: bool = True

    def __str__(self) -> str:
        return f"{self.value:,}" if self.exact else f"at least {self.value:,}"


def floor(count: Count) -> int:
    """A lower bound of a count as an integer: one without any is 0."""
    low = lower(count)
    return int(low) if low > 0 else 0


def params(thing: Layer | Model) -> Amount:
    """All parameters."""
    return Amount(thing.at_least, False) if thing.params is None else Amount(thing.params)


def trainable(thing: Layer | Model) -> Amount | None:
    """Trainable parameters; ``None`` where they are not known."""
    return None if thing.trainable is None else Amount(thing.trainable)


def size(thing: Layer | Model, dtype: str | None) -> Amount:
    """Bytes of the weights: by their dtypes, or as if all were of ``dtype``."""
    if dtype is not None:
        number = params(thing)
        return Amount(number.value * BYTES[dtype], number.exact)
    if thing.bytes is not None and thing.params is not None and _told(thing):
        return Amount(thing.bytes)
    return Amount(sum(floor(weight.bytes) for weight in unique_weights(_leaves(thing))), False)


def macs(thing: Layer | Model) -> Amount:
    """Multiply-accumulates for one sample; of a model all layers that are known."""
    layers = [thing] if isinstance(thing, Layer) else thing.layers
    exact = all(isinstance(cost.macs(layer), int) for layer in layers)
    return Amount(sum(map(_least_macs, layers)), exact and (isinstance(thing, Layer) or thing.layers_complete))


def _least_macs(layer: Layer) -> int:
    """A lower bound: in a graph of layers each of them is called, and some may be more than once."""
    count = cost.macs(layer)
    if count is not None:
        return floor(count)
    return sum(map(_least_macs, layer.layers or ())) if layer.kind in ("Functional", "Sequential") else 0


@dataclass(frozen=True, slots=True)
class Peak:
    """The most bytes that inputs and outputs take at once, and the layer that takes them."""

    amount: Amount
    layer: Layer | None


def activation(thing: Layer | Model, dtype: str | None) -> Peak:
    """The largest input and output of one layer together, for one sample: by its dtype, or as if of ``dtype``."""
    leaves = list(cost.leaves(thing))
    counts = [cost.activation(layer, dtype) for layer in leaves]
    exact = all(isinstance(count, int) for count in counts) and (isinstance(thing, Layer) or thing.layers_complete)
    found = [(floor(count), layer) for count, layer in zip(counts, leaves, strict=True) if count is not None]
    if not found:
        return Peak(Amount(0, exact and not leaves), None)
    value, layer = max(found, key=lambda pair: pair[0])
    return Peak(Amount(value, exact), layer)


def _told(thing: Layer | Model) -> bool:
    """Whether the weights that are listed are all that is counted, so that bytes can be read from them."""
    listed = sum(floor(weight.count) for weight in unique_weights(_leaves(thing)))
    return isinstance(thing, Model) or listed == thing.params


def _leaves(thing: Layer | Model) -> list[Layer]:
    if isinstance(thing, Model):
        return list(thing.walk())
    return [thing, *(leaf for inner in thing.layers or () for leaf in _leaves(inner))]


def unique_weights(layers: Iterable[Layer]) -> list[Weight]:
    """The weights of layers, one that several share once."""
    return list({id(weight): weight for layer in layers for weight in layer.weights}.values())


def bytes_text(number: int) -> str:
    """Bytes for people: ``262,144 bytes (256 KiB)``, ``4,000,000 bytes (4 MB)``."""
    for unit, factor in (("GB", 10**9), ("GiB", 2**30), ("MB", 10**6), ("MiB", 2**20), ("kB", 10**3), ("KiB", 2**10)):
        if number >= factor and number % factor == 0:
            return f"{number:,} bytes ({number // factor} {unit})"
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if number >= factor:
            return f"{number:,} bytes ({number / factor:.1f} {unit})"
    return f"{number:,} byte{'' if number == 1 else 's'}"


def over_text(actual: int, limit: int) -> str:
    """How far over a budget: `` (+7.4%)``; nothing where the budget is 0."""
    if limit <= 0:
        return ""
    percent = (actual - limit) / limit * 100
    return " (+<0.1%)" if percent < 0.05 else f" (+{percent:,.1f}%)"
