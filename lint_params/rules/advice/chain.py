"""The layers of a model as a chain that can be run again with some of them changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from lint_params.keras import cost
from lint_params.keras.arguments import parse_signature
from lint_params.keras.base import Call, KerasLayer, Setting, bind
from lint_params.keras.registry import class_of, is_keras_own, lookup
from lint_params.keras.remaking import remade
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.model import Layer, Model
from lint_params.model.shape import Shape, Shapes
from lint_params.model.unknown import Unknown
from lint_params.records import dataclass
from lint_params.rules.base import Context, Site


@dataclass(frozen=True, slots=True)
class Saving:
    """What a model has fewer after a change; ``macs`` is ``None`` where a size that the source leaves open decides."""

    params: int
    macs: int | None


@dataclass(frozen=True, slots=True)
class Chain:
    """The layers of one ``Sequential`` model, each reading what the one before gives."""

    sites: tuple[Site, ...]

    @property
    def model(self) -> Model:
        """The model that the chain is, or is inside of."""
        return self.sites[0].model

    @property
    def layers(self) -> Sequence[Layer]:
        return self.sites[0].siblings

    @property
    def nested(self) -> bool:
        """Whether the chain is a layer of the model."""
        return self.layers is not self.model.layers

    def kind(self, index: int) -> str | None:
        """The Keras class of a layer; ``None`` for a model, and for classes of the program that go by such a name."""
        return kind_of(self.layers[index])

    def reads(self, index: int) -> Shape | None:
        """The shape that a layer reads, ``None`` where its rank is not known."""
        shape = self.layers[index].input_shape
        return shape if isinstance(shape, Shape) and not shape.open else None

    def make(self, name: str, like: Layer | KerasLayer | None = None, **changes: object) -> KerasLayer | None:
        """A layer of a class, with the arguments of another as far as it takes them; ``None`` where Keras refuses."""
        cls, generation = lookup(name), self.model.generation
        if cls is None or generation not in cls.generations:
            return None
        given = _given(like) if like is not None else {}
        names = parse_signature(cls.signature).defaults
        arguments = {key: value for key, value in {**given, **changes}.items() if key in names}
        try:
            made = cls(bind(cls, Call((), arguments), generation), Setting(generation))
        except Refused:
            return None
        return None if made.refused is not None else made

    def instead(self, start: int, stop: int, *new: KerasLayer) -> Saving | None:
        """What the model saves with ``new`` layers in the place of those from ``start`` up to ``stop``.

        The layers behind are run again as far as they read another shape. ``None`` where the model would then give
        another shape, where Keras refuses, where layers share weights, or where anything is not known.
        """
        shape: Shapes | None = self.layers[start].input_shape if start < len(self.layers) else None
        if shape is None:
            return None
        made: list[KerasLayer] = []
        for layer in new:
            shape = _applied(layer, shape)
            if shape is None:
                return None
            made.append(layer)
        end = stop
        while end < len(self.layers) and shape != self.layers[end].input_shape:
            again = described(self.layers[end], self.model.generation)
            shape = None if again is None else _applied(again, shape)
            if again is None or shape is None:
                return None
            made.append(again)
            end += 1
        before = self.layers[start:end]
        if shape != (before[-1].output_shape if before else self.layers[start].input_shape):
            return None
        if self._shared(start, end) or any(described(gone, self.model.generation) is None for gone in before):
            return None
        return _difference(before, made)

    def data_format(self, index: int) -> str | None:
        """Where channels stand in the pictures that a layer reads, as the nearest convolution or pooling shows."""
        for layer in reversed([leaf for before in self.layers[:index] for leaf in cost.leaves(before)]):
            cls = class_of(layer)
            if cls is None or "data_format" not in parse_signature(cls.signature).defaults or layer.type == "Flatten":
                continue
            given = layer.arguments.get("data_format")
            if isinstance(given, str):
                return given
            # Made without one, the layer takes the configured format: seen by making it again with the usual one.
            return None if described(layer, self.model.generation) is None else "channels_last"
        return None

    def _shared(self, start: int, end: int) -> bool:
        """Whether weights of these layers stand more than once in the model."""
        everywhere = Counter(id(weight) for layer in self.layers for weight in layer.weights)
        return any(everywhere[id(weight)] > 1 for layer in self.layers[start:end] for weight in layer.weights)


def chains(context: Context) -> Iterator[Chain]:
    """Every chain of a file of which no layer may be missing, and that Keras builds; nested ones too.

    What the program does is refused with the model it is done to, or all of them where that is not known.
    """
    faulty = {fault.model for fault in context.result.faults}
    found: dict[int, list[Site]] = {}
    left_out: set[int] = set()
    for site in context.sites():
        inner = site.layer.layers
        if inner is not None and (site.layer.params is None or not is_sequential(site.layer)):
            left_out.add(id(inner))
        if None in faulty or not faulty.isdisjoint((site.model.name, site.owner)):
            continue
        if id(site.siblings) not in left_out and site.model.layers_complete:
            found.setdefault(id(site.siblings), []).append(site)
    for sites in found.values():
        if not any(site.layer.fault for site in sites):
            yield Chain(tuple(sites))


def is_sequential(layer: Layer) -> bool:
    """Whether a nested model is a chain: of a functional one, the list of layers does not say what reads what."""
    return layer.kind == "Sequential"


def kind_of(layer: Layer) -> str | None:
    cls = class_of(layer)
    return None if cls is None else cls.keras_name


def described(layer: Layer, generation: str) -> KerasLayer | None:
    """The layer made again from its arguments, not applied yet; ``None`` where it then is not what it is."""
    cls = class_of(layer)
    if cls is None or layer.params is None or layer.input_shape is None:
        return None
    proof = remade(cls, layer.arguments, {}, Setting(generation, layer.dtype))
    if proof is None or _applied(proof, layer.input_shape) != layer.output_shape or proof.count() != layer.params:
        return None
    return remade(cls, layer.arguments, {}, Setting(generation, layer.dtype))


def argument(layer: Layer | KerasLayer, name: str) -> object:
    """The value of an argument, given or by default: a constant or a layer, else an ``Unknown``."""
    if isinstance(layer, KerasLayer):
        value = layer.args.raw(name)
    elif name in layer.open_arguments:
        return Unknown(f"{name} of {layer.type} is no constant")
    else:
        cls = lookup(layer.type)
        default = None if cls is None else parse_signature(cls.signature).defaults.get(name)
        value = layer.arguments.get(name, default)
    known = value is None or isinstance(value, (bool, int, float, str, tuple, list, KerasLayer))
    return value if known else Unknown(f"{name} is no constant")


def keras_layer(value: object, *names: str) -> KerasLayer | None:
    """A layer given as an argument, if it is one of these classes of Keras itself."""
    return value if isinstance(value, KerasLayer) and value.keras_name in names and is_keras_own(value) else None


def is_linear(layer: Layer | KerasLayer) -> bool:
    """Whether a layer is known to give its output as it is, and not to be penalised for it."""
    activation = argument(layer, "activation")
    given = layer.open_arguments if isinstance(layer, Layer) else ()
    penalty = layer.arguments if isinstance(layer, Layer) else layer.args.values
    return (
        activation in (None, "linear")
        and "activity_regularizer" not in given
        and not penalty.get("activity_regularizer")
    )


def _given(like: Layer | KerasLayer) -> Mapping[str, object]:
    if isinstance(like, Layer):
        return like.arguments
    return {name: value for name, value in like.args.values.items() if name in like.args.given}


def _applied(layer: KerasLayer, shape: Shapes) -> Shapes | None:
    try:
        output = layer.apply(shape)
    except (Refused, Undetermined):
        return None
    known = isinstance(output, Shape) and not output.open and layer.open_reason() is None
    return output if known else None


def _difference(before: Sequence[Layer], after: Sequence[KerasLayer]) -> Saving | None:
    counts = [layer.count() for layer in after]
    numbers = [count for count in counts if isinstance(count, int)]
    params = [layer.params for layer in before if layer.params is not None]
    if len(numbers) < len(after) or len(params) < len(before):
        return None
    products = [*(cost.macs(layer) for layer in before), *(cost.macs_described(layer) for layer in after)]
    known = [count for count in products if isinstance(count, int)]
    macs = sum(known[: len(before)]) - sum(known[len(before) :]) if len(known) == len(products) else None
    return Saving(sum(params) - sum(numbers), macs)
