"""Making layers and models of classes that the program itself writes."""

from __future__ import annotations

from collections.abc import Mapping

from lint_params.interpret.applying import flat_tensors
from lint_params.interpret.custom import BUILT_WHEN_MADE, SHAPES, CustomLayer
from lint_params.interpret.growing import blank_sequential, fill_sequential
from lint_params.interpret.layers import keras_value, name_of, placed, prepare
from lint_params.interpret.machine import Machine
from lint_params.interpret.members import set_base_argument
from lint_params.interpret.scope import Frame
from lint_params.interpret.values import (
    Arguments,
    BoundMethod,
    Builtin,
    ClassValue,
    FunctionValue,
    Value,
    is_constant,
    plain,
)
from lint_params.keras.arguments import Arguments as LayerArguments
from lint_params.keras.base import KerasLayer
from lint_params.keras.models import Functional, Sequential
from lint_params.model.errors import Refused
from lint_params.model.unknown import Unknown

_LAYER_KEYWORDS = ("name", "trainable", "dtype", "input_shape", "batch_input_shape", "input_dim", "batch_size")


def make_custom(machine: Machine, cls: ClassValue, arguments: Arguments, frame: Frame) -> Value:
    """An object of a class that derives from a layer or model of Keras."""
    made = _made(machine, cls, arguments, frame)
    found = cls.find("trainable")
    if found is not None and isinstance(made, KerasLayer):
        reason = f"{cls.name} says itself whether it trains"
        made.trainable = plain(found[1]) if is_constant(found[1]) else Unknown(reason)
    return made


def _made(machine: Machine, cls: ClassValue, arguments: Arguments, frame: Frame) -> Value:
    kind = machine.program.keras_base(cls)
    prepare(machine, Arguments([], {}, arguments.place, arguments.unit))
    if kind == "Sequential":
        model = blank_sequential(machine, arguments, frame, arguments.keywords.get("name"), cls)
        machine.instances.append(model)
        _initialise(machine, model, cls, arguments, frame)
        if cls.unknown_base is not None:
            machine.program.lose(machine, model, cls.unknown_base.reason)
        if cls.find("call") is not None and machine.setting.generation != "3":
            machine.program.lose(machine, model, f"{cls.name} has a call of its own")
        return model
    base = machine.program.layer_class(f"keras.layers.{kind}") if kind not in ("Layer", "Model", "Wrapper") else None
    if base is not None:
        return _derived(machine, cls, base, arguments, frame)
    layer = CustomLayer(machine, cls)
    if kind == "Model":
        machine.other_models.add((cls.unit.path, cls.unit.cell, cls.node.place))
    placed(machine, layer, arguments, frame)
    given = arguments.keywords.get("name")
    layer.name = given if isinstance(given, str) else ""
    _common(machine, layer, arguments)
    machine.instances.append(layer)
    _initialise(machine, layer, cls, arguments, frame)
    if not layer.name:
        layer.name = name_of(machine, layer.attributes.get("_name"), cls.name)
    return layer


def _common(machine: Machine, layer: KerasLayer, arguments: Arguments) -> None:
    """What every layer takes: name, trainable, dtype, input shape."""
    for name in _LAYER_KEYWORDS:
        if name in arguments.keywords:
            value = keras_value(machine, arguments.keywords[name])
            layer.args.values[name] = value
            layer.args.given.add(name)
            if name == "trainable":
                layer.trainable = plain(value)
            elif name == "name" and isinstance(value, str):
                layer.name = value


def _initialise(machine: Machine, layer: KerasLayer, cls: ClassValue, arguments: Arguments, frame: Frame) -> None:
    found = cls.find("__init__")
    if found is not None and isinstance(found[1], FunctionValue):
        try:
            machine.program.call(machine, BoundMethod(found[1], layer), arguments, frame)
        except Refused as refused:  # a weight that it makes
            machine.fails("ValueError")
            layer.refused = layer.refused or refused
    elif isinstance(layer, Sequential):
        fill_sequential(machine, layer, arguments, frame)
    else:
        _wrap(layer, arguments)


def _wrap(layer: KerasLayer, arguments: Arguments) -> None:
    """What ``Wrapper.__init__`` keeps."""
    if isinstance(layer, CustomLayer) and layer.wraps:
        layer.attributes["layer"] = arguments.get(0, "layer")


def base_init(machine: Machine, layer: KerasLayer, arguments: Arguments) -> Value:
    """``super().__init__(...)`` of a custom layer or model."""
    if isinstance(layer, Sequential):
        fill_sequential(machine, layer, arguments, machine.program.frame_of(machine))
    else:
        _common(machine, layer, arguments)
        _wrap(layer, arguments)
        _as_functional(machine, layer, arguments)
    return None


