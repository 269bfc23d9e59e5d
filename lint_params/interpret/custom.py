"""Layers and models of the program itself: counted by interpreting their ``__init__``, ``build`` and ``call``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext

from lint_params.interpret import tree
from lint_params.interpret.applying import shape_from
from lint_params.interpret.holding import Holding
from lint_params.interpret.layers import shapes_of
from lint_params.interpret.machine import Machine
from lint_params.interpret.mentions import walk
from lint_params.interpret.operations import dimension_of
from lint_params.interpret.tracking import Variable, track_late
from lint_params.interpret.values import (
    BoundMethod,
    ClassValue,
    DictValue,
    FunctionValue,
    Instance,
    ListValue,
    Value,
)
from lint_params.keras.arguments import Arguments as LayerArguments
from lint_params.keras.base import KerasLayer
from lint_params.keras.cells import GRUCell, LSTMCell, SimpleRNNCell, StackedRNNCells
from lint_params.keras.copying import fresh
from lint_params.keras.models import Sequential
from lint_params.keras.steps import Cell, Recurrent
from lint_params.keras.tensor import Tensor
from lint_params.keras.wrappers import Bidirectional
from lint_params.model.errors import Undetermined
from lint_params.model.shape import Shape, Shapes
from lint_params.model.unknown import Unknown
from lint_params.model.weight import Weight

_MAKING = frozenset({"__init__", "get_config", "from_config"})
SHAPES = ("compute_output_shape", "compute_output_spec")
_ANY_ATTRIBUTE = frozenset({"getattr", "vars", "__dict__", "layers", "_layers", "_flatten_layers", "submodules"})
"""Words by which a method may reach a layer that it does not name."""

BUILT_WHEN_MADE = frozenset({
    "Activation", "ActivityRegularization", "AlphaDropout", "AveragePooling1D", "AveragePooling2D", "AveragePooling3D",
    "Dropout", "ELU", "GaussianDropout", "GaussianNoise", "GlobalAveragePooling1D", "GlobalAveragePooling2D",
    "GlobalAveragePooling3D", "GlobalMaxPooling1D", "GlobalMaxPooling2D", "GlobalMaxPooling3D", "Identity", "LeakyReLU",
    "Masking", "MaxPooling1D", "MaxPooling2D", "MaxPooling3D", "ReLU", "Softmax", "SpatialDropout1D",
    "SpatialDropout2D", "SpatialDropout3D", "UnitNormalization",
})  # fmt: skip
"""The layers of Keras 3 that call ``_build_at_init``: they count as built before any input."""

_READ_ONLY = {
    "kernel": ("Conv1D", "Conv2D", "Conv3D", "Dense", "EinsumDense"),
    "embeddings": ("Embedding", "ReversibleEmbedding"),
}
"""By attribute, the layers of Keras 3 in which it is a property that nobody sets."""

_ITEMS = 1000
"""Items of a list that are looked at."""

_COUNTS = (
    "count_params", "non_trainable_variables", "non_trainable_weights", "trainable_variables", "trainable_weights",
    "variables", "weights",
)  # fmt: skip
"""What Keras counts by, or with."""

_SHAPES_OF_SEQUENCES = ["sequences_shape", "initial_state_shape"]
"""The arguments of ``build`` of recurrent layers in Keras 3."""

_TRACED = (GRUCell, LSTMCell, SimpleRNNCell, StackedRNNCells)
"""The layers of Keras 3 without a ``compute_output_shape``."""


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
        self.holding = Holding(self)
        self.building = False
        """Whether its ``build`` is running."""
        self._alone = False
        """Whether it is being built without being called."""
        self._locked = False
        """Whether Keras 3 takes no further layers or weights: it is built."""

    def definition(self) -> str:
        """Its class; what its arguments are worth only its own code knows."""
        return f"{self.type_name}(…)"

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
        if "state_size" not in self.attributes and isinstance(self.base, Cell):
            return self.base.state_sizes()
        return self.attributes.get("state_size", Unknown(f"{self.type_name} has no state_size"))

    @property
    def output_size(self) -> object:
        """Of a recurrent cell, the size of what a step gives, where it says so itself."""
        return self.attributes.get("output_size")

    def sublayers(self) -> Sequence[KerasLayer]:
        """The layers held in attributes, in the order they were set; lists and dictionaries of layers included."""
        base = self.base.sublayers() if self.base is not None else ()
        return self.holding.layers([*base, *self.set_by_program().values()])

    def set_by_program(self) -> dict[str, Value]:
        """The attributes that the program sets, without what is noted here beside them."""
        return {name: value for name, value in self.attributes.items() if not name.startswith(" ")}

    def let_go(self, name: str, new: Value) -> None:
        """An attribute is about to be set anew, or deleted.

        Keras 3 goes on counting the layers that it held; tf.keras 2 forgets a variable that no other attribute holds.

        Source: ``__setattr__`` and ``__delattr__`` in ``keras/src/layers/layer.py`` and
        ``tf_keras/src/engine/base_layer.py``.
        """
        old = self.attributes.get(name)
        if old is new and name in self.attributes:
            return
        if isinstance(new, Unknown) and any(True for _ in self.holding.within([old])):
            self.leave_open(new.reason)  # it may be the same again, or a part of it
        if self.setting.generation == "3":
            self.holding.set_anew(old, new)
        elif self.setting.generation == "tf2":
            weight = self._weight_in(name)
            others = [value for key, value in self.attributes.items() if key != name and isinstance(value, Variable)]
            if weight is None or any(value.weight is weight for value in others):
                return
            if weight in self.own_weights:
                self.machine.touch_layer(self.born)
                self.own_weights.remove(weight)

    def _weight_in(self, name: str) -> Weight | None:
        """The weight that is in an attribute."""
        if name not in self.attributes:
            base = self.base if not isinstance(self.base, Recurrent) else None
            return next((weight for weight in base.own_weights if weight.name == name), None) if base else None
        old = self.attributes[name]
        return old.weight if isinstance(old, Variable) else None

    def refuses(self, name: str, new: Value) -> str | None:
        """Why Keras 3 does not take an attribute."""
        if self.setting.generation != "3":
            return None
        if self.base is not None and self.base.keras_name in _READ_ONLY.get(name, ()):
            return f"Keras 3 lets no program set the {name} of a {self.base.keras_name}"
        variable = isinstance(new, Variable) and new.home == "keras" and new.weight not in self.own_weights
        inside = {id(layer) for layer in self.sublayers()} if self._locked else set()
        if self._locked and (variable or any(id(layer) not in inside for layer in self.holding.within([new]))):
            return f"Keras 3 takes no new layer or weight in {self.type_name} once it is built"
        return None

    def hidden_by(self, name: str, value: Value) -> str | None:
        """Why an attribute hides what the layer holds."""
        if name == "cell" and isinstance(self.base, Recurrent):
            return f"{self.type_name} takes another cell than that of a {self.base.keras_name}"
        if isinstance(value, Instance) and "tensorflow.Module" in value.cls.externals:
            return f"what the module of TensorFlow in {self.type_name} holds is not followed"
        return None

    def leave_open(self, reason: str) -> None:
        """What it holds is not known."""
        self.unsettled = self.unsettled or reason

    def _misfit(self) -> str | None:
        """Why Keras 3 can't build it: where ``build`` has several arguments, each is the shape of one of ``call``.

        Source: ``update_shapes_dict_for_target_fn`` in ``keras/src/layers/layer.py``.
        """
        call, build = self._method("call"), self._method("build")
        if call is None or self.setting.generation != "3":
            return None
        taken = _named(call)
        if build is not None:
            shapes = _named(build)
        else:
            shapes = _SHAPES_OF_SEQUENCES if isinstance(self.base, (Recurrent, Bidirectional)) else []
        wrong = [name for name in shapes if not (name.endswith("_shape") and name.removesuffix("_shape") in taken)]
        if len(shapes) < 2 or not wrong:
            return None
        return f"Keras 3 can't build {self.type_name}: its build takes {wrong[0]}, and its call nothing of that name"

    def weighed(self) -> Sequence[KerasLayer]:
        if self._counts_itself is not None:
            return []
        unsure = {id(layer) for value in self.set_by_program().values() for layer in _perhaps_in(value)}
        return [
            layer
            for layer in self.sublayers()
            if not (id(layer) in unsure or (isinstance(layer, Sequential) and layer.unfed))
        ]

    def _method(self, name: str) -> BoundMethod | None:
        found = self.user_class.find(name)
        if found is None or not isinstance(found[1], FunctionValue):
            return None
        return BoundMethod(found[1], self)

    @property
    def _counts_itself(self) -> str | None:
        """What the class says of its weights in place of Keras."""
        return next((name for name in _COUNTS if self.user_class.find(name) is not None), None)

    def checked(self, inputs: Shapes) -> Shapes:
        return inputs

    def apply(self, inputs: Shapes) -> Shapes:
        if self.refused is not None:
            raise self.refused
        waits = self._waits
        misfit = self._misfit() if not self.built else None
        if misfit is not None:
            self.leave_open(misfit)
        # Keras 3 builds a layer that has no ``build`` by running its ``call``, which may still add to it.
        by_call = not self.built and self._method("build") is None and self.base is None and self._may_be_unbuilt()
        self.build(inputs)
        if by_call:
            self._locked = False
        if (self.pending and not waits) or (self.machine.calling and self._method("call") is not None):
            self._settle(self._trace, inputs)
        self._locked = True
        return super().apply(inputs)

    def _may_be_unbuilt(self) -> bool:
        return any(
            not (layer.built or layer.keras_name in BUILT_WHEN_MADE or layer.declared_input() is not None)
            for layer in self.sublayers()
        )

    @property
    def _waits(self) -> bool:
        """Whether Keras 3, when it calls the layer on a symbolic input, takes the word of ``compute_output_shape``.

        Source: ``_maybe_build`` and ``compute_output_spec`` in ``keras/src/layers/layer.py``.
        """
        told = any(self.user_class.find(name) is not None for name in SHAPES)
        builds = self.built or self._method("build") is not None
        if self.base is not None and not isinstance(self.base, _TRACED):
            told = True
            builds = builds or self.base.weighs or self.base.keras_name in BUILT_WHEN_MADE
        return told and builds

    def build_alone(self, inputs: Shapes) -> None:
        """``layer.build(shape)``, which runs no ``call``: what that would build is built when the layer is called."""
        self._alone = True
        try:
            self.build(inputs)
        finally:
            self._alone = False

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
            self.building = True
            try:
                self._settle(self._build, inputs)
            finally:
                self.building = False
        track_late(machine, self)
        if self._counts_itself is not None:
            self.own_weights.clear()
        self._locked = True
        self.unsettled = self.unsettled or self._unclear
        if self.setting.generation != "3" and self.pending and self.unsettled is None and not self._alone:
            self._settle(self._trace, inputs)

    def __copy__(self) -> CustomLayer:
        """The layer as ``from_config`` makes it; what its ``__init__`` made is not made again here."""
        made = CustomLayer(self.machine, self.user_class)
        made.site, made.attributes = self.site, dict(self.attributes)
        made.base = None if self.base is None else fresh(self.base)
        if self.own_weights or self.holding.within([*self.set_by_program().values()]):
            made._unclear = f"{self.type_name} is made anew from its configuration, which is not followed"
        return made

    def _settle(self, step: Callable[[Shapes], None], inputs: Shapes) -> None:
        self.machine.begun[id(self)] = self.machine.born()
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
        before = len(self.sublayers()) + len(self.own_weights)
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
        track_late(machine, self)
        if self._locked and self.setting.generation == "3" and len(self.sublayers()) + len(self.own_weights) > before:
            self.leave_open(f"Keras 3 takes no new layer or weight in {self.type_name} once it is built")

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
        if self.base.built and self.base.own_weights:
            self.leave_open(f"{self.type_name} builds its {self.base.keras_name} more than once")
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
                return self._as_traced(shape, inputs)
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

    def _as_traced(self, told: Shape, inputs: Shape) -> Shapes:
        """What tf.keras 2 takes the output for: it runs ``call``, whatever ``compute_output_shape`` says."""
        found = self.result if self.setting.generation == "tf2" and self.result_of == inputs else None
        if not isinstance(found, Shape) or found.open or found.rank != told.rank:
            return told if found is None or (isinstance(found, Shape) and found.open) else found
        pairs = zip(found.sizes, told.sizes, strict=True)
        return Shape(tuple(known if size is None else size for size, known in pairs))

    def open_reason(self) -> str | None:
        if self._counts_itself is not None:
            return f"{self.type_name} has a {self._counts_itself} of its own"
        unknown = self.user_class.unknown_base
        if unknown is not None:
            return f"{self.type_name} derives from something that is not in the project: {unknown.reason}"
        if self.unsettled is not None or not self.built:
            return super().open_reason()
        more = self._may_hold_more()
        if more is not None:
            return more
        left = self._left_alone()
        reasons = (layer.open_reason() for layer in self.sublayers() if id(layer) not in left)
        return next((reason for reason in reasons if reason is not None), None)

    def _may_hold_more(self) -> str | None:
        """Why it may hold a layer that is not known: an attribute is called that is not known, or holds any number."""
        for name, value in self.set_by_program().items():
            if _perhaps_in(value):
                assert isinstance(value, (ListValue, DictValue)) and value.open is not None
                return f"which layers {name} of {self.type_name} holds is not known: {value.open.reason}"
        unknown = {name: each for name, value in self.set_by_program().items() for each in _unknown_in(value)}
        if not unknown:
            return None
        called = {name for function in self._methods() for name in _called_by(function)}
        for name, value in unknown.items():
            if (name in called or value.key in self.machine.layer_like) and not _is_activation(name):
                return f"{name} of {self.type_name} may be a layer: {value.reason}"
        return None

    def _methods(self) -> Iterator[FunctionValue]:
        """What the class does after an object is made."""
        for cls in self.user_class.mro():
            for name, value in cls.namespace.items() if isinstance(cls, ClassValue) else ():
                if isinstance(value, FunctionValue) and name not in _MAKING:
                    yield value

    def _left_alone(self) -> set[int]:
        """The layers inside that have no weights: of a kind that has none, or nothing has built them, nor can have, as
        no method names them."""
        unbuilt = [layer for layer in self.sublayers() if _is_unbuilt(layer)]
        left = {id(layer) for layer in unbuilt if not layer.weighs}
        if len(left) == len(unbuilt) or self._followed:
            return {id(layer) for layer in unbuilt}
        named: set[str] = set()
        for method in self._methods():
            if not (method.name == "call" and self.pending):
                named |= _read_by(method)
        if not named.isdisjoint(_ANY_ATTRIBUTE):
            return left
        alone = self.holding.within([value for name, value in self.set_by_program().items() if name not in named])
        return left | {id(layer) for layer in alone if _is_unbuilt(layer)}


def _named(method: BoundMethod) -> list[str]:
    """The names of a method's arguments, without ``self`` and those that take any number."""
    assert isinstance(method.function, FunctionValue)
    items = method.function.parameters.items[1:]
    return [item.name for item in items if item.kind not in ("star", "double")]


