"""Layers of the program: made by calls of Keras' classes, of classes of others, or standing for what is not known."""

from __future__ import annotations

from collections.abc import Mapping

from lint_params.interpret.costs import Cost, CostedLayer
from lint_params.interpret.machine import MAX_LAYERS, Machine, OutOfSteps
from lint_params.interpret.scope import Frame
from lint_params.interpret.values import (
    Arguments,
    Array,
    BoundMethod,
    DictValue,
    External,
    FunctionValue,
    Instance,
    ListValue,
    Value,
    marks_of,
    plain,
)
from lint_params.keras.arguments import Arguments as LayerArguments
from lint_params.keras.arguments import NumpyInteger
from lint_params.keras.base import Call, KerasLayer, bind
from lint_params.keras.tensor import Tensor
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape, Shapes
from lint_params.model.unknown import Unknown
from lint_params.records import replace

MAX_CHAIN = 2_000
"""Layers of one model, those of nested models included."""


class OpaqueLayer(KerasLayer):
    """Something used as a layer of which nothing is known."""

    def __init__(self, reason: str, type_name: str = "Layer", name: str = "", output: Shape | None = None) -> None:
        super().__init__(LayerArguments({}, set(), type_name), name=name)
        self.reason = reason
        self.type_name = type_name
        self.output = output

    def build(self, inputs: Shapes) -> None:
        self.built = True
        self.unsettled = self.reason

    def output_of(self, inputs: Shapes) -> Shapes:
        return self.output if self.output is not None else Shape.unknown(self.reason)

    def open_reason(self) -> str | None:
        return self.reason

    def definition(self) -> str:
        return f"{self.type_name}()"


def make_layer(
    machine: Machine, cls: type[KerasLayer], arguments: Arguments, frame: Frame, called: str | None = None
) -> KerasLayer:
    """A layer of a described class, made by a call of the program; ``called``: the name of its own class, if the
    program derives one."""
    prepare(machine, arguments)
    call = keras_call(machine, arguments)
    generation = machine.setting.generation
    refused: Refused | None = None
    bound: LayerArguments | None
    try:
        if generation not in cls.generations:
            raise Refused(f"Keras {generation} has no layer {cls.keras_name}", "unknown-layer")
        bound = bind(cls, call, generation)
    except Refused as refusal:
        refused = refusal
        # Where the configuration sets the generation, what others accept is of no account.
        bound = _bound_elsewhere(machine, cls, call) if not machine.program.generation_is_set else None
        if bound is not None:
            refused = None
    if bound is None:
        layer: KerasLayer = OpaqueLayer(refused.message if refused else "", cls.keras_name)
        layer.refused = refused
        given = arguments.keywords.get("name")
        if refused is not None and refused.kind == "missing":
            machine.fails("TypeError")  # before it takes a name
        layer.name = given if isinstance(given, str) else machine.layer_name(called or cls.keras_name)
    else:
        layer = taken(machine, cls, call, cls(bound, machine.setting))
        layer.name = name_of(machine, bound.raw("name"), called or layer.keras_name)
    if layer.refused is not None:
        machine.fails("ValueError")
    reason = patched(machine, f"keras.layers.{cls.keras_name}") if machine.foreign else None
    if reason is not None:
        layer = OpaqueLayer(reason, cls.keras_name, layer.name)
    return placed(machine, layer, arguments, frame)


_DECIDING = ("__init__", "__new__", "__call__", "add_weight", "build", "call", "compute_output_shape")


def patched(machine: Machine, name: str) -> str | None:
    """Why nothing is sure of a class of Keras that the program changes itself: it sets ``Dense.build``, say."""
    for base in (name, "keras.layers.Layer"):
        found = next((method for method in _DECIDING if f"{base}.{method}" in machine.foreign), None)
        if found is not None:
            return f"the program replaces {base.rsplit('.', 1)[-1]}.{found} of Keras"
    return None


def _bound_elsewhere(machine: Machine, cls: type[KerasLayer], call: Call) -> LayerArguments | None:
    """The arguments as another generation reads them; notes which generations do."""
    accepted: dict[str, LayerArguments] = {}
    for generation in cls.generations:
        try:
            accepted[generation] = bind(cls, call, generation)
        except Refused:
            continue
    if not accepted:
        return None
    machine.conflicts.append(frozenset(accepted))
    return next(iter(accepted.values()))


def taken(machine: Machine, cls: type[KerasLayer], call: Call, layer: KerasLayer) -> KerasLayer:
    """A layer of this generation; where it refuses the kind of a number, as an integer of numpy or 32.0 for 32, the
    layer of another generation that takes it."""
    refused = layer.refused
    name = refused.argument if refused is not None else None
    if name is not None and isinstance(layer.args.raw(name), (float, NumpyInteger)):
        layer = (not machine.program.generation_is_set and _taken_elsewhere(machine, cls, call)) or layer
    if layer.refused is None:
        layer.args.values = {
            name: _plain(value) if isinstance(value, _HOLD_INTEGERS) else value
            for name, value in layer.args.values.items()
        }
    return layer


def _taken_elsewhere(machine: Machine, cls: type[KerasLayer], call: Call) -> KerasLayer | None:
    """The layer as tf.keras 2 makes it, if that takes the values of its arguments; notes which others do."""
    accepted: dict[str, KerasLayer] = {}
    for generation in cls.generations:
        try:
            bound = bind(cls, call, generation)
        except Refused:
            continue
        layer = cls(bound, replace(machine.setting, generation=generation))
        if layer.refused is None:
            accepted[generation] = layer
    if "tf2" in accepted:
        machine.conflicts.append(frozenset(accepted))
    return accepted.get("tf2")


_HOLD_INTEGERS = (NumpyInteger, list, tuple)


