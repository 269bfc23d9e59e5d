"""Reading and setting attributes and items of abstract values."""

from __future__ import annotations

from typing import cast

from lint_params.interpret import tree
from lint_params.interpret.enumerations import is_enumeration
from lint_params.interpret.machine import Machine, taint
from lint_params.interpret.names import canonical, root
from lint_params.interpret.operations import assumed_from, is_key, key_of
from lint_params.interpret.scope import Frame
from lint_params.interpret.tracking import set_variable_trainable
from lint_params.interpret.values import (
    Arguments,
    Array,
    AssumedInt,
    AttributesValue,
    BoundMethod,
    Builtin,
    ClassValue,
    Configuration,
    DictValue,
    EnumInt,
    EnumStr,
    External,
    FunctionValue,
    Instance,
    ListValue,
    ModuleValue,
    Namespace,
    Partial,
    Remembered,
    SuperValue,
    Value,
    is_constant,
    plain,
)
from lint_params.keras.base import KerasLayer
from lint_params.keras.models import Sequential
from lint_params.keras.tensor import Tensor
from lint_params.model.dimension import Size
from lint_params.model.shape import Shape
from lint_params.model.unknown import Unknown

MAX_TEXT = 80
_NOTHING = object()
_PYTHON: dict[type, type] = {
    DictValue: dict, ListValue: list, tuple: tuple, str: str, int: int, float: float, bool: bool, type(None): type(None)
}  # fmt: skip
"""What Python itself has in the place of our values."""


def quoted(node: tree.Node, frame: Frame) -> str | None:
    """The source text of a node, if short enough to name an unknown."""
    text = frame.unit.text(node.place)
    return text if len(text) <= MAX_TEXT else None


def get_attribute(machine: Machine, value: Value, name: str, node: tree.Node, frame: Frame) -> Value:
    if machine.foreign:
        kept = machine.foreign.get(_foreign(machine, value, name), _NOTHING)
        if kept is not _NOTHING:
            return kept
    found = _attribute(machine, value, name, node, frame)
    if isinstance(found, Unknown):
        return machine.program.settled(machine, found, frame)
    return found


def _attribute(machine: Machine, value: Value, name: str, node: tree.Node, frame: Frame) -> Value:
    program = machine.program
    if isinstance(value, External):
        return program.external_attribute(machine, value, name, quoted(node, frame))
    if isinstance(value, Unknown):
        layers = machine.perhaps.get(value.key, ())
        if layers:
            machine.require(value)
        if name in ("add", "pop"):
            for model in layers:
                if isinstance(model, Sequential):
                    machine.program.lose(machine, model, "it is not known to which model layers are added")
        elif name in ("enable_lora", "quantize", "add_weight"):
            for layer in layers:
                layer.unsettled = layer.unsettled or f"it is not known of which layer {name} is called"
        key = (value.key if value.key is not None else value, ".", name)
        found = machine.unknown(value.reason, quoted(node, frame), value, line=node.place[0], key=key)
        return part_of(machine, value, found)
    if isinstance(value, KerasLayer):
        return program.layer_attribute(machine, value, name, node, frame)
    if isinstance(value, (Tensor, Array)):
        from lint_params.interpret.library.arrays import array_attribute

        return array_attribute(machine, value, name, quoted(node, frame))
    if isinstance(value, Instance):
        return _instance_attribute(machine, value, name, node, frame)
    if isinstance(value, ClassValue):
        return class_attribute(machine, value, name, value, quoted(node, frame))
    if isinstance(value, SuperValue):
        return program.super_attribute(machine, value, name)
    if isinstance(value, ModuleValue):
        if name == "__dict__":
            return AttributesValue(value.scope)
        if name in value.scope.names:
            return program.from_module(machine, value, name)
        return machine.unknown(f"{value.name} has no {name} in its source", quoted(node, frame), key=(value.path, name))
    if isinstance(value, Namespace):
        return program.namespace_attribute(machine, value, name, quoted(node, frame), node.place[0])
    if isinstance(value, FunctionValue):
        if name in value.attributes:
            return value.attributes[name]
        if name in ("__name__", "__qualname__"):
            return value.name
    if isinstance(value, BoundMethod) and isinstance(value.function, FunctionValue) and name == "__name__":
        return value.function.name
    if isinstance(value, Partial) and name in ("func", "args", "keywords"):
        parts: dict[str, Value] = {
            "func": value.function, "args": tuple(value.positional), "keywords": DictValue(value.keywords)
        }  # fmt: skip
        return parts[name]
    if isinstance(value, (EnumInt, EnumStr)) and name in ("value", "name"):
        return value.name if name == "name" else plain(value)
    if isinstance(value, AttributesValue):
        return attributes_method(value, name)
    method = program.method(value, name)
    if method is not None:
        return method
    if name == "__class__":
        return program.type_of(value)
    if type(value) in _PYTHON and not hasattr(_PYTHON[type(value)], name):
        machine.fails("AttributeError")
    return machine.unknown(
        f"the attribute {name} is not followed", quoted(node, frame), value, key=(key_of(value), ".", name)
    )


