"""What changes the weights of a layer that is built: low-rank adapters, and quantization.

Source: ``enable_lora`` and ``quantize`` in ``keras/src/layers/core/dense.py`` and ``keras/src/models/model.py``.
"""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.interpret.layers import keras_value
from lint_params.interpret.machine import Machine
from lint_params.interpret.values import Arguments, Value
from lint_params.keras.base import KerasLayer
from lint_params.keras.core import Dense, Embedding, ReversibleEmbedding
from lint_params.keras.models import Functional, Sequential

_FOLLOWED = {"int8": (Dense, Embedding), "float8": (Dense,)}
"""By mode, the classes whose weights afterwards are those of a layer made with the quantized policy."""


def enable_lora(machine: Machine, layer: KerasLayer, arguments: Arguments) -> Value:
    """``layer.enable_lora(rank)``: two small matrices train in place of the kernel."""
    rank = arguments.get(0, "rank")
    machine.require(rank)
    if _perhaps(machine, layer):
        return None
    if "lora_rank" in layer.args and not isinstance(layer, ReversibleEmbedding):
        layer.remake(lora_rank=keras_value(machine, rank))
    else:
        layer.unsettled = layer.unsettled or "what enable_lora adds is not followed here"
    return None


def quantize(machine: Machine, layer: KerasLayer, arguments: Arguments) -> Value:
    """``layer.quantize(mode)``; a model quantizes the layers inside that can be."""
    mode = arguments.get(0, "mode")
    machine.require(mode)
    for each in _leaves(layer):
        if _perhaps(machine, each):
            continue
        _quantize(machine, each, mode, len(arguments.positional) + len(arguments.keywords) > 1)
    return None


def _perhaps(machine: Machine, layer: KerasLayer) -> bool:
    """Whether it is not certain that a layer is changed here; its weights are not known then."""
    open_ = machine.touch_layer(layer.born)
    if open_ is not None:
        layer.unsettled = layer.unsettled or open_.reason
    return open_ is not None


def _leaves(layer: KerasLayer) -> Iterator[KerasLayer]:
    if isinstance(layer, (Sequential, Functional)):
        for inner in layer.layers:
            yield from _leaves(inner)
    else:
        yield layer


def _quantize(machine: Machine, layer: KerasLayer, mode: Value, configured: bool) -> None:
    if not layer.own_weights and not layer.sublayers():
        return
    followed = _FOLLOWED.get(mode, ()) if isinstance(mode, str) else ()
    plain = type(layer) in followed and not configured and layer.args.raw("lora_rank") is None
    policy = layer.args.raw("dtype")
    policy = policy if isinstance(policy, str) else machine.setting.dtype
    if plain and "_from_" not in policy:
        layer.remake(dtype=f"{mode}_from_{policy}")
    elif not isinstance(mode, str) or _may_be_quantized(layer):
        layer.unsettled = layer.unsettled or "what quantize leaves of it is not followed"
        layer.own_weights = []


def _may_be_quantized(layer: KerasLayer) -> bool:
    return bool(layer.sublayers()) or layer.user_class is not None or "quantization_config" in layer.args
