"""Layers and models of the program itself: counted by interpreting their ``__init__``, ``build`` and ``call``."""

from __future__ import annotations

from collections.abc import Sequence

from lint_params.interpret.applying import shape_from
from lint_params.interpret.growing import blank_sequential, fill_sequential
from lint_params.interpret.layers import keras_value, name_of, placed, prepare, shapes_of
from lint_params.interpret.machine import Machine
from lint_params.interpret.operations import dimension_of
from lint_params.interpret.scope import Frame
from lint_params.interpret.values import (
    Arguments,
    BoundMethod,
    Builtin,
    ClassValue,
    DictValue,
    FunctionValue,
    ListValue,
    Value,
    plain,
)
from lint_params.keras.arguments import Arguments as LayerArguments
from lint_params.keras.base import KerasLayer
from lint_params.keras.models import InputLayer, Sequential
from lint_params.keras.tensor import Tensor
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape, Shapes
from lint_params.model.unknown import Unknown

_LAYER_KEYWORDS = ("name", "trainable", "dtype", "input_shape", "batch_input_shape", "input_dim", "batch_size")


class CustomLayer(KerasLayer):
    """An object of a class of the program that derives from ``Layer`` or ``Model``."""

    def __init__(self, machine: Machine, cls: ClassValue) -> None:
        super().__init__(LayerArguments({}, set(), cls.name), machine.setting)
        self.machine = machine
        self.user_class: ClassValue = cls
        self.result: Shapes | None = None
        self.base: KerasLayer | None = None
        """What Keras' own class does, for a class that derives from one of Keras' layers and changes it."""

    @property
    def type_name(self) -> str:
        return self.user_class.name

    @property
    def builds_when_called(self) -> bool:
        return self.base is None and self._method("build") is None and bool(self.sublayers())

    @property
    def wraps(self) -> bool:
        """Whether the class derives from Keras' ``Wrapper``, which holds a layer and builds it."""
        return any(name.rsplit(".", 1)[-1] == "Wrapper" for name in self.user_class.externals)

    @property
    def state_size(self) -> object:
        """Of a recurrent cell, the sizes of its states."""
        return self.attributes.get("state_size", Unknown(f"{self.type_name} has no state_size"))

    @property
    def output_size(self) -> object:
        """Of a recurrent cell, the size of what a step gives, where it says so itself."""
        return self.attributes.get("output_size")

    def sublayers(self) -> Sequence[KerasLayer]:
        """The layers held in attributes, in the order they were set; lists and dictionaries of layers included."""
        found: list[KerasLayer] = []
        seen: set[int] = {id(self)}
        for name, value in self.attributes.items():
            if not name.startswith(" "):
                _collect(value, found, seen, 0)
        return found

    def _method(self, name: str) -> BoundMethod | None:
        found = self.user_class.find(name)
        if found is None or not isinstance(found[1], FunctionValue):
            return None
        return BoundMethod(found[1], self)

    def checked(self, inputs: Shapes) -> Shapes:
        return inputs

    def build(self, inputs: Shapes) -> None:
        if self.built:
            return
        self.built = True
        self.built_on = inputs
        try:
            self._build(inputs)
        except Undetermined as open_:
            self.unsettled = self.unsettled or open_.reason

    def _build(self, inputs: Shapes) -> None:
        machine = self.machine
        build = self._method("build")
        if build is not None:
            if isinstance(inputs, Shape) and inputs.open:
                given: Value = machine.unknown(inputs.reason or "the input shape is not known", "input_shape")
                given = inputs
            elif isinstance(inputs, Shape):
                given = inputs.sizes
            else:
                given = ListValue([shape.sizes for shape in inputs], machine.born())
            machine.program.call_plain(machine, build, [given])
        elif self.base is not None:
            self.build_base(inputs)
        elif self.wraps:
            inner = self.attributes.get("layer")
            if isinstance(inner, KerasLayer) and not inner.built:
                inner.build(inner.checked(inputs))
        self.result = None
        if self._method("call") is not None:
            try:
                self.result = self._run_call(inputs)
            except Undetermined as open_:
                self.attributes[" call"] = open_.reason
                unbuilt = [layer for layer in self.sublayers() if layer.open_reason() is not None]
                if unbuilt:
                    raise Undetermined(f"{self.type_name}: {open_.reason}") from None

    def build_base(self, inputs: Shapes) -> None:
        """Build as Keras' own class does; its weights are this layer's."""
        assert self.base is not None
        self.base.build(self.base.checked(inputs))
        self.own_weights.extend(weight for weight in self.base.own_weights if weight not in self.own_weights)
        self.unsettled = self.unsettled or self.base.unsettled

    def _run_call(self, inputs: Shapes) -> Shapes:
        machine = self.machine
        call = self._method("call")
        assert call is not None
        tensors: Value
        if isinstance(inputs, Shape):
            tensors = Tensor(inputs)
        else:
            tensors = ListValue([Tensor(shape) for shape in inputs], machine.born())
        given: list[Value] = [tensors]
        names = self.attributes.get(" names")
        if isinstance(names, list) and isinstance(inputs, list) and len(names) == len(inputs):
            # Several arguments, not one that is a list.
            each = [Tensor(shape) for shape in inputs]
            keywords: dict[str, Value] = {
                name: tensor for name, tensor in zip(names, each, strict=True) if isinstance(name, str)
            }
            positional = [tensor for name, tensor in zip(names, each, strict=True) if name is None]
            return shapes_of(machine, machine.program.call_plain(machine, call, positional, keywords))
        if "state_size" in self.attributes and isinstance(inputs, Shape):
            given.append(self._states(inputs))
        return shapes_of(machine, machine.program.call_plain(machine, call, given))

    def _states(self, inputs: Shape) -> Value:
        """The states a recurrent cell is called with, one tensor each."""
        size = self.attributes["state_size"]
        sizes = list(size) if isinstance(size, (tuple, list)) else [size]
        return ListValue([Tensor(Shape((inputs[0], dimension_of(each)))) for each in sizes], self.machine.born())

    def output_of(self, inputs: Shapes) -> Shapes:
        machine = self.machine
        compute = self._method("compute_output_shape")
        if compute is not None and isinstance(inputs, Shape) and not inputs.open:
            value = machine.program.call_plain(machine, compute, [inputs.sizes])
            shape = shape_from(machine, value)
            if not shape.open:
                return shape
        if self._method("call") is None and self.base is not None:
            return self.base.apply(inputs)
        if self._method("call") is None:
            raise Undetermined(f"{self.type_name} has no call method that can be read")
        if self.result is not None and inputs == self.built_on:
            return self.result
        reason = self.attributes.get(" call")
        if isinstance(reason, str):
            raise Undetermined(f"{self.type_name}: {reason}")
        return self._run_call(inputs)

    def open_reason(self) -> str | None:
        unknown = self.user_class.unknown_base
        if unknown is not None:
            return f"{self.type_name} derives from something that is not in the project: {unknown.reason}"
        return super().open_reason()

    def declared_input(self) -> Shape | None:
        return super().declared_input()


