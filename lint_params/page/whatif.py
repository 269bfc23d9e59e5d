"""A model with its widths left open: every count that depends on one as a polynomial, so that a page can follow.

A width gets a knob only where Keras takes any number for it: where each layer that reads it, directly or through
others, is one of which that is known. So every setting of the knobs is a model that Keras builds, with these counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lint_params.keras.base import KerasLayer
from lint_params.keras.remaking import Built, Chain, width_of
from lint_params.model.dimension import Count, Dimension, Size, Symbol, symbols_of, total
from lint_params.model.model import Layer, Model
from lint_params.model.shape import Shape
from lint_params.model.weight import Weight
from lint_params.records import dataclass, replace

WIDE = frozenset(
    (
        "Dense Embedding LSTM GRU SimpleRNN Conv1D Conv2D Conv3D Conv1DTranspose Conv2DTranspose Conv3DTranspose "
        "SeparableConv1D SeparableConv2D DepthwiseConv1D DepthwiseConv2D Bidirectional TimeDistributed"
    ).split()
)
"""Layers whose width may be any number from 1 up, whatever the width of what they read."""

PASSING = frozenset(
    (
        "Flatten Dropout Activation ReLU LeakyReLU ELU Softmax PReLU BatchNormalization LayerNormalization Masking "
        "RepeatVector Identity GaussianNoise GaussianDropout AlphaDropout ActivityRegularization "
        "SpatialDropout1D SpatialDropout2D SpatialDropout3D MaxPooling1D MaxPooling2D MaxPooling3D AveragePooling1D "
        "AveragePooling2D AveragePooling3D GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D "
        "GlobalAveragePooling1D GlobalAveragePooling2D GlobalAveragePooling3D UpSampling1D UpSampling2D UpSampling3D "
        "ZeroPadding1D ZeroPadding2D ZeroPadding3D Cropping1D Cropping2D Cropping3D"
    ).split()
)
"""Layers without a width of their own that read any number of features."""

_BINDING = ("weights", "backward_layer", "shared_axes")
"""Arguments that hold a layer to the sizes it has."""


@dataclass(frozen=True, slots=True)
class Knob:
    """A width that can be changed: ``argument`` of the layer at ``layer`` in the chain, ``value`` in the source.

    In the polynomials of a ``WhatIf`` it is the symbol ``w0_``, ``w1_`` … of its index.
    """

    layer: int
    argument: str
    value: int


@dataclass(frozen=True, slots=True)
class Varied:
    """What a layer comes to, in terms of the knobs; ``formula`` is its count weight by weight."""

    params: Count
    formula: str
    output: Shape
    weights: tuple[tuple[Count, ...], ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A model in terms of its knobs; ``trainable`` is ``None`` where the source leaves it open."""

    knobs: tuple[Knob, ...]
    layers: tuple[Varied, ...]
    params: Count
    trainable: Count | None
    bytes: Count


def whatif_of(model: Model) -> WhatIf | None:
    """The model with its widths left open; ``None`` where no width can be, or it can't be counted again."""
    chain = Chain.of(model)
    if chain is None:
        return None
    at = [index for index, layer in enumerate(model.layers) if _any_width(layer)]
    while at:
        built = _with_widths(chain, {index: _symbol(number) for number, index in enumerate(at)})
        if built is None:
            return None
        bound = _bound(built, model.layers)
        if not bound:
            return _checked(_described(built, model, at), chain, model)
        at = [index for number, index in enumerate(at) if _symbol(number) not in bound]
    return None


def polynomial(count: Count) -> list[tuple[int, tuple[int, ...]]] | None:
    """A count as terms, each a factor and the knobs that multiply it; ``None`` where it holds anything else."""
    if isinstance(count, int):
        return [(count, ())]
    terms: list[tuple[int, tuple[int, ...]]] = []
    for monomial, factor in count.terms:
        knobs = [_number(atom) if isinstance(atom, Symbol) else None for atom in monomial]
        if None in knobs:
            return None
        terms.append((factor, tuple(knob for knob in knobs if knob is not None)))
    return terms


def evaluated(value: Dimension, widths: Sequence[int]) -> Dimension:
    """A count or size with the knobs at these widths."""
    if not isinstance(value, Size):
        return value

    def of(symbol: Symbol) -> Count:
        number = _number(symbol)
        return Size({(symbol,): 1}) if number is None else widths[number]

    return value.substitute(of)


class _Key:
    """What tells our symbols from those of the source."""


