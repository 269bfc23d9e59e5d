"""Tensors made from nothing: constants, zeros, random numbers, ranges, variables."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lint_params.interpret.library import function
from lint_params.interpret.library import tensor_shapes as rules
from lint_params.interpret.library.arrays import as_data
from lint_params.interpret.library.tensor_values import (
    BACKEND,
    OPS,
    TF,
    argument,
    as_tensor,
    at,
    dtype_of,
    operation,
    size_of,
    sizes_from,
)
from lint_params.interpret.machine import Machine, taint
from lint_params.interpret.tracking import is_on_read, variable
from lint_params.interpret.values import Arguments, Array, BoundMethod, Builtin, FunctionValue, ListValue, Value
from lint_params.keras.tensor import Tensor
from lint_params.model.dimension import Dimension, ceiling_divide, maximum
from lint_params.model.errors import Undetermined
from lint_params.model.shape import Shape, nameless
from lint_params.model.unknown import Unknown

RANDOM = ("tensorflow.random", "tensorflow.compat.v1.random", "tensorflow.compat.v1", "tensorflow", "keras.random")


def made(machine: Machine, shape: Value, dtype: Value, text: str | None) -> Value:
    """Data of a shape that the program gives."""
    if isinstance(shape, Tensor):
        return Tensor(Shape.unknown("the shape is computed by the model"))
    kind = dtype_of(dtype) or "float32"
    try:
        sizes = tuple(sizes_from(shape))
    except Undetermined as open_:
        return Array(None, kind, text, open_.reason, conditions=taint(shape))
    return Array(sizes, kind, None, "its data are not in the source", conditions=taint(shape))


@at((*TF, *BACKEND, *OPS), "zeros ones empty")
def filled(machine: Machine, arguments: Arguments) -> Value:
    return made(machine, argument(arguments, 0, "shape"), argument(arguments, 1, "dtype"), arguments.text)


@at((*TF, *OPS), "fill full")
def full(machine: Machine, arguments: Arguments) -> Value:
    return made(machine, argument(arguments, 0, "dims", "shape"), None, arguments.text)


@at(RANDOM, "normal uniform truncated_normal random_normal random_uniform poisson stateless_normal stateless_uniform")
def random(machine: Machine, arguments: Arguments) -> Value:
    return made(machine, argument(arguments, 0, "shape"), arguments.keywords.get("dtype"), arguments.text)


@at(BACKEND, "random_normal random_uniform truncated_normal random_binomial random_bernoulli")
def backend_random(machine: Machine, arguments: Arguments) -> Value:
    return made(machine, argument(arguments, 0, "shape"), arguments.keywords.get("dtype"), arguments.text)


# Variables


def _variable(machine: Machine, arguments: Arguments, initial: Value, shape: Value, home: str) -> Value:
    """A variable of the shape of its first value, or of one that is given."""
    machine.require(shape, arguments.keywords.get("trainable"))
    name = arguments.keywords.get("name")
    trainable = arguments.keywords.get("trainable")
    if trainable is None:
        trainable = not is_on_read(arguments.keywords.get("synchronization"))
    if shape is not None:
        first = as_tensor(machine, made(machine, shape, None, None)).shape
    else:
        if isinstance(initial, (FunctionValue, BoundMethod)):
            initial = machine.program.call_plain(machine, initial, [])
        first = as_tensor(machine, initial).shape
    if isinstance(trainable, Unknown):
        first = Shape.unknown(trainable.reason)
    kind = dtype_of(arguments.keywords.get("dtype")) or "float32"
    if not isinstance(name, str):
        name = machine.layer_name("variable") if home == "keras" else "Variable"
    return variable(first, name, bool(trainable), kind, home)


@at(("tensorflow", "tensorflow.compat.v1"), "TensorShape")
def tensor_shape(machine: Machine, arguments: Arguments) -> Value:
    given = argument(arguments, 0, "dims")
    return tuple(given) if isinstance(given, ListValue) and given.open is None else given


@at(("tensorflow", "tensorflow.compat.v1"), "Variable")
def tensorflow_variable(machine: Machine, arguments: Arguments) -> Value:
    return _variable(machine, arguments, argument(arguments, 0, "initial_value"), None, "tensorflow")


@at(BACKEND, "variable")
def backend_variable(machine: Machine, arguments: Arguments) -> Value:
    return _variable(machine, arguments, argument(arguments, 0, "value"), None, "tensorflow")


@at(BACKEND, "random_normal_variable random_uniform_variable")
def backend_random_variable(machine: Machine, arguments: Arguments) -> Value:
    return _variable(machine, arguments, None, argument(arguments, 0, "shape"), "tensorflow")


@at(("keras", "keras.backend"), "Variable")
def keras_variable(machine: Machine, arguments: Arguments) -> Value:
    shape = argument(arguments, 1, "shape")
    return _variable(machine, arguments, argument(arguments, 0, "initializer"), shape, "keras")


INITIALIZERS = """
    zeros ones constant random_normal random_uniform truncated_normal glorot_uniform glorot_normal he_normal he_uniform
    orthogonal identity lecun_normal lecun_uniform variance_scaling Zeros Ones Constant RandomNormal RandomUniform get
    TruncatedNormal GlorotUniform GlorotNormal HeNormal HeUniform Orthogonal LecunNormal LecunUniform VarianceScaling