def _instance_attribute(machine: Machine, value: Instance, name: str, node: tree.Node, frame: Frame) -> Value:
    found = value.cls.find(name)
    if name in value.attributes and not (found is not None and _sets_itself(found[1])):
        return value.attributes[name]
    if found is not None:
        return bind_member(machine, found[0], found[1], value)
    if name == "__dict__":
        return AttributesValue(value)
    if name == "__class__":
        return value.cls
    if value.cls.dataclass_fields is not None and "typing.NamedTuple" in value.cls.externals:
        from lint_params.interpret.library.python import named_tuple_member

        member = named_tuple_member(value, name)
        if member is not None:
            return member
        if name in ("count", "index"):
            return machine.program.method(_fields_of(value), name)
    getter = value.cls.find("__getattr__")
    if getter is not None and isinstance(getter[1], FunctionValue):
        return machine.program.call_method(machine, value, "__getattr__", [name])
    plain_ = value.cls.externals == [] or (value.cls.externals == ["typing.NamedTuple"] and not name.startswith("_"))
    if value.open is None and plain_ and value.cls.unknown_base is None:
        machine.fails("AttributeError")
    reason = value.open.reason if value.open is not None else f"nothing sets {name} of {value.cls.name}"
    return machine.unknown(reason, quoted(node, frame), value, line=node.place[0], key=(value, ".", name))


def _fields_of(value: Instance) -> tuple[Value, ...]:
    """A named tuple as a tuple."""
    return tuple(value.attributes.get(name) for name, _ in value.cls.dataclass_fields or ())


def _sets_itself(member: Value) -> bool:
    """Whether a class attribute is a descriptor with ``__set__``, which comes before what an object holds."""
    return isinstance(member, Instance) and member.cls.find("__set__") is not None


def attributes_method(value: AttributesValue, name: str) -> Value:
    """A method of ``self.__dict__``: ``update`` sets attributes, the rest reads a copy."""

    def run(machine: Machine, arguments: Arguments) -> Value:
        copy = value.copy(machine.born())
        method = machine.program.method(copy, name)
        if not isinstance(method, Builtin):
            return machine.unknown(f"the method {name} is not followed", arguments.text)
        before = dict(copy)
        result = method.run(machine, arguments)
        for key in [key for key in before if key not in copy]:
            value.names.pop(str(key), None)
        for key, item in copy.items():
            if isinstance(key, str) and before.get(key, _NOTHING) is not item:
                set_item(machine, value, key, item)
        if copy.open is not None and value.holder.open is None:
            forget(machine, value, copy.open)
        return result

    return Builtin(name, run)