def _symbol(number: int) -> Size:
    return Size.symbol(f"w{number}_", _Key)


def _number(symbol: Symbol) -> int | None:
    return int(symbol.text[1:-1]) if symbol.key is _Key else None


def _with_widths(chain: Chain, widths: Mapping[int, Count]) -> tuple[Built, ...] | None:
    links = [link.with_width(widths[index]) if index in widths else link for index, link in enumerate(chain.links)]
    return replace(chain, links=tuple(links)).built()


def _any_width(layer: Layer) -> bool:
    found = width_of(layer.arguments)
    return found is not None and found[1] >= 1 and {layer.type, *layer.wraps} <= WIDE and _unbound(layer)


def _unbound(layer: Layer) -> bool:
    return all(
        arguments.get("groups") in (None, 1) and not any(arguments.get(name) is not None for name in _BINDING)
        for arguments in _arguments(layer.arguments)
    )


def _arguments(arguments: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """The arguments of a layer and of those that it wraps."""
    yield arguments
    inner = arguments.get("layer")
    if isinstance(inner, KerasLayer):
        yield from _arguments(inner.args.values)


def _bound(built: Sequence[Built], layers: Sequence[Layer]) -> set[Size]:
    """The widths that some layer may not take at every value."""
    found: set[Size] = set()
    for one, layer in zip(built, layers, strict=True):
        free = {layer.type, *layer.wraps} <= WIDE | PASSING and _unbound(layer)
        reads = one.input_shape if isinstance(one.input_shape, list) else [one.input_shape]
        for tensor in reads:
            sizes = tensor.sizes[:-1] if free else tensor.sizes
            found.update(Size({(symbol,): 1}) for size in sizes for symbol in _ours(size))
        found.update(
            Size({(symbol,): 1})
            for weight in one.layer.all_weights()
            for size in weight[0].shape
            if not isinstance(size, int) and polynomial(size) is None
            for symbol in _ours(size)
        )
    return found


def _ours(size: Dimension) -> list[Symbol]:
    return [symbol for symbol in symbols_of(size) if symbol.key is _Key]


def _described(built: Sequence[Built], model: Model, at: Sequence[int]) -> WhatIf | None:
    knobs = []
    for index in at:
        found = width_of(model.layers[index].arguments)
        assert found is not None
        knobs.append(Knob(index, *found))
    varied, every = [], list[Weight]()
    trained: list[Count] | None = []
    for one, layer in zip(built, model.layers, strict=True):
        weights = [weight for weight, _ in one.layer.all_weights()]
        if not isinstance(one.output_shape, Shape) or len(weights) != len(layer.trains):
            return None
        every += weights
        if None in layer.trains:
            trained = None
        if trained is not None:
            trained += [weight.count for weight, trains in zip(weights, layer.trains, strict=True) if trains]
        shapes = tuple(weight.shape for weight in weights)
        varied.append(Varied(one.params, one.layer.formula(), one.output_shape, shapes))
    return WhatIf(
        tuple(knobs),
        tuple(varied),
        total(one.params for one in varied),
        None if trained is None else total(trained),
        total(weight.bytes for weight in every),
    )


def _checked(found: WhatIf | None, chain: Chain, model: Model) -> WhatIf | None:
    """The same, if it gives what the source has, and what other widths give when they are put in its place."""
    if found is None:
        return None
    now = [knob.value for knob in found.knobs]
    said = [tuple(tuple(evaluated(size, now) for size in shape) for shape in one.weights) for one in found.layers]
    if said != [tuple(weight.shape for weight in layer.weights) for layer in model.layers]:
        return None
    totals = [found.params, found.bytes] if found.trainable is None else [found.params, found.bytes, found.trainable]
    if any(polynomial(count) is None for count in totals):
        return None
    if evaluated(found.params, now) != model.params or evaluated(found.bytes, now) != model.bytes:
        return None
    if found.trainable is not None and evaluated(found.trainable, now) != model.trainable:
        return None
    other = [2 * value + 1 for value in now]
    made = _with_widths(chain, {knob.layer: width for knob, width in zip(found.knobs, other, strict=True)})
    if made is None or any(not _agree(one, real, other) for one, real in zip(found.layers, made, strict=True)):
        return None
    return found


def _agree(one: Varied, real: Built, widths: Sequence[int]) -> bool:
    sizes = tuple(evaluated(size, widths) for size in one.output.sizes)
    return (
        evaluated(one.params, widths) == real.params
        and isinstance(real.output_shape, Shape)
        and sizes == real.output_shape.sizes
    )
