"""What an object is and what it has: ``isinstance``, ``type``, ``getattr`` and the like, on abstract values."""

from __future__ import annotations

import collections
import collections.abc
import numbers

from lint_params.interpret import tree
from lint_params.interpret.attributes import forget, get_attribute, set_attribute
from lint_params.interpret.library.builtins import BUILTINS, builtin, unknown_call
from lint_params.interpret.machine import Machine, Raised
from lint_params.interpret.operations import key_of
from lint_params.interpret.scope import Scope
from lint_params.interpret.values import (
    Arguments,
    Array,
    AttributesValue,
    BoundMethod,
    Builtin,
    ClassValue,
    DequeValue,
    DictValue,
    External,
    FunctionValue,
    Instance,
    IteratorValue,
    ListValue,
    ModuleValue,
    Namespace,
    Partial,
    Remembered,
    SetValue,
    SuperValue,
    Value,
    ViewValue,
    is_constant,
)
from lint_params.keras.base import KerasLayer
from lint_params.keras.models import Functional, Sequential
from lint_params.keras.steps import Recurrent
from lint_params.keras.wrappers import Bidirectional
from lint_params.model.dimension import Size
from lint_params.model.unknown import Unknown
from lint_params.records import replace

TYPES: dict[str, type] = {
    "int": int, "float": float, "str": str, "bool": bool, "bytes": bytes, "complex": complex, "tuple": tuple,
    "list": ListValue, "dict": DictValue, "set": SetValue, "frozenset": SetValue, "range": range, "slice": slice,
    "NoneType": type(None),
}  # fmt: skip


@builtin("getattr")
def getattr_(machine: Machine, arguments: Arguments) -> Value:
    value, name = arguments.get(0, "object"), arguments.get(1, "name")
    if not isinstance(name, str) or arguments.rest is not None:
        return unknown_call(machine, arguments)
    frame = machine.program.frame_of(machine)
    node = tree.Constant(arguments.place, None)
    try:
        found = get_attribute(machine, value, name, node, frame)
    except Raised:
        if len(arguments.positional) > 2:
            return arguments.positional[2]
        raise
    if isinstance(found, Unknown) and len(arguments.positional) > 2 and not isinstance(value, (Unknown, External)):
        if isinstance(value, KerasLayer) and _layer_has(value, name) is not False:
            return found
        if isinstance(value, (Instance, FunctionValue)) and name in value.attributes:
            return found
        return arguments.positional[2]
    return found


@builtin("setattr")
def setattr_(machine: Machine, arguments: Arguments) -> Value:
    holder, name = arguments.get(0, "object"), arguments.get(1, "name")
    if isinstance(name, str):
        set_attribute(machine, holder, name, arguments.get(2, "value"), machine.program.frame_of(machine))
        return None
    if isinstance(holder, KerasLayer) and not is_constant(arguments.get(2, "value")):
        holder.unsettled = holder.unsettled or "an attribute of it is set whose name is not known"
    if isinstance(holder, ModuleValue):
        holder = holder.scope
    if isinstance(holder, (Instance, Scope)):
        forget(machine, AttributesValue(holder), machine.unknown("a name is set that is not known", None, name))
    return None


@builtin("hasattr")
def hasattr_(machine: Machine, arguments: Arguments) -> Value:
    value, name = arguments.get(0, "object"), arguments.get(1, "name")
    if isinstance(value, Instance) and isinstance(name, str):
        there = name in value.attributes or value.cls.find(name) is not None
        if there or (value.open is None and value.cls.is_whole and value.cls.find("__getattr__") is None):
            return there
    held = value.attributes if isinstance(value, Namespace) else {}
    if isinstance(name, str) and name in held and not isinstance(held[name], Unknown):
        return True
    if isinstance(value, KerasLayer) and isinstance(name, str):
        has = _layer_has(value, name)
        if has is not None:
            return has
    if isinstance(value, External) and value.name == "keras.layers":
        cls = machine.program.layer_class(f"keras.layers.{name}")
        if cls is not None:
            return machine.setting.generation in cls.generations
    if isinstance(value, ClassValue) and isinstance(name, str) and (value.find(name) or value.is_whole):
        return value.find(name) is not None
    return unknown_call(machine, arguments)


_OF_ITS_KIND = frozenset({
    "activation", "bias_initializer", "bias_regularizer", "epsilon", "filters", "kernel_initializer",
    "kernel_regularizer", "kernel_size", "momentum", "pool_size", "rate", "units", "use_bias",
})  # fmt: skip
"""What no layer of Keras has but those that take an argument of that name."""