def bind_member(machine: Machine, owner: ClassValue, member: Value, receiver: Value) -> Value:
    """A member found in a class, as an object of it gives it: methods bound, properties run."""
    if isinstance(member, FunctionValue):
        if member.kind == "static":
            return member
        if member.kind == "class":
            return BoundMethod(member, receiver.cls if isinstance(receiver, Instance) else owner)
        if member.kind == "property":
            if member.attributes.get("cached") is not True or not isinstance(receiver, (Instance, KerasLayer)):
                return machine.program.call_bound(machine, member, receiver, [])
            # Of a layer beside its attributes: Keras does not see what is kept.
            kept = member.name if isinstance(receiver, Instance) else f" {member.name}"
            if kept not in receiver.attributes:
                receiver.attributes[kept] = machine.program.call_bound(machine, member, receiver, [])
            return receiver.attributes[kept]
        return BoundMethod(member, receiver)
    if isinstance(member, Instance) and member.cls.find("__get__") is not None:
        return machine.program.call_method(machine, member, "__get__", [receiver, owner])
    if isinstance(member, Remembered) and member.kind != "static":
        of_class = member.kind == "class" and isinstance(receiver, Instance)
        return BoundMethod(member, cast(Instance, receiver).cls if of_class else receiver)
    return member


def class_attribute(machine: Machine, cls: ClassValue, name: str, receiver: Value, text: str | None) -> Value:
    found = cls.find(name)
    if found is not None:
        member = found[1]
        if isinstance(member, (FunctionValue, Remembered)) and member.kind == "class":
            return BoundMethod(member, cls)
        if isinstance(member, Instance) and member.cls.find("__get__") is not None:
            return machine.program.call_method(machine, member, "__get__", [None, cls])
        return member
    if name in ("__name__", "__qualname__"):
        return cls.name
    if name == "_fields" and cls.dataclass_fields is not None and "typing.NamedTuple" in cls.externals:
        return tuple(field for field, _ in cls.dataclass_fields)
    if name == "from_config" and machine.program.is_keras_class(cls):
        return machine.program.remake(machine, cls)
    for external in cls.externals:
        member = machine.program.library_member(machine, External(external), name, text)
        if member is not None:
            return member
    reason = f"{cls.name} has no {name} in its source"
    if cls.externals and cls.externals != ["builtins.object"]:
        reason += f"; it may have it from {cls.externals[0]}"
    return machine.unknown(reason, text, key=(cls, name))


def set_attribute(machine: Machine, value: Value, name: str, new: Value, frame: Frame) -> None:
    if isinstance(value, KerasLayer):
        machine.program.set_layer_attribute(machine, value, name, new)
    elif isinstance(value, Instance):
        setter = value.cls.find(name)
        if setter is not None and isinstance(setter[1], FunctionValue) and setter[1].kind == "property":
            write = setter[1].attributes.get("setter")
            if isinstance(write, FunctionValue):
                machine.program.call_bound(machine, write, value, [new])
                return
            if setter[1].attributes.get("cached") is not True:
                machine.fails("AttributeError")
        if setter is not None and _sets_itself(setter[1]):
            assert isinstance(setter[1], Instance)
            machine.program.call_method(machine, setter[1], "__set__", [value, new])
            return
        hook = value.cls.find("__setattr__")
        if hook is not None and isinstance(hook[1], FunctionValue):
            machine.program.call_bound(machine, hook[1], value, [name, new])
        else:
            keep_attribute(machine, value, name, new)
    elif isinstance(value, ClassValue):
        value.namespace[name] = in_region(machine, 0, value.namespace.get(name), new)
    elif isinstance(value, Array) and name == "columns":
        from lint_params.interpret.library.tables import set_columns

        set_columns(machine, value, new)
    elif isinstance(value, Namespace):
        value.attributes[name] = in_region(machine, 0, value.attributes.get(name), new)
    elif isinstance(value, FunctionValue):
        value.attributes[name] = new
    elif isinstance(value, ModuleValue):
        value.scope.names[name] = in_region(machine, 0, value.scope.names.get(name), new)
    else:
        if isinstance(value, Unknown):
            _set_in_one_of(machine, value, name, new)
        elif isinstance(value, Tensor) and name == "trainable":
            set_variable_trainable(machine, value, new)
        key = _foreign(machine, value, name)
        machine.foreign[key] = in_region(machine, 0, machine.foreign.get(key), new)