def _as_functional(machine: Machine, layer: KerasLayer, arguments: Arguments) -> None:
    """``super().__init__(inputs, outputs)``: a model of the program that is the graph between them."""
    given = [arguments.get(0, "inputs"), arguments.get(1, "outputs")]
    if (
        not isinstance(layer, CustomLayer)
        or machine.program.keras_base(layer.user_class) != "Model"
        or given[1] is None
    ):
        return
    inputs, outputs = map(flat_tensors, given)
    if inputs is None or outputs is None:
        layer._unclear = f"{layer.type_name} is a graph of which the inputs or outputs are not known"
    else:
        layer.base = Functional(LayerArguments({}, set(), "Functional"), machine.setting, "", inputs, outputs)


class _Given(list[Arguments]):
    """Takes down what it is called with. No closure, as it goes from process to process with its layer."""

    def __init__(self, layer: KerasLayer) -> None:
        super().__init__()
        self._layer = layer
        self.before: dict[str, Value] = {}
        """The attributes that the layer has when it is called."""

    def __call__(self, _machine: Machine, taken: Arguments) -> None:
        self.append(taken)
        self.before = dict(self._layer.attributes)


def _derived(machine: Machine, cls: ClassValue, base: type[KerasLayer], arguments: Arguments, frame: Frame) -> Value:
    """A class that derives from one of Keras' own layers: that layer, if it only says how to make one; if it changes
    what the layer does or holds, both are interpreted."""
    from lint_params.interpret.layers import OpaqueLayer, make_layer

    changed = any(cls.find(name) is not None for name in ("build", "call", *SHAPES))
    found = cls.find("__init__")
    own = found[1] if found is not None and isinstance(found[1], FunctionValue) else None
    if own is None and not changed:
        made = make_layer(machine, base, arguments, frame, cls.name)
        made.user_class = cls
        return made
    layer = CustomLayer(machine, cls)
    placed(machine, layer, arguments, frame)
    given = _Given(layer)
    layer.attributes[" init"] = Builtin("init", given)
    if own is not None:
        machine.program.call(machine, BoundMethod(own, layer), arguments, frame)
    else:
        given.append(arguments)
    for earlier in given[:-1]:
        if "name" not in earlier.keywords:
            machine.layer_name(cls.name)  # each call of Keras' own ``__init__`` takes a name
    if changed or (given and (layer.own_weights or layer.sublayers())):
        _changed(machine, layer, base, given[-1] if given else None)
        if layer.base is not None:
            _override(machine, layer.base, layer.set_by_program(), given.before)
            for name, value in layer.set_by_program().items():
                reason = layer.hidden_by(name, value)
                if reason is not None:
                    layer.leave_open(reason)
        return layer
    if not given:
        reason = f"{cls.name} does not show how it makes a {base.keras_name}"
        return placed(machine, OpaqueLayer(reason, cls.name, machine.layer_name(cls.name)), arguments, frame)
    last = given[-1]
    inner = Arguments(last.positional, last.keywords, arguments.place, arguments.unit, last.rest)
    made = make_layer(machine, base, inner, frame, cls.name)
    made.user_class = cls
    made.attributes.update(layer.set_by_program())
    made.unsettled = made.unsettled or layer.unsettled
    if layer.trainable is not True:
        made.trainable = layer.trainable
    _override(machine, made, layer.set_by_program(), given.before)
    return made


def _override(machine: Machine, layer: KerasLayer, now: Mapping[str, Value], before: Mapping[str, Value]) -> None:
    """What an ``__init__`` sets after that of Keras' class is what its ``build`` reads."""
    for name, value in now.items():
        if name in layer.args and not (name in before and before[name] is value):
            set_base_argument(machine, layer, name, value)


def _changed(machine: Machine, layer: CustomLayer, base: type[KerasLayer], given: Arguments | None) -> None:
    """Give a layer that is one of Keras' and more what that one is."""
    from lint_params.interpret.layers import keras_call, taken
    from lint_params.keras.base import bind

    name = layer.user_class.name
    if given is None:
        layer.name = machine.layer_name(name)
        layer.attributes[" unknown"] = None
        layer.unsettled = f"{name} does not show how it makes a {base.keras_name}"
        return
    _common(machine, layer, given)
    layer.name = layer.name or machine.layer_name(name)
    try:
        call = keras_call(machine, given)
        made = base(bind(base, call, machine.setting.generation), machine.setting)
        layer.base = taken(machine, base, call, made)
    except Refused as refused:
        layer.refused = refused
    else:
        layer.refused = layer.base.refused
        closed = layer.base.keras_name in BUILT_WHEN_MADE and machine.setting.generation == "3"
        if closed and (layer.own_weights or layer.sublayers()):
            layer.unsettled = f"Keras 3 takes no new weights in a {base.keras_name}, which is built when it is made"
        for key, value in layer.base.args.values.items():
            layer.attributes.setdefault(f" {key}", value)
    if layer.refused is not None:
        machine.fails("TypeError" if layer.refused.kind == "missing" else "ValueError")


def init_of(machine: Machine, layer: KerasLayer) -> Builtin:
    """The ``__init__`` that ``super()`` gives."""
    kept = layer.attributes.get(" init")
    if isinstance(kept, Builtin):
        return kept
    return Builtin("__init__", lambda m, arguments: base_init(m, layer, arguments))
