"""``keras.applications``: the pretrained architectures, as models of known layers."""

from __future__ import annotations

from lint_params.interpret.graphs import keep_graph
from lint_params.interpret.layers import OpaqueLayer, keras_call, placed, prepare
from lint_params.interpret.machine import Machine
from lint_params.interpret.scope import Frame
from lint_params.interpret.values import Arguments, Value
from lint_params.keras.applications import application, architectures
from lint_params.keras.tensor import Tensor
from lint_params.model.errors import Refused


def make_application(machine: Machine, name: str, arguments: Arguments, frame: Frame) -> Value | None:
    """``VGG16(include_top=False, …)``; ``None`` for a name that is no architecture."""
    generation = machine.setting.generation
    if name not in architectures(generation):
        if name in architectures("3") or name in architectures("tf2"):
            machine.conflicts.append(frozenset(["3"] if generation != "3" else ["tf2"]))
        elif not name[:1].isupper():
            return None
        prepare(machine, arguments)
        return placed(
            machine, OpaqueLayer(f"the architecture {name} is not described here", name, name), arguments, frame
        )
    prepare(machine, arguments)
    call = keras_call(machine, arguments)
    if isinstance(arguments.keywords.get("input_tensor"), Tensor):
        call = type(call)(
            call.positional, {**call.keywords, "input_tensor": arguments.keywords["input_tensor"]}, call.rest
        )
    try:
        model = application(name, call, machine.setting)
    except Refused as refused:
        opaque = OpaqueLayer(refused.message, name, machine.layer_name(name))
        opaque.refused = refused
        return placed(machine, opaque, arguments, frame)
    model.take_names(machine.layer_name)
    keep_graph(machine, model.graph.layers, model.graph.outputs)
    return placed(machine, model, arguments, frame)
