"""Models as layers: ``Sequential`` and the functional ``Model``. Source: ``keras/src/models/``."""

from __future__ import annotations

from collections.abc import Sequence

from lint_params.keras.arguments import Arguments
from lint_params.keras.base import KerasLayer, Setting
from lint_params.keras.tensor import Node, Tensor
from lint_params.model.dimension import equal
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape, Shapes
from lint_params.records import dataclass


class InputLayer(KerasLayer):
    """The input of a model; ``batch_shape`` is what it gives. Source: ``keras/src/layers/core/input_layer.py``."""

    signature = "shape=None, batch_size=None, dtype=None, sparse=None, batch_shape=None, input_tensor=None, name=None"

    def __init__(
        self, args: Arguments, setting: Setting | None = None, name: str = "", shape: Shape | None = None
    ) -> None:
        super().__init__(args, setting, name)
        self.shape = shape if shape is not None else Shape.unknown("the input's shape is not known")

    def declared_input(self) -> Shape | None:
        return self.shape

    def output_shape(self, shape: Shape) -> Shapes:
        return self.shape


@dataclass(frozen=True, slots=True)
class Step:
    """One layer of a chain with what it read and gave; ``refused`` is why Keras stops here, or stopped before."""

    layer: KerasLayer
    input_shape: Shapes | None
    output_shape: Shapes | None
    refused: Refused | None = None


