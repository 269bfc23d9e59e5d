"""Operations on tensors that TensorFlow, ``keras.backend`` and ``keras.ops`` have in common: what shapes they give.

Names are registered under every home an operation has; a home that does not have one costs nothing. Where the three
differ in defaults or in the order of arguments, each has its own line.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from lint_params.interpret.library import Handler
from lint_params.interpret.library import tensor_shapes as rules
from lint_params.interpret.library.arrays import elementwise
from lint_params.interpret.library.tensor_values import (
    BACKEND,
    OPS,
    TF,
    argument,
    as_tensor,
    at,
    dtype_of,
    flag,
    integer,
    integers,
    items_of,
    operation,
    optional_integers,
    scalars_of,
    shape_vector,
    size_of,
    sizes_from,
)
from lint_params.interpret.machine import Machine, taint
from lint_params.interpret.operations import binary
from lint_params.interpret.values import Arguments, Array, ListValue, Value, is_constant
from lint_params.keras.tensor import Tensor
from lint_params.model.dimension import Dimension, minimum
from lint_params.model.errors import Undetermined
from lint_params.model.shape import Shape, nameless
from lint_params.records import replace

# Element by element

UNARY = """
    abs absolute acos acosh angle arccos arccosh arcsin arcsinh arctan arctanh argsort asin asinh atan atanh band_part
    batch_norm batch_normalization bias_add bitwise_invert bitwise_not cbrt ceil celu cholesky clip clip_by_norm
    clip_by_value conj conjugate copy cos cosh cumulative_logsumexp deg2rad digamma dropout elu empty_like erf erfc
    erfcinv erfinv exp exp2 expm1 flip floor full_like gelu hard_shrink hard_sigmoid hard_silu hard_swish
    hard_tanh i0 identity imag inv invert is_finite is_inf is_nan isfinite isinf isnan isneginf isposinf l2_normalize
    layer_normalization leaky_relu lgamma local_response_normalization log log10 log1p log2 log_sigmoid log_softmax
    logical_not logit matrix_band_part matrix_inverse nan_to_num ndtri neg negative ones_like print_tensor rad2deg real
    reciprocal relu relu6 reverse reverse_v2 rint rms_normalization roll round rsqrt saturate_cast selu sigmoid sign
    signbit silu sin sinc sinh soft_shrink softmax softplus softsign sort sparsemax sqrt square squareplus stop_gradient
    swish tan tanh tanh_shrink threshold to_double to_float to_int32 to_int64 tril triu trunc zeros_like
"""


_NAMES = "x input inputs tensor features logits value values variables t a data".split()
"""What their first argument is called."""


@at((*TF, *BACKEND, *OPS), UNARY)
def unary(machine: Machine, arguments: Arguments) -> Value:
    """What keeps the shape of its first argument."""
    value = argument(arguments, 0, *_NAMES)
    return operation(machine, [value], lambda shapes: shapes[0])


@at((*TF, *BACKEND), "cumsum cumprod")
def cumulated(machine: Machine, arguments: Arguments) -> Value:
    return operation(machine, [argument(arguments, 0, "x")], lambda shapes: shapes[0])


@at(OPS, "cumsum cumprod")
def cumulated_flat(machine: Machine, arguments: Arguments) -> Value:
    """As in NumPy, flat where no axis is given."""
    axis = argument(arguments, 1, "axis")
    return operation(
        machine,
        [argument(arguments, 0, "x")],
        lambda shapes: rules.reshaped(shapes[0], [-1]) if axis is None else shapes[0],
    )


at(OPS, "normalize")(unary)


@at(OPS, "identity")
def identity(machine: Machine, arguments: Arguments) -> Value:
    """A matrix, as in NumPy; in TensorFlow it is the tensor itself."""
    size = size_of(argument(arguments, 0, "n"))
    return Array((size, size), "float32", conditions=taint(argument(arguments, 0, "n")))


at(("keras.random",), "dropout")(unary)


@at(BACKEND, "in_train_phase in_test_phase")
def phase(machine: Machine, arguments: Arguments) -> Value:
    """``K.in_train_phase(x, alt)``: of one shape, whichever it is; functions of no arguments are called."""
    value = argument(arguments, 0, "x")
    made = value if isinstance(value, (Tensor, Array)) else machine.program.call_plain(machine, value, [])
    return operation(machine, [made], lambda shapes: shapes[0])


BINARY = """
    add arctan2 atan2 bitwise_and bitwise_left_shift bitwise_or bitwise_right_shift bitwise_xor copysign divide
    divide_no_nan div div_no_nan equal floor_divide floordiv floormod fmod greater greater_equal heaviside
    hypot isclose ldexp left_shift less less_equal logaddexp logaddexp2 logical_and logical_or logical_xor maximum
    minimum mod multiply multiply_no_nan nextafter not_equal pow power realdiv remainder scalar_mul squared_difference
    sub subtract truediv truncatediv truncatemod xdivy xlog1py xlogy sigmoid_cross_entropy_with_logits mul
