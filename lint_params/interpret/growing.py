"""``Sequential`` models of the program: made, filled and grown."""

from __future__ import annotations

from lint_params.interpret.expressions import elements
from lint_params.interpret.layers import MAX_CHAIN, OpaqueLayer, name_of, note_assumed, placed, prepare
from lint_params.interpret.machine import Machine, MadeModel, Raised, SeenFault
from lint_params.interpret.scope import Frame
from lint_params.interpret.values import (
    Arguments,
    ClassValue,
    External,
    Instance,
    ListValue,
    Value,
)
from lint_params.keras.arguments import Arguments as LayerArguments
from lint_params.keras.base import KerasLayer
from lint_params.keras.models import Functional, InputLayer, Sequential
from lint_params.keras.tensor import Tensor
from lint_params.model.dimension import Dimension
from lint_params.model.errors import Refused
from lint_params.model.shape import Shape
from lint_params.model.unknown import Unknown


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
    model.name = name_of(machine, name, class_name)
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
    try:
        for index, item in enumerate(items):
            _add_layer(machine, model, item, arguments, machine.born() if firm is not None and index >= firm else 0)
        took_name(machine, model)
        if model.steps and model.steps[-1].refused is not None:
            machine.fails("ValueError")
    except Raised:  # there is no such model
        machine.models[:] = [made for made in machine.models if made.model is not model]
        raise


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


def add_layer(machine: Machine, model: Sequential, value: Value, arguments: Arguments) -> None:
    """``model.add(layer)``."""
    before = len(model.layers)
    _add_layer(machine, model, value, arguments, 0)
    if len(model.layers) > before:
        took_name(machine, model)
    if model.steps and model.steps[-1].refused is not None:
        machine.fails("ValueError")


def took_name(machine: Machine, model: Sequential) -> None:
    """Each time Keras 3 rebuilds a chain it makes a functional model of it, which takes a name.

    Source: ``_maybe_rebuild`` in ``keras/src/models/sequential.py``: one that begins with a model needs two layers.
    """
    begins = not model.declared and bool(model.layers) and isinstance(model.layers[0], (Sequential, Functional))
    if machine.setting.generation == "3" and model.input is not None and len(model.layers) > begins:
        machine.layer_name("functional")


def lose(machine: Machine, model: Sequential, reason: str) -> None:
    """The layers of a model are not known any more."""
    machine.touch_model(model, model.born)
    model.erode()
    model.incomplete = model.incomplete or reason


def set_own_layers(machine: Machine, model: Sequential, new: Value) -> None:
    """``model._layers = [...]``, the list in which Keras 3 keeps the layers, the input included."""
    layers, open_ = elements(machine, new)
    known = open_ is None and machine.region_of(model.born) is None and machine.setting.generation == "3"
    listed = [layer for layer in layers if isinstance(layer, KerasLayer) and not isinstance(layer, InputLayer)]
    entries = sum(isinstance(layer, InputLayer) for layer in layers)
    added = {id(layer) for layer in listed} - {id(layer) for layer in model.layers}
    if not known or len(listed) + entries < len(layers) or (added and model.input is not None):
        lose(machine, model, "the program changes the model's own list of layers")
        return
    machine.touch_model(model, model.born)
    model.layers, model.doubts = listed, []
    model.rebuild()


def _add_layer(machine: Machine, model: Sequential, value: Value, arguments: Arguments, doubt: int) -> None:
    """Add a layer; ``doubt`` where it is not certain that it is there, and what comes before it."""
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
    region = machine.region_of(model.born)
    try:
        model.add(layer, region.start if region is not None else doubt)
    except Refused as refused:
        if refused.kind in ("name", "twice") and machine.program.lenient_names(machine, layer, model):
            model.layers.append(layer)
            model.rebuild()
            return
        machine.fails("ValueError")
        fault(machine, refused, arguments, model)
        layer.refused = layer.refused or refused
        machine.input_again = machine.input_again or isinstance(layer, InputLayer)
        if not isinstance(layer, InputLayer) and refused.kind in ("name", "twice"):
            model.refusal = model.refusal or refused


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
