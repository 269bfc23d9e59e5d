"""``get_config`` and ``from_config``: layers and models made anew from what others are made of."""

from __future__ import annotations

from lint_params.interpret.custom import CustomLayer
from lint_params.interpret.layers import keras_value, name_of, placed, prepare
from lint_params.interpret.machine import Machine
from lint_params.interpret.scope import Frame
from lint_params.interpret.values import Arguments, Builtin, ClassValue, Configuration, DictValue, Value
from lint_params.keras.base import KerasLayer
from lint_params.keras.copying import fresh
from lint_params.keras.models import Functional, InputLayer, Sequential
from lint_params.model.unknown import Unknown

_SHOWN = (
    "filters", "go_backwards", "input_dim", "momentum", "output_dim", "rate", "return_sequences", "units", "use_bias",
)  # fmt: skip
"""What a configuration holds as it was given; much else Keras writes in another way (``3`` as ``(3, 3)``)."""

_NOT_FOLLOWED = "the configuration is not followed"


def get_config(machine: Machine, layer: KerasLayer, arguments: Arguments) -> Value:
    """``layer.get_config()`` of Keras' own class, which a class of the program may add to."""
    open_ = machine.unknown(_NOT_FOLLOWED)
    if isinstance(layer, CustomLayer):
        whole = layer.base is None and machine.program.keras_base(layer.user_class) == "Layer"
        items: dict[Value, Value] = {"name": layer.name, "trainable": layer.trainable}
        if "dtype" in layer.args.given:
            items["dtype"] = layer.args.raw("dtype")
        return DictValue(items, machine.born(), None if whole and layer.user_class.find("get_config") else open_)
    if isinstance(layer.user_class, ClassValue) or isinstance(layer, InputLayer) or not layer.is_described:
        return DictValue({}, machine.born(), open_)
    shown: dict[Value, Value] = {"name": layer.name, "trainable": layer.trainable}
    for name in () if isinstance(layer, (Sequential, Functional)) else _SHOWN:
        if name in layer.args:
            shown[name] = layer.args.raw(name)
    return Configuration(shown, machine.born(), open_, layer)


def from_config(machine: Machine, name: str, arguments: Arguments, frame: Frame) -> Value | None:
    """``Dense.from_config(config)``, ``name`` being that of the class; ``None`` where that is not followed."""
    config = arguments.get(0, "config")
    if not isinstance(config, Configuration) or not isinstance(config.layer, KerasLayer):
        return None
    layer, changes = config.layer, config.changes()
    if changes is None or not _is_of(machine, layer, name) or any(isinstance(v, Unknown) for v in changes.values()):
        return None
    if isinstance(layer, (Sequential, Functional)) and (changes or (layer.built and layer.declared_input() is None)):
        return None
    prepare(machine, arguments)
    called = changes.pop("name", config.get("name"))
    changed = {key: keras_value(machine, value) for key, value in changes.items()}
    made = fresh(layer, name_of(machine, called, layer.keras_name), **changed)
    made.attributes, made.user_class = {}, None
    return placed(machine, made, arguments, frame)


def of_class(machine: Machine, cls: ClassValue) -> Builtin:
    """The ``from_config`` that a class of the program has from Keras: it makes an object of what is in there."""

    def run(machine: Machine, arguments: Arguments) -> Value:
        config = arguments.get(0, "config")
        if not isinstance(config, DictValue) or config.open is not None:
            return machine.unknown(_NOT_FOLLOWED, arguments.text)
        keywords = {str(key): value for key, value in config.items()}
        given = Arguments([], keywords, arguments.place, arguments.unit, None, arguments.text)
        return machine.program.call(machine, cls, given, machine.program.frame_of(machine))

    return Builtin("from_config", run)


def _is_of(machine: Machine, layer: KerasLayer, name: str) -> bool:
    kind = machine.program.keras_kind(name)
    if kind is not None:
        return isinstance(layer, {"Sequential": Sequential, "Model": Functional}.get(kind, ()))
    return machine.program.layer_class(name) is type(layer)
