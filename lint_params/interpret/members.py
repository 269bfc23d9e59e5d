"""Attributes of layers and models: what a program reads from them, and sets."""

from __future__ import annotations

from collections.abc import Callable

from lint_params.interpret import tree
from lint_params.interpret.applying import shape_from
from lint_params.interpret.arguments_kept import kept
from lint_params.interpret.attributes import bind_member, in_region, quoted
from lint_params.interpret.custom import CustomLayer
from lint_params.interpret.graphs import input_of, output_of
from lint_params.interpret.growing import lose, set_own_layers
from lint_params.interpret.holding import as_kept
from lint_params.interpret.layers import OpaqueLayer, keras_value
from lint_params.interpret.machine import Machine
from lint_params.interpret.scope import Frame
from lint_params.interpret.tracking import Variable, as_variable, own_list, track
from lint_params.interpret.values import (
    Arguments,
    BoundMethod,
    Builtin,
    ClassValue,
    DictValue,
    FunctionValue,
    ListValue,
    OwnLayers,
    Value,
    plain,
)
from lint_params.keras.arguments import Arguments as LayerArguments
from lint_params.keras.base import KerasLayer
from lint_params.keras.models import Functional, InputLayer, Sequential, nodes_behind
from lint_params.keras.recurrent import RNN
from lint_params.keras.steps import Recurrent
from lint_params.keras.wrappers import Bidirectional
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape, Shapes
from lint_params.model.unknown import Unknown


def layer_attribute(machine: Machine, layer: KerasLayer, name: str, node: tree.Node, frame: Frame) -> Value:
    if name in layer.attributes:
        return layer.attributes[name]
    if isinstance(layer.user_class, ClassValue):
        found = layer.user_class.find(name)
        if found is not None:
            member = bind_member(machine, found[0], found[1], layer)
            if name == "build" and isinstance(member, BoundMethod) and machine.setting.generation == "3":
                return member if layer.built or isinstance(layer, Sequential) else _build_once(layer, member)
            return member
    value = _replaced(machine, layer, name) if machine.foreign else None
    value = value if value is not None else base_attribute(machine, layer, name)
    if isinstance(value, Unknown):
        open_ = machine.unknown(value.reason, quoted(node, frame), value, line=node.place[0], key=(layer, ".", name))
        if not isinstance(layer, (Sequential, Functional)):
            machine.may_be(open_, [layer])
        return open_
    return value


def _build_once(layer: KerasLayer, build: BoundMethod) -> Value:
    """``layer.build(shape)`` from outside: Keras 3 puts a method around it that marks the layer as built."""

    def run(machine: Machine, arguments: Arguments) -> Value:
        shape = shape_from(machine, arguments.get(0, "input_shape"))
        if shape.open:
            layer.built = True
            return machine.program.call(machine, build, arguments, machine.program.frame_of(machine))
        layer.build(shape)
        return None

    return Builtin("build", run)


_MODELS = ("keras.Sequential", "keras.models.Sequential", "keras.Model", "keras.models.Model")


def _replaced(machine: Machine, layer: KerasLayer, name: str) -> Value | None:
    """A method that the program puts into a class of Keras, or in the place of one."""
    homes = _MODELS if isinstance(layer, Sequential) else ()
    for home in (*homes, f"keras.layers.{layer.keras_name}", "keras.layers.Layer"):
        found = machine.foreign.get(f"{home}.{name}")
        if found is not None:
            return BoundMethod(found, layer) if isinstance(found, FunctionValue) else found
    return None


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
    part = _part(layer, name)
    if part is not None:
        return part
    for weight in layer.own_weights:
        if weight.name == name:
            return as_variable(weight, layer.setting.generation)
    if name in layer.args or (name == "dtype" and not isinstance(layer, (Sequential, Functional))):
        return kept(machine, layer, name)
    if name.startswith("__") and name.endswith("__"):
        return machine.unknown(f"{name} is not followed")
    return machine.unknown(f"the attribute {name} of {layer.name} is not followed")


def _part(layer: KerasLayer, name: str) -> KerasLayer | None:
    """A layer that one of Keras' own makes of what it is given."""
    if isinstance(layer, RNN) and name == "cell":
        return next(iter(layer.sublayers()), None)
    if isinstance(layer, Bidirectional) and name in ("forward_layer", "backward_layer"):
        return layer.forward if name == "forward_layer" else layer.backward
    return None


def _layers(machine: Machine, layer: KerasLayer) -> Value:
    layers = layer.layers if isinstance(layer, (Sequential, Functional)) else layer.sublayers()
    open_ = None
    if isinstance(layer, Sequential) and layer.incomplete is not None:
        open_ = machine.unknown(layer.incomplete)
    if isinstance(layer, OpaqueLayer):
        open_ = machine.unknown(layer.reason)
    if isinstance(layer, Functional) and machine.setting.generation == "tf2":
        operations = [node for node in nodes_behind(layer.outputs) if node.layer is None and node.inputs]
        if operations:
            reason = "which operations tf.keras lists as layers is not followed"
            listed = machine.unknown(reason, key=(layer, ".", "layers"))
            machine.may_be(listed, layers)
            return listed
    return ListValue(list(layers), machine.born(), open_)


