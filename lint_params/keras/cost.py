"""What a layer costs beside its parameters: multiply-accumulates and the memory of its activations, for one sample.

A multiply-accumulate is one product that is added to a sum: of matrix products, convolutions and recurrent steps, which
is what hardware is rated in and where the time goes. Additions of a bias, activations, normalisation, pooling and
look-ups count none. Everything follows from weights and shapes: each number of a kernel is used once at every position
(of the output of a convolution, of the input of a dense layer, at every step of a recurrent one).

What a layer computes is known for the layers of Keras alone; of a layer of the checked program nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from lint_params.keras.base import KerasLayer
from lint_params.keras.einsum import Equation
from lint_params.keras.models import Sequential, Step
from lint_params.keras.registry import class_of, is_keras_own, lookup
from lint_params.model.dimension import Count, Dimension, equal, floor_divide, product, total
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.model import Layer, Model
from lint_params.model.shape import Shape, Shapes, nameless
from lint_params.model.weight import BYTES, Weight
from lint_params.records import dataclass


def macs(layer: Layer) -> Count | None:
    """Multiply-accumulates of a layer for one sample; ``None`` where it is not known what it computes.

    A size that is ``None`` in a shape is an unknown of at least 1, so that the number has a lower bound.
    """
    if layer.fault is not None:
        return None
    if layer.layers is not None:
        # What a functional model does between its layers, and how often it calls each, the list does not say.
        return _sum(map(macs, layer.layers)) if _class_of(layer) is Sequential else None
    kind = _class_of(layer)
    if kind is None or layer.count is None or layer.input_shape is None or layer.output_shape is None:
        return None
    return _counted(_Use(kind, layer.weights, layer.input_shape, layer.output_shape, layer.arguments))


def macs_described(layer: KerasLayer) -> Count | None:
    """The same of a layer description that has been applied to an input."""
    if layer.built_on is None or layer.refused is not None:
        return None
    try:
        return _macs_of_step(Step(layer, layer.built_on, layer.output_of(layer.built_on)))
    except (Refused, Undetermined):
        return None


def activation(layer: Layer, dtype: str | None = None) -> Count | None:
    """Bytes of the inputs and outputs of a layer for one sample; ``None`` where their shapes are not known.

    Each number takes the bytes of the layer's dtype, or of ``dtype``.
    """
    elements = activation_elements(layer.input_shape, layer.output_shape)
    return None if elements is None else elements * bytes_each(layer, dtype)


def activation_elements(inputs: Shapes | None, outputs: Shapes | None) -> Count | None:
    """How many numbers go in and come out, for one sample."""
    found: list[Count] = []
    for shapes in (inputs, outputs):
        if shapes is None:
            return None
        for shape in shapes if isinstance(shapes, list) else [shapes]:
            if shape.open:
                return None
            found.append(_elements(shape))
    return total(found)


def bytes_each(layer: Layer, dtype: str | None = None) -> int:
    """Bytes of one number of an activation: by ``dtype``, else by what the layer computes in."""
    return BYTES.get(dtype or layer.computes or layer.dtype, 0)


def leaves(thing: Layer | Model) -> Iterable[Layer]:
    """The layers that are no models: what has an activation of its own."""
    for layer in (thing,) if isinstance(thing, Layer) else thing.layers:
        if layer.layers is None:
            yield layer
        else:
            for inner in layer.layers:
                yield from leaves(inner)


def known(name: str) -> bool:
    """Whether it is decided what a Keras class of that name costs: counted, or known to count none."""
    cls = lookup(name)
    return cls is not None and (_RULES.get(cls.keras_name) is not None or _free(cls))


# One layer in use.


@dataclass(frozen=True, slots=True)
class _Use:
    """A layer of Keras with its weights, what it reads and gives, and its arguments."""

    cls: type[KerasLayer]
    weights: Sequence[Weight]
    inputs: Shapes
    outputs: Shapes
    arguments: Mapping[str, object]

    @property
    def input(self) -> Shape:
        return _closed(self.inputs)

    @property
    def output(self) -> Shape:
        return _closed(self.outputs)

    def kernel(self, name: str = "kernel") -> Weight:
        """The one weight of that name; quantised layers and those with an adapter keep theirs in other forms."""
        found = [weight for weight in self.weights if weight.name == name]
        if len(found) != 1 or not found[0].shape:
            raise Undetermined("the kernel is kept in another form")
        return found[0]

    def kernels(self) -> Count:
        """The numbers in all weights but biases: of cells, those are matrices."""
        return total(weight.count for weight in self.weights if weight.name in ("kernel", "recurrent_kernel"))


def _class_of(layer: Layer) -> type[KerasLayer] | None:
    """The description of the layer's class, where it is one of Keras' own and not one that goes by such a name."""
    if layer.kind == "Sequential" and layer.layers is not None:
        return Sequential
    return class_of(layer)


def _counted(use: _Use) -> Count | None:
    rule = _RULES.get(use.cls.keras_name)
    if rule is None:
        return 0 if _free(use.cls) else None
    if use.arguments.get("lora_rank") or use.arguments.get("quantization_config") is not None:
        return None
    if str(use.arguments.get("dtype")).startswith("int4"):  # two numbers of a kernel are kept in one
        return None
    try:
        return rule(use)
    except (Refused, Undetermined):
        return None


def _macs_of_step(step: Step) -> Count | None:
    """Multiply-accumulates of a layer that stands in another one."""
    layer = step.layer
    if step.input_shape is None or step.output_shape is None or step.refused is not None:
        return None
    if type(layer) is Sequential:
        same = isinstance(step.input_shape, Shape) and layer.input is not None and _same(layer.input, step.input_shape)
        return _sum(map(_macs_of_step, layer.chain())) if same and layer.incomplete is None else None
    if not is_keras_own(layer) or layer.open_reason() is not None:
        return None
    weights = [weight for weight, _ in layer.all_weights()]
    return _counted(_Use(type(layer), weights, step.input_shape, step.output_shape, layer.args.values))


def _sum(parts: Iterable[Count | None]) -> Count | None:
    found = list(parts)
    counted = [part for part in found if part is not None]
    return total(counted) if len(counted) == len(found) else None


def _closed(shapes: Shapes) -> Shape:
    if not isinstance(shapes, Shape) or shapes.open:
        raise Undetermined("the shape is not known")
    return shapes


def _same(a: Shape, b: Shape) -> bool:
    if a.open or b.open or len(a) != len(b):
        return False
    return all(equal(x, y) is True for x, y in zip(a.sizes[1:], b.sizes[1:], strict=True))


def _size(size: Dimension) -> Count:
    return nameless() if size is None else size


def _positions(elements: Count, each: Count) -> Count:
    """How often ``each`` goes into ``elements``; never, where it is nothing."""
    return 0 if each == 0 else floor_divide(elements, each)


def _elements(shape: Shape) -> Count:
    """The numbers in a tensor, for one sample."""
    return product(_size(size) for size in tuple(shape)[1:])


# What each class computes.


def _dense(use: _Use) -> Count:
    kernel = use.kernel("W" if use.cls.keras_name == "MaxoutDense" else "kernel")
    if equal(use.input.last, kernel.shape[-2]) is not True or equal(use.output.last, kernel.shape[-1]) is not True:
        raise Undetermined("the kernel is packed")
    return kernel.count * _positions(_elements(use.input), kernel.shape[-2])


def _highway(use: _Use) -> Count:
    return use.kernel("W").count + use.kernel("W_carry").count


def _einsum(use: _Use) -> Count:
    """Every number of the kernel, along the axes of the input that it does not have."""
    text = use.arguments.get("equation")
    if not isinstance(text, str):
        raise Undetermined("the equation is not known")
    equation, shape = Equation.parse(text), use.input
    elided = len(shape) - len(equation.inputs)
    first = elided if equation.left else 0
    letters = {first + place: letter for place, letter in enumerate(equation.inputs)}
    if 0 in letters and letters[0] in equation.kernel:
        raise Undetermined("the kernel has the axis of the batch")
    along = (size for axis, size in enumerate(shape) if axis > 0 and letters.get(axis, "0") not in equation.kernel)
    return use.kernel().count * product(map(_size, along))


def _convolution(use: _Use) -> Count:
    kernel = use.kernel()
    return kernel.count * _positions(_elements(use.output), kernel.shape[-1])


def _transposed(use: _Use) -> Count:
    """Every position of the input is spread by the whole kernel."""
    kernel = use.kernel()
    return kernel.count * _positions(_elements(use.input), kernel.shape[-1])


def _depthwise(use: _Use) -> Count:
    kernel = next((weight for weight in use.weights if weight.name in ("kernel", "depthwise_kernel")), None)
    if kernel is None:
        raise Undetermined("the kernel is not known")
    return kernel.count * _positions(_elements(use.output), kernel.shape[-1] * kernel.shape[-2])


def _separable(use: _Use) -> Count:
    pointwise = use.kernel("pointwise_kernel")
    positions = _positions(_elements(use.output), pointwise.shape[-1])
    return (use.kernel("depthwise_kernel").count + pointwise.count) * positions


def _local(use: _Use) -> Count:
    """A kernel of its own for every place: each number is used once."""
    return use.kernel().count


def _steps(use: _Use) -> Count:
    if use.arguments.get("time_major"):
        raise Undetermined("time comes first")
    return _size(use.input[1])


def _recurrent(use: _Use) -> Count:
    return _steps(use) * use.kernels()


def _cells(use: _Use) -> Count:
    if not _of_keras_cells(use.arguments.get("cell")):
        raise Undetermined("the cell is not one of Keras")
    return _recurrent(use)


def _of_keras_cells(cell: object) -> bool:
    if isinstance(cell, (list, tuple)):
        return bool(cell) and all(map(_of_keras_cells, cell))
    if not isinstance(cell, KerasLayer) or not is_keras_own(cell):
        return False
    if cell.keras_name == "StackedRNNCells":
        return _of_keras_cells(list(cell.sublayers()))
    return cell.keras_name in ("LSTMCell", "GRUCell", "SimpleRNNCell")


def _convolved_steps(use: _Use) -> Count:
    """At every step a convolution of the input and one of the state, at the positions of the output."""
    filters = use.kernel("recurrent_kernel").shape[-2]
    positions = _positions(_elements(use.output), filters)
    times = 1 if use.arguments.get("return_sequences") else _steps(use)
    return use.kernels() * positions * times


def _bidirectional(use: _Use) -> Count:
    for name in ("layer", "backward_layer"):
        layer = use.arguments.get(name)
        if name == "backward_layer" and layer is None:
            continue
        if not isinstance(layer, KerasLayer) or not is_keras_own(layer):
            raise Undetermined("the layer inside is not one of Keras")
        if _RULES.get(layer.keras_name) is not _recurrent or layer.args.raw("time_major"):
            raise Undetermined("what the layers inside compute is not known")
    return _recurrent(use)


def _over_time(use: _Use) -> Count | None:
    inner, shape, output = use.arguments.get("layer"), use.input, use.output
    if not isinstance(inner, KerasLayer):
        raise Undetermined("the layer inside is not known")
    each = _macs_of_step(Step(inner, _one_step(shape), _one_step(output)))
    return None if each is None else each * _size(shape[1])


def _one_step(shape: Shape) -> Shape:
    return Shape((shape[0], *shape.sizes[2:]))


def _around(use: _Use) -> Count | None:
    inner = use.arguments.get("layer")
    if not isinstance(inner, KerasLayer):
        raise Undetermined("the layer inside is not known")
    return _macs_of_step(Step(inner, use.inputs, use.outputs))


_RULES: Mapping[str, Callable[[_Use], Count | None]] = {
    **dict.fromkeys(("Dense", "TimeDistributedDense", "MaxoutDense"), _dense),
    "Highway": _highway,
    "EinsumDense": _einsum,
    **dict.fromkeys(("Conv1D", "Conv2D", "Conv3D", "AtrousConvolution1D", "AtrousConvolution2D"), _convolution),
    **dict.fromkeys(("Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose", "Deconvolution2D"), _transposed),
    **dict.fromkeys(("DepthwiseConv1D", "DepthwiseConv2D"), _depthwise),
    **dict.fromkeys(("SeparableConv1D", "SeparableConv2D"), _separable),
    **dict.fromkeys(("LocallyConnected1D", "LocallyConnected2D"), _local),
    **dict.fromkeys(("SimpleRNN", "GRU", "LSTM", "CuDNNGRU", "CuDNNLSTM"), _recurrent),
    "RNN": _cells,
    **dict.fromkeys(("ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"), _convolved_steps),
    "Bidirectional": _bidirectional,
    "TimeDistributed": _over_time,
    "SpectralNormalization": _around,
}
"""The classes whose products are counted, by the name that Keras gives them."""

_FREE_FAMILIES = frozenset(
    f"lint_params.keras.{name}"
    for name in ("activation", "pooling", "normalization", "regularization", "reshaping", "image_preprocessing")
)
_FREE = frozenset(
    "Embedding ReversibleEmbedding Masking Identity Add Subtract Multiply Average Maximum Minimum Concatenate "
    "Normalization CategoryEncoding Discretization Hashing HashedCrossing StringLookup IntegerLookup "
    "TextVectorization".split()
)


def _free(cls: type[KerasLayer]) -> bool:
    """Whether the class has no products to count: look-ups, and whatever works number by number."""
    return cls.__module__ in _FREE_FAMILIES or cls.keras_name in _FREE