"""
_SIGNS = {"add": "+", "subtract": "-", "multiply": "*", "floordiv": "//", "floor_divide": "//", "sub": "-", "mul": "*",
          "floormod": "%", "mod": "%", "pow": "**", "power": "**"}  # fmt: skip


def _binary(name: str) -> Handler:
    def run(machine: Machine, arguments: Arguments) -> Value:
        first = argument(arguments, 0, "x", "x1", "a", "labels", "scalar")
        second = argument(arguments, 1, "y", "x2", "b", "logits", "a" if name == "pow" else "y", "x")
        plain = not any(
            isinstance(value, (Tensor, Array)) or scalars_of(value) is not None for value in (first, second)
        )
        if name in _SIGNS and plain:
            return binary(machine, _SIGNS[name], first, second, arguments.text)
        return operation(machine, [first, second], lambda shapes: rules.broadcast(shapes, name))

    return run


for _name in BINARY.split():
    at((*TF, *BACKEND, *OPS), _name)(_binary(_name))


def combined(machine: Machine, sign: str, left: Value, right: Value) -> Value:
    """``left sign right`` for data and tensors: a matrix product for ``@``, else element by element."""
    symbolic = isinstance(left, Tensor) or isinstance(right, Tensor)
    dtype = "bool" if sign in ("==", "!=", "<", "<=", ">", ">=") else None
    if sign == "@":
        return operation(machine, [left, right], lambda shapes: rules.multiplied(shapes[0], shapes[1]))
    if symbolic:
        return operation(machine, [left, right], rules.broadcast, dtype=dtype)
    made = elementwise(machine, left, right)
    return replace(made, dtype=dtype) if isinstance(made, Array) and dtype is not None else made


@at((*TF, *BACKEND, *OPS), "add_n accumulate_n")
def add_n(machine: Machine, arguments: Arguments) -> Value:
    items = items_of(argument(arguments, 0, "inputs")) or []
    return operation(machine, items, lambda shapes: rules.broadcast(shapes, "add_n"))


@at((*TF, *OPS, *BACKEND), "where where_v2 switch")
def where(machine: Machine, arguments: Arguments) -> Value:
    """One or the other, element by element; where there is but a condition, the number of places is open."""
    condition = argument(arguments, 0, "condition")
    first, second = (
        argument(arguments, 1, "x", "x1", "then_expression"),
        argument(arguments, 2, "y", "x2", "else_expression"),
    )
    if first is None or second is None:
        return operation(machine, [condition], lambda shapes: Shape((None, len(shapes[0]))))
    branches = [value if isinstance(value, (Tensor, Array)) or is_constant(value)
                else machine.program.call_plain(machine, value, []) for value in (first, second)]  # fmt: skip
    return operation(machine, [condition, *branches], lambda shapes: rules.broadcast(shapes, "where"))


@at((*TF, *BACKEND, *OPS), "cast")
def cast(machine: Machine, arguments: Arguments) -> Value:
    value, kind = argument(arguments, 0, "x"), dtype_of(argument(arguments, 1, "dtype"))
    whole = kind is not None and "int" in kind
    if (whole or kind is None) and (
        scalars_of(value) is not None or not isinstance(value, (Tensor, Array, list, tuple))
    ):
        if isinstance(value, float) and not (whole and math.isfinite(value)):
            return machine.unknown("what it becomes is not known", arguments.text, value)
        return int(value) if isinstance(value, float) else value
    return operation(machine, [value], lambda shapes: shapes[0], dtype=kind)


# Over axes

REDUCTIONS = "sum mean prod max min any all std variance logsumexp euclidean_norm"
_KEEP = ("keepdims", "keep_dims")
_AXES = ("axis", "axes", "reduction_indices")


def _reduction(keep_at: int, first: str = "x", axis_at: int = 1) -> Handler:
    def run(machine: Machine, arguments: Arguments) -> Value:
        value = argument(arguments, 0, first, "x", "input_tensor", "a", "tensor", "input", "value")
        axis = argument(arguments, axis_at, *_AXES)
        keep = argument(arguments, keep_at, *_KEEP, default=False)
        scalars = scalars_of(value)
        if scalars is not None and axis in (None, 0, -1) and not isinstance(value, (Tensor, Array)) and first != "x":
            # Of sizes of a tensor that are not all known, TensorFlow does not find out the product, as it does a size.
            return machine.unknown(
                "the sum or product is computed by the model",
                arguments.text,
                value,
                low=0,
                key=machine.visit(arguments.place),
            )
        return operation(
            machine,
            [value],
            lambda shapes: rules.reduced(shapes[0], optional_integers(axis), flag(keep, "keepdims")),
            (axis, keep),
        )

    return run


def _folded(machine: Machine, kind: str, scalars: Sequence[Value], arguments: Arguments) -> Value:
    """The sum or product of a list of numbers, as of ``tf.shape(x)[1:]``."""
    result: Value = 1 if kind == "*" else 0
    for item in scalars:
        result = binary(machine, kind, result, item, None)
    return result


for _name in REDUCTIONS.split():
    _kind = {"prod": "*", "sum": "+"}.get(_name, "x")
    at(TF, f"reduce_{_name}")(_reduction(2, _kind))
    at(BACKEND, _name)(_reduction(2, _kind))
at(
    (*OPS, *BACKEND),
    "sum prod mean any all max min amax amin median nanmean nansum nanmax nanmin nanprod var std logsumexp",
)(_reduction(2))
at((*OPS, *TF), "average count_nonzero")(_reduction(99))
at((*TF, *OPS), "norm")(_reduction(3, axis_at=2))


def _positions(default: int | None) -> Handler:
    """``argmax`` and ``argmin``: one axis goes; none given is ``default``, or all where that is ``None``."""

    def run(machine: Machine, arguments: Arguments) -> Value:
        axis = argument(arguments, 1, "axis", "dimension", default=default)
        axis = default if axis is None else axis
        keep = argument(arguments, 2, "keepdims", default=False)
        keep = keep if isinstance(keep, bool) else False  # TensorFlow's third argument is the dtype of the result
        value = argument(arguments, 0, "x", "input")
        return operation(
            machine, [value], lambda shapes: rules.reduced(shapes[0], optional_integers(axis), keep), (axis,), "int64"
        )

    return run


at(TF, "argmax argmin arg_max arg_min")(_positions(0))
at(BACKEND, "argmax argmin")(_positions(-1))
at(OPS, "argmax argmin")(_positions(None))


def _moments(place: int) -> Handler:
    """Mean and variance; ``place``: where it is given whether the axes are kept."""

    def run(machine: Machine, arguments: Arguments) -> Value:
        value, axes = argument(arguments, 0, "x"), argument(arguments, 1, "axes")
        keep = argument(arguments, place, "keepdims", "keep_dims", default=False)

        def shape_of(shapes: Sequence[Shape]) -> list[Shape]:
            try:
                each = rules.reduced(shapes[0], integers(axes), flag(keep, "keepdims"))
            except Undetermined as open_:
                each = Shape.unknown(open_.reason)
            return [each, each]

        return operation(machine, [value], shape_of, (axes, keep))

    return run


at(TF, "moments")(_moments(3))
at(OPS, "moments")(_moments(2))


@at((*TF, *OPS), "top_k")
def top_k(machine: Machine, arguments: Arguments) -> Value:
    """The largest values of the last axis, and where they stand."""
    value, count = argument(arguments, 0, "input", "x"), argument(arguments, 1, "k", default=1)
    return operation(
        machine,
        [value],
        lambda shapes: [shapes[0].with_last(size_of(count)), shapes[0].with_last(size_of(count))],
        (count,),
    )


# What a shape is


@at((*TF, *BACKEND, *OPS), "shape shape_v2")
def shape(machine: Machine, arguments: Arguments) -> Value:
    return shape_vector(machine, argument(arguments, 0, "input", "x"), arguments.text)


@at(BACKEND, "int_shape")
def int_shape(machine: Machine, arguments: Arguments) -> Value:
    """The static shape: ``None`` where it is open."""
    value = argument(arguments, 0, "x")
    tensor = as_tensor(machine, value)
    if isinstance(value, Tensor) and not tensor.shape.open:
        return tensor.shape.sizes
    return shape_vector(machine, value, arguments.text)


@at((*TF, *BACKEND, *OPS), "ndim rank")
def ndim(machine: Machine, arguments: Arguments) -> Value:
    value = argument(arguments, 0, "x", "input")
    found = as_tensor(machine, value).shape
    return machine.unknown(found.reason, arguments.text, value) if found.open else len(found)


@at((*TF, *BACKEND, *OPS), "size count_params")
def size(machine: Machine, arguments: Arguments) -> Value:
    value = argument(arguments, 0, "input", "x")
    sizes = shape_vector(machine, value, None)
    items = scalars_of(sizes)
    if items is None:
        return machine.unknown("the size is not known", arguments.text, value)
    return _folded(machine, "*", items, arguments)


# Other shapes of the same elements


@at((*TF, *BACKEND, *OPS), "reshape")
def reshape(machine: Machine, arguments: Arguments) -> Value:
    value = argument(arguments, 0, "tensor", "x")
    target = argument(arguments, 1, "shape", "newshape")
    return operation(machine, [value], lambda shapes: rules.reshaped(shapes[0], sizes_from(target)), (target,))


def _flat(machine: Machine, arguments: Arguments) -> Value:
    return operation(machine, [argument(arguments, 0, "x")], lambda shapes: rules.reshaped(shapes[0], [-1]))


at((*BACKEND,), "flatten")(_flat)
at(OPS, "ravel")(_flat)


@at(BACKEND, "batch_flatten")
def batch_flatten(machine: Machine, arguments: Arguments) -> Value:
    """Two axes: the first, and all the rest as one, whose size TensorFlow does not find out."""
    return operation(machine, [argument(arguments, 0, "x")], lambda shapes: Shape((None, None)))


@at((*TF, *BACKEND, *OPS), "transpose permute_dimensions")
def transpose(machine: Machine, arguments: Arguments) -> Value:
    order = argument(arguments, 1, "perm", "axes", "pattern")
    value = argument(arguments, 0, "a", "x")
    return operation(machine, [value], lambda shapes: rules.transposed(shapes[0], optional_integers(order)), (order,))


@at(OPS, "swapaxes")
def swapaxes(machine: Machine, arguments: Arguments) -> Value:
    value, first, second = (argument(arguments, i, name) for i, name in enumerate(("x", "axis1", "axis2")))

    def shape_of(shapes: Sequence[Shape]) -> Shape:
        sizes = list(shapes[0])
        a, b = (rules.place(integer(axis), len(sizes), "swapaxes") for axis in (first, second))
        sizes[a], sizes[b] = sizes[b], sizes[a]
        return Shape(tuple(sizes))

    return operation(machine, [value], shape_of, (first, second))


@at(OPS, "moveaxis")
def moveaxis(machine: Machine, arguments: Arguments) -> Value:
    value, source, target = (argument(arguments, i, name) for i, name in enumerate(("x", "source", "destination")))

    def shape_of(shapes: Sequence[Shape]) -> Shape:
        sizes = list(shapes[0])
        moved = [rules.place(axis, len(sizes), "moveaxis") for axis in integers(source)]
        order = [axis for axis in range(len(sizes)) if axis not in moved]
        for to, axis in sorted(
            zip([rules.place(a, len(sizes), "moveaxis") for a in integers(target)], moved, strict=True)
        ):
            order.insert(to, axis)
        return Shape(tuple(sizes[axis] for axis in order))

    return operation(machine, [value], shape_of, (source, target))


@at(("tensorflow.linalg", "tensorflow", "tensorflow.compat.v1"), "matrix_transpose")
def matrix_transpose(machine: Machine, arguments: Arguments) -> Value:
    def shape_of(shapes: Sequence[Shape]) -> Shape:
        sizes = rules.known(shapes[0])
        if len(sizes) < 2:
            raise Undetermined("a matrix has two axes")
        return Shape((*sizes[:-2], sizes[-1], sizes[-2]))

    return operation(machine, [argument(arguments, 0, "a")], shape_of)


def _expand(default: int | None) -> Handler:
    def run(machine: Machine, arguments: Arguments) -> Value:
        axis = argument(arguments, 1, "axis", "dim", default=default)
        value = argument(arguments, 0, "input", "x")
        return operation(machine, [value], lambda shapes: rules.expanded(shapes[0], integers(axis)), (axis,))

    return run


at((*TF, *OPS), "expand_dims")(_expand(None))
at(BACKEND, "expand_dims")(_expand(-1))


@at((*TF, *BACKEND, *OPS), "squeeze")
def squeeze(machine: Machine, arguments: Arguments) -> Value:
    axis = argument(arguments, 1, "axis", "squeeze_dims")
    value = argument(arguments, 0, "input", "x")
    axis = None if items_of(axis) == [] else axis
    return operation(machine, [value], lambda shapes: rules.squeezed(shapes[0], optional_integers(axis)), (axis,))


# Several tensors made one, one made several


def _concatenate(default: int | None, lenient: bool = False) -> Handler:
    def run(machine: Machine, arguments: Arguments) -> Value:
        values = argument(arguments, 0, "values", "tensors", "xs", "concat_dim")
        axis = argument(arguments, 1, "axis", default=default)
        if isinstance(values, int) and not isinstance(axis, int):
            values, axis = axis, values  # TensorFlow before 1.0 took the axis first
        items = items_of(values)
        if items is None:
            items = [values]
        vectors = [scalars_of(item) for item in items]
        if items and axis in (0, -1) and all(vector is not None for vector in vectors):
            return tuple(item for vector in vectors for item in vector or ())
        if not isinstance(values, (ListValue, tuple)):
            return operation(machine, items, _unsaid, (values,))
        return operation(
            machine, items, lambda shapes: rules.concatenated(shapes, integer(axis), lenient), (axis, values)
        )

    return run


def _unsaid(shapes: Sequence[Shape]) -> Shape:
    raise Undetermined("which tensors are joined is not known")


at(TF, "concat concat_v2")(_concatenate(None))
at(BACKEND, "concatenate")(_concatenate(-1))
at(OPS, "concatenate")(_concatenate(0, lenient=True))


@at((*TF, *BACKEND, *OPS), "stack pack parallel_stack")
def stack(machine: Machine, arguments: Arguments) -> Value:
    values = argument(arguments, 0, "values", "x", "arrays")
    axis = argument(arguments, 1, "axis", default=0)
    scalars = scalars_of(values)
    if scalars is not None:
        return tuple(scalars)
    items = items_of(values)
    if items is None:
        return operation(machine, [values], _unsaid, (values,))
    return operation(machine, items, lambda shapes: rules.stacked(shapes, integer(axis)), (axis, values))


@at(OPS, "vstack")
def vstack(machine: Machine, arguments: Arguments) -> Value:
    """Vectors stay vectors, unlike NumPy's. Source: ``vstack`` in ``keras/src/backend/tensorflow/numpy.py``."""
    values = argument(arguments, 0, "xs")
    items = items_of(values)
    if items is None:
        return operation(machine, [values], _unsaid, (values,))
    return operation(machine, items, lambda shapes: rules.concatenated(shapes, 0, lenient=True))


