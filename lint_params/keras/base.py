"""What every layer class is described by: its arguments, its weights for an input shape, and its output shape.

A description reads like the Keras documentation::

    class Dense(KerasLayer):
        signature = "units, activation=None, use_bias=True"

        def weights(self, shape):
            units = self.args.size("units")
            yield self.weight("kernel", (shape.features("Dense"), units))
            if self.args.flag("use_bias"):
                yield self.weight("bias", (units,))

        def output_shape(self, shape):
            return shape.with_last(self.args.size("units"))

An instance is one layer of the checked program: it is built once, by the first input it reads, as in Keras.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import ClassVar

from lint_params.keras.arguments import OLD, REQUIRED, Arguments, Signature, as_sizes, parse_signature
from lint_params.keras.spelling import nearest
from lint_params.model.dimension import Count, Dimension, Size, equal, symbols_of
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape, Shapes
from lint_params.model.unknown import Unknown
from lint_params.model.weight import Weight, count_of, formula_of
from lint_params.records import dataclass, field

GENERATIONS = ("3", "tf2", "2", "1")
"""Newest first: Keras 3; tf.keras 2.x and tf_keras; stand-alone Keras 2.0 to 2.3; Keras 1."""

_COMMON = {
    "3": "name=None, trainable=True, dtype=None, activity_regularizer=None, autocast=True, input_shape=None",
    "tf2": "name=None, trainable=True, dtype=None, dynamic=False, activity_regularizer=None, autocast=True, "
    "input_shape=None, batch_input_shape=None, batch_size=None, weights=None, input_dim=None, implementation=None",
    "2": "name=None, trainable=True, dtype=None, input_shape=None, batch_input_shape=None, batch_size=None, "
    "weights=None, input_dtype=None",
    "1": "name=None, trainable=True, input_shape=None, batch_input_shape=None, input_dtype=None, weights=None, "
    "create_input_layer=None",
}
"""Arguments that every layer takes, by generation (``Layer.__init__`` of Keras 3 pops ``input_shape`` and its like)."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a layer takes from around it: the generation of Keras, the default dtype policy and data format."""

    generation: str = "3"
    dtype: str = "float32"
    data_format: str = "channels_last"
    custom_objects: bool = False
    """Whether the program may have told Keras names of its own."""


@dataclass(frozen=True, slots=True)
class Call:
    """The arguments of a call as the program gives them; ``rest`` is set where an unknown ``*args`` or ``**kwargs``
    may have given more."""

    positional: Sequence[object] = ()
    keywords: Mapping[str, object] = field(default_factory=dict)
    rest: Unknown | None = None


@dataclass(frozen=True, slots=True)
class Older:
    """How an older generation of Keras wrote a layer: its signature, and how its arguments read today.

    ``renamed`` maps old argument names to today's, those of the signature and others that were still taken beside it
    (as stand-alone Keras 2 took those of Keras 1); ``convert``, where names alone do not do it, turns the bound values
    (by old name) into today's; ``rewrite``, where a call meant something else by place, changes the call before it is
    bound (``Conv2D(32, 3, 3)`` in stand-alone Keras 2).
    """

    signature: str
    renamed: Mapping[str, str] = field(default_factory=dict)
    convert: Callable[[dict[str, object]], dict[str, object]] | None = None
    rewrite: Callable[[Call], Call] | None = None


