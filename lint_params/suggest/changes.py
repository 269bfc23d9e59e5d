"""Changes to a chain that make it smaller: fewer units, or another structure for the costliest part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from lint_params.keras.registry import lookup
from lint_params.keras.remaking import Built, Chain, Link, current, width_of
from lint_params.model.shape import Shape
from lint_params.records import dataclass

RECURRENT = ("LSTM", "GRU", "SimpleRNN", "Bidirectional", "CuDNNLSTM", "CuDNNGRU")
SEPARABLE = {"Conv1D": "SeparableConv1D", "Conv2D": "SeparableConv2D"}
_KEPT = ("filters", "kernel_size", "strides", "padding", "data_format", "dilation_rate", "activation", "use_bias")
"""Arguments of a convolution that the separable one takes too."""
WIDE = 16
"""Features from which on a projection is worth a layer of its own."""


@dataclass(frozen=True, slots=True)
class Change:
    """A smaller chain, and in words what was done."""

    words: str
    chain: Chain


def changes(chain: Chain, target: int) -> Iterator[Change]:
    """Every change tried that reaches the target; the same one may come more than once, the simplest words first."""
    yield from _single_widths(chain, target)
    for change in (Change("", chain), *_structures(chain)):
        params = change.chain.params()
        if not isinstance(params, int):
            continue
        if params <= target and change.words:
            yield change
            continue
        scaled = _scaled(change.chain, target)
        if scaled is not None:
            joined = f"{change.words}, and {scaled.words}" if change.words else scaled.words
            yield Change(joined, scaled.chain)
    yield from _projections(chain, target)


def _scaled(chain: Chain, target: int) -> Change | None:
    """All widths but the last, which is the model's output, scaled together as little as reaches the target."""
    inner = _inner_widths(chain)

    def at(permille: int) -> Chain:
        smaller = chain
        for index in inner:
            link = chain.links[index]
            smaller = smaller.replaced(index, link.with_width(_scale(link, permille)))
        return smaller

    permille = _largest(at, 1000, target)
    if not inner or not permille:
        return None
    least = max(_permille(chain.links[index], _scale(chain.links[index], permille)) for index in inner)
    shown = f"{least / 10:.1f}".rstrip("0").rstrip(".")
    return Change(f"scale all hidden widths to {shown}%", at(permille))


def _scale(link: Link, permille: int) -> int:
    found = width_of(link.arguments)
    assert found is not None
    step = _step(link)
    return max(step, found[1] * permille // 1000 // step * step)


def _permille(link: Link, width: int) -> int:
    """The least that gives a width: 4 units are 3 from 750 on, up to 999."""
    found = width_of(link.arguments)
    assert found is not None
    return -(-width * 1000 // found[1]) if width > _step(link) else 1


def _step(link: Link) -> int:
    """What a width must be a multiple of."""
    return current(link.arguments, "groups") or 1


def _inner_widths(chain: Chain) -> list[int]:
    wide = [index for index, link in enumerate(chain.links) if width_of(link.arguments) is not None]
    return wide[:-1]


def _single_widths(chain: Chain, target: int) -> Iterator[Change]:
    """One layer alone narrower."""
    for index in _inner_widths(chain):
        link = chain.links[index]
        found, step = width_of(link.arguments), _step(link)
        assert found is not None

        def at(count: int, index: int = index, link: Link = link, step: int = step) -> Chain:
            return chain.replaced(index, link.with_width(count * step))

        count = _largest(at, found[1] // step - 1, target)
        if count:
            yield Change(f"narrow {link.name} alone", at(count))


def _structures(chain: Chain) -> Iterator[Change]:
    """Other structures that keep all widths."""
    built = chain.built()
    if built is None:
        return
    separable = chain
    number = 0
    for index, one in enumerate(built):
        pooled = _pooled(one)
        if pooled is not None:
            yield Change(f"pool over all positions instead of {one.link.name}", chain.replaced(index, pooled))
        apart = _separable(one)
        if apart is not None:
            yield Change(f"make {one.link.name} a separable convolution", chain.replaced(index, apart))
            separable = separable.replaced(index, apart)
            number += 1
    if number > 1:
        yield Change("make all convolutions separable", separable)


def _pooled(one: Built) -> Link | None:
    """Global average pooling in place of ``Flatten``."""
    shape = one.input_shape
    if one.link.cls.keras_name != "Flatten" or not isinstance(shape, Shape) or shape.open:
        return None
    cls = lookup(f"GlobalAveragePooling{len(shape.sizes) - 2}D")
    kept = {name: value for name, value in one.link.arguments.items() if name == "data_format"}
    return None if cls is None else Link(cls, one.link.name, kept, one.link.dtype)


def _separable(one: Built) -> Link | None:
    cls = lookup(SEPARABLE.get(one.link.cls.keras_name, ""))
    arguments = one.link.arguments
    if cls is None or (current(arguments, "groups") or 1) != 1:
        return None
    kept = {name: arguments[name] for name in _KEPT if name in arguments}
    strides = kept.get("strides")
    if isinstance(strides, (tuple, list)) and len(set(strides)) > 1:
        return None  # TensorFlow runs no separable convolution with unequal strides
    return Link(cls, one.link.name, kept, one.link.dtype)


def _projections(chain: Chain, target: int) -> Iterator[Change]:
    """A linear layer to fewer features before a recurrent one."""
    built, dense = chain.built(), lookup("Dense")
    if built is None or dense is None:
        return
    for index, one in enumerate(built):
        shape = one.input_shape
        features = shape.sizes[-1] if isinstance(shape, Shape) and not shape.open else None
        if one.link.cls.keras_name not in RECURRENT or not isinstance(features, int) or features < WIDE:
            continue

        def at(units: int, index: int = index, link: Link = one.link) -> Chain:
            narrow = Link(dense, f"{link.name}_input", {"units": units, "use_bias": False}, link.dtype)
            return chain.replaced(index, narrow, link)

        units = _largest(at, features // 2, target)
        if units:
            yield Change(f"project what {one.link.name} reads to {units:,} features", at(units))


def _largest(at: Callable[[int], Chain], most: int, target: int) -> int:
    """The largest number up to ``most`` whose chain is within the target; 0 for none, or where one can't be built."""
    low, high = 0, most + 1
    while high - low > 1:
        middle = (low + high) // 2
        params = at(middle).params()
        if not isinstance(params, int):
            return 0
        low, high = (middle, high) if params <= target else (low, middle)
    return low


def lost_width(before: Sequence[Built], after: Sequence[Built]) -> float:
    """From 0 to 1: how much narrower the layers with weights are, in what they read and what they give.

    Layers are matched by name; one that was put in is no loss of its own, what it takes from the next one is.
    """
    now = {one.link.name: _width(one) for one in after}
    widths = [(_width(one), now.get(one.link.name, 0)) for one in before if one.layer.all_weights()]
    total = sum(width for width, _ in widths)
    return max(0.0, 1 - sum(min(was, is_) for was, is_ in widths) / total) if total else 0.0


def _width(one: Built) -> int:
    sizes = [
        shape.sizes[-1] for shape in (one.input_shape, one.output_shape) if isinstance(shape, Shape) and shape.sizes
    ]
    return sum(size for size in sizes if isinstance(size, int))