def _own_layers(machine: Machine, layer: KerasLayer) -> Value:
    """``model._layers``: the list itself, which a program may change; unlike ``layers``, it holds the input too."""
    listed = _layers(machine, layer)
    if not isinstance(listed, ListValue):
        return listed
    shape = (layer.input or layer.built_on) if isinstance(layer, Sequential) else None
    first: list[Value] = []
    if isinstance(shape, Shape) and machine.setting.generation != "1":
        first = [InputLayer(LayerArguments({}, set(), "InputLayer"), machine.setting, "input_layer", shape)]
    return OwnLayers([*first, *listed], machine.born(), listed.open, layer)


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


def _is_built(machine: Machine, layer: KerasLayer) -> bool:
    """Of a chain, whether its input is known: Keras 3 builds it with its first layer, tf.keras without one."""
    if isinstance(layer, Sequential):
        begun = bool(layer.layers) or machine.setting.generation != "3"
        return layer.built or (layer.input is not None and begun)
    return layer.built and not (isinstance(layer, CustomLayer) and layer.building)


_OWN_LAYERS = ("_layers", "_self_tracked_trackables")


_ATTRIBUTES: dict[str, Callable[[Machine, KerasLayer], Value]] = {
    "name": lambda machine, layer: layer.name,
    "trainable": lambda machine, layer: layer.trainable,
    "layers": _layers,
    "_layers": _own_layers,
    "_self_tracked_trackables": _own_layers,
    "input_shape": _input_shape_of,
    "output_shape": _output_shape_of,
    "output": output_of,
    "input": input_of,
    "inputs": lambda machine, layer: _listed(machine, input_of(machine, layer)),
    "outputs": lambda machine, layer: _listed(machine, output_of(machine, layer)),
    "weights": lambda machine, layer: _weights(machine, layer, None),
    "variables": lambda machine, layer: _weights(machine, layer, None),
    "trainable_weights": lambda machine, layer: _weights(machine, layer, True),
    "trainable_variables": lambda machine, layer: _weights(machine, layer, True),
    "non_trainable_weights": lambda machine, layer: _weights(machine, layer, False),
    "_trainable_weights": lambda machine, layer: _own_weights(machine, layer, "_trainable_weights"),
    "_non_trainable_weights": lambda machine, layer: _own_weights(machine, layer, "_non_trainable_weights"),
    "submodules": lambda machine, layer: tuple(each for each in layer.within() if each is not layer),
    "built": _is_built,
    "__class__": lambda machine, layer: machine.program.type_of(layer),
}


def _own_weights(machine: Machine, layer: KerasLayer, name: str) -> Value:
    """The list itself, to which a layer of the program adds; Keras 3 has none."""
    if machine.setting.generation == "3" or not isinstance(layer, CustomLayer):
        return machine.unknown(f"the attribute {name} of {layer.name} is not followed")
    return own_list(machine, layer, name)


def _weights(machine: Machine, layer: KerasLayer, trainable: bool | None) -> Value:
    """The weights of a layer as tensors; open where they are not all known."""
    reason = layer.open_reason()
    found = [
        as_variable(weight, layer.setting.generation)
        for weight, trains in layer.all_weights()
        if trainable is None or trains is trainable
    ]
    return ListValue(found, machine.born(), machine.unknown(reason) if reason is not None else None)


def _listed(machine: Machine, value: Value) -> Value:
    return value if isinstance(value, (ListValue, Unknown)) else ListValue([value], machine.born())