class KerasLayer:
    """One layer of the checked program; subclasses describe the layer classes of Keras.

    ``keras_name`` is the class name Keras reports; ``signature`` the arguments of Keras 3, ``older`` those of another
    generation where it differs; ``aliases`` other names of the class; ``generations`` where the class exists.
    """

    signature: ClassVar[str] = ""
    older: ClassVar[Mapping[str, Older]] = {}
    aliases: ClassVar[tuple[str, ...]] = ()
    generations: ClassVar[tuple[str, ...]] = GENERATIONS
    keras_name: ClassVar[str] = ""
    older_names: ClassVar[Mapping[str, str]] = {}
    """The class name that another generation reported: ``{"1": "Convolution2D"}``."""
    closed: ClassVar[tuple[str, ...]] = ()
    """Generations in which the signature is all there is: not even ``trainable`` or ``input_shape`` is taken."""
    built_of: ClassVar[tuple[str, ...]] = ()
    """The arguments of ``build`` in Keras 3, where they are several shapes."""
    input_rank: ClassVar[int | None] = None
    """The rank, batch included, that inputs must have."""
    least_rank: ClassVar[int | None] = None
    takes_input_length: ClassVar[bool] = False
    """Whether the class takes ``input_length`` beside ``input_dim`` (recurrent layers and 1D convolutions of old)."""
    looks_again: ClassVar[tuple[str, ...]] = ("tf2", "2", "1")
    """Generations in which a built layer refuses an input that does not fit its weights when a model is made.

    Keras 3 asks only ``compute_output_shape``, where there is one, and the sizes that ``input_spec`` names.
    """
    sublayer_arguments: ClassVar[tuple[str, ...]] = ()
    """Arguments that hold layers: for a wrapper, ``("layer",)``."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "keras_name" not in cls.__dict__:
            cls.keras_name = cls.__name__

    def __init__(self, args: Arguments, setting: Setting | None = None, name: str = "") -> None:
        self.args = args
        self.setting = setting or Setting()
        self.name = name
        self.named = True
        """Whether ``name`` is the name the layer has; of what is not known, it is only what the source calls it."""
        self.site: object = None
        """Where the call of the layer stands; the interpreter's own."""
        self.born = 0
        self.user_class: object = None
        """The class of the program that this layer is an object of, if it is."""
        self.attributes: dict[str, object] = {}
        """What the program sets on the layer itself."""
        self.reset()

    def __repr__(self) -> str:
        """As messages name it: nothing of an address, which differs from run to run."""
        return f"the layer {self.keras_name}"

    def reset(self) -> None:
        """Forget what was built: the layer as its arguments make it."""
        self.trainable: object = self.args.raw("trainable", True)
        self.own_weights: list[Weight] = []
        self.built = False
        self.built_on: Shapes | None = None
        self.unsettled: str | None = None
        """Why the weights are not all known, once built."""
        self.pending = False
        """Whether there is more to do once there are data: Keras 3 leaves the ``call`` of some layers until then."""
        self.refused: Refused | None = None
        """What Keras refuses about this layer, once found."""
        try:
            self._check_activations()
            self.check()
        except Refused as refused:
            self.refused = refused
        except Undetermined:
            pass

    @property
    def is_described(self) -> bool:
        """Whether it is a layer or model of Keras, not of the program, nor one that stands for something unknown."""
        return type(self).__module__.startswith(f"{__package__}.")

    @property
    def class_name(self) -> str:
        """The class name that Keras of this generation reports."""
        return self.name_in(self.setting.generation)

    @classmethod
    def name_in(cls, generation: str) -> str:
        """The name of the class in a generation of Keras."""
        return cls.older_names.get(generation, cls.keras_name)

    def _check_activations(self) -> None:
        known = parse_signature(self.signature).defaults
        for name in ("activation", "recurrent_activation"):
            if name in known and not self.setting.custom_objects:
                self.args.check_activation(name)

    # What subclasses describe.

    def check(self) -> None:
        """Refuse what Keras refuses when the layer is made, before any input is known."""

    def weights(self, shape: Shape) -> Iterator[Weight]:
        """The weights of the layer itself for an input shape; none by default.

        Raises ``Refused`` where Keras would, ``Undetermined`` where the source does not say enough: the weights given
        until then still count for the lower bound.
        """
        return iter(())

    def output_shape(self, shape: Shape) -> Shapes:
        """The shape of the output; by default that of the input."""
        return shape

    def sublayers(self) -> Sequence[KerasLayer]:
        """The layers whose weights belong to this one, in Keras' order."""
        layers = (self.args.raw(name) for name in self.sublayer_arguments)
        return [layer for layer in layers if isinstance(layer, KerasLayer)]

    @property
    def weighs(self) -> bool:
        """Whether the class makes weights or holds layers."""
        cls = type(self)
        plain = cls.weights is KerasLayer.weights and cls.weights_of is KerasLayer.weights_of
        return not (plain and cls.build is KerasLayer.build and not self.sublayers())

    @property
    def _activation_weighs(self) -> bool:
        given = [self.args.raw(name) for name in ("activation", "recurrent_activation") if name in self.args]
        return any(isinstance(each, KerasLayer) and each.weighs for each in given)

    def weighed(self) -> Sequence[KerasLayer]:
        """The layers inside whose weights are counted with this one's: not what nothing ever builds."""
        return self.sublayers()

    def build_sublayers(self, shape: Shape) -> None:
        """Build the layers inside for an input shape; wrappers and custom layers say how."""

    def meet_data(self) -> bool:
        """Do what waits for data (``pending``); whether the layer itself calls those inside then."""
        return False

    def within(self) -> Iterator[KerasLayer]:
        """The layer itself and every one inside, each once."""
        seen: set[int] = set()
        waiting: list[KerasLayer] = [self]
        while waiting:
            layer = waiting.pop()
            if id(layer) not in seen:
                seen.add(id(layer))
                yield layer
                waiting.extend(layer.sublayers())

    # What the interpreter calls.

    def apply(self, inputs: Shapes) -> Shapes:
        """Read an input: build on the first one, then give the output shape.

        Raises ``Refused`` where Keras would refuse; what the source does not say gives an open shape.
        """
        if self.refused is not None:
            raise self.refused
        inputs = self.checked(inputs)
        self.build(inputs)
        try:
            return self.output_of(inputs)
        except Undetermined as open_:
            return Shape.unknown(open_.reason)

    def checked(self, inputs: Shapes) -> Shapes:
        """The inputs, known to have the rank the layer takes."""
        if isinstance(inputs, Shape):
            if self.input_rank is not None:
                return inputs.of_rank(self.input_rank, self.keras_name)
            if self.least_rank is not None:
                return inputs.at_least_rank(self.least_rank, self.keras_name)
        return inputs

    def build(self, inputs: Shapes) -> None:
        """Make the weights for the first input; a later input must ask for the same ones."""
        if self.built:
            self._check_again(inputs)
            return
        self.built = True
        self.built_on = inputs
        try:
            for weight in self.weights_of(inputs):
                self._check_defined(weight)
                self.own_weights.append(weight)
            self.build_sublayers_of(inputs)
        except Undetermined as open_:
            self.unsettled = open_.reason
        if self.unsettled is None and self._activation_weighs:
            self.unsettled = "what the layer that is its activation weighs is not followed"

    # A layer that takes several inputs overrides these three instead of weights, output_shape and build_sublayers.

    def weights_of(self, inputs: Shapes) -> Iterator[Weight]:
        return self.weights(self._single(inputs))

    def output_of(self, inputs: Shapes) -> Shapes:
        return self.output_shape(self._single(inputs))

    def build_sublayers_of(self, inputs: Shapes) -> None:
        if isinstance(inputs, Shape):
            self.build_sublayers(inputs)

    def _single(self, inputs: Shapes) -> Shape:
        if isinstance(inputs, Shape):
            return inputs
        if len(inputs) == 1:
            only = self.checked(inputs[0])
            assert isinstance(only, Shape)
            return only
        raise Refused(f"{self.keras_name} takes one input, not {len(inputs)}", "rank")

    def _check_defined(self, weight: Weight) -> None:
        if any(size is None for size in weight.shape):
            raise Refused(f"{self.keras_name} needs a size that is None in its input", "undefined")

    def remake(self, **changed: object) -> None:
        """Make the weights anew under other arguments: what is done to a layer after it is built."""
        self.args.values.update(changed)
        self.args.given.update(changed)
        if self.built_on is None or self.unsettled is not None:
            return
        try:
            self.own_weights = list(self.weights_of(self.built_on))
        except (Undetermined, Refused) as open_:
            self.unsettled = str(open_)

    def _check_again(self, inputs: Shapes) -> None:
        """A built layer that reads another shape keeps its weights; Keras refuses where they do not fit."""
        if not self.own_weights or self.unsettled is not None or self.setting.generation not in self.looks_again:
            return
        try:
            again = list(self.weights_of(inputs))
        except Undetermined:
            return
        for old, new in zip(self.own_weights, again, strict=False):
            if any(equal(a, b) is False for a, b in zip(old.shape, new.shape, strict=False)):
                raise Refused(
                    f"{self.keras_name} was built for inputs {_text(self.built_on)} and does not fit {_text(inputs)}",
                    "incompatible",
                )

    def weight(
        self, name: str, shape: Sequence[Dimension], trainable: bool = True, dtype: str | None = None, gates: int = 1
    ) -> Weight:
        """A weight of this layer, of its own dtype unless another is given."""
        return Weight(name, tuple(shape), dtype or self.variable_dtype, trainable, gates)  # type: ignore[arg-type]

    def keep(self, weight: Weight) -> None:
        """Hold a weight that the program makes: Keras lists those that train before those that do not."""
        others = [at for at, each in enumerate(self.own_weights) if not each.trainable] if weight.trainable else []
        self.own_weights.insert(others[0] if others else len(self.own_weights), weight)

    @property
    def variable_dtype(self) -> str:
        """The dtype of weights: of a mixed policy, the one variables are kept in (float32)."""
        policy = self._policy()
        return "float32" if policy.startswith("mixed_") else policy

    @property
    def compute_dtype(self) -> str:
        """The dtype of what the layer gives: of a mixed policy, the one that is computed in."""
        return self._policy().removeprefix("mixed_")

    def _policy(self) -> str:
        value = self.args.raw("dtype")
        policy = value if isinstance(value, str) else self.setting.dtype
        return policy.rpartition("_from_")[2]  # "int8_from_float32": what is not quantized stays float32

    def all_weights(self) -> list[tuple[Weight, object]]:
        """Every weight, those of layers inside included, each once, with whether it trains in this layer or model:
        true, false, or an ``Unknown``."""
        return [(weight, _both(trains, self.trainable)) for weight, trains in self.weight_states()]

    def weight_states(self) -> list[tuple[Weight, object]]:
        """Every weight with whether it is trainable as such.

        In Keras 3 that is a state of the variable, which only the layer that made it sets; before, every layer that
        holds it has a say. Source: ``trainable_weights`` in ``keras/src/layers/layer.py`` and
        ``tf_keras/src/engine/base_layer.py``.
        """
        found: dict[int, tuple[Weight, object]] = {}
        for weight in self.own_weights:
            found[id(weight)] = (weight, _both(weight.trainable, self.trainable))
        for layer in self.weighed():
            inner = layer.weight_states() if self.setting.generation == "3" else layer.all_weights()
            for weight, trains in inner:
                found.setdefault(id(weight), (weight, trains))
        return list(found.values())

    def set_trainable(self, value: object) -> None:
        """``layer.trainable = value``: as in Keras, the layers inside are set too.

        Keras 3 on TensorFlow changes nothing, inside neither, where the value is the one it has already
        (``AutoTrackable.__setattr__`` in ``tensorflow/python/trackable/autotrackable.py``).
        """
        if self.setting.generation == "3" and self.trainable is value:
            return
        self.trainable = value
        for layer in self.sublayers():
            layer.set_trainable(value)

    def open_reason(self) -> str | None:
        """Why the count is not known, ``None`` where it is."""
        if self.unsettled is not None:
            return self.unsettled
        if not self.built:
            return "nothing shows the shape of its input"
        for layer in self.sublayers():
            reason = layer.open_reason()
            if reason is not None:
                return reason
        return None

    def count(self) -> Count:
        """Parameters of all weights known so far."""
        return count_of(weight for weight, _ in self.all_weights())

    def formula(self) -> str:
        """The count as an expression, from the weights: own ones first, then those of layers inside."""
        parts = [formula_of(self.own_weights)] if self.own_weights else []
        inner = [layer.formula() for layer in self.weighed()]
        inner = [text for text in inner if text != "0"]
        if len(inner) > 1 and len(set(inner)) == 1:
            text = inner[0]
            inner = [f"{len(inner)}*({text})" if " + " in _outside_brackets(text) else f"{len(inner)}*{text}"]
        return " + ".join(parts + inner) or "0"

    def declared_input(self) -> Shape | None:
        """The input shape that the layer's own arguments declare (``input_shape``, ``input_dim`` …), batch first."""
        if "batch_input_shape" in self.args.given and self.args.raw("batch_input_shape") is not None:
            return _declared(self.args, self.args.raw("batch_input_shape"), "batch_input_shape")
        batch = self.args.raw("batch_size") if "batch_size" in self.args.given else None
        if "input_shape" in self.args.given and self.args.raw("input_shape") is not None:
            shape = _declared(self.args, self.args.raw("input_shape"), "input_shape")
        elif self.declares_input_dim and self.args.raw("input_dim") is not None:
            length = self.args.raw("input_length") if "input_length" in self.args.given else None
            sizes: tuple[object, ...] = (self.args.raw("input_dim"),)
            if length is not None or self._pairs_input_dim:
                sizes = (length, *sizes)
            shape = _declared(self.args, sizes, "input_dim")
        else:
            return None
        first: Dimension = batch if isinstance(batch, (int, Size)) else None
        return shape if shape.open else Shape((first, *shape.sizes))

    @property
    def _pairs_input_dim(self) -> bool:
        """Whether ``input_dim`` alone means (None, input_dim): Keras 3 reads it as (input_dim,) everywhere."""
        generation = self.setting.generation
        return self.input_rank == 3 and (generation in ("1", "2") or (generation == "tf2" and self.takes_input_length))

    @property
    def declares_input_dim(self) -> bool:
        """Whether ``input_dim`` is the size of the input here (in an ``Embedding`` it is the vocabulary)."""
        return "input_dim" in self.args.given and "input_dim" not in parse_signature(self.signature).defaults

    def definition(self) -> str:
        """The layer as one would write it, short: ``LSTM(20)``."""
        first = next(iter(self.args.values.items()), None)
        shown = _written(first[1]) if first is not None and first[0] in self.args.given else ""
        return f"{self.keras_name}({shown})"