def part_of(machine: Machine, value: Unknown, found: Unknown) -> Unknown:
    """An attribute or item of what may be a layer, or a part of one, may be a part of it as well."""
    machine.may_be(found, machine.perhaps.get(value.key, ()))
    return found


def _set_in_one_of(machine: Machine, value: Unknown, name: str, new: Value) -> None:
    """``layers[n].trainable = False`` where ``n`` is not known: of each layer it may be that it trains, or not."""
    for layer in machine.perhaps.get(value.key, ()):
        if name in ("filters", "units", "use_bias") or any(weight.name == name for weight in layer.own_weights):
            layer.unsettled = layer.unsettled or f"the {name} of a part of it is changed"
            if machine.setting.generation != "3":  # what it held is no weight any more
                layer.own_weights = [weight for weight in layer.own_weights if weight.name != name]
        elif name == "trainable" and (layer.trainable != new or not is_constant(new)):
            open_ = machine.unknown("it is not known of which layer it is set", None, value, new)
            machine.program.set_layer_attribute(machine, layer, "trainable", open_)


def keep_attribute(machine: Machine, value: Instance, name: str, new: Value) -> None:
    """``object.__setattr__(value, name, new)``."""
    value.attributes[name] = in_region(machine, value.born, value.attributes.get(name), new)


def _foreign(machine: Machine, value: Value, name: str) -> object:
    """What tells an attribute apart that the program sets on something not its own: ``tf.model = Sequential()``."""
    if isinstance(value, External):
        return canonical(f"{value.name}.{name}")
    return machine.stable((key_of(value), ".", name))


def in_region(machine: Machine, born: int, old: Value, new: Value) -> Value:
    """What a name, attribute or item holds after it is set where that may not happen."""
    region = machine.region_of(born)
    if region is None or region.kind == "loop" or (is_constant(old) and is_constant(new) and old == new):
        return new
    found = machine.unknown(region.reason, None, old, new)
    key = machine.stable((region.key, machine.born()))
    either = Unknown(found.reason, key=key, conditions=found.conditions | {region.key})
    machine.may_be(either, [each for each in (old, new) if isinstance(each, KerasLayer)])
    return either


def get_item(machine: Machine, value: Value, index: Value, node: tree.Node, frame: Frame) -> Value:
    found = _item(machine, value, index, node, frame)
    if isinstance(found, Unknown):
        if isinstance(value, (ListValue, DictValue)):
            held = value.values() if isinstance(value, DictValue) else value
            layers = [each for each in held if isinstance(each, KerasLayer)]
            machine.may_be(found, layers)
        return machine.program.settled(machine, found, frame)
    return found