def _layer_has(layer: KerasLayer, name: str) -> bool | None:
    """Whether a layer of Keras has an attribute; ``None`` where that is not known."""
    own = layer.user_class
    if name in layer.attributes or (isinstance(own, ClassValue) and own.find(name) is not None):
        return True
    if isinstance(own, ClassValue) or not layer.is_described:
        return None
    if name == "layers":
        return isinstance(layer, (Sequential, Functional))
    if name == "layer":
        none = isinstance(layer, Bidirectional) and layer.setting.generation == "3"
        return name in layer.sublayer_arguments and not none
    if name == "cell":
        return isinstance(layer, Recurrent)
    if name in ("forward_layer", "backward_layer"):
        return isinstance(layer, Bidirectional)
    if name in _OF_ITS_KIND:
        return name in layer.args
    if name in _WEIGHTS and layer.unsettled is None:
        # Where it is switched off, it is there as ``None``; in Keras 3 all of BatchNormalization is, at first.
        initializer = "depthwise_initializer" if _is_depthwise(layer) and name == "kernel" else f"{name}_initializer"
        there = layer.built or (layer.keras_name == "BatchNormalization" and layer.setting.generation == "3")
        return there and initializer in layer.args and not isinstance(layer, Recurrent)
    return None


_WEIGHTS = ("kernel", "bias", "gamma", "beta", "embeddings")


def _is_depthwise(layer: KerasLayer) -> bool:
    """Whether the kernel is what the layer's argument calls depthwise."""
    return layer.keras_name.startswith("DepthwiseConv") and layer.setting.generation == "3"


@builtin("property")
def property_(machine: Machine, arguments: Arguments) -> Value:
    """``property(get, set)`` called, not put over a function."""
    getter, setter = arguments.get(0, "fget"), arguments.get(1, "fset")
    if not isinstance(getter, FunctionValue):
        return unknown_call(machine, arguments, "what it gives is not followed")
    return replace(getter, kind="property", attributes={"setter": setter})


@builtin("isinstance")
def isinstance_(machine: Machine, arguments: Arguments) -> Value:
    return is_instance(machine, arguments.get(0, "object"), arguments.get(1, "classinfo"))


def is_instance(machine: Machine, value: Value, cls: Value) -> bool | Unknown:
    if isinstance(cls, (tuple, ListValue)):
        answers = [is_instance(machine, value, each) for each in cls]
        if True in answers:
            return True
        return next((answer for answer in answers if isinstance(answer, Unknown)), False)
    if isinstance(value, Unknown):
        if isinstance(value.key, tuple) and value.key[:1] == ("size",) and isinstance(cls, Builtin):
            return cls.name == "int"
        return machine.unknown(value.reason, None, value, key=("isinstance", key_of(value), key_of(cls)))
    if isinstance(cls, Builtin) and cls.name in TYPES:
        if isinstance(value, Size):
            return cls.name == "int"
        if isinstance(value, Instance):
            return _derives(machine, value, cls)
        return isinstance(value, TYPES[cls.name]) and (cls.name != "list" or is_list(value))
    if isinstance(cls, ClassValue):
        own = value.cls if isinstance(value, Instance) else getattr(value, "user_class", None)
        if isinstance(own, ClassValue) and cls not in own.mro() and own.unknown_base is not None:
            return machine.unknown(own.unknown_base.reason, key=("isinstance", key_of(value), key_of(cls)))
        return isinstance(own, ClassValue) and cls in own.mro()
    if isinstance(cls, External):
        return _is_external(machine, value, cls.name)
    return machine.unknown("the class is not known", None, cls, key=("isinstance", key_of(value), key_of(cls)))


def _derives(machine: Machine, value: Instance, cls: Builtin) -> bool | Unknown:
    """Whether an object of the program is one of a type of Python."""
    if value.cls.unknown_base is not None:
        return machine.unknown(value.cls.unknown_base.reason, key=("isinstance", key_of(value), cls.name))
    return cls.name == "tuple" and "typing.NamedTuple" in value.cls.externals


def is_list(value: Value) -> bool:
    """Whether it is a list in Python, not only here."""
    return isinstance(value, ListValue) and not isinstance(value, (SetValue, IteratorValue, ViewValue, DequeValue))