def set_layer_attribute(machine: Machine, layer: KerasLayer, name: str, new: Value) -> None:
    if name == "trainable":
        open_ = machine.touch_layer(layer.born)
        machine.require(new)
        layer.set_trainable(open_ or (plain(new) if not isinstance(new, Unknown) else new))
        return
    if name == "_trainable":
        open_ = machine.touch_layer(layer.born)
        machine.require(new)
        new = open_ or new
        newest = machine.setting.generation == "3" and new != layer.trainable
        # In Keras 3 the variables that are there go on training, in the eyes of what holds the layer.
        layer.trainable = machine.unknown("its _trainable is set, not its trainable") if newest else plain(new)
        return
    if (name == "name" or (name == "_name" and machine.setting.generation != "3")) and isinstance(new, str):
        layer.name = new
        return
    if isinstance(layer.user_class, ClassValue):
        found = layer.user_class.find(name)
        if found is not None and isinstance(found[1], FunctionValue) and found[1].kind == "property":
            setter = found[1].attributes.get("setter")
            if isinstance(setter, FunctionValue):
                machine.program.call_bound(machine, setter, layer, [new])
                return
    if _holds_weights(new):
        layer.unsettled = layer.unsettled or machine.why_uncertain(layer)
    if name in _OWN_LAYERS and isinstance(layer, Sequential):
        set_own_layers(machine, layer, new)
    if isinstance(layer, CustomLayer):
        refused = layer.refuses(name, new)
        if refused is not None:
            machine.fails("ValueError")
        reason = refused or layer.hidden_by(name, new)
        if reason is not None:
            layer.leave_open(reason)
        layer.let_go(name, new)
        if machine.setting.generation == "3":
            new = as_kept(new, machine.born())
    elif isinstance(layer, Sequential) and isinstance(new, Variable):
        lose(machine, layer, f"the program gives it a variable, {name}")
    elif isinstance(layer, Bidirectional) and name in ("forward_layer", "backward_layer"):
        _turn(layer, name, new)
    elif not isinstance(layer, (Sequential, Functional)):
        if machine.setting.generation != "3":
            # What the attribute held is no weight of the layer any more.
            layer.own_weights = [weight for weight in layer.own_weights if weight.name != name]
        if _holds_weights(new):
            layer.unsettled = layer.unsettled or f"the program gives it a {name}, which may hold weights"
    since = machine.since(layer)
    if name in layer.args or isinstance(new, (ListValue, DictValue, KerasLayer)):
        machine.touch_layer(since)
    new = layer.attributes[name] = in_region(machine, since, layer.attributes.get(name), new)
    if (
        name == "built"
        and new is True
        and isinstance(layer.user_class, ClassValue)
        and not isinstance(layer, Sequential)
    ):
        layer.built = True
    if name in layer.args and not isinstance(layer.user_class, ClassValue):
        _set_argument(machine, layer, name, new)
    elif isinstance(layer, CustomLayer) and layer.base is not None and name in layer.base.args:
        set_base_argument(machine, layer.base, name, new)
    if isinstance(layer.user_class, ClassValue):
        track(machine, layer, name, new)


def _turn(layer: Bidirectional, name: str, new: Value) -> None:
    """``bidirectional.forward_layer = LSTM(8)``: the layer that was there has no weights, if it was not built."""
    if layer.built or not isinstance(new, Recurrent):
        layer.unsettled = layer.unsettled or f"its {name} is set to something that is not followed"
    turned = new if isinstance(new, Recurrent) else None
    if name == "forward_layer":
        layer.forward = turned
    else:
        layer.backward = turned


def delete_layer_attribute(machine: Machine, layer: KerasLayer, name: str) -> None:
    """``del layer.name``."""
    if name not in layer.attributes:
        machine.fails("AttributeError")
        return
    machine.touch_layer(layer.born)
    old = layer.attributes[name]
    if isinstance(layer, CustomLayer):
        layer.let_go(name, None)
    if machine.setting.generation == "3" and isinstance(old, Variable) and old.weight in layer.own_weights:
        layer.own_weights.remove(old.weight)
    layer.attributes.pop(name, None)


def replace_item(machine: Machine, held: ListValue, old: Value, new: Value) -> None:
    """``self.blocks[0] = new``: Keras 3 sees nothing of it, and goes on counting the layer that was there."""
    if isinstance(new, KerasLayer) and machine.setting.generation == "3":
        for holder in _holders(machine, held):
            holder.holding.replace_item(old, new)


def nest_list(machine: Machine, held: ListValue, new: Value) -> None:
    """``self.rows.append(row)``: Keras 3 counts the layers that are in it, and sees none that comes into it later."""
    if type(new) is ListValue and machine.setting.generation == "3":
        for holder in _holders(machine, held):
            holder.holding.nest(new)


def _holders(machine: Machine, held: ListValue) -> list[CustomLayer]:
    """The layers of the program that have a list as an attribute."""
    own = (each for each in machine.instances if isinstance(each, CustomLayer))
    return [holder for holder in own if any(value is held for value in holder.attributes.values())]


def _holds_weights(value: Value) -> bool:
    if isinstance(value, (ListValue, tuple)):
        return any(_holds_weights(item) for item in value[:100])
    return isinstance(value, (KerasLayer, Variable))


def set_base_argument(machine: Machine, base: KerasLayer, name: str, new: Value) -> None:
    """``self.units = 8`` before ``super().build(...)``, which reads it; a recurrent layer reads its cell instead."""
    if not base.built and name not in ("name", "trainable", "dtype") and not isinstance(base, Recurrent):
        _give(machine, base, name, new)


def _give(machine: Machine, layer: KerasLayer, name: str, new: Value) -> None:
    layer.args.values[name] = keras_value(machine, new)
    layer.args.given.add(name)


def _set_argument(machine: Machine, layer: KerasLayer, name: str, new: Value) -> None:
    """``layer.units = 8``: what the layer reads when it is built; afterwards its weights stay, and nothing is sure."""
    if not layer.built:
        _give(machine, layer, name, new)
    elif not name.endswith(_WITHOUT_WEIGHT):
        layer.unsettled = layer.unsettled or f"its {name} is changed after it is built"


_WITHOUT_WEIGHT = (
    "activation", "regularizer", "initializer", "constraint", "dropout", "rate", "seed", "stateful", "momentum",
    "epsilon", "mask_zero", "input_shape", "weights", "dtype",
)  # fmt: skip
"""Ends of the names of arguments that change neither weights nor shapes of a layer that is built."""
