"""The recorded architectures of ``keras.applications``, put together from the layer descriptions of this package.

``applications.json.gz`` is written by ``tools/record_applications.py``, which says how it is laid out.
"""

from __future__ import annotations

import functools
import gzip
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.resources import files

from lint_params.keras.arguments import Arguments
from lint_params.keras.base import Call, KerasLayer, Setting, bind
from lint_params.keras.models import Sequential
from lint_params.keras.registry import lookup
from lint_params.keras.tensor import Node, Tensor, call_layer
from lint_params.model.dimension import Count, Dimension, equal
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape, Shapes
from lint_params.model.weight import Weight
from lint_params.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Step:
    """One layer or operation: ``inputs`` say how many steps back each of its inputs is made.

    ``label`` is its name, or the stem of a name that Keras numbers and the rank of it within the model.
    """

    kind: str
    label: str | tuple[str, int]
    arguments: Mapping[str, object]
    inputs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """``start + body + head``, start and head by choice; ``model`` is the name Keras gives by default."""

    model: str
    start: Mapping[str, tuple[Step, ...]]
    body: tuple[Step, ...]
    head: Mapping[str, tuple[Step, ...]]


@dataclass(frozen=True, slots=True)
class Record:
    """One architecture: how it is called, the default and the least size of pictures, and its graphs."""

    signature: str
    sizes: tuple[int, int] | None
    variants: Mapping[str, Graph]


@functools.cache
def _lines() -> tuple[Mapping[str, int], tuple[str, ...]]:
    data = files("lint_params.keras").joinpath("applications.json.gz").read_bytes()
    index, *lines = gzip.decompress(data).decode().split("\n")
    return json.loads(index), tuple(lines)


def recorded(generation: str) -> list[str]:
    """The architectures of a generation: ``VGG16`` …"""
    return [key.split()[1] for key in _lines()[0] if key.split()[0] == generation]


@functools.cache
def record_of(generation: str, name: str) -> Record:
    """The record of an architecture; raises ``KeyError`` where that generation does not have it."""
    index, lines = _lines()
    held = json.loads(lines[index[f"{generation} {name}"]])
    sizes = held["sizes"]
    variants = {
        key: Graph(
            graph["model"],
            {choice: _steps(steps) for choice, steps in graph["start"].items()},
            _steps(graph["body"]),
            {choice: _steps(steps) for choice, steps in graph["head"].items()},
        )
        for key, graph in held["variants"].items()
    }
    return Record(held["signature"], (sizes[0], sizes[1]) if sizes else None, variants)


def _steps(held: Sequence[tuple[str, str | list[object], dict[str, object], list[int]]]) -> tuple[Step, ...]:
    return tuple(
        Step(kind, label if isinstance(label, str) else (str(label[0]), int(str(label[1]))), arguments, tuple(inputs))
        for kind, label, arguments, inputs in held
    )


# Layers that only these architectures have.


class LayerScale(KerasLayer):
    """A factor for each channel. Source: ``keras/src/applications/convnext.py``."""

    signature = "projection_dim"

    def weights(self, shape: Shape) -> Iterator[Weight]:
        name = "variable" if self.setting.generation == "3" else "gamma"
        yield self.weight(name, (self.args.size("projection_dim"),))


class StochasticDepth(KerasLayer):
    """Leaves out whole branches in training. Source: ``keras/src/applications/convnext.py``."""


class CustomScaleLayer(KerasLayer):
    """Its first input and a part of the second, added. Source: ``keras/src/applications/inception_resnet_v2.py``."""

    def weights_of(self, inputs: Shapes) -> Iterator[Weight]:
        return iter(())

    def output_of(self, inputs: Shapes) -> Shapes:
        return inputs if isinstance(inputs, Shape) else inputs[0]


class TFOpLambda(CustomScaleLayer):
    """An operation that tf.keras lists among the layers; here sums and products, of the shape of one of the inputs.

    Source: ``tf_keras/src/layers/core/tf_op_layer.py``.
    """

    signature = "like=0"

    def output_of(self, inputs: Shapes) -> Shapes:
        return inputs if isinstance(inputs, Shape) else inputs[self.args.integer("like")]


_OWN: Mapping[str, type[KerasLayer]] = {
    cls.keras_name: cls for cls in (LayerScale, StochasticDepth, CustomScaleLayer, TFOpLambda)
}


# Putting together.


