"""Keras' own objects in the program: layers made and called, models grown, attributes of both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lint_params.interpret import tree
from lint_params.interpret.attributes import bind_member, quoted
from lint_params.interpret.costs import Cost, CostedLayer
from lint_params.interpret.expressions import elements
from lint_params.interpret.machine import MAX_LAYERS, Machine, MadeModel, OutOfSteps, SeenFault
from lint_params.interpret.scope import Frame
from lint_params.interpret.tracking import track
from lint_params.interpret.values import (
    Arguments,
    Array,
    BoundMethod,
    Builtin,
    ClassValue,
    DictValue,
    External,
    FunctionValue,
    Instance,
    ListValue,
    Value,
    plain,
)
from lint_params.keras.arguments import Arguments as LayerArguments
from lint_params.keras.arguments import NumpyInteger, as_sizes
from lint_params.keras.base import GENERATIONS, Call, KerasLayer, bind
from lint_params.keras.models import Functional, InputLayer, Sequential
from lint_params.keras.tensor import Node, Tensor, call_layer
from lint_params.model.dimension import Dimension, Size
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.model import Event
from lint_params.model.shape import Shape, Shapes
from lint_params.model.unknown import Unknown

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


# Making layers


def make_layer(machine: Machine, cls: type[KerasLayer], arguments: Arguments, frame: Frame) -> KerasLayer:
    """A layer of a described class, made by a call of the program."""
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
        layer.name = given if isinstance(given, str) else machine.layer_name(cls.keras_name)
    else:
        layer = _taken(machine, cls, call, cls(bound, machine.setting))
        layer.name = _name_of(machine, bound.raw("name"), layer.keras_name)
    return placed(machine, layer, arguments, frame)


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


def _taken(machine: Machine, cls: type[KerasLayer], call: Call, layer: KerasLayer) -> KerasLayer:
    """A layer of this generation; where it refuses the kind of a number, as an integer of numpy or 32.0 for 32, the
    layer of another generation that takes it."""
    refused = layer.refused
    name = refused.argument if refused is not None else None
    if name is not None and isinstance(layer.args.raw(name), (float, NumpyInteger)):
        layer = (not machine.program.generation_is_set and _taken_elsewhere(machine, cls, call)) or layer
    if layer.refused is None:
        layer.args.values = {name: _plain(value) for name, value in layer.args.values.items()}
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


def _plain(value: object) -> object:
    """An argument that Keras has taken, with the integers of numpy in it as any other."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, tuple):
        return tuple(_plain(item) for item in value)
    return int(value) if isinstance(value, NumpyInteger) else value


def _name_of(machine: Machine, given: object, class_name: str) -> str:
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
    for mark in getattr(value, "assumed", ()):
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

    def output_shape(self, shape: Shapes) -> Shapes:
        return apply_function(self.machine, External(self.full), shape)


class ShapeFunction:
    """A function of the program given to a layer (``Lambda``): run on a tensor to see what shape comes out."""

    __slots__ = ("function", "machine")

    def __init__(self, machine: Machine, function: Value) -> None:
        self.machine = machine
        self.function = function

    def output_shape(self, shape: Shapes) -> Shapes:
        """The shape of the result; raises ``Undetermined`` where the body can't be followed."""
        return apply_function(self.machine, self.function, shape)


def apply_function(machine: Machine, function: Value, shape: Shapes) -> Shapes:
    inputs: Value = (
        Tensor(shape) if isinstance(shape, Shape) else ListValue([Tensor(each) for each in shape], machine.born())
    )
    return shapes_of(machine, machine.program.call_plain(machine, function, [inputs]))


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
    layer = CostedLayer(cost, machine.setting, _name_of(machine, arguments.keywords.get("name"), last))
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


# Making models


def make_sequential(machine: Machine, arguments: Arguments, frame: Frame, cls: ClassValue | None = None) -> Sequential:
    """``Sequential(...)``: an object, and a record of where it was made."""
    prepare(machine, Arguments([], {}, arguments.place, arguments.unit))
    model = blank_sequential(machine, arguments, frame, arguments.get(99, "name"), cls)
    fill_sequential(machine, model, arguments, frame)
    return model


def blank_sequential(
    machine: Machine, arguments: Arguments, frame: Frame, name: Value, cls: ClassValue | None
) -> Sequential:
    class_name = cls.name if cls is not None else "Sequential"
    model = Sequential(LayerArguments({"trainable": True}, set(), class_name), machine.setting)
    model.user_class = cls
    model.name = _name_of(machine, name, class_name)
    placed(machine, model, arguments, frame)
    return model