def _item(machine: Machine, value: Value, index: Value, node: tree.Node, frame: Frame) -> Value:
    text = quoted(node, frame)
    if isinstance(value, AttributesValue):
        value = value.copy(machine.born())
    if isinstance(value, DictValue):
        return _dict_item(machine, value, index, text)
    if isinstance(value, Shape):
        if value.open and isinstance(index, int) and index < 0:
            return value[index]
        value = value.sizes if not value.open else value
    if isinstance(value, (list, tuple, range, str, bytes)):
        return _sequence_item(machine, value, index, text)
    if isinstance(value, (Array, Tensor)):
        from lint_params.interpret.library.indexing import array_item

        return array_item(machine, value, index, text)
    if isinstance(value, Unknown):
        key = (value.key if value.key is not None else value, "[]", _index_key(index))
        low = 1 if value.text is not None and value.text.endswith(".shape") else value.low
        if not isinstance(index, slice) and value.text is not None and value.text.endswith(".shape"):
            return machine.unknown(value.reason, text, value, line=node.place[0], low=low, key=("size", key))
        return part_of(machine, value, machine.unknown(value.reason, text, value, index, line=node.place[0], key=key))
    if isinstance(value, Instance):
        if value.cls.find("__getitem__") is not None:
            return machine.program.call_method(machine, value, "__getitem__", [index])
        if value.cls.dataclass_fields is not None and "typing.NamedTuple" in value.cls.externals:
            return _sequence_item(machine, _fields_of(value), index, text)
    if isinstance(value, Namespace) and isinstance(index, str):
        return machine.program.namespace_attribute(machine, value, index, text, node.place[0])
    if isinstance(value, External) and value.name == "sys.modules":
        return _loaded_module(machine, index, text, frame)
    if isinstance(value, External) and value.name == "os.environ":
        from lint_params.interpret.library.settings import environment_item

        return environment_item(machine, index, text)
    if isinstance(value, ClassValue) and is_enumeration(value):
        member = value.namespace.get(index) if isinstance(index, str) else None
        if member is None and isinstance(index, str):
            machine.fails("KeyError")
        return member if member is not None else machine.unknown("it is no member", text, index)
    if isinstance(value, ClassValue):
        hook = value.find("__class_getitem__")
        if hook is not None and isinstance(hook[1], FunctionValue):
            return machine.program.call_bound(machine, hook[1], value, [index])
    if isinstance(value, External) and value.name in _JOINING:
        return _joined(machine, _JOINING[value.name], index, node, frame)
    if isinstance(value, ClassValue) or (isinstance(value, External) and not _holds_data(value)):
        return value  # Optional[int], list[Layer]: a type with parameters
    return machine.unknown("the item is not followed", text, value, index, key=(key_of(value), "[]", _index_key(index)))


_JOINING = {"numpy.c_": "numpy.column_stack", "numpy.r_": "numpy.concatenate"}


def _joined(machine: Machine, function: str, index: Value, node: tree.Node, frame: Frame) -> Value:
    """``np.c_[a, b]``, ``np.r_[a, b]``: of arrays no other than what the function gives."""
    parts = index if isinstance(index, tuple) else (index,)
    known = all(isinstance(each, Array) and each.shape is not None and len(each.shape) <= 2 for each in parts)
    if not known:
        return Array(None, conditions=taint(parts))
    arguments = Arguments([parts], {}, node.place, frame.unit)
    return machine.program.call_external(machine, External(function), arguments, frame)


def _holds_data(value: External) -> bool:
    """Whether a name of a library is no type: ``np.mgrid``, unlike ``np.ndarray``, ``list`` or ``Optional``."""
    last = value.name.rsplit(".", 1)[-1]
    return root(value.name) in ("numpy", "pandas", "keras", "tensorflow") and last.islower() and last != "ndarray"


def _loaded_module(machine: Machine, index: Value, text: str | None, frame: Frame) -> Value:
    """``sys.modules[name]``: the module that runs, or one that is imported."""
    if index == machine.program.module_name(frame.unit):
        return ModuleValue(str(index), frame.unit.path, frame.scope.module)
    found = next((each for each in machine.modules.values() if getattr(each, "name", None) == index), None)
    return found if found is not None else machine.unknown("the module is not known", text, index)


def _index_key(index: Value) -> object:
    if isinstance(index, slice):
        return ("slice", key_of(index.start), key_of(index.stop), key_of(index.step))
    return key_of(index)