_REAL: tuple[tuple[type, type], ...] = (
    (SetValue, set), (DequeValue, collections.deque), (IteratorValue, type(iter([]))), (ListValue, list),
    (DictValue, dict),
    *((each, each) for each in (tuple, range, str, bytes, bool, int, float, complex, type(None))),
)  # fmt: skip
"""What Python has in the place of our values: the first that fits."""


def _abstract(name: str) -> type | None:
    """The abstract class of Python that a name means, if it is one."""
    home, _, last = name.rpartition(".")
    module = numbers if home == "numbers" else collections.abc if home in ("collections.abc", "typing") else None
    found = getattr(module, last, None)
    return found if isinstance(found, type) else None


def _is_external(machine: Machine, value: Value, name: str) -> bool | Unknown:
    if name == "builtins.object":
        return True
    last = name.rsplit(".", 1)[-1]
    if isinstance(value, KerasLayer):
        own = value.user_class
        externals = own.externals if isinstance(own, ClassValue) else []
        if last in ("Layer", "Operation"):
            return True
        if last == "Sequential":
            return isinstance(value, Sequential)
        if last in ("Model", "Functional"):
            return isinstance(value, (Sequential, Functional)) or any(e.endswith(".Model") for e in externals)
        cls = machine.program.layer_class(name)
        if cls is not None:
            return isinstance(value, cls) or name in externals
    if isinstance(value, Instance):
        if name not in value.cls.externals and value.cls.unknown_base is not None:
            return machine.unknown(value.cls.unknown_base.reason, key=("isinstance", key_of(value), name))
        if name not in value.cls.externals and _abstract(name) is not None:  # which asks for methods
            if "typing.NamedTuple" in value.cls.externals:
                return _is_external(machine, (), name)
            return machine.unknown("the class is not known", key=("isinstance", key_of(value), name))
        return name in value.cls.externals
    if isinstance(value, Array) and last == "ndarray":
        return True
    real = next((real for mine, real in _REAL if isinstance(value, mine) and not isinstance(value, ViewValue)), None)
    if real is not None:
        abstract = _abstract(name)
        if abstract is not None:
            return issubclass(real, abstract)
        if isinstance(value, (DictValue, SetValue)) and name.startswith("collections."):
            return machine.unknown("the class is not known", key=("isinstance", key_of(value), name))
        return name == "collections.deque" and real is collections.deque
    return machine.unknown("the class is not known", key=("isinstance", key_of(value), name))


@builtin("issubclass")
def issubclass_(machine: Machine, arguments: Arguments) -> Value:
    cls, parent = arguments.get(0, "cls"), arguments.get(1, "classinfo")
    if isinstance(cls, ClassValue) and isinstance(parent, (ClassValue, External)):
        return parent in cls.mro() or parent == External("builtins.object")
    return unknown_call(machine, arguments)


@builtin("type")
def type_(machine: Machine, arguments: Arguments) -> Value:
    if len(arguments.positional) != 1:
        return unknown_call(machine, arguments)
    return type_of(arguments.positional[0])


def type_of(value: Value) -> Value:
    if isinstance(value, Instance):
        return value.cls
    if isinstance(value, KerasLayer):
        own = value.user_class
        name = value.class_name if isinstance(value, Functional) else value.keras_name
        return own if isinstance(own, ClassValue) else External(f"keras.layers.{name}")
    for name in ("bool", "int", "float", "str", "tuple", "dict", "range", "bytes"):
        if isinstance(value, TYPES[name]):
            return BUILTINS.get(name, External(name))
    if is_list(value):
        return BUILTINS["list"]
    return Unknown("its type is not known")


@builtin("callable")
def callable_(machine: Machine, arguments: Arguments) -> Value:
    value = arguments.get(0, "obj")
    if isinstance(value, Unknown) or arguments.rest is not None:
        return unknown_call(machine, arguments)
    if isinstance(value, Instance):
        known = value.cls.find("__call__") is not None or value.cls.is_whole
        return value.cls.find("__call__") is not None if known else unknown_call(machine, arguments)
    kinds = (FunctionValue, BoundMethod, Builtin, ClassValue, External, Partial, Remembered, KerasLayer)
    return isinstance(value, kinds)


@builtin("super")
def super_(machine: Machine, arguments: Arguments) -> Value:
    cls, receiver = arguments.get(0, "type"), arguments.get(1, "object")
    if isinstance(cls, ClassValue) and receiver is not None:
        return SuperValue(cls, receiver)
    return machine.program.super_value(machine, machine.program.frame_of(machine))