@at(OPS, "hstack")
def hstack(machine: Machine, arguments: Arguments) -> Value:
    values = argument(arguments, 0, "xs")
    items = items_of(values)
    if items is None:
        return operation(machine, [values], _unsaid, (values,))

    def shape_of(shapes: Sequence[Shape]) -> Shape:
        vectors = all(len(shape) == 1 for shape in shapes)
        return rules.concatenated(shapes, 0 if vectors else 1, lenient=True)

    return operation(machine, items, shape_of)


@at((*TF, *OPS, *BACKEND), "unstack unpack")
def unstack(machine: Machine, arguments: Arguments) -> Value:
    value = argument(arguments, 0, "value", "x")
    scalars = scalars_of(value)
    if scalars is not None:
        return ListValue(scalars, machine.born())
    # TensorFlow: (value, num, axis); keras.ops: (x, num, axis).
    count, axis = argument(arguments, 1, "num"), argument(arguments, 2, "axis", default=0)

    def shape_of(shapes: Sequence[Shape]) -> list[Shape]:
        sizes = rules.known(shapes[0])
        place = rules.place(integer(axis), len(sizes), "unstack")
        number = sizes[place] if count is None else integer(count)
        if not isinstance(number, int):
            raise Undetermined("how many tensors come out is not known")
        return [Shape((*sizes[:place], *sizes[place + 1 :]))] * number

    return operation(machine, [value], shape_of, (count, axis))