def fill_sequential(machine: Machine, model: Sequential, arguments: Arguments, frame: Frame) -> None:
    """What ``Sequential.__init__`` does: the record of the model, and its first layers."""
    name = arguments.get(2 if machine.setting.generation == "3" else 1, "name")
    if isinstance(name, str):
        model.name = name
    trainable = arguments.keywords.get("trainable", True)
    if trainable is not True:
        model.trainable = trainable
    record(machine, model, arguments, frame)
    given = arguments.get(0, "layers")
    if given is None:
        return
    machine.require(given)
    if isinstance(given, KerasLayer) and not isinstance(given, Sequential):
        fault(machine, Refused("Sequential takes a list of layers, not a layer", "not-a-layer"), arguments, model)
        return
    firm = given.firm if isinstance(given, ListValue) and given.open is not None else None
    items, open_ = elements(machine, given)
    if open_ is not None and model.incomplete is None:
        model.incomplete = open_.reason
    for index, item in enumerate(items):
        add_layer(machine, model, item, arguments, machine.born() if firm is not None and index >= firm else 0)


def record(machine: Machine, model: Sequential, arguments: Arguments, frame: Frame) -> None:
    """Note where a model is made: the place in the checked file, and in another file if the call goes there."""
    here = machine.span(arguments.unit, arguments.place)
    context: dict[str, Value] = {}
    span, made_at, function = here, None, frame.function
    current: Frame | None = frame
    found = arguments.unit.home.path == machine.program.path
    while current is not None:
        context.update(
            {
                name: value
                for name, value in {**current.arguments, **current.loops}.items()
                if name not in context and name not in ("self", "cls")
            }
        )
        if not found and current.caller is not None and current.caller.unit.home.path == machine.program.path:
            found = True
            made_at, function = here, current.caller.function
            if current.call_place is not None:
                span = machine.span(current.caller.unit, current.call_place)
        current = current.caller
    if not found:
        return
    machine.own_events += 1
    machine.models.append(MadeModel(model, span, made_at, function.name if function is not None else None, context))


def fault(machine: Machine, refused: Refused, arguments: Arguments, model: Sequential | None = None) -> None:
    machine.faults.append(SeenFault(refused, machine.span(arguments.unit, arguments.place), model))


def as_layer(machine: Machine, value: Value, arguments: Arguments) -> KerasLayer | None:
    """What ``add`` is given, as a layer; ``None`` and a fault noted where Keras refuses it."""
    if isinstance(value, KerasLayer):
        return value
    if isinstance(value, Tensor) and value.node is not None and isinstance(value.node.layer, InputLayer):
        return value.node.layer
    if isinstance(value, Unknown):
        opaque = OpaqueLayer(value.reason, _type_in(value.text), value.text or "?")
        placed(machine, opaque, arguments, machine.program.frame_of(machine))
        opaque.site = value.span or opaque.site
        opaque.named = False
        return opaque
    if isinstance(value, External):
        if machine.program.layer_class(value.name) is not None:
            fault(
                machine,
                Refused(f"{value.name.rsplit('.', 1)[-1]} is the class, not a layer: call it", "class"),
                arguments,
            )
            return None
        return placed(machine, OpaqueLayer(f"{value.name} is not known"), arguments, machine.program.frame_of(machine))
    if isinstance(value, Instance):
        reason = f"{value.cls.name} is not known to be a layer"
        opaque = OpaqueLayer(reason, value.cls.name, value.cls.name)
        opaque.named = False
        return placed(machine, opaque, arguments, machine.program.frame_of(machine))
    if isinstance(value, ClassValue):
        fault(machine, Refused(f"{value.name} is the class, not a layer: call it", "class"), arguments)
        return None
    fault(machine, Refused("only layers can be added to a Sequential model", "not-a-layer"), arguments)
    return None


def _type_in(text: str | None) -> str:
    """The class name in ``hub.KerasLayer(url)``."""
    if text is None:
        return "Layer"
    name = text.split("(")[0].rsplit(".", 1)[-1]
    return name if name.isidentifier() and name[0].isupper() else "Layer"