def _dict_item(machine: Machine, value: DictValue, index: Value, text: str | None) -> Value:
    if is_key(machine, index) and index in value:
        return value[index]
    if isinstance(value, Configuration):
        value.changed_within = True
    if isinstance(index, Unknown):
        return machine.unknown(index.reason, text, index, key=(value, "[]", key_of(index)))
    if value.factory is not None and value.open is None:
        made = machine.program.call_plain(machine, value.factory, [])
        value[index] = made
        return made
    if value.open is None and (is_constant(index) or isinstance(index, tuple)):
        machine.fails("KeyError")
    reason = value.open.reason if value.open is not None else f"there is no key {index!r}"
    if value.open is None and isinstance(index, Instance):
        reason = "whether keys are equal is not known"
    return machine.unknown(reason, text, value, key=(value, "[]", key_of(index)))


def _sequence_item(
    machine: Machine, value: list[Value] | tuple[Value, ...] | range | str | bytes, index: Value, text: str | None
) -> Value:
    open_ = value.open if isinstance(value, ListValue) else None
    if isinstance(index, slice):
        parts = (index.start, index.stop, index.step)
        if open_ is None and all(part is None or isinstance(part, int) for part in parts) and index.step != 0:
            selected = value[index]
            return ListValue(selected, machine.born()) if isinstance(selected, list) else selected
        if open_ is not None:
            return ListValue([], machine.born(), open_)
        return machine.unknown("the slice is not known", text, *parts, key=(value, "[]", _index_key(index)))
    if isinstance(index, int) and not (open_ is not None and index < 0):
        if -len(value) <= index < (value.certain if isinstance(value, ListValue) else len(value)):
            return assumed_from(value[index], value) if isinstance(value, str) else value[index]
        if open_ is None:
            machine.fails("IndexError")
        reason = open_.reason if open_ is not None else f"there is no element {index}"
        return machine.unknown(reason, text, value, key=(value, index))
    reason = index.reason if isinstance(index, Unknown) else open_.reason if open_ else "the index is not known"
    common = _common(list(value)) if isinstance(value, (tuple, list)) and open_ is None else None
    if common is not None:
        return common
    numbers = [item for item in value if isinstance(item, (int, float)) and not isinstance(item, bool)]
    if len(numbers) == len(value) and numbers and open_ is None:
        return machine.unknown(
            reason, text, value, index, low=min(numbers), high=max(numbers), key=(value, "[]", key_of(index))
        )
    return machine.unknown(reason, text, value, index, key=(value, "[]", key_of(index)))


def _common(items: list[Value]) -> Value:
    """The one constant that all elements are, if they are."""
    first = items[0] if items else None
    if first is not None and is_constant(first) and all(is_constant(item) and item == first for item in items):
        return first
    return None


def set_item(machine: Machine, value: Value, index: Value, new: Value) -> None:
    if isinstance(value, DictValue):
        if isinstance(index, Unknown):
            value.overlaid(index)
        elif isinstance(index, Instance) and index.cls.compares:
            value.overlaid(machine.unknown("whether keys are equal is not known", None, index))
        if is_key(machine, index):
            value[index] = in_region(machine, value.born, value.get(index), new)
        else:
            value.open = machine.unknown("a key is not known", None, index)
    elif isinstance(value, ListValue):
        if isinstance(index, int) and -len(value) <= index < len(value):
            machine.program.replace_item(machine, value, value[index], new)
            value[index] = in_region(machine, value.born, value[index], new)
        elif isinstance(index, slice):
            _set_slice(machine, value, index, new)
        else:
            if isinstance(index, int) and value.open is None:
                machine.fails("IndexError")
            value.open = value.open or machine.unknown("an element is set that is not known", None, index)
    elif isinstance(value, AttributesValue):
        _set_name(machine, value, index, new)
    elif isinstance(value, Instance) and value.cls.find("__setitem__") is not None:
        machine.program.call_method(machine, value, "__setitem__", [index, new])
    elif isinstance(value, Array):
        from lint_params.interpret.library.tables import set_column

        set_column(machine, value, index)
    elif isinstance(value, Namespace) and isinstance(index, str):
        value.attributes[index] = in_region(machine, 0, value.attributes.get(index), new)
    elif isinstance(value, External) and value.name == "os.environ" and isinstance(index, str):
        machine.environment[index] = in_region(machine, 0, machine.environment.get(index), new)


