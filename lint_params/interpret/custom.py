"""Layers and models of the program itself: counted by interpreting their ``__init__``, ``build`` and ``call``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext

from lint_params.interpret import tree
from lint_params.interpret.applying import flat_tensors, shape_from
from lint_params.interpret.growing import blank_sequential, fill_sequential
from lint_params.interpret.layers import keras_value, name_of, placed, prepare, shapes_of
from lint_params.interpret.machine import Machine
from lint_params.interpret.mentions import walk
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
from lint_params.keras.cells import GRUCell, LSTMCell, SimpleRNNCell, StackedRNNCells
from lint_params.keras.copying import fresh
from lint_params.keras.models import Functional, InputLayer, Sequential
from lint_params.keras.tensor import Tensor
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape, Shapes
from lint_params.model.unknown import Unknown

_MAKING = frozenset({"__init__", "get_config", "from_config"})
_SHAPES = ("compute_output_shape", "compute_output_spec")
_ANY_ATTRIBUTE = frozenset({"getattr", "vars", "__dict__", "layers", "_layers", "_flatten_layers", "submodules"})
"""Words by which a method may reach a layer that it does not name."""

_BUILT_WHEN_MADE = frozenset({
    "Activation", "ActivityRegularization", "AlphaDropout", "AveragePooling1D", "AveragePooling2D", "AveragePooling3D",
    "Dropout", "ELU", "GaussianDropout", "GaussianNoise", "GlobalAveragePooling1D", "GlobalAveragePooling2D",
    "GlobalAveragePooling3D", "GlobalMaxPooling1D", "GlobalMaxPooling2D", "GlobalMaxPooling3D", "Identity", "LeakyReLU",
    "Masking", "MaxPooling1D", "MaxPooling2D", "MaxPooling3D", "ReLU", "Softmax", "SpatialDropout1D",
    "SpatialDropout2D", "SpatialDropout3D", "UnitNormalization",
})  # fmt: skip
"""The layers of Keras 3 that call ``_build_at_init``: they count as built before any input."""

_TRACED = (GRUCell, LSTMCell, SimpleRNNCell, StackedRNNCells)
"""The layers of Keras 3 without a ``compute_output_shape``."""

_LAYER_KEYWORDS = ("name", "trainable", "dtype", "input_shape", "batch_input_shape", "input_dim", "batch_size")


class CustomLayer(KerasLayer):
    """An object of a class of the program that derives from ``Layer`` or ``Model``."""

    def __init__(self, machine: Machine, cls: ClassValue) -> None:
        super().__init__(LayerArguments({}, set(), cls.name), machine.setting)
        self.machine = machine
        self.user_class: ClassValue = cls
        self.result: Shapes | None = None
        self.result_of: Shapes | None = None
        """What ``call`` gave, and of which inputs."""
        self.base: KerasLayer | None = None
        """What Keras' own class does, for a class that derives from one of Keras' layers and changes it."""
        self._followed = False
        """Whether ``call`` was run with nothing unknown in it: what it did not build is not built."""
        self._unclear: str | None = None
        """Why it may hold something else than is known, however it is built."""

    @property
    def type_name(self) -> str:
        return self.user_class.name

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
        return self._layers_in(
            [*(self.base.sublayers() if self.base is not None else ()), *self.set_by_program().values()]
        )

    def _layers_in(self, values: Sequence[Value]) -> list[KerasLayer]:
        found: list[KerasLayer] = []
        seen: set[int] = {id(self)}
        for value in values:
            _collect(value, found, seen, 0)
        return found

    def set_by_program(self) -> dict[str, Value]:
        """The attributes that the program sets, without what is noted here beside them."""
        return {name: value for name, value in self.attributes.items() if not name.startswith(" ")}

    def weighed(self) -> Sequence[KerasLayer]:
        return [layer for layer in self.sublayers() if not (isinstance(layer, Sequential) and layer.unfed)]

    def _method(self, name: str) -> BoundMethod | None:
        found = self.user_class.find(name)
        if found is None or not isinstance(found[1], FunctionValue):
            return None
        return BoundMethod(found[1], self)

    def checked(self, inputs: Shapes) -> Shapes:
        return inputs

    def apply(self, inputs: Shapes) -> Shapes:
        if self.refused is not None:
            raise self.refused
        waits = self._waits
        self.build(inputs)
        if (self.pending and not waits) or (self.machine.calling and self._method("call") is not None):
            self._settle(self._trace, inputs)
        return super().apply(inputs)

    @property
    def _waits(self) -> bool:
        """Whether Keras 3, when it calls the layer on a symbolic input, takes the word of ``compute_output_shape``.

        Source: ``_maybe_build`` and ``compute_output_spec`` in ``keras/src/layers/layer.py``.
        """
        told = any(self.user_class.find(name) is not None for name in _SHAPES)
        builds = self.built or self._method("build") is not None
        if self.base is not None and not isinstance(self.base, _TRACED):
            told = True
            builds = builds or self.base.weighs or self.base.keras_name in _BUILT_WHEN_MADE
        return told and builds

    def build(self, inputs: Shapes) -> None:
        """Make the weights; before Keras 3, whatever builds a layer calls it too."""
        if self.built:
            return
        self.built = True
        self.built_on = inputs
        self.result = None
        self.pending = self._method("call") is not None
        machine = self.machine
        machine.waiting = machine.waiting or self.pending
        with machine.naming_apart() if self.setting.generation == "tf2" and not machine.calling else nullcontext():
            self._settle(self._build, inputs)
        self.unsettled = self.unsettled or self._unclear
        if self.setting.generation != "3" and self.pending and self.unsettled is None:
            self._settle(self._trace, inputs)

    def __copy__(self) -> CustomLayer:
        """The layer as ``from_config`` makes it; what its ``__init__`` made is not made again here."""
        made = CustomLayer(self.machine, self.user_class)
        made.site, made.attributes = self.site, dict(self.attributes)
        made.base = None if self.base is None else fresh(self.base)
        if self.own_weights or self._layers_in([*self.set_by_program().values()]):
            made._unclear = f"{self.type_name} is made anew from its configuration, which is not followed"
        return made

    def _settle(self, step: Callable[[Shapes], None], inputs: Shapes) -> None:
        try:
            step(inputs)
        except Undetermined as open_:
            self.unsettled = self.unsettled or open_.reason

    def _build(self, inputs: Shapes) -> None:
        machine = self.machine
        build = self._method("build")
        if build is not None:
            if isinstance(inputs, Shape):
                given: Value = inputs if inputs.open else inputs.sizes
            else:
                given = ListValue([shape.sizes for shape in inputs], machine.born())
            machine.program.call_plain(machine, build, [given])
        elif self.base is not None:
            self.build_base(inputs)
        elif self.wraps:
            inner = self.attributes.get("layer")
            if isinstance(inner, KerasLayer) and not inner.built:
                inner.build(inner.checked(inputs))

    def _trace(self, inputs: Shapes) -> None:
        """Run ``call``. Keras traces it as a graph, in which the ``call`` of each layer that it uses is run as well."""
        machine = self.machine
        self.pending = False
        calling, machine.calling, doubts = machine.calling, True, machine.doubts
        self.result, self.result_of = None, inputs
        try:
            self.result = self._run_call(inputs)
            self._followed = machine.doubts == doubts and not self._asks_how_it_is_called()
        except Undetermined as open_:
            self.attributes[" call"] = open_.reason
            unbuilt = [layer for layer in self.sublayers() if layer.open_reason() is not None]
            if unbuilt:
                raise Undetermined(f"{self.type_name}: {open_.reason}") from None
        finally:
            machine.calling = calling

    def _asks_how_it_is_called(self) -> bool:
        """Whether ``call`` reads more than its inputs: ``training``, say, which Keras sets in ``fit`` alone."""
        call = self._method("call")
        assert call is not None and isinstance(call.function, FunctionValue)
        others = {parameter.name for parameter in call.function.parameters.items[2:]}
        return not others.isdisjoint(_read_by(call.function))

    def meet_data(self) -> bool:
        waits = any(layer.pending for layer in self.within())
        if waits and self.built_on is not None and self._method("call") is not None:
            self._settle(self._trace, self.built_on)
        return True

    def build_base(self, inputs: Shapes) -> None:
        """Build as Keras' own class does, which marks the layer as built; its weights are this layer's."""
        self.built = True
        if self.base is None:
            return
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
        if self.base is not None and (self.pending or self._method("call") is None):
            return self.base.output_of(self.base.checked(inputs))
        if self._method("call") is None:
            raise Undetermined(f"{self.type_name} has no call method that can be read")
        if self.pending:
            raise Undetermined(f"Keras asks {self.type_name} for its output shape, and it has no compute_output_shape")
        if self.result is not None and inputs == self.result_of:
            return self.result
        reason = self.attributes.get(" call")
        if isinstance(reason, str):
            raise Undetermined(f"{self.type_name}: {reason}")
        return self._run_call(inputs)

    def open_reason(self) -> str | None:
        unknown = self.user_class.unknown_base
        if unknown is not None:
            return f"{self.type_name} derives from something that is not in the project: {unknown.reason}"
        if self.unsettled is not None or not self.built:
            return super().open_reason()
        left = self._left_alone()
        reasons = (layer.open_reason() for layer in self.sublayers() if id(layer) not in left)
        return next((reason for reason in reasons if reason is not None), None)

    def _left_alone(self) -> set[int]:
        """The layers inside that have no weights: of a kind that has none, or nothing has built them, nor can have, as
        no method names them."""
        unbuilt = [layer for layer in self.sublayers() if _is_unbuilt(layer)]
        left = {id(layer) for layer in unbuilt if not layer.weighs}
        if len(left) == len(unbuilt) or self._followed:
            return {id(layer) for layer in unbuilt}
        named: set[str] = set()
        for cls in self.user_class.mro():
            for name, value in cls.namespace.items() if isinstance(cls, ClassValue) else ():
                if isinstance(value, FunctionValue) and name not in _MAKING and not (name == "call" and self.pending):
                    named |= _read_by(value)
        if not named.isdisjoint(_ANY_ATTRIBUTE):
            return left
        alone = self._layers_in([value for name, value in self.set_by_program().items() if name not in named])
        return left | {id(layer) for layer in alone if _is_unbuilt(layer)}


def _is_unbuilt(layer: KerasLayer) -> bool:
    return not layer.built and layer.unsettled is None


def _read_by(function: FunctionValue) -> set[str]:
    """Every name and attribute that a function reads; what it only sets is not among them."""
    nodes = list(walk(function.body if isinstance(function.body, list) else [function.body]))
    targets = {id(target) for node in nodes if isinstance(node, tree.Assign) for target in node.targets}
    found = {node.id for node in nodes if isinstance(node, tree.Name) and node.id != "layers"}
    attributes = [node for node in nodes if isinstance(node, tree.Attribute) and id(node) not in targets]
    # Not ``keras.layers``.
    return found | {n.attr for n in attributes if n.attr != "layers" or getattr(n.value, "id", None) != "keras"}


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


def _derived(machine: Machine, cls: ClassValue, base: type[KerasLayer], arguments: Arguments, frame: Frame) -> Value:
    """A class that derives from one of Keras' own layers: that layer, if it only says how to make one; if it changes
    what the layer does or holds, both are interpreted."""
    from lint_params.interpret.layers import OpaqueLayer, make_layer

    changed = any(cls.find(name) is not None for name in ("build", "call", *_SHAPES))
    found = cls.find("__init__")
    own = found[1] if found is not None and isinstance(found[1], FunctionValue) else None
    if own is None and not changed:
        made = make_layer(machine, base, arguments, frame, cls.name)
        made.user_class = cls
        return made
    layer = CustomLayer(machine, cls)
    placed(machine, layer, arguments, frame)
    given: list[Arguments] = []
    layer.attributes[" init"] = Builtin("init", lambda _machine, taken: given.append(taken))
    if own is not None:
        machine.program.call(machine, BoundMethod(own, layer), arguments, frame)
    else:
        given.append(arguments)
    if changed or (given and (layer.own_weights or layer.sublayers())):
        return _changed(machine, layer, base, given[0] if given else None)
    if not given:
        reason = f"{cls.name} does not show how it makes a {base.keras_name}"
        return placed(machine, OpaqueLayer(reason, cls.name, machine.layer_name(cls.name)), arguments, frame)
    inner = Arguments(given[0].positional, given[0].keywords, arguments.place, arguments.unit, given[0].rest)
    made = make_layer(machine, base, inner, frame, cls.name)
    made.user_class = cls
    made.attributes.update(layer.set_by_program())
    return made


def _changed(machine: Machine, layer: CustomLayer, base: type[KerasLayer], given: Arguments | None) -> Value:
    """A layer that is one of Keras' and more."""
    from lint_params.interpret.layers import keras_call
    from lint_params.keras.base import bind

    name = layer.user_class.name
    if given is None:
        layer.name = machine.layer_name(name)
        layer.attributes[" unknown"] = None
        layer.unsettled = f"{name} does not show how it makes a {base.keras_name}"
        return layer
    _common(machine, layer, given)
    layer.name = layer.name or machine.layer_name(name)
    try:
        layer.base = base(bind(base, keras_call(machine, given), machine.setting.generation), machine.setting)
    except Refused as refused:
        layer.refused = refused
    else:
        closed = layer.base.keras_name in _BUILT_WHEN_MADE and machine.setting.generation == "3"
        if closed and (layer.own_weights or layer.sublayers()):
            layer.unsettled = f"Keras 3 takes no new weights in a {base.keras_name}, which is built when it is made"
        for key, value in layer.base.args.values.items():
            layer.attributes.setdefault(f" {key}", value)
    return layer


def init_of(machine: Machine, layer: KerasLayer) -> Builtin:
    """The ``__init__`` that ``super()`` gives."""
    kept = layer.attributes.get(" init")
    if isinstance(kept, Builtin):
        return kept
    return Builtin("__init__", lambda m, arguments: base_init(m, layer, arguments))


__all__ = ["CustomLayer", "Refused", "Unknown", "init_of", "make_custom"]