def add_layer(machine: Machine, model: Sequential, value: Value, arguments: Arguments, doubt: int = 0) -> None:
    """``model.add(layer)``; ``doubt`` where it is not certain that it is there, and what comes before it."""
    machine.require(value)
    machine.touch_model(model, model.born)
    layer = as_layer(machine, value, arguments)
    if layer is None:
        model.incomplete = model.incomplete or "something that is not a layer is added"
        return
    unfollowed = _unfollowed(model, layer)
    if unfollowed is not None:
        model.incomplete = model.incomplete or unfollowed
        return
    for open_ in _open_arguments(layer):
        note_assumed(machine, open_)
    settle_input(machine, model, layer)
    before = len(model.steps)
    region = machine.region_of(model.born)
    try:
        model.add(layer, region.start if region is not None else doubt)
    except Refused as refused:
        if refused.kind in ("name", "twice") and machine.program.lenient_names(machine, layer, model):
            model.layers.append(layer)
            model.rebuild()
            return
        fault(machine, refused, arguments, model)
        layer.refused = layer.refused or refused
        machine.input_again = machine.input_again or isinstance(layer, InputLayer)
        if not isinstance(layer, InputLayer) and refused.kind in ("name", "twice"):
            model.refusal = model.refusal or refused
        return
    if model.input is not None and machine.setting.generation == "3" and len(model.steps) > before:
        # Each time Keras 3 rebuilds the chain it makes a functional model, which takes a name.
        machine.layer_name("functional")


def _unfollowed(model: Sequential, layer: KerasLayer) -> str | None:
    """Why a layer can't be followed into a model: too many of them, or the model would be within itself.

    A model that holds another one twice has twice its layers, so those inside count as often as they stand there.
    """
    if len(model.layers) >= MAX_CHAIN:
        return f"more than {MAX_CHAIN} layers of a model are not followed"
    stack, seen = [layer], 0
    while stack:
        current = stack.pop()
        if current is model:
            return "the model is a layer of itself"
        seen += 1
        if seen > MAX_CHAIN:
            return f"more than {MAX_CHAIN} layers of a model are not followed"
        stack.extend(current.sublayers())
    return None


def _open_arguments(layer: KerasLayer) -> list[object]:
    return [layer.args.raw("input_shape")] if "input_shape" in layer.args.given else []


def settle_input(machine: Machine, model: Sequential, layer: KerasLayer) -> None:
    """The input shape that the configuration or a comment gives for a model, where the code leaves it open."""
    if model.layers or model.input is not None:
        return
    made = next((made for made in reversed(machine.models) if made.model is model), None)
    if made is None:
        return
    given = machine.program.configured_input(machine, made)
    if given is not None:
        model.declared = True
        model.input = Shape((None, *given))


def settle_now(model: Sequential, given: tuple[Dimension, ...]) -> None:
    """Give a model that has its layers already the input shape that the configuration says."""
    model.declared = True
    model.input = Shape((None, *given))
    model.rebuild()


# Calling


def note(machine: Machine, layer: KerasLayer, event: Event) -> None:
    """Keep what is done with a model."""
    layers = len(layer.layers) if isinstance(layer, Sequential) else None
    certain = machine.region_of(layer.born) is None
    machine.events.append((layer, replace(event, layers=layers, certain=certain)))


def call_value(machine: Machine, layer: KerasLayer, arguments: Arguments, frame: Frame) -> Value:
    """A layer or model called on tensors or data."""
    if isinstance(layer, Sequential):
        note(machine, layer, Event("call", machine.span(arguments.unit, arguments.place)))
    tensors = _own_call(layer, arguments) or _inputs_of(machine, layer, arguments)
    if not tensors:
        return machine.unknown(f"the input of {layer.name} is not known", arguments.text)
    machine.making_layer() if not layer.built else None
    try:
        result = call_layer(layer, tensors)
    except Refused as refused:
        layer.refused = layer.refused or refused
        return machine.unknown(f"Keras refuses: {refused.message}", None, line=arguments.place[0])
    except Undetermined as open_:
        return machine.unknown(open_.reason, None, line=arguments.place[0])
    return result if isinstance(result, Tensor) else ListValue(result, machine.born())


def _inputs_of(machine: Machine, layer: KerasLayer, arguments: Arguments) -> list[Tensor]:
    """The tensors that a layer of Keras reads: its first argument, and the query, value and key of attention."""
    named = [name for name in ("query", "value", "key", "context") if name in arguments.keywords]
    positional = list(arguments.positional)
    if not positional:
        first = named.pop(0) if named else next(iter(arguments.keywords), None)
        positional = [arguments.keywords[first]] if first is not None else []
    tensors = as_tensors(machine, positional[0]) if positional else []
    others = [*positional[1:3], *(arguments.keywords[name] for name in named)]
    if not isinstance(layer, Sequential):
        tensors += [value for value in others if isinstance(value, Tensor)]
    return tensors