def _plain(value: object) -> object:
    """An argument that Keras has taken, with the integers of numpy in it as any other."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, tuple):
        return tuple(_plain(item) for item in value)
    return int(value) if isinstance(value, NumpyInteger) else value


def name_of(machine: Machine, given: object, class_name: str) -> str:
    if isinstance(given, str) and given:
        return str(given)
    if isinstance(given, Unknown):
        return given.text or "?"
    return machine.layer_name(class_name)


def prepare(machine: Machine, arguments: Arguments) -> None:
    """A layer or model is made of these arguments: what conditions hide in them become choices."""
    machine.making_layer()
    machine.require(*arguments.positional, *arguments.keywords.values(), arguments.rest)
    machine.layers_made += 1
    if machine.layers_made > MAX_LAYERS:
        machine.gave_up = f"more than {MAX_LAYERS} layers are not followed"
        raise OutOfSteps


def keras_call(machine: Machine, arguments: Arguments) -> Call:
    """The arguments of a layer as the descriptions read them: plain values, layers, sizes, unknowns."""
    for value in (*arguments.positional, *arguments.keywords.values()):
        note_assumed(machine, value)
    positional = [keras_value(machine, value) for value in arguments.positional]
    keywords = {name: keras_value(machine, value) for name, value in arguments.keywords.items()}
    return Call(positional, keywords, arguments.rest)


def note_assumed(machine: Machine, value: Value) -> None:
    """A layer rests on a default: say so with the model."""
    for mark in marks_of(value):
        name, shown, line = mark
        machine.assume(name, shown, line)
    if isinstance(value, (tuple, ListValue)) and len(value) < 20:
        for item in value:
            note_assumed(machine, item)


def keras_value(machine: Machine, value: Value) -> object:
    if isinstance(value, ListValue):
        if value.open is not None:
            return value.open
        return [keras_value(machine, item) for item in value]
    if isinstance(value, tuple):
        return tuple(keras_value(machine, item) for item in value)
    if isinstance(value, DictValue):
        if value.open is not None:
            return value.open
        return {key: keras_value(machine, item) for key, item in value.items()}
    if isinstance(value, float) and float(value).is_integer() and not isinstance(value, bool):
        return plain(value)
    if isinstance(value, FunctionValue):
        return ShapeFunction(machine, value)
    if isinstance(value, NumpyInteger):
        return value
    if isinstance(value, BoundMethod):
        return ShapeFunction(machine, value)
    if isinstance(value, External):
        return ExternalName(machine, value.name)
    if isinstance(value, Array) and value.values is not None and all(isinstance(v, (int, str)) for v in value.values):
        return list(value.values)
    if isinstance(value, (Array, Instance)):
        return machine.unknown("its value is not in the source", getattr(value, "text", None), value)
    return plain(value)


class ExternalName(str):
    """Something of a library given to a layer: ``tf.nn.relu`` as an activation. It may be called on a shape."""

    machine: Machine

    def __new__(cls, machine: Machine, name: str) -> ExternalName:
        made = super().__new__(cls, name.rsplit(".", 1)[-1])
        made.machine = machine
        made.full = name
        return made

    full: str

    def __reduce__(self) -> tuple[type[ExternalName], tuple[Machine, str]]:
        """What another process makes it of."""
        return ExternalName, (self.machine, self.full)

    def output_shape(self, shape: Shapes, more: Mapping[str, object]) -> Shapes:
        return apply_function(self.machine, External(self.full), shape, more)


class ShapeFunction:
    """A function of the program given to a layer (``Lambda``): run on a tensor to see what shape comes out."""

    __slots__ = ("function", "machine")

    def __init__(self, machine: Machine, function: Value) -> None:
        self.machine = machine
        self.function = function

    def __repr__(self) -> str:
        return "a function"

    def output_shape(self, shape: Shapes, more: Mapping[str, object]) -> Shapes:
        """The shape of the result; raises ``Undetermined`` where the body can't be followed."""
        return apply_function(self.machine, self.function, shape, more)


def apply_function(machine: Machine, function: Value, shape: Shapes, more: Mapping[str, object]) -> Shapes:
    inputs: Value = (
        Tensor(shape) if isinstance(shape, Shape) else ListValue([Tensor(each) for each in shape], machine.born())
    )
    return shapes_of(machine, machine.program.call_plain(machine, function, [inputs], dict(more)))


def shapes_of(machine: Machine, value: Value) -> Shapes:
    """The shape of a tensor, or of each of several; raises ``Undetermined`` for anything else."""
    if isinstance(value, Tensor):
        return value.shape
    if isinstance(value, (tuple, list)) and value and all(isinstance(item, Tensor) for item in value):
        return [item.shape for item in value if isinstance(item, Tensor)]
    if isinstance(value, Unknown):
        raise Undetermined(value.reason if value.line is None else f"line {value.line}: {value.reason}")
    raise Undetermined("what it gives is not a tensor that can be followed")


def costed(machine: Machine, cost: Cost, arguments: Arguments) -> KerasLayer:
    """A layer of another package that the configuration knows."""
    last = cost.name.rsplit(".", 1)[-1]
    layer = CostedLayer(cost, machine.setting, name_of(machine, arguments.keywords.get("name"), last))
    declared = arguments.keywords.get("input_shape")
    if declared is not None:
        layer.args.values["input_shape"] = keras_value(machine, declared)
        layer.args.given.add("input_shape")
    trainable = arguments.keywords.get("trainable")
    if trainable is False:
        layer.trainable = False
    return layer


def placed(machine: Machine, layer: KerasLayer, arguments: Arguments, frame: Frame) -> KerasLayer:
    layer.site = machine.span(arguments.unit, arguments.place)
    layer.born = machine.born()
    return layer
