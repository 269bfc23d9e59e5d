"""What layers read and gave in the graphs of a run: ``layer.input`` and ``layer.output``.

A tensor holds the call that made it, and so all that leads to it: a model between two of them has the layers between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lint_params.interpret.machine import Machine
from lint_params.interpret.values import ListValue, Value
from lint_params.keras.arguments import Arguments as LayerArguments
from lint_params.keras.base import KerasLayer
from lint_params.keras.models import Functional, InputLayer, Sequential, nodes_behind
from lint_params.keras.tensor import Node, Tensor
from lint_params.model.shape import Shape


def keep_call(machine: Machine, layer: KerasLayer, result: Tensor | Sequence[Tensor]) -> None:
    """Note what a layer gave where it was called."""
    machine.given.setdefault(id(layer), []).append((layer, result))


def keep_graph(machine: Machine, layers: Sequence[KerasLayer], outputs: Mapping[int, Tensor]) -> None:
    """Note what the layers of a recorded graph gave."""
    for layer in layers:
        if id(layer) in outputs:
            keep_call(machine, layer, outputs[id(layer)])


def output_of(machine: Machine, layer: KerasLayer) -> Value:
    """``layer.output``."""
    if isinstance(layer, Functional):
        return layer.outputs[0] if len(layer.outputs) == 1 else ListValue(layer.outputs, machine.born())
    if isinstance(layer, Sequential):
        if layer.layers and layer.incomplete is None:
            return _along(machine, layer).get(id(layer.layers[-1])) or machine.unknown("its output is not known")
        return machine.unknown(layer.incomplete or "it has no layers")
    found = _given(machine, layer)
    if isinstance(found, Tensor):
        return found
    if found is not None:
        return ListValue(found, machine.born())
    several = len(machine.given.get(id(layer), ())) > 1
    return machine.unknown("it was called more than once" if several else "its output is not known")


def input_of(machine: Machine, layer: KerasLayer) -> Value:
    """``layer.input``."""
    if isinstance(layer, Functional):
        return layer.inputs[0] if len(layer.inputs) == 1 else ListValue(layer.inputs, machine.born())
    if isinstance(layer, Sequential):
        return _source(machine, layer)
    found = _given(machine, layer)
    first = found if isinstance(found, Tensor) or not found else found[0]
    if not isinstance(first, Tensor) or first.node is None:
        return machine.unknown("its input is not known")
    if isinstance(layer, InputLayer):
        return first if machine.setting.generation != "3" else ListValue([], machine.born())
    return first.node.inputs[0] if len(first.node.inputs) == 1 else ListValue(first.node.inputs, machine.born())


def open_end(inputs: Sequence[Tensor], outputs: Sequence[Tensor]) -> str | None:
    """Why a model between tensors is not whole: what leads to its outputs does not all begin at its inputs."""
    for node in nodes_behind(outputs, inputs):
        if isinstance(node.layer, InputLayer) and all(tensor.node is not node for tensor in inputs):
            return "what leads to its outputs does not begin at its inputs"
    return None


def origin_unknown(inputs: Sequence[Tensor], outputs: Sequence[Tensor]) -> str | None:
    """Why there may be more layers between tensors than those known: where one on the way comes from is not known."""
    read = (tensor for node in nodes_behind(outputs, inputs) for tensor in node.inputs)
    lost = (tensor.reason for tensor in (*outputs, *read) if tensor.node is None and tensor.reason)
    return next(lost, None)


def _given(machine: Machine, layer: KerasLayer) -> Tensor | Sequence[Tensor] | None:
    """What a layer gave: where it was called, if once, or else in the one chain that it is a part of."""
    calls = machine.given.get(id(layer))
    if calls is not None:
        return calls[0][1] if len(calls) == 1 else None
    chains = [made.model for made in machine.models if any(each is layer for each in made.model.layers)]
    if len(chains) != 1 or chains[0].incomplete is not None:
        return None
    return _along(machine, chains[0]).get(id(layer))


def _along(machine: Machine, model: Sequential) -> Mapping[int, Tensor]:
    """What the layers of a chain give, by their identity."""
    source = _source(machine, model)
    if not isinstance(source, Tensor):
        return {}
    kept = machine.chains.get(id(model))
    if kept is not None and kept[0] == model.steps:
        return kept[1]
    given: dict[int, Tensor] = {}
    for step in model.steps:
        if step.refused is not None or not isinstance(step.output_shape, Shape):
            break
        source = given[id(step.layer)] = Tensor(step.output_shape, Node((source,), step.layer))
    machine.chains[id(model)] = list(model.steps), given
    return given


def _source(machine: Machine, model: Sequential) -> Value:
    """The input of a chain: always the same one."""
    kept = model.attributes.get(" input")
    if isinstance(kept, Tensor):
        return kept
    shape = model.declared_input()
    if not isinstance(shape, Shape):
        return machine.unknown("its input is not known")
    entry = InputLayer(LayerArguments({}, set(), "InputLayer"), machine.setting, "input", shape)
    entry.built = True
    made = Tensor(shape, Node((), entry))
    model.attributes[" input"] = made
    return made