def _own_call(layer: KerasLayer, arguments: Arguments) -> list[Tensor]:
    """The tensors that a layer of the program is called with, if there are several arguments of them; the layer keeps
    by which name each is given."""
    given: list[tuple[str | None, Value]] = [(None, value) for value in arguments.positional]
    given += list(arguments.keywords.items())
    tensors = [(name, value) for name, value in given if isinstance(value, Tensor)]
    if not isinstance(layer.user_class, ClassValue) or isinstance(layer, Sequential) or len(tensors) < 2:
        return []
    if len([name for name, _ in tensors if name is None]) != len(arguments.positional):
        return []  # a list, or something else, among them
    layer.attributes[" names"] = [name for name, _ in tensors]
    return [value for _, value in tensors if isinstance(value, Tensor)]


def as_tensors(machine: Machine, value: Value) -> list[Tensor]:
    """A value as input tensors: a tensor, data of known shape, or several of them."""
    if isinstance(value, Tensor):
        return [value]
    if isinstance(value, Array):
        return [Tensor(array_shape(value), dtype=value.dtype)]
    if isinstance(value, (tuple, list)):
        return [tensor for item in value for tensor in as_tensors(machine, item)]
    if isinstance(value, DictValue):
        return [tensor for item in value.values() for tensor in as_tensors(machine, item)]
    if isinstance(value, Unknown):
        return [Tensor(Shape.unknown(value.reason), reason=value.reason)]
    return []


def array_shape(array: Array) -> Shape:
    return Shape(array.shape) if array.shape is not None else Shape.unknown(array.reason)


def make_input(machine: Machine, arguments: Arguments, frame: Frame, layer_only: bool = False) -> Value:
    """``Input(shape=...)`` or ``InputLayer(...)``."""
    prepare(machine, arguments)
    for value in (*arguments.positional, *arguments.keywords.values()):
        note_assumed(machine, value)
    shape = _input_shape(machine, arguments)
    newest = machine.setting.generation == "3"
    layer = InputLayer(LayerArguments({}, set(), "InputLayer"), machine.setting, "", shape)
    layer.name = _name_of(machine, arguments.keywords.get("name"), "InputLayer" if newest else "Input")
    layer.built = True
    placed(machine, layer, arguments, frame)
    dtype = arguments.keywords.get("dtype")
    return layer if layer_only else Tensor(shape, Node((), layer), dtype=dtype if isinstance(dtype, str) else "float32")


def _input_shape(machine: Machine, arguments: Arguments) -> Shape:
    for name in ("batch_shape", "batch_input_shape"):
        if arguments.keywords.get(name) is not None:
            return shape_from(machine, arguments.keywords[name])
    given = arguments.get(0, "shape")
    if given is None:
        given = arguments.keywords.get("input_shape")
    tensor = arguments.keywords.get("tensor")
    if given is None and isinstance(tensor, Tensor):
        return tensor.shape
    batch = arguments.get(1, "batch_size")
    if given is None:
        return Shape.unknown("the Input has no shape")
    shape = shape_from(machine, given)
    first: Dimension = batch if isinstance(batch, (int, Size)) else None
    return shape if shape.open else Shape((first, *shape.sizes))


def shape_from(machine: Machine, value: Value) -> Shape:
    """A value of the program as a shape."""
    if isinstance(value, Shape):
        return value
    if isinstance(value, ListValue) and value.open is not None:
        return Shape.unknown(value.open.reason)
    if isinstance(value, (Unknown, Array)):
        return Shape.unknown(value.reason)
    try:
        return Shape(as_sizes(keras_value(machine, value), "the shape"))
    except (Refused, Undetermined) as error:
        return Shape.unknown(str(error))


def make_functional(machine: Machine, arguments: Arguments, frame: Frame) -> Value:
    """``Model(inputs, outputs)``."""
    prepare(machine, Arguments([], {}, arguments.place, arguments.unit))
    machine.other_models.add((arguments.unit.path, arguments.unit.cell, arguments.place))
    first = arguments.get(0, "inputs", arguments.keywords.get("input"))
    second = arguments.get(1, "outputs", arguments.keywords.get("output"))
    inputs = _flat_tensors(first)
    outputs = _flat_tensors(second)
    if inputs is None or outputs is None:
        reason = next(
            (v.reason for v in (first, second) if isinstance(v, Unknown)), "its inputs or outputs are not known"
        )
        return placed(
            machine,
            OpaqueLayer(reason, "Model", _name_of(machine, arguments.keywords.get("name"), "Functional")),
            arguments,
            frame,
        )
    model = Functional(LayerArguments({}, set(), "Functional"), machine.setting, "", inputs, outputs)
    model.name = _name_of(
        machine, arguments.get(2, "name"), "Functional" if machine.setting.generation == "3" else "Model"
    )
    return placed(machine, model, arguments, frame)