def divisible(value: float, by: int = 8) -> int:
    """``value`` rounded to a multiple of ``by``, down by no more than a tenth.

    Source: ``_make_divisible`` in ``keras/src/applications/mobilenet_v2.py``, ``_depth`` in ``mobilenet_v3.py``.
    """
    rounded = max(by, int(value + by / 2) // by * by)
    return rounded + by if rounded < 0.9 * value else rounded


_WIDTHS: Mapping[str, Callable[[float, float, int], int]] = {
    "scaled": lambda base, alpha, _: int(base * alpha),
    "divisible": lambda base, alpha, _: divisible(base * alpha),
    "floored": lambda base, alpha, _: divisible(int(base * alpha)),
    "widened": lambda base, alpha, _: divisible(base * alpha) if alpha > 1 else int(base),
    "times": lambda factor, _, channels: int(factor * channels),
    "portion": lambda factor, _, channels: divisible(channels * factor),
}
"""MobileNet's filters, from the recorded number, alpha and the channels that the convolution reads."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the caller chose that stands in the steps as a word."""

    model: str
    classes: Count | None = None
    alpha: float | None = None
    depth_multiplier: Count = 1


@dataclass(slots=True)
class Assembly:
    """A graph of layers under construction: the tensor of every step, and the layers in Keras' order.

    ``numbered`` are the layers (and, as ``None``, what is no layer) that Keras names by a counter: stem, rank, layer.
    """

    setting: Setting
    choices: Choices
    tensors: list[Tensor] = field(default_factory=list)
    layers: list[KerasLayer] = field(default_factory=list)
    numbered: list[tuple[str, int, KerasLayer | None]] = field(default_factory=list)
    outputs: dict[int, Tensor] = field(default_factory=dict)
    """What each layer gives, by the layer's identity."""

    def begin(self, tensor: Tensor, step: Step, own: bool) -> None:
        """Start from the input, which is the model's ``own`` or one that the caller made."""
        self.tensors.append(tensor)
        layer = tensor.node.layer if tensor.node is not None else None
        if layer is not None:
            self.layers.append(layer)
            self.outputs[id(layer)] = tensor
            if own:
                layer.name = self._number(step.label, layer)

    def add(self, step: Step) -> None:
        """The next step; raises ``Refused`` where one of its layers does."""
        inputs = [self.tensors[-back] for back in step.inputs]
        if step.arguments.get("optional") and equal(inputs[0].shape.last, inputs[1].shape.last) is False:
            self.tensors.append(inputs[1])  # MobileNet has a shortcut only between equal widths.
            return
        if step.kind == "operation" and "listed" not in step.arguments:
            self._number(step.label, None)
            shape_of = functools.partial(_like, int(str(step.arguments.get("like", 0))))
            shapes = [tensor.shape for tensor in inputs]
            self.tensors.append(Tensor(shape_of(shapes), Node(tuple(inputs), shape_of=shape_of)))
            return
        layer = self._layer(step, inputs)
        result = call_layer(layer, inputs)
        assert isinstance(result, Tensor)
        self.tensors.append(result)
        self.layers.append(layer)
        self.outputs[id(layer)] = result

    def _number(self, label: str | tuple[str, int], layer: KerasLayer | None) -> str:
        if isinstance(label, tuple):
            self.numbered.append((*label, layer))
            return numbered_name(*label)
        return self.choices.model + label[1:] if label.startswith("*") else label

    def _layer(self, step: Step, inputs: Sequence[Tensor]) -> KerasLayer:
        if step.kind == "Sequential":
            layer: KerasLayer = self._sequential(step)
        else:
            kind = str(step.arguments.get("listed", step.kind))
            cls = _OWN.get(kind) or lookup(kind)
            assert cls is not None, kind
            arguments = {
                key: self._value(key, value, inputs)
                for key, value in step.arguments.items()
                if key not in ("listed", "optional")
            }
            layer = cls(bind(cls, Call((), arguments), self.setting.generation), self.setting)
            if layer.refused is not None:
                raise layer.refused
        layer.name = self._number(step.label, layer)
        return layer

    def _sequential(self, step: Step) -> Sequential:
        """A block of layers; Keras 3 numbers the input that it gives it."""
        block = Sequential(Arguments({"trainable": True}, set(), "Sequential"), self.setting)
        inner = step.arguments["layers"]
        assert isinstance(inner, list)
        for part in _steps(inner):
            block.add(self._layer(part, ()))
        if self.setting.generation == "3":
            self.numbered.append(("input_layer", len(self.numbered), None))
        return block

    def _value(self, key: str, value: object, inputs: Sequence[Tensor]) -> object:
        """An argument, with what the caller chose in the place of words."""
        if value == "classes":
            return self.choices.classes
        if value == "depth_multiplier":
            return self.choices.depth_multiplier
        if not isinstance(value, list):
            return value
        if key == "padding" and value[0] == "parity":
            return _padding(inputs[0].shape, value[1])
        if key == "filters":
            return self._width(str(value[0]), value[1], inputs[0].shape.last)
        if key == "axis" and len(value) == 1:
            return value[0]
        return tuple(self._value("", item, inputs) for item in value)

    def _width(self, rule: str, number: float, channels: Dimension) -> Dimension:
        if rule == "as":
            return self.tensors[-int(number)].shape.last
        if rule in ("times", "portion"):
            if not isinstance(channels, int):
                raise Undetermined("the width of a block is not known")
            return _WIDTHS[rule](number, 1, channels)
        if self.choices.alpha is None:
            raise Undetermined("alpha is not known")
        return _WIDTHS[rule](number, self.choices.alpha, 0)


def numbered_name(stem: str, rank: int) -> str:
    """The name of the layer of that rank, where its model is the first thing that Keras names in the program."""
    if stem == "input":
        return f"input_{rank + 1}"
    return f"{stem}_{rank}" if rank else stem


def _like(which: int, shapes: Sequence[Shape]) -> Shape:
    return shapes[which]


def _padding(shape: Shape, kernel: int) -> tuple[tuple[Count, Count], ...]:
    """Zeros before and behind, so that a convolution of stride 2 ends at the last element.

    Where the height is not known, Keras takes both sizes for even; where only the width is not, it fails.
    Source: ``correct_pad`` in ``keras/src/applications/imagenet_utils.py``.
    """
    half = kernel // 2
    height, width = tuple(shape)[1:3]
    if height is None:
        return ((half - 1, half),) * 2
    if width is None:
        raise Refused("the width of the input must be known where the height is", "undefined", "input_shape")
    return tuple((half - 1 + size % 2, half) for size in (height, width))