def _written(value: object) -> str:
    """An argument as one would write it; nothing where there is no short text for it."""
    if isinstance(value, KerasLayer):
        return value.definition()
    if isinstance(value, Unknown):
        return value.text or "?"
    if isinstance(value, Size):
        return str(value)
    if isinstance(value, (tuple, list)):
        inside = ", ".join(map(_written, value))
        return f"[{inside}]" if isinstance(value, list) else f"({inside}{',' * (len(value) == 1)})"
    return repr(value) if value is None or isinstance(value, (int, float, str)) else ""


def bind(cls: type[KerasLayer], call: Call, generation: str) -> Arguments:
    """The arguments of a call as that generation of Keras reads them, under today's names.

    Raises ``Refused`` (``unknown-argument``, ``missing``) as Keras would.
    """
    older = cls.older.get(generation)
    if older is not None and older.rewrite is not None:
        call = older.rewrite(call)
    own_text = older.signature if older else cls.signature
    common_text = "" if generation in cls.closed else _COMMON[generation]
    signature, common = parse_signature(own_text), parse_signature(common_text)
    values = _bound(cls, signature, common, call, generation)
    given = set(values)
    for name, default in _defaults(own_text, common_text).items():
        if name in values:
            continue
        if call.rest is not None:
            values[name] = call.rest if name in signature.defaults else default
        elif default is REQUIRED:
            raise Refused(f"{cls.keras_name} needs the argument {name}", "missing", name)
        else:
            values[name] = default
    if older is not None:
        given = {older.renamed.get(name, name) for name in given}
        values = {older.renamed.get(name, name): value for name, value in values.items()}
        if older.convert is not None:
            before = set(values)
            values = older.convert(values)
            given |= set(values) - before
    today = parse_signature(cls.signature).defaults
    for name, default in today.items():
        values.setdefault(name, None if default is REQUIRED else default)
    ordered = {name: values[name] for name in today} | values
    return Arguments(ordered, given, cls.keras_name, generation)