def _collect(value: Value, found: list[KerasLayer], seen: set[int], depth: int) -> None:
    if id(value) in seen or depth > 4:
        return
    if isinstance(value, InputLayer):
        return
    if isinstance(value, KerasLayer):
        seen.add(id(value))
        found.append(value)
    elif isinstance(value, (ListValue, tuple)):
        seen.add(id(value))
        for item in value[:5000]:
            _collect(item, found, seen, depth + 1)
    elif isinstance(value, DictValue):
        seen.add(id(value))
        for item in list(value.values())[:5000]:
            _collect(item, found, seen, depth + 1)


def make_custom(machine: Machine, cls: ClassValue, arguments: Arguments, frame: Frame) -> Value:
    """An object of a class that derives from a layer or model of Keras."""
    kind = machine.program.keras_base(cls)
    prepare(machine, Arguments([], {}, arguments.place, arguments.unit))
    if kind == "Sequential":
        model = blank_sequential(machine, arguments, frame, arguments.keywords.get("name"), cls)
        machine.instances.append(model)
        _initialise(machine, model, cls, arguments, frame)
        if cls.unknown_base is not None:
            machine.program.lose(machine, model, cls.unknown_base.reason)
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
        machine.program.call(machine, BoundMethod(found[1], layer), arguments, frame)
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
    return None