def _between(a: int, b: Dimension, whole: Dimension) -> Dimension:
    """The length from place ``a`` to place ``b`` of an axis of a size."""
    if whole is None or b is None or a < 0 or (isinstance(b, int) and b < 0):
        return None if whole is None else nameless(0)
    if isinstance(whole, int):
        return minimum(b, whole) - minimum(a, whole)
    return b - a


MAX_PARTS = 1_000
"""Of a tensor that is split."""


def _split(indices: bool) -> Handler:
    """``tf.split`` takes a number of parts or their sizes, ``keras.ops.split`` a number or the places to cut at."""

    def run(machine: Machine, arguments: Arguments) -> Value:
        value = argument(arguments, 0, "value", "x")
        parts = argument(arguments, 1, "num_or_size_splits", "indices_or_sections", "num_splits")
        axis = argument(arguments, 2, "axis", "split_dim", default=0)
        places = items_of(parts)
        count = (
            len(places) + indices
            if places is not None
            else parts
            if isinstance(parts, int) and parts <= MAX_PARTS
            else None
        )

        def shape_of(shapes: Sequence[Shape]) -> list[Shape]:
            if count is None:
                raise Undetermined("into how many parts is not known")
            try:
                return _parts(shapes[0])
            except Undetermined as open_:
                return [Shape.unknown(open_.reason)] * count

        def _parts(given: Shape) -> list[Shape]:
            if places is None:
                return rules.split(given, integer(parts), integer(axis))
            sizes = [size_of(item) for item in places]
            if not indices:
                return rules.split(given, sizes, integer(axis))
            whole = given[rules.place(integer(axis), len(given), "split")]
            marks = [0, *integers(parts)]
            lengths = [_between(a, b, whole) for a, b in itertools.pairwise(marks)]
            return rules.split(given, [*lengths, _between(marks[-1], whole, whole)], integer(axis))

        return operation(machine, [value], shape_of, (parts, axis))

    return run


at(TF, "split")(_split(indices=False))
at(OPS, "split")(_split(indices=True))