def _set_name(machine: Machine, value: AttributesValue, index: Value, new: Value) -> None:
    """``vars(thing)[index] = new``."""
    if not isinstance(index, str):
        forget(machine, value, machine.unknown("a name is set that is not known", None, index))
    elif isinstance(value.holder, Instance):
        set_attribute(machine, value.holder, index, new, machine.program.frame_of(machine))
    else:
        value.holder.assign(index, in_region(machine, 0, value.names.get(index), new))


def forget(machine: Machine, value: AttributesValue, reason: Unknown) -> None:
    """Any name may have been set: those that hold data are not known any more."""
    value.spread(reason)
    for name, old in list(value.names.items()):
        if is_constant(old) or isinstance(old, (tuple, ListValue, DictValue, Unknown, Size)):
            key = machine.visit(("forgotten", name))
            value.names[name] = machine.unknown(reason.reason, name, old, reason, key=key)


def delete_attribute(machine: Machine, value: Value, name: str) -> None:
    """``del value.name``."""
    found = value.cls.find(name) if isinstance(value, Instance) else None
    if found is not None and isinstance(found[1], FunctionValue) and found[1].kind == "property":
        deleter = found[1].attributes.get("deleter")
        if isinstance(deleter, FunctionValue):
            machine.program.call_bound(machine, deleter, value, [])
        else:
            machine.fails("AttributeError")
        return
    kept = value.attributes if isinstance(value, (Instance, Namespace)) else None
    kept = value.namespace if isinstance(value, ClassValue) else kept
    if kept is not None and name in kept:
        del kept[name]
    elif isinstance(value, KerasLayer):
        machine.program.delete_layer_attribute(machine, value, name)
    elif isinstance(value, Instance):
        machine.fails("AttributeError")


def _set_slice(machine: Machine, value: ListValue, index: slice, new: Value) -> None:
    """``value[start:stop] = new``."""
    from lint_params.interpret.expressions import elements

    items, open_ = elements(machine, new)
    machine.program.mutate(machine, value)
    if open_ is None and value.open is None:
        try:
            value[index] = items
        except (TypeError, ValueError):
            machine.fails("ValueError")
        else:
            return
    value.open = value.open or open_ or machine.unknown("elements are set that are not known", None, new)
    value.clear()


def delete_item(machine: Machine, value: Value, index: Value) -> None:
    if isinstance(value, DictValue):
        if is_key(machine, index) and index not in value and value.open is None and is_constant(index):
            machine.fails("KeyError")
        machine.program.mutate(machine, value)
        if is_key(machine, index):
            value.pop(index, None)
        else:
            value.open = machine.unknown("a key is not known", None, index)
    elif isinstance(value, AttributesValue) and isinstance(index, str):
        value.names.pop(index, None)
    elif isinstance(value, Instance) and value.cls.find("__delitem__") is not None:
        machine.program.call_method(machine, value, "__delitem__", [index])
    elif isinstance(value, Array):
        from lint_params.interpret.library.tables import delete_column

        delete_column(machine, value, index)
    elif isinstance(value, ListValue) and isinstance(index, (int, slice)):
        machine.program.mutate(machine, value)
        try:
            del value[index]
        except (IndexError, TypeError, ValueError):
            if isinstance(index, int) and value.open is None:
                machine.fails("IndexError")
            value.open = machine.unknown("an element is removed that is not known")
    elif isinstance(value, ListValue):
        machine.program.mutate(machine, value)
        value.open = value.open or machine.unknown("an element is removed that is not known", None, index)


__all__ = ["AssumedInt", "Builtin", "Size", "get_attribute", "get_item", "set_attribute", "set_item"]
