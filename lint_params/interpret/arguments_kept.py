"""What an attribute of a layer holds of the argument it was made with: Keras keeps many in a form of their own.

Source: ``keras/src/layers/`` and ``tf_keras/src/layers/``, ``__init__`` of the layers.
"""

from __future__ import annotations

from lint_params.interpret.layers import ExternalName, ShapeFunction
from lint_params.interpret.machine import Machine
from lint_params.interpret.values import External, ListValue, Value, is_constant
from lint_params.keras.base import KerasLayer
from lint_params.model.dimension import Size

_ACTIVATIONS = ("activation", "recurrent_activation")
_WINDOWS = ("kernel_size", "strides", "dilation_rate", "pool_size")
"""One number for every axis, or one for each."""
_OTHERWISE = ("axis", "cropping", "data_format", "size")
_ENDS = ("_initializer", "_regularizer", "_constraint")


def kept(machine: Machine, layer: KerasLayer, name: str) -> Value:
    """An argument of a layer as its attribute of the same name gives it."""
    value = layer.args.raw(name)
    if name in _ACTIVATIONS:
        return _activation(value)
    if name in _WINDOWS and isinstance(value, (int, Size, list, tuple, type(None))):
        window = _window(layer, name, value)
        if window is not None:
            return window
    elif name == "padding" and isinstance(value, str) and not isinstance(value, ExternalName):
        return value.lower()
    elif name == "dtype" and (value is None or isinstance(value, str)):
        return layer.variable_dtype
    elif name.endswith(_ENDS) and (value is None or is_constant(value)):
        if value is None and not name.endswith("_initializer"):
            return None
    elif name not in _OTHERWISE and name not in _WINDOWS:
        return ListValue(value, machine.born()) if isinstance(value, list) else value
    return machine.unknown(f"how {layer.keras_name} keeps its {name} is not followed", key=(layer, ".", name))


def _activation(value: Value) -> Value:
    """A function: that of a name, or the one that gives its input back."""
    if isinstance(value, ExternalName):
        return External(value.full)
    if isinstance(value, ShapeFunction):
        return value.function
    if value is None or isinstance(value, str):
        return External(f"keras.activations.{(value or 'linear').lower()}")
    return value


def _window(layer: KerasLayer, name: str, value: Value) -> Value | None:
    """A size for each axis; ``None`` where it is kept in another way."""
    rank = layer.keras_name[-2:-1]
    pools = "pool_size" in layer.args
    if not (layer.keras_name.endswith("D") and rank in ("1", "2", "3")) or (
        pools and rank == "1" and layer.setting.generation != "3"
    ):
        return None
    if value is None and name == "strides" and pools:
        value = layer.args.raw("pool_size")
    if isinstance(value, (int, Size)):
        return (value,) * int(rank)
    return tuple(value) if isinstance(value, (list, tuple)) else None