@functools.cache
def _defaults(own: str, common: str) -> Mapping[str, object]:
    """The defaults of two signatures as one; those of the layer's own win."""
    return {**parse_signature(common).defaults, **parse_signature(own).defaults}


def _bound(
    cls: type[KerasLayer], signature: Signature, common: Signature, call: Call, generation: str
) -> dict[str, object]:
    names = signature.names
    if len(call.positional) > len(names):
        raise Refused(
            f"{cls.keras_name} takes at most {len(names)} positional arguments, not {len(call.positional)}",
            "unknown-argument",
        )
    values = dict(zip(names, call.positional, strict=False))
    older = cls.older.get(generation)
    for name, value in call.keywords.items():
        if older is not None and name not in signature.defaults:
            name = older.renamed.get(name, name)
        if name in values:
            raise Refused(f"{cls.keras_name} got {name} twice", "unknown-argument", name)
        if name not in signature.defaults and name not in common.defaults and not _input_dim(cls, name, generation):
            known = nearest(name, (*signature.names, *common.names))
            raise Refused(
                f"{cls.keras_name} has no argument {name}{_hint(name, known, tuple(signature.names))}",
                "unknown-argument",
                name,
                None if known is None else (name, known),
            )
        values[name] = value
    return values


def _input_dim(cls: type[KerasLayer], name: str, generation: str) -> bool:
    """``input_dim`` is taken by every layer; recurrent layers and ``Embedding`` of old also took ``input_length``."""
    if name == "input_dim":
        return generation not in cls.closed
    return name == "input_length" and generation in ("1", "2", "tf2") and cls.takes_input_length


