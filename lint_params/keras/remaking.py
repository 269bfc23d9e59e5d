"""Layers and chains made again with other arguments, to count what would come of a change.

What is made again is counted unchanged first: only where that gives what the interpreter found can the rest be trusted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lint_params.keras.arguments import Arguments, parse_signature
from lint_params.keras.base import KerasLayer, Setting
from lint_params.keras.registry import class_of, is_keras_own
from lint_params.model.dimension import Count, total
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.model import Layer, Model
from lint_params.model.shape import Shape, Shapes
from lint_params.records import dataclass

WIDTHS = ("units", "filters", "output_dim", "depth_multiplier", "key_dim")
"""The argument that makes a layer wider, first match first."""


def width_of(arguments: Mapping[str, object]) -> tuple[str, int] | None:
    """The argument that makes a layer wider, in the layer or in the one it wraps, and its value."""
    for name in WIDTHS:
        value = current(arguments, name)
        if value is not None:
            return name, value
    return None


def current(arguments: Mapping[str, object], name: str) -> int | None:
    """The whole number that an argument is, in the layer or in the one it wraps."""
    value = arguments.get(name)
    if type(value) is int:
        return value
    inner = arguments.get("layer")
    return current(inner.args.values, name) if isinstance(inner, KerasLayer) else None


def remade(
    cls: type[KerasLayer], arguments: Mapping[str, object], changes: Mapping[str, object], setting: Setting
) -> KerasLayer | None:
    """A new layer with some arguments changed, those of the wrapped layer included; ``None`` where it can't be."""
    defaults = parse_signature(cls.signature).defaults
    values = {**defaults, **arguments}
    here = {name: value for name, value in changes.items() if type(arguments.get(name)) is int}
    inside = {name: value for name, value in changes.items() if name not in here}
    values.update(here)
    try:
        values = {name: _again(value, inside if name == "layer" else {}) for name, value in values.items()}
    except _NotRemade:
        return None
    made = cls(Arguments(values, set(arguments), cls.keras_name), setting)
    return None if made.refused is not None else made


class _NotRemade(Exception):
    """A layer within an argument can't be made again."""


def _again(value: object, changes: Mapping[str, object]) -> object:
    """An argument with every layer in it made anew: the one that is there is built for what it read.

    Not of a class of the program: what that does with its arguments, they do not say.
    """
    if isinstance(value, (list, tuple)) and any(isinstance(item, KerasLayer) for item in value):
        return type(value)(_again(item, changes) for item in value)
    if not isinstance(value, KerasLayer):
        return value
    if not is_keras_own(value):
        raise _NotRemade
    again = remade(type(value), value.args.values, changes, value.setting)
    if again is None:
        raise _NotRemade
    return again


@dataclass(frozen=True, slots=True)
class Link:
    """One layer of a chain, as it can be made again."""

    cls: type[KerasLayer]
    name: str
    arguments: Mapping[str, object]
    dtype: str

    def with_width(self, width: Count) -> Link:
        """The same layer with another number of units, filters …; it must have one."""
        found = width_of(self.arguments)
        assert found is not None
        return self.changed({found[0]: width})

    def changed(self, changes: Mapping[str, object]) -> Link:
        return Link(self.cls, self.name, _changed(self.arguments, changes), self.dtype)

    def make(self, generation: str) -> KerasLayer | None:
        return remade(self.cls, self.arguments, {}, Setting(generation, self.dtype))


def _changed(arguments: Mapping[str, object], changes: Mapping[str, object]) -> Mapping[str, object]:
    here = {name: value for name, value in changes.items() if name in arguments}
    inside = {name: value for name, value in changes.items() if name not in here}
    inner = arguments.get("layer")
    if not inside or not isinstance(inner, KerasLayer):
        return {**arguments, **changes}
    again = type(inner)(
        Arguments(dict(_changed(inner.args.values, inside)), set(inner.args.given), inner.keras_name), inner.setting
    )
    return {**arguments, **here, "layer": again}


@dataclass(frozen=True, slots=True)
class Built:
    """What a layer of a chain came to: what it read and gave, and the parameters it has."""

    link: Link
    layer: KerasLayer
    input_shape: Shapes
    output_shape: Shapes
    params: Count


@dataclass(frozen=True, slots=True)
class Chain:
    """A model as a chain of layers that can be made again with changes, each reading what the one before gives."""

    input: Shapes
    links: tuple[Link, ...]
    generation: str

    @staticmethod
    def of(model: Model) -> Chain | None:
        """The chain of a model; ``None`` where it can't be made again to the same numbers and shapes."""
        if not model.layers or not model.layers_complete or model.layers[0].input_shape is None or _shares(model):
            return None
        links: list[Link] = []
        for layer in model.layers:
            cls = class_of(layer)
            if cls is None or layer.layers is not None or layer.fault is not None:
                return None
            links.append(Link(cls, layer.name, layer.arguments, layer.dtype))
        chain = Chain(model.layers[0].input_shape, tuple(links), model.generation)
        built = chain.built()
        return chain if built is not None and _agree(built, model.layers) else None

    def built(self) -> tuple[Built, ...] | None:
        """Every layer built in turn; ``None`` where Keras would refuse one, or one can't be counted."""
        shape = self.input
        found: list[Built] = []
        for link in self.links:
            try:
                made = link.make(self.generation)
                if made is None:
                    return None
                output = made.apply(shape)
            except (Refused, Undetermined):
                return None
            if made.open_reason() is not None:
                return None
            found.append(Built(link, made, shape, output, made.count()))
            shape = output
        return tuple(found)

    def params(self) -> Count | None:
        """Parameters of all layers; ``None`` as for ``built``."""
        built = self.built()
        return None if built is None else total(one.params for one in built)

    def replaced(self, index: int, *links: Link) -> Chain:
        """The chain with the layer at ``index`` replaced by others."""
        return Chain(self.input, (*self.links[:index], *links, *self.links[index + 1 :]), self.generation)


def _shares(model: Model) -> bool:
    """Whether a layer is in the chain twice: its weights are then the same objects."""
    weights = [id(weight) for layer in model.layers for weight in layer.weights]
    return len(weights) != len(set(weights))


def _agree(built: Sequence[Built], layers: Sequence[Layer]) -> bool:
    return all(
        one.params == layer.params and _same(one.output_shape, layer.output_shape)
        for one, layer in zip(built, layers, strict=True)
    )


def _same(a: Shapes, b: Shapes | None) -> bool:
    if isinstance(a, Shape) and isinstance(b, Shape):
        return a.sizes == b.sizes and a.open == b.open
    return isinstance(a, list) and isinstance(b, list) and a == b