class Sequential(KerasLayer):
    """A chain of layers, each reading what the one before gives. Source: ``keras/src/models/sequential.py``.

    As in Keras, the chain is built as soon as its input shape is known: by an ``Input`` or an argument of the first
    layer, by ``build``, or by the first tensor it is called on.
    """

    signature = "layers=None, trainable=True, name=None"

    def __init__(self, args: Arguments, setting: Setting | None = None, name: str = "") -> None:
        super().__init__(args, setting, name)
        self.layers: list[KerasLayer] = []
        self.steps: list[Step] = []
        self.input: Shape | None = None
        self.incomplete: str | None = None
        """Why layers may be missing from the list, or be in it that the program does not add."""
        self.declared = False
        """Whether the input shape stands in the model itself (it then survives ``pop`` of all layers)."""
        self.unfed = False
        """Whether nothing showed the input shape: what is built then is built on a guess."""
        self.refusal: Refused | None = None
        self.doubts: list[int] = []
        """For each layer 0, or the stretch of the run that added it and may not happen, or happen more than once;
        -1 for one that may have been taken off."""
        self.eroded = False
        """Whether such a stretch takes layers off."""
        self.emptied = False
        """Whether all layers were taken off in tf.keras 2, where nothing declares an input after that."""

    def __copy__(self) -> Sequential:
        """The same chain with layers of its own, not built but where its input is declared."""
        from lint_params.keras.copying import fresh

        made = type(self)(self.args, self.setting, self.name)
        made.site, made.trainable, made.incomplete = self.site, self.trainable, self.incomplete
        made.layers = [fresh(layer) for layer in self.layers]
        made.doubts, made.eroded = list(self.doubts), self.eroded
        made.input, made.declared = self.input, self.declared
        if made.input is not None:
            made.rebuild()
        return made

    def sublayers(self) -> Sequence[KerasLayer]:
        return self.layers

    def declared_input(self) -> Shape | None:
        if self.input is not None:
            return self.input
        return self.layers[0].declared_input() if self.layers else None

    def set_input(self, shape: Shape) -> None:
        """Declare the input shape of a model that has none, and build what is there."""
        self.input = shape
        self.rebuild()

    def add(self, layer: KerasLayer, doubt: int = 0) -> None:
        """Add a layer on top; raises ``Refused`` for a name that is taken. ``doubt`` as in ``doubts``.

        An input after others is a layer that hands on what it reads in tf.keras 2. Keras 3 takes it only while the
        model has no input, and then refuses to build.
        """
        if isinstance(layer, InputLayer) and self.input is not None and self.setting.generation != "tf2":
            raise Refused(
                f"the model reads inputs {self.input} already; another Input cannot be added", "contradiction"
            )
        if isinstance(layer, InputLayer) and not self.layers and self.input is None:
            self.declared = True
            self.set_input(layer.shape)
            return
        named = [other for other in self.layers if other.named and other.name == layer.name and other is not layer]
        if layer.name and layer.named and named:
            raise Refused(f"two layers of the model have the name '{layer.name}'", "name")
        self.doubts += [0] * (len(self.layers) - len(self.doubts)) + [doubt]
        self.layers.append(layer)
        if self.input is None and len(self.layers) == 1 and not self.emptied:
            try:
                declared = layer.declared_input()
            except Undetermined as open_:
                declared = Shape.unknown(open_.reason)
            except Refused as refused:
                layer.refused = layer.refused or refused
                declared = None
            if declared is not None:
                self.input = declared
        if self.input is not None:
            self._step(layer)

    def pop(self) -> KerasLayer | None:
        """Take the last layer off; ``None`` where there is none."""
        if not self.layers:
            return None
        layer = self.layers.pop()
        del self.doubts[len(self.layers) :]
        if len(self.steps) > len(self.layers):
            self.steps.pop()
        if not self.layers and self.setting.generation == "tf2":
            self.emptied = self.input is not None
            self.input, self.declared = None, False
        elif not self.layers and not self.declared and not self._keeps_input(layer):
            self.input = None
        return layer

    def _keeps_input(self, first: KerasLayer) -> bool:
        """Whether an input that the first layer declared stays when that is gone: Keras 3 makes it one of its own."""
        return self.setting.generation == "3" and not isinstance(first, (Sequential, Functional))

    def erode(self) -> None:
        """Layers are taken off where it is not known how often: of none is it certain that it stays."""
        self.eroded = True
        self.doubts = [-1] * len(self.layers)

    @property
    def certain(self) -> list[KerasLayer]:
        """The layers that are there however often an open stretch of the run happens."""
        return [layer for at, layer in enumerate(self.layers) if not self._doubt(at)]

    def _doubt(self, at: int) -> int:
        return self.doubts[at] if at < len(self.doubts) else 0

    def _read_at(self, at: int, before: Shapes | None) -> Shapes | None:
        """What the layer at a place reads. After layers that may be missing or be there more often it is known only
        where they leave the shape as it is."""
        if (
            at == 0
            or before is None
            or self._doubt(at) == self._doubt(at - 1)
            or not (self._doubt(at - 1) or self.eroded)
        ):
            return before
        start = at - 1
        while start and self._doubt(start - 1) == self._doubt(at - 1):
            start -= 1
        first = self.steps[start - 1].output_shape if start else self.input
        if first == before and not self.eroded:
            return before
        return Shape.unknown(self.incomplete or "the layers before it are not all known")

    def rebuild(self) -> None:
        """Run the chain again from its input."""
        self.steps = []
        for layer in self.layers:
            self._step(layer)

    def _step(self, layer: KerasLayer) -> None:
        before = self.steps[-1] if self.steps else None
        shape: Shapes | None = before.output_shape if before is not None else self.input
        refused = before.refused if before is not None else None
        shape = self._read_at(len(self.steps), shape) if refused is None else shape
        if refused is not None or shape is None:
            self.steps.append(Step(layer, None, None, refused))
            return
        try:
            self.steps.append(Step(layer, shape, self._through(layer, shape)))
        except Refused as refusal:
            if layer.refused is None and refusal.kind != "incompatible":  # which is of this model alone
                layer.refused = refusal
            self.steps.append(Step(layer, shape, None, refusal))

    def _through(self, layer: KerasLayer, inputs: Shapes) -> Shapes:
        """What a layer of the chain gives; of another input than the first, what it reads."""
        if not isinstance(layer, InputLayer):
            return layer.apply(inputs)
        if self.setting.generation == "3" and isinstance(inputs, Shape) and not inputs.open:
            raise Refused("an Input can only be added before all other layers", "contradiction")
        return inputs

    @property
    def complete(self) -> bool:
        """Whether every layer has been given an input."""
        return len(self.steps) == len(self.layers) and self.input is not None

    def chain(self) -> list[Step]:
        """Every layer with its shapes, also where the input shape is unknown: then as far as can be known."""
        if not self.complete and self.input is None:
            self.input = Shape.unknown("nothing shows the shape of the model's input")
            self.unfed = True
        if len(self.steps) != len(self.layers):
            self.rebuild()
        return self.steps

    def build(self, inputs: Shapes) -> None:
        if not isinstance(inputs, Shape):
            raise Refused("a Sequential model takes one input", "rank")
        if self.input is None or self.input.open:
            self.input = inputs
            self.rebuild()
        self.built = True

    def output_of(self, inputs: Shapes) -> Shapes:
        """The output for an input, which need not be the one the chain was built on."""
        if self.incomplete is not None:
            raise Undetermined(self.incomplete)
        if isinstance(inputs, Shape) and self.input is not None:
            inputs = _of_rank(inputs, self.input)
        if self.steps and self.input == inputs:
            last = self.steps[-1]
            if last.refused is not None:
                raise last.refused
            if last.output_shape is not None:
                return last.output_shape
        for layer in self.layers:
            inputs = self._through(layer, inputs)
        return inputs

    def open_reason(self) -> str | None:
        if self.incomplete is not None:
            return self.incomplete
        for layer in self.layers:
            reason = layer.open_reason()
            if reason is not None:
                return reason
        return None