def _is_unbuilt(layer: KerasLayer) -> bool:
    return not layer.built and layer.unsettled is None


def _unknown_in(value: Value) -> list[Unknown]:
    """What is not known in an attribute, or in a list or dictionary there."""
    if isinstance(value, DictValue):
        value = list(value.values())
    items = value[:_ITEMS] if isinstance(value, (list, tuple)) else [value]
    return [item for item in items if isinstance(item, Unknown)]


def _perhaps_in(value: Value) -> list[KerasLayer]:
    """The layers of a list or dictionary that may not be there, or more than once."""
    if not isinstance(value, (ListValue, DictValue)) or value.open is None:
        return []
    items = value[value.certain :] if isinstance(value, ListValue) else list(value.values())
    return [item for item in items[:_ITEMS] if isinstance(item, KerasLayer)]


def _is_activation(name: str) -> bool:
    """Whether an attribute is taken for a function without weights, as Keras' own layers have one."""
    return "activation" in name or name in ("act", "act_fn", "nonlinearity")


def _called_by(function: FunctionValue) -> set[str]:
    """The attributes of anything that a function calls."""
    nodes = walk(function.body if isinstance(function.body, list) else [function.body])
    calls = (node.function for node in nodes if isinstance(node, tree.Call))
    return {each.attr for each in calls if isinstance(each, tree.Attribute) and isinstance(each.value, tree.Name)}


def _read_by(function: FunctionValue) -> set[str]:
    """Every name and attribute that a function reads; what it only sets is not among them."""
    nodes = list(walk(function.body if isinstance(function.body, list) else [function.body]))
    targets = {id(target) for node in nodes if isinstance(node, tree.Assign) for target in node.targets}
    found = {node.id for node in nodes if isinstance(node, tree.Name) and node.id != "layers"}
    attributes = [node for node in nodes if isinstance(node, tree.Attribute) and id(node) not in targets]
    # Not ``keras.layers``.
    return found | {n.attr for n in attributes if n.attr != "layers" or getattr(n.value, "id", None) != "keras"}