@functools.lru_cache(maxsize=1_000)
def _hint(name: str, known: str | None, names: tuple[str, ...]) -> str:
    import difflib

    near = difflib.get_close_matches(name, names, 1) if known is None else [known]
    return f"; did you mean {near[0]}?" if near else ""


def snake_case(name: str) -> str:
    """The name Keras gives a layer of that class: ``TimeDistributed`` becomes ``time_distributed``.

    Source: ``keras/src/utils/naming.py`` (``to_snake_case``).
    """
    name = re.sub(r"\W+", "", name)
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()


def _both(a: object, b: object) -> object:
    if a is False or b is False:
        return False
    for value in (a, b):
        if isinstance(value, Unknown):
            return value
    return bool(a) and bool(b)


def _declared(args: Arguments, value: object, what: str) -> Shape:
    if isinstance(value, Unknown):
        return Shape.unknown(f"{what} is {value.text or 'unknown'}: {value.reason}")
    return Shape(as_sizes(value, what, args.generation in OLD))


def _outside_brackets(text: str) -> str:
    while (shorter := re.sub(r"\([^()]*\)", "", text)) != text:
        text = shorter
    return text


def _text(shapes: Shapes | None) -> str:
    return ", ".join(map(str, shapes)) if isinstance(shapes, list) else str(shapes)


def free_symbols(counts: Sequence[Dimension]) -> list[str]:
    """The texts of unknown sizes in several expressions, each once."""
    return list(dict.fromkeys(symbol.text for count in counts for symbol in symbols_of(count)))