class Functional(KerasLayer):
    """A graph of layers between input and output tensors. Source: ``keras/src/models/functional.py``."""

    signature = "inputs, outputs, name=None"

    def __init__(
        self,
        args: Arguments,
        setting: Setting | None = None,
        name: str = "",
        inputs: Sequence[Tensor] = (),
        outputs: Sequence[Tensor] = (),
    ) -> None:
        super().__init__(args, setting, name)
        self.inputs = tuple(inputs)
        self.outputs = tuple(outputs)
        self.built = True
        self.layers = _layers_between(self.inputs, self.outputs)
        """Inputs included, as ``model.layers`` lists them: by depth, the input first."""

    def reset(self) -> None:
        """What it is built of comes with its layers."""
        super().reset()
        self.built = True

    def __copy__(self) -> Functional:
        """The same graph with layers of its own."""
        from lint_params.keras.copying import fresh

        layers: dict[int, KerasLayer] = {}
        tensors: dict[tuple[int, int], Tensor] = {}
        copies = {id(tensor): Tensor(tensor.shape, tensor.node, tensor.index, tensor.dtype) for tensor in self.inputs}

        def copied(tensor: Tensor) -> Tensor:
            if id(tensor) in copies:
                return copies[id(tensor)]
            return tensors.get((id(tensor.node), tensor.index), tensor)

        for node in nodes_behind(self.outputs, self.inputs):
            if not node.inputs:
                continue
            inputs = tuple(copied(tensor) for tensor in node.inputs)
            shapes = [tensor.shape for tensor in inputs]
            layer = None
            if node.layer is not None:
                if id(node.layer) not in layers:
                    layers[id(node.layer)] = fresh(node.layer)
                layer = layers[id(node.layer)]
                result = layer.apply(shapes[0] if len(shapes) == 1 else shapes)
            elif node.shape_of is not None:
                result = node.shape_of(shapes)
            else:
                continue
            made = Node(inputs, layer, node.shape_of)
            for index, shape in enumerate([result] if isinstance(result, Shape) else result):
                tensors[id(node), index] = Tensor(shape, made, index)
        starts = [copies[id(tensor)] for tensor in self.inputs]
        model = Functional(self.args, self.setting, self.name, starts, [copied(tensor) for tensor in self.outputs])
        model.site, model.trainable = self.site, self.trainable
        return model

    def sublayers(self) -> Sequence[KerasLayer]:
        return self.layers

    def declared_input(self) -> Shape | None:
        return self.inputs[0].shape if len(self.inputs) == 1 else None

    def build(self, inputs: Shapes) -> None:
        """Built when made."""

    def output_of(self, inputs: Shapes) -> Shapes:
        given = [inputs] if isinstance(inputs, Shape) else list(inputs)
        if len(given) != len(self.inputs):
            raise Refused(f"the model '{self.name}' takes {len(self.inputs)} inputs, not {len(given)}", "rank")
        given = [_of_rank(shape, tensor.shape) for shape, tensor in zip(given, self.inputs, strict=True)]
        for shape, tensor in zip(given, self.inputs, strict=True):
            if not _fits(shape, tensor.shape):
                raise Refused(f"the model '{self.name}' takes inputs {tensor.shape}, not {shape}", "incompatible")
        known: dict[int, Shapes] = {id(tensor): shape for tensor, shape in zip(self.inputs, given, strict=True)}
        results = [_shape_at(tensor, known) for tensor in self.outputs]
        return results[0] if len(results) == 1 else results