def _flat_tensors(value: Value) -> list[Tensor] | None:
    if isinstance(value, Tensor):
        return [value]
    if isinstance(value, DictValue):
        value = list(value.values())
    if isinstance(value, (tuple, list)) and value:
        found: list[Tensor] = []
        for item in value:
            inner = _flat_tensors(item)
            if inner is None:
                return None
            found += inner
        return found
    return None


# Attributes and methods


def layer_attribute(machine: Machine, layer: KerasLayer, name: str, node: tree.Node, frame: Frame) -> Value:
    if name in layer.attributes:
        return layer.attributes[name]
    if isinstance(layer.user_class, ClassValue):
        found = layer.user_class.find(name)
        if found is not None:
            return bind_member(machine, found[0], found[1], layer)
    value = base_attribute(machine, layer, name)
    if isinstance(value, Unknown):
        key = (layer, ".", name)
        return machine.unknown(value.reason, quoted(node, frame), value, line=node.place[0], key=key)
    return value


def base_attribute(machine: Machine, layer: KerasLayer, name: str) -> Value:
    """An attribute that Keras itself gives a layer or model."""
    reader = _ATTRIBUTES.get(name)
    if reader is not None:
        return reader(machine, layer)
    from lint_params.interpret.methods import METHODS

    method = METHODS.get(name)
    if method is not None:
        return Builtin(name, lambda m, arguments: method(m, layer, arguments))
    base = getattr(layer, "base", None)
    if isinstance(base, KerasLayer) and name not in layer.args:
        return base_attribute(machine, base, name)
    for weight in layer.own_weights:
        if weight.name == name:
            return Tensor(Shape(weight.shape), dtype=weight.dtype)
    if name in layer.args:
        value = layer.args.raw(name)
        return ListValue(value, machine.born()) if isinstance(value, list) else value
    if name.startswith("__") and name.endswith("__"):
        return machine.unknown(f"{name} is not followed")
    return machine.unknown(f"the attribute {name} of {layer.name} is not followed")


def _layers(machine: Machine, layer: KerasLayer) -> Value:
    layers = layer.layers if isinstance(layer, (Sequential, Functional)) else layer.sublayers()
    open_ = None
    if isinstance(layer, Sequential) and layer.incomplete is not None:
        open_ = machine.unknown(layer.incomplete)
    if isinstance(layer, OpaqueLayer):
        open_ = machine.unknown(layer.reason)
    return ListValue(list(layers), machine.born(), open_)


def _input_shape_of(machine: Machine, layer: KerasLayer) -> Value:
    return _as_value(machine, layer.declared_input() if isinstance(layer, (Sequential, Functional)) else layer.built_on)


def _output_shape_of(machine: Machine, layer: KerasLayer) -> Value:
    shapes = output_shapes(layer)
    return _as_value(machine, shapes)


def output_shapes(layer: KerasLayer) -> Shapes | None:
    """What a built layer or model gives."""
    shape: Shapes | None = layer.declared_input() if isinstance(layer, (Sequential, Functional)) else layer.built_on
    if isinstance(layer, InputLayer):
        return layer.shape
    if shape is None:
        return None
    try:
        return layer.output_of(shape)
    except (Undetermined, Refused):
        return None


def _as_value(machine: Machine, shapes: Shapes | None) -> Value:
    if isinstance(shapes, list):
        return ListValue([_as_value(machine, shape) for shape in shapes], machine.born())
    if shapes is None or shapes.open:
        return machine.unknown(shapes.reason if shapes is not None else "it is not built yet")
    return shapes.sizes


def _output_tensor(machine: Machine, layer: KerasLayer) -> Value:
    if isinstance(layer, Functional):
        return layer.outputs[0] if len(layer.outputs) == 1 else ListValue(layer.outputs, machine.born())
    shapes = output_shapes(layer)
    if not isinstance(shapes, Shape):
        return machine.unknown("its output is not known")
    source = _input_tensor(machine, layer)
    inputs = (source,) if isinstance(source, Tensor) else ()
    return Tensor(shapes, Node(inputs, layer))