"""
_TF_INITIALIZERS = "random_normal random_uniform zeros ones constant truncated_normal glorot_uniform variance_scaling"


@function(
    *(f"keras.initializers.{name}" for name in INITIALIZERS.split()),
    *(f"tensorflow.{name}_initializer" for name in _TF_INITIALIZERS.split()),
)
def initializer(machine: Machine, arguments: Arguments) -> Value:
    """Something that fills a shape: Keras takes it as an argument, programs call it with the shape."""
    first = argument(arguments, 0, "shape")
    if isinstance(first, (tuple, list)) and arguments.text is not None and ".get(" not in arguments.text:
        return made(machine, first, None, arguments.text)  # Keras 1 had functions of the shape
    return Builtin("initializer", lambda m, inner: made(m, argument(inner, 0, "shape"), None, inner.text))


@at((*TF, *BACKEND, *OPS), "eye")
def eye(machine: Machine, arguments: Arguments) -> Value:
    """An identity matrix; ``tf.eye`` may have batch axes before it."""
    rows = argument(arguments, 0, "num_rows", "size", "N")
    columns = arguments.keywords.get("num_columns", arguments.keywords.get("M"))
    if columns is None and len(arguments.positional) > 1 and not isinstance(arguments.positional[1], str):
        columns = arguments.positional[1]
    sizes: list[Dimension] = [size_of(rows), size_of(rows if columns is None else columns)]
    batch = argument(arguments, 2, "batch_shape")
    if isinstance(batch, (list, tuple)):
        sizes = [*sizes_from(batch), *sizes]
    return Array(tuple(sizes), "float32", conditions=taint(rows) | taint(columns))


@at((*TF, *BACKEND, *OPS), "range arange")
def arange(machine: Machine, arguments: Arguments) -> Value:
    first = argument(arguments, 0, "start")
    second = argument(arguments, 1, "limit", "stop")
    step = argument(arguments, 2, "delta", "step", default=1)
    start, stop = (0, first) if second is None else (0 if first is None else first, second)
    sizes: tuple[Dimension, ...]
    numbers = [each for each in (start, stop, step) if isinstance(each, (int, float))]
    if (
        any(isinstance(each, float) for each in numbers)
        and len(numbers) == 3
        and step
        and all(map(math.isfinite, numbers))
    ):
        sizes = (max(math.ceil((numbers[1] - numbers[0]) / numbers[2]), 0),)
    elif isinstance(start, float) or isinstance(stop, float) or not isinstance(step, int) or step == 0:
        sizes = (nameless(0),)
    else:
        low, high = size_of(start), size_of(stop)
        if low is None or high is None:
            sizes = (None,)
        else:
            sizes = (maximum(ceiling_divide(high - low, step) if step > 0 else ceiling_divide(low - high, -step), 0),)
    return Array(sizes, "int32", arguments.text, conditions=taint(start) | taint(stop))


@at((*TF, *OPS), "linspace lin_space logspace")
def linspace(machine: Machine, arguments: Arguments) -> Value:
    count = argument(arguments, 2, "num", default=50)
    ends = [argument(arguments, 0, "start"), argument(arguments, 1, "stop")]
    return operation(
        machine, ends, lambda shapes: Shape((size_of(count), *rules.broadcast(shapes, "linspace").sizes)), (count,)
    )


@at((*TF, *BACKEND, *OPS), "convert_to_tensor convert_to_numpy array get_static_value")
def converted(machine: Machine, arguments: Arguments) -> Value:
    """A value as a tensor."""
    value = argument(arguments, 0, "value", "x", "tensor")
    return as_data(machine, value) if isinstance(value, (Array, tuple, list)) else value


@at((*TF, *BACKEND, *OPS), "constant")
def constant(machine: Machine, arguments: Arguments) -> Value:
    """A value as a tensor, with another shape where one is given."""
    shape = argument(arguments, 2, "shape")
    if shape is None or isinstance(shape, Unknown):
        return converted(machine, arguments)
    return made(machine, shape, argument(arguments, 1, "dtype"), arguments.text)


@at((*TF, "tensorflow.compat.v1"), "placeholder")
def placeholder(machine: Machine, arguments: Arguments) -> Value:
    shape = argument(arguments, 1, "shape")
    return _placeholder(shape)


@at(BACKEND, "placeholder")
def backend_placeholder(machine: Machine, arguments: Arguments) -> Value:
    shape = argument(arguments, 0, "shape")
    rank = arguments.keywords.get("ndim")
    if shape is None and isinstance(rank, int):
        return Tensor(Shape((None,) * min(rank, 32)))
    return _placeholder(shape)


def _placeholder(shape: Value) -> Value:
    try:
        return Tensor(Shape(tuple(sizes_from(shape))))
    except Undetermined as open_:
        return Tensor(Shape.unknown(open_.reason))


@at((*TF, *OPS), "sequence_mask")
def sequence_mask(machine: Machine, arguments: Arguments) -> Value:
    value, longest = argument(arguments, 0, "lengths"), argument(arguments, 1, "maxlen")
    return operation(machine, [value], lambda shapes: Shape((*shapes[0], size_of(longest))), (longest,), "bool")


@at((*TF, *OPS), "meshgrid")
def meshgrid(machine: Machine, arguments: Arguments) -> Value:
    """A grid for each axis: the first two change places, as NumPy's do, unless ``indexing='ij'``."""
    indexing = arguments.keywords.get("indexing", "xy")

    def shape_of(shapes: Sequence[Shape]) -> list[Shape]:
        lengths = [rules.reshaped(shape, [-1]).sizes[0] for shape in shapes]
        if indexing != "ij" and len(lengths) > 1:
            lengths[0], lengths[1] = lengths[1], lengths[0]
        return [Shape(tuple(lengths))] * len(shapes)

    return operation(machine, arguments.positional, shape_of, (indexing,))


@at(RANDOM, "shuffle random_shuffle")
def shuffled(machine: Machine, arguments: Arguments) -> Value:
    return operation(machine, [argument(arguments, 0, "value", "x")], lambda shapes: shapes[0])


@at(RANDOM, "categorical")
def categorical(machine: Machine, arguments: Arguments) -> Value:
    value, count = argument(arguments, 0, "logits"), argument(arguments, 1, "num_samples")
    return operation(machine, [value], lambda shapes: Shape((shapes[0][0], size_of(count))), (count,), "int64")