def nodes_behind(tensors: Sequence[Tensor], starts: Sequence[Tensor] = ()) -> list[Node]:
    """Every call that leads to the tensors, back to the starts, each after those it reads from."""
    ordered: list[Node] = []
    seen: set[int] = set()
    ends = {id(tensor.node) for tensor in starts}
    stack = [(tensor.node, False) for tensor in reversed(tensors) if tensor.node is not None]
    while stack:
        node, done = stack.pop()
        if done:
            ordered.append(node)
            continue
        if id(node) in seen:
            continue
        seen.add(id(node))
        stack.append((node, True))
        if id(node) not in ends:
            stack.extend((tensor.node, False) for tensor in reversed(node.inputs) if tensor.node is not None)
    return ordered


def _layers_between(inputs: Sequence[Tensor], outputs: Sequence[Tensor]) -> list[KerasLayer]:
    """The layers of the graph in Keras' order: by depth, counted from the outputs.

    Source: ``map_graph`` in ``keras/src/ops/function.py``.
    """
    stops = {id(tensor.node) for tensor in inputs}
    nodes = nodes_behind(outputs, inputs)
    depth: dict[int, int] = {}
    for node in reversed(nodes):
        mine = depth.setdefault(id(node), 0)
        if id(node) in stops:
            continue
        for tensor in node.inputs:
            if tensor.node is not None:
                depth[id(tensor.node)] = max(depth.get(id(tensor.node), 0), mine + 1)
    layer_depth: dict[int, int] = {}
    layers: dict[int, KerasLayer] = {}
    for node in nodes:
        if node.layer is not None and (id(node) not in stops or isinstance(node.layer, InputLayer)):
            layers[id(node.layer)] = node.layer
            layer_depth[id(node.layer)] = max(layer_depth.get(id(node.layer), 0), depth[id(node)])
    return sorted(layers.values(), key=lambda layer: -layer_depth[id(layer)])


def _shape_at(tensor: Tensor, known: dict[int, Shapes]) -> Shape:
    """The shape of a tensor of the graph when the inputs have other shapes."""
    results: dict[int, Shapes] = {}

    def shape_of(other: Tensor) -> Shape:
        given = known.get(id(other))
        if isinstance(given, Shape):
            return given
        if other.node is None or id(other.node) not in results:
            return other.shape
        result = results[id(other.node)]
        return result if isinstance(result, Shape) else result[other.index]

    for node in nodes_behind([tensor]):
        if not node.inputs:
            continue
        shapes = [shape_of(other) for other in node.inputs]
        if node.layer is not None:
            results[id(node)] = node.layer.apply(shapes[0] if len(shapes) == 1 else shapes)
        elif node.shape_of is not None:
            results[id(node)] = node.shape_of(shapes)
    return shape_of(tensor)


def _of_rank(shape: Shape, expected: Shape) -> Shape:
    """What a built model reads of an input: a last axis of 1 that is missing is added, one too many is dropped.

    Source: ``_adjust_input_rank`` in ``keras/src/models/functional.py``.
    """
    if shape.open or expected.open or not len(shape):
        return shape
    if len(shape) == len(expected) - 1 and expected.last == 1:
        return Shape((*shape.sizes, 1))
    if len(shape) == len(expected) + 1 and shape.last == 1:
        return Shape(shape.sizes[:-1])
    return shape


def _fits(shape: Shape, expected: Shape) -> bool:
    """Whether an input fits the one the model was made for: same rank, equal sizes where both are known."""
    if shape.open or expected.open:
        return True
    return len(shape) == len(expected) and all(
        b is None or equal(a, b) is not False for a, b in zip(tuple(shape)[1:], tuple(expected)[1:], strict=True)
    )
