"""A model explained: layer by layer, where each reads from, its weights, its growth; and layers defined alike."""

from __future__ import annotations

from collections.abc import Sequence

from lint_params.explain.growth import Growth, growth_of
from lint_params.explain.twins import Twins, twins_of
from lint_params.explain.weights import Part, parts_of
from lint_params.keras.remaking import Chain
from lint_params.model.model import Layer, Model
from lint_params.model.shape import Shape
from lint_params.records import dataclass, replace

MAX_INNER = 40
"""Layers of a nested model that are explained one by one; of a larger one only the sum is said."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a layer's input comes from: ``words`` say it, ``layer`` is the one before, ``None`` for the model's input.

    ``origin`` is the layer that set the last size of that input, where those between only passed it on.
    """

    words: str
    layer: Layer | None = None
    origin: Layer | None = None


@dataclass(frozen=True, slots=True)
class ExplainedLayer:
    """One layer; ``place`` is where it stands, in words, ``share`` its part of the model's parameters, from 0 to 1,
    ``inner`` the layers of a nested model."""

    layer: Layer
    place: str
    source: Source
    parts: tuple[Part, ...]
    growth: Growth | None = None
    share: float | None = None
    inner: tuple[ExplainedLayer, ...] = ()


@dataclass(frozen=True, slots=True)
class ExplainedModel:
    """A model, its layers in order, and the groups of layers that are defined alike and differ in number."""

    model: Model
    layers: tuple[ExplainedLayer, ...]
    twins: tuple[Twins, ...]

    def at(self, path: str, line: int, cell: int | None) -> ExplainedModel | None:
        """What of this stands on a line: the layers there, else the whole model where its call is there."""

        def there(layer: Layer) -> bool:
            span = layer.span
            return (span.path, span.cell) == (path, cell) and span.line <= line <= span.end_line

        kept = tuple(_reduced(one, there(one.layer), [there(each.layer) for each in one.inner]) for one in self.layers)
        layers = tuple(one for one in kept if one is not None)
        if layers:
            shown = {id(one.layer) for one in layers}
            twins = tuple(group for group in self.twins if any(id(layer) in shown for layer in group.layers))
            return replace(self, layers=layers, twins=twins)
        span = self.model.span
        here = (span.path, span.cell) == (path, cell) and span.line <= line <= span.end_line
        return self if here else None


def _reduced(one: ExplainedLayer, here: bool, inside: Sequence[bool]) -> ExplainedLayer | None:
    if here:
        return one
    inner = tuple(each for each, there in zip(one.inner, inside, strict=True) if there)
    return replace(one, inner=inner) if inner else None


def explained(model: Model) -> ExplainedModel:
    """Everything that can be said about a model's numbers."""
    chain = Chain.of(model)
    layers = tuple(_explained(model.layers, index, model, chain) for index in range(len(model.layers)))
    return ExplainedModel(model, layers, twins_of(model.layers))


def _explained(layers: Sequence[Layer], index: int, model: Model, chain: Chain | None) -> ExplainedLayer:
    layer = layers[index]
    share = layer.params / model.params if layer.params is not None and model.params else None
    inner: tuple[ExplainedLayer, ...] = ()
    if layer.layers is not None and layer.type == "Sequential" and len(layer.layers) <= MAX_INNER:
        inner = tuple(_explained(layer.layers, at, model, None) for at in range(len(layer.layers)))
    growth = growth_of(layer, model.generation, chain, index) if layer.weights else None
    place = layer.span.seen_from(model.span.path)
    return ExplainedLayer(
        layer, place, source_of(layers, index, model.span.path), parts_of(layer), growth, share, inner
    )


def source_of(layers: Sequence[Layer], index: int, path: str) -> Source:
    """The layer before, and behind layers that pass sizes on, the one that set the size; ``path`` is the model's."""
    if index == 0:
        own = next((name for name in ("input_shape", "batch_input_shape") if name in layers[0].arguments), None)
        return Source(f"the input, which its own {own} declares" if own else "the input")
    before = layers[index - 1]
    words = f"from {_named(before, path)}"
    if isinstance(before.input_shape, Shape) and not before.input_shape.open and _flattens(before):
        return Source(f"{words}, which flattens {before.input_shape}", before)
    at = index - 1
    while at > 0 and _passes_on(layers[at]):
        at -= 1
    if at == index - 1:
        return Source(words, before)
    if _passes_on(layers[at]):
        return Source(f"{words}, which passes on the features of the input", before)
    origin = layers[at]
    return Source(f"{words}, which passes on what {_named(origin, path)} gives", before, origin)


def _named(layer: Layer, path: str) -> str:
    return f"{layer.name} ({layer.span.seen_from(path)})"


def _passes_on(layer: Layer) -> bool:
    """Whether a layer without a width of its own gives as many features as it reads."""
    read, gives = layer.input_shape, layer.output_shape
    if not isinstance(read, Shape) or not isinstance(gives, Shape) or not read.sizes or not gives.sizes:
        return False
    return read.sizes[-1] == gives.sizes[-1] and not layer.weights and not _flattens(layer)


def _flattens(layer: Layer) -> bool:
    return layer.type == "Flatten"