def _derived(machine: Machine, cls: ClassValue, base: type[KerasLayer], arguments: Arguments, frame: Frame) -> Value:
    """A class that derives from one of Keras' own layers: that layer, if ``build`` and ``call`` are left alone."""
    from lint_params.interpret.layers import OpaqueLayer, make_layer

    if any(cls.find(name) is not None for name in ("build", "call", "compute_output_shape")):
        return _changed(machine, cls, base, arguments, frame)
    found = cls.find("__init__")
    if found is None or not isinstance(found[1], FunctionValue):
        made = make_layer(machine, base, arguments, frame, cls.name)
        made.user_class = cls
        return made
    holder = CustomLayer(machine, cls)
    taken: list[Arguments] = []
    holder.attributes[" init"] = Builtin("init", lambda _machine, given: taken.append(given))
    machine.program.call(machine, BoundMethod(found[1], holder), arguments, frame)
    if not taken:
        reason = f"{cls.name} does not show how it makes a {base.keras_name}"
        return placed(machine, OpaqueLayer(reason, cls.name, machine.layer_name(cls.name)), arguments, frame)
    inner = Arguments(taken[0].positional, taken[0].keywords, arguments.place, arguments.unit, taken[0].rest)
    made = make_layer(machine, base, inner, frame, cls.name)
    made.user_class = cls
    made.attributes.update({key: value for key, value in holder.attributes.items() if not key.startswith(" ")})
    return made


def _changed(machine: Machine, cls: ClassValue, base: type[KerasLayer], arguments: Arguments, frame: Frame) -> Value:
    """A class that derives from one of Keras' layers and changes what it does: both are interpreted."""
    from lint_params.interpret.layers import keras_call
    from lint_params.keras.base import bind

    layer = CustomLayer(machine, cls)
    placed(machine, layer, arguments, frame)
    given: list[Arguments] = []
    layer.attributes[" init"] = Builtin("init", lambda _machine, taken: given.append(taken))
    found = cls.find("__init__")
    if found is not None and isinstance(found[1], FunctionValue):
        machine.program.call(machine, BoundMethod(found[1], layer), arguments, frame)
    else:
        given.append(arguments)
    if not given:
        layer.name = machine.layer_name(cls.name)
        layer.attributes[" unknown"] = None
        layer.unsettled = f"{cls.name} does not show how it makes a {base.keras_name}"
        return layer
    _common(machine, layer, given[0])
    layer.name = layer.name or machine.layer_name(cls.name)
    try:
        layer.base = base(bind(base, keras_call(machine, given[0]), machine.setting.generation), machine.setting)
    except Refused as refused:
        layer.refused = refused
    else:
        for name, value in layer.base.args.values.items():
            layer.attributes.setdefault(f" {name}", value)
    return layer


def init_of(machine: Machine, layer: KerasLayer) -> Builtin:
    """The ``__init__`` that ``super()`` gives."""
    kept = layer.attributes.get(" init")
    if isinstance(kept, Builtin):
        return kept
    return Builtin("__init__", lambda m, arguments: base_init(m, layer, arguments))


__all__ = ["CustomLayer", "Refused", "Unknown", "init_of", "make_custom"]
