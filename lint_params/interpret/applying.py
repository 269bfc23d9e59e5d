"""Layers called on tensors, and what begins and ends a chain of them: inputs and functional models."""

from __future__ import annotations

from lint_params.interpret.expressions import text_of
from lint_params.interpret.graphs import keep_call, open_end, origin_unknown
from lint_params.interpret.layers import OpaqueLayer, keras_value, name_of, note_assumed, placed, prepare
from lint_params.interpret.machine import Machine
from lint_params.interpret.operations import dimension_of
from lint_params.interpret.scope import Frame
from lint_params.interpret.values import (
    Arguments,
    Array,
    ClassValue,
    DictValue,
    ListValue,
    Value,
)
from lint_params.keras.arguments import OLD, as_sizes
from lint_params.keras.arguments import Arguments as LayerArguments
from lint_params.keras.base import KerasLayer
from lint_params.keras.models import Functional, InputLayer, Sequential
from lint_params.keras.tensor import Node, Tensor, call_layer
from lint_params.model.dimension import Dimension, Size
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.model import Event
from lint_params.model.shape import Shape
from lint_params.model.unknown import Unknown
from lint_params.records import replace


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
    keep_call(machine, layer, result)
    if isinstance(arguments.get(0, "inputs"), Array):
        meet_data(machine, layer)
    return result if isinstance(result, Tensor) else ListValue(result, machine.born())


def meet_data(machine: Machine, model: KerasLayer) -> None:
    """What data do that a model reads: each ``call`` that waited for them is run."""
    if not machine.waiting or not any(layer.pending for layer in model.within()):
        return
    machine.touch_layer(model.born)
    seen: set[int] = set()
    waiting = [model]
    while waiting:
        layer = waiting.pop()
        if id(layer) not in seen and not layer.meet_data():
            waiting.extend(reversed(layer.sublayers()))
        seen.add(id(layer))
    if isinstance(model, Sequential) and model.input is not None:
        for layer in model.layers:
            if isinstance(layer.built_on, Shape) and layer.built_on.open and layer.user_class is None:
                trainable = layer.trainable
                layer.reset()  # Keras could not tell what it would read
                layer.trainable = trainable
        model.rebuild()


def _inputs_of(machine: Machine, layer: KerasLayer, arguments: Arguments) -> list[Tensor]:
    """The tensors that a layer of Keras reads: its first argument, and the query, value and key of attention."""
    named = [name for name in ("query", "value", "key", "context") if name in arguments.keywords]
    positional = list(arguments.positional)
    if not positional:
        first = named.pop(0) if named else next(iter(arguments.keywords), None)
        positional = [arguments.keywords[first]] if first is not None else []
    tensors = as_tensors(machine, positional[0], source_of(machine, arguments)) if positional else []
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


def as_tensors(machine: Machine, value: Value, text: str | None = None) -> list[Tensor]:
    """A value as input tensors: a tensor, data of known shape, or several of them."""
    if isinstance(value, Tensor):
        return [value]
    if isinstance(value, Array):
        return [Tensor(data_shape(machine, value, text), dtype=value.dtype)]
    if isinstance(value, (tuple, list, DictValue)):
        items = value.values() if isinstance(value, DictValue) else value
        found = [tensor for item in items for tensor in as_tensors(machine, item)]
        more = value.open if isinstance(value, (ListValue, DictValue)) else None
        return [*found, Tensor(Shape.unknown(more.reason), reason=more.reason)] if more is not None else found
    if isinstance(value, Unknown):
        return [Tensor(Shape.unknown(value.reason), reason=value.reason)]
    return []


def array_shape(array: Array) -> Shape:
    return Shape(array.shape) if array.shape is not None else Shape.unknown(array.reason)


def data_shape(machine: Machine, data: Array, text: str | None = None) -> Shape:
    """The shape of data as a model reads them: but for the number of samples, a size that the source does not say is an
    unknown of ``text``, never the ``None`` of Keras."""
    from lint_params.interpret.library.arrays import array_attribute

    if data.shape is None:
        return Shape.unknown(data.reason)
    name = text or data.text
    sizes = array_attribute(machine, data, "shape", f"{name}.shape" if name else None)
    assert isinstance(sizes, tuple)
    return Shape((*data.shape[:1], *map(dimension_of, sizes[1:])))


def source_of(machine: Machine, arguments: Arguments) -> str | None:
    """The expression of the data that a model is called with or given to read."""
    for argument in arguments.given:
        if not argument.star and argument.name in (None, "x", "inputs"):
            return text_of(argument.value, machine.program.frame_of(machine))
    return None


def make_input(machine: Machine, arguments: Arguments, frame: Frame, layer_only: bool = False) -> Value:
    """``Input(shape=...)`` or ``InputLayer(...)``."""
    prepare(machine, arguments)
    for value in (*arguments.positional, *arguments.keywords.values()):
        note_assumed(machine, value)
    shape = _input_shape(machine, arguments)
    newest = machine.setting.generation == "3"
    layer = InputLayer(LayerArguments({}, set(), "InputLayer"), machine.setting, "", shape)
    layer.name = name_of(machine, arguments.keywords.get("name"), "InputLayer" if newest else "Input")
    layer.built = True
    placed(machine, layer, arguments, frame)
    dtype = arguments.keywords.get("dtype")
    made = Tensor(shape, Node((), layer), dtype=dtype if isinstance(dtype, str) else "float32")
    keep_call(machine, layer, made)
    return layer if layer_only else made


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
        return Shape(as_sizes(keras_value(machine, value), "the shape", machine.setting.generation in OLD))
    except (Refused, Undetermined) as error:
        return Shape.unknown(str(error))


def make_functional(machine: Machine, arguments: Arguments, frame: Frame) -> Value:
    """``Model(inputs, outputs)``."""
    prepare(machine, Arguments([], {}, arguments.place, arguments.unit))
    machine.other_models.add((arguments.unit.path, arguments.unit.cell, arguments.place))
    first = arguments.get(0, "inputs", arguments.keywords.get("input"))
    second = arguments.get(1, "outputs", arguments.keywords.get("output"))
    inputs = flat_tensors(first)
    outputs = flat_tensors(second)
    parts = [v.open if isinstance(v, (ListValue, DictValue)) else v for v in (first, second)]
    reason = next((v.reason for v in parts if isinstance(v, Unknown)), "its inputs or outputs are not known")
    if inputs is not None and outputs is not None:
        reason = open_end(inputs, outputs) or ""
    if inputs is None or outputs is None or reason:
        return placed(
            machine,
            OpaqueLayer(reason, "Model", name_of(machine, arguments.keywords.get("name"), "Functional")),
            arguments,
            frame,
        )
    model = Functional(LayerArguments({}, set(), "Functional"), machine.setting, "", inputs, outputs)
    model.name = name_of(
        machine, arguments.get(2, "name"), "Functional" if machine.setting.generation == "3" else "Model"
    )
    model.unsettled = origin_unknown(inputs, outputs)
    return placed(machine, model, arguments, frame)


def flat_tensors(value: Value) -> list[Tensor] | None:
    """A tensor, or all of a list or dictionary of them; ``None`` where it is something else."""
    if isinstance(value, Tensor):
        return [value]
    if isinstance(value, (ListValue, DictValue)) and value.open is not None:
        return None
    if isinstance(value, DictValue):
        value = list(value.values())
    if isinstance(value, (tuple, list)) and value:
        found: list[Tensor] = []
        for item in value:
            inner = flat_tensors(item)
            if inner is None:
                return None
            found += inner
        return found
    return None