_SOURCES: dict[str, str] = {}


def _input_tensor(machine: Machine, layer: KerasLayer) -> Value:
    if isinstance(layer, Functional):
        return layer.inputs[0] if len(layer.inputs) == 1 else ListValue(layer.inputs, machine.born())
    kept = layer.attributes.get(" input")
    if kept is not None:
        return kept
    shape = layer.declared_input() if isinstance(layer, (Sequential,)) else layer.built_on
    if not isinstance(shape, Shape):
        return machine.unknown("its input is not known")
    entry = InputLayer(LayerArguments({}, set(), "InputLayer"), machine.setting, "input", shape)
    entry.built = True
    made = Tensor(shape, Node((), entry))
    layer.attributes[" input"] = made
    return made


_ATTRIBUTES: dict[str, Callable[[Machine, KerasLayer], Value]] = {
    "name": lambda machine, layer: layer.name,
    "trainable": lambda machine, layer: layer.trainable,
    "layers": _layers,
    "input_shape": _input_shape_of,
    "output_shape": _output_shape_of,
    "output": _output_tensor,
    "input": _input_tensor,
    "inputs": lambda machine, layer: _listed(machine, _input_tensor(machine, layer)),
    "outputs": lambda machine, layer: _listed(machine, _output_tensor(machine, layer)),
    "weights": lambda machine, layer: _weights(machine, layer, None),
    "variables": lambda machine, layer: _weights(machine, layer, None),
    "trainable_weights": lambda machine, layer: _weights(machine, layer, True),
    "trainable_variables": lambda machine, layer: _weights(machine, layer, True),
    "non_trainable_weights": lambda machine, layer: _weights(machine, layer, False),
    "built": lambda machine, layer: layer.built,
    "__class__": lambda machine, layer: machine.program.type_of(layer),
}


def _weights(machine: Machine, layer: KerasLayer, trainable: bool | None) -> Value:
    """The weights of a layer as tensors; open where they are not all known."""
    reason = layer.open_reason()
    found = [
        Tensor(Shape(weight.shape), dtype=weight.dtype)
        for weight, trains in layer.all_weights()
        if trainable is None or trains is trainable
    ]
    return ListValue(found, machine.born(), machine.unknown(reason) if reason is not None else None)


def _listed(machine: Machine, value: Value) -> Value:
    return value if isinstance(value, (ListValue, Unknown)) else ListValue([value], machine.born())


def set_layer_attribute(machine: Machine, layer: KerasLayer, name: str, new: Value) -> None:
    if name == "trainable":
        machine.own_events += 1
        for region in machine.regions:
            if region.start > layer.born and region.kind == "branch":
                machine.promote([region.key])
        machine.require(new)
        layer.set_trainable(plain(new) if not isinstance(new, Unknown) else new)
        return
    if name in ("name", "_name") and isinstance(new, str):
        layer.name = new
        return
    if isinstance(layer.user_class, ClassValue):
        found = layer.user_class.find(name)
        if found is not None and isinstance(found[1], FunctionValue) and found[1].kind == "property":
            setter = found[1].attributes.get("setter")
            if isinstance(setter, FunctionValue):
                machine.program.call_bound(machine, setter, layer, [new])
                return
    layer.attributes[name] = new
    if name in layer.args and not isinstance(layer.user_class, ClassValue):
        _set_argument(machine, layer, name, new)
    if isinstance(layer.user_class, ClassValue):
        track(machine, layer, name, new)


def _set_argument(machine: Machine, layer: KerasLayer, name: str, new: Value) -> None:
    """``layer.units = 8``: what the layer reads when it is built; afterwards its weights stay, and nothing is sure."""
    if not layer.built:
        layer.args.values[name] = keras_value(machine, new)
        layer.args.given.add(name)
    elif not name.endswith(_WITHOUT_WEIGHT):
        layer.unsettled = layer.unsettled or f"its {name} is changed after it is built"


_WITHOUT_WEIGHT = (
    "activation", "regularizer", "initializer", "constraint", "dropout", "rate", "seed", "stateful", "momentum",
    "epsilon", "mask_zero", "input_shape", "weights", "dtype",
)  # fmt: skip
"""Ends of the names of arguments that change neither weights nor shapes of a layer that is built."""
KERAS_GENERATIONS = GENERATIONS
