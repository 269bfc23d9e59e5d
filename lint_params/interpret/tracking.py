"""Variables that a layer of the program holds: which of its attributes Keras counts as weights.

Keras 3 counts its own variables (``keras/src/layers/layer.py``, ``_initialize_tracker``), tf.keras 2 those of
TensorFlow (``base_layer.py``, ``__setattr__``), both also in lists and dictionaries. Stand-alone Keras counted what
``trainable_weights`` was set to.
"""

from __future__ import annotations

from lint_params.interpret.machine import Machine
from lint_params.interpret.values import Array, DictValue, External, ListValue, Value, is_constant
from lint_params.keras.base import KerasLayer
from lint_params.keras.tensor import Tensor
from lint_params.model.dimension import Count
from lint_params.model.shape import Shape
from lint_params.model.unknown import Unknown
from lint_params.model.weight import Weight
from lint_params.records import dataclass

_LISTS = {
    "trainable_weights": True,
    "_trainable_weights": True,
    "non_trainable_weights": False,
    "_non_trainable_weights": False,
}


_DEPTH = 4
"""How deep lists within lists are looked into."""


@dataclass(frozen=True, slots=True, eq=False)
class Variable(Tensor):
    """A tensor that is a variable: ``home`` is whose (``keras`` or ``tensorflow``), ``weight`` what it counts as.

    ``weight`` is ``None`` where the shape is not known.
    """

    home: str = "keras"
    weight: Weight | None = None


def variable(
    shape: Shape, name: str = "variable", trainable: bool = True, dtype: str = "float32", home: str = "keras"
) -> Variable:
    """A new variable of a shape."""
    weight = None
    if not shape.open:
        sizes: tuple[Count, ...] = tuple(size for size in shape.sizes if size is not None)
        weight = Weight(name, sizes, dtype, trainable) if len(sizes) == len(shape.sizes) else None
    return Variable(shape, dtype=dtype, reason=shape.reason, home=home, weight=weight)


def is_on_read(synchronization: Value) -> bool:
    """Whether a variable is one that each device has for itself, which trains only where that is said."""
    return isinstance(synchronization, External) and synchronization.name.endswith(".ON_READ")


def track(machine: Machine, layer: KerasLayer, name: str, new: Value) -> None:
    """An attribute of a layer of the program is set: its variables become weights of the layer."""
    generation = machine.setting.generation
    if name in _LISTS:
        _declared(machine, layer, new, _LISTS[name])
    elif generation in ("3", "tf2"):
        for each in _variables(new):
            if each.home == _home(generation):
                _add(layer, each.weight, each.shape.reason or f"the shape of {name} is not known")


def track_late(machine: Machine, layer: KerasLayer) -> None:
    """What was put into lists and dictionaries of a layer since they were set, and into its own lists of weights."""
    for name, value in list(layer.attributes.items()):
        if isinstance(value, (ListValue, DictValue)):
            kind = name.removeprefix(" ")
            if kind in _LISTS and name != kind:
                _declared(machine, layer, value, _LISTS[kind])
            elif not name.startswith(" "):
                track(machine, layer, name, value)


def own_list(machine: Machine, layer: KerasLayer, name: str) -> ListValue:
    """``layer._non_trainable_weights``, to which a program adds a weight."""
    kept = layer.attributes.get(f" {name}")
    if not isinstance(kept, ListValue):
        kept = layer.attributes[f" {name}"] = ListValue([], layer.born)
    return kept


def as_variable(weight: Weight, generation: str) -> Variable:
    """The variable that a weight of a layer is."""
    return Variable(Shape(weight.shape), dtype=weight.dtype, home=_home(generation), weight=weight)


def _home(generation: str) -> str:
    """Whose variables a generation of Keras counts."""
    return "keras" if generation == "3" else "tensorflow"


def set_variable_trainable(machine: Machine, value: Tensor, new: Value) -> None:
    """``variable.trainable = new``, which only the variables of Keras 3 take."""
    if machine.setting.generation != "3":
        machine.fails("AttributeError")
        return
    machine.touch_layer(0)
    if isinstance(value, Variable) and value.weight is not None and is_constant(new):
        value.weight.trainable = bool(new)
        return
    open_ = machine.unknown("it is not known of which variable it is set", None, value, new)
    for made in machine.models:
        for layer in made.model.within():
            layer.trainable = open_


def _variables(value: Value, depth: int = 0) -> list[Variable]:
    if isinstance(value, Variable):
        return [value]
    if isinstance(value, DictValue):
        value = list(value.values())
    if isinstance(value, (list, tuple)) and depth < _DEPTH:
        return [each for item in value[:1000] for each in _variables(item, depth + 1)]
    return []


def _declared(machine: Machine, layer: KerasLayer, new: Value, trainable: bool) -> None:
    """``self.trainable_weights = [self.W, self.b]``."""
    if isinstance(new, ListValue) and new.open is not None:
        _add(layer, None, new.open.reason)
    if isinstance(new, (ListValue, tuple)):
        for at, item in enumerate(new):
            if isinstance(item, Variable):
                if item.weight is not None and item.weight not in layer.own_weights:
                    item.weight.trainable = trainable
                _add(layer, item.weight, item.shape.reason)
            elif isinstance(item, (Array, Tensor)) and item.shape is not None:
                shape = item.shape if isinstance(item, Tensor) else Shape(item.shape)
                made = variable(shape, trainable=trainable)
                _add(layer, made.weight, item.reason or shape.reason)
                if isinstance(new, ListValue):
                    new[at] = made  # the same one, however often this is asked
            else:
                reason = item.reason if isinstance(item, Unknown) else "a weight is not known"
                _add(layer, None, reason)
    elif isinstance(new, Unknown):
        _add(layer, None, new.reason)


def _add(layer: KerasLayer, weight: Weight | None, reason: str) -> None:
    if weight is None:
        layer.unsettled = layer.unsettled or reason or "the shape of a weight is not known"
    elif not any(weight is other for other in layer.own_weights):
        layer.keep(weight)
