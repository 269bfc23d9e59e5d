"""Copies, products and picked elements of tensors: what shapes they give."""

from __future__ import annotations

from collections.abc import Sequence

from lint_params.interpret.library import Handler
from lint_params.interpret.library import tensor_shapes as rules
from lint_params.interpret.library.indexing import indexed
from lint_params.interpret.library.tensor_values import (
    BACKEND,
    OPS,
    TF,
    argument,
    at,
    flag,
    integer,
    integers,
    items_of,
    operation,
    scalars_of,
    size_of,
    sizes_from,
)
from lint_params.interpret.machine import Machine
from lint_params.interpret.values import Arguments, Array, Value
from lint_params.keras.tensor import Tensor
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape, nameless

# Copies


@at((*TF, *BACKEND, *OPS), "tile")
def tile(machine: Machine, arguments: Arguments) -> Value:
    value, counts = argument(arguments, 0, "input", "x"), argument(arguments, 1, "multiples", "n", "repeats")
    return operation(
        machine, [value], lambda shapes: rules.tiled(shapes[0], sizes_from(counts, "multiples")), (counts,)
    )


@at((*TF, *OPS), "repeat")
def repeat(machine: Machine, arguments: Arguments) -> Value:
    value, count = argument(arguments, 0, "input", "x"), argument(arguments, 1, "repeats")
    axis = argument(arguments, 2, "axis")

    def shape_of(shapes: Sequence[Shape]) -> Shape:
        counts = items_of(count)
        if counts is not None and len(counts) > 1:
            sizes = rules.known(shapes[0]) if axis is not None else (None,)
            each = rules.summed(size_of(item) for item in counts)
            at = rules.place(integer(axis) if axis is not None else 0, len(sizes), "repeat")
            return Shape(sizes).replaced(at, each)
        if isinstance(count, (Tensor, Array)):
            raise Undetermined("how often each element is repeated is not known")
        number = size_of(counts[0] if counts else count)
        return rules.repeated(shapes[0], number, None if axis is None else integer(axis))

    return operation(machine, [value], shape_of, (count, axis))


@at(BACKEND, "repeat")
def repeat_rows(machine: Machine, arguments: Arguments) -> Value:
    """(batch, features) to (batch, n, features)."""
    value, count = argument(arguments, 0, "x"), argument(arguments, 1, "n")

    def shape_of(shapes: Sequence[Shape]) -> Shape:
        sizes = shapes[0].of_rank(2, "K.repeat").sizes
        return Shape((sizes[0], size_of(count), sizes[1]))

    return operation(machine, [value], shape_of, (count,))


@at(BACKEND, "repeat_elements")
def repeat_elements(machine: Machine, arguments: Arguments) -> Value:
    value, count, axis = (argument(arguments, i, name) for i, name in enumerate(("x", "rep", "axis")))
    return operation(
        machine, [value], lambda shapes: rules.repeated(shapes[0], size_of(count), integer(axis)), (count, axis)
    )


# Products


@at((*TF, *OPS), "matmul batch_matmul")
def matmul(machine: Machine, arguments: Arguments) -> Value:
    values = [argument(arguments, 0, "a", "x1"), argument(arguments, 1, "b", "x2")]
    keywords = arguments.keywords
    first = keywords.get("transpose_a", keywords.get("adjoint_a", argument(arguments, 2, "adj_x", default=False)))
    second = keywords.get("transpose_b", keywords.get("adjoint_b", argument(arguments, 3, "adj_y", default=False)))
    return operation(
        machine,
        values,
        lambda shapes: rules.multiplied(shapes[0], shapes[1], flag(first), flag(second)),
        (first, second),
    )


@at(("tensorflow.linalg",), "matvec")
def matvec(machine: Machine, arguments: Arguments) -> Value:
    values = [argument(arguments, 0, "a"), argument(arguments, 1, "b")]

    def shape_of(shapes: Sequence[Shape]) -> Shape:
        return rules.squeezed(rules.multiplied(shapes[0], rules.expanded(shapes[1], [-1])), [-1])

    return operation(machine, values, shape_of)


@at((*BACKEND, *OPS), "dot")
def dot(machine: Machine, arguments: Arguments) -> Value:
    values = [argument(arguments, 0, "x", "x1"), argument(arguments, 1, "y", "x2")]
    return operation(machine, values, lambda shapes: rules.dot(shapes[0], shapes[1]))


@at(BACKEND, "batch_dot")
def batch_dot(machine: Machine, arguments: Arguments) -> Value:
    values, axes = [argument(arguments, 0, "x"), argument(arguments, 1, "y")], argument(arguments, 2, "axes")

    def shape_of(shapes: Sequence[Shape]) -> Shape:
        if axes is None:
            return rules.batch_dot(shapes[0], shapes[1], None)
        both = integers(axes)
        return rules.batch_dot(shapes[0], shapes[1], (both[0], both[-1]))

    return operation(machine, values, shape_of, (axes,))


@at((*TF, *OPS), "tensordot")
def tensordot(machine: Machine, arguments: Arguments) -> Value:
    values = [argument(arguments, 0, "a", "x1"), argument(arguments, 1, "b", "x2")]
    axes = argument(arguments, 2, "axes", default=2)

    def shape_of(shapes: Sequence[Shape]) -> Shape:
        parts = items_of(axes)
        if parts is None:
            return rules.tensordot(shapes[0], shapes[1], integer(axes))
        return rules.tensordot(shapes[0], shapes[1], (integers(parts[0]), integers(parts[1])))

    return operation(machine, values, shape_of, (axes,))


@at((*TF, *OPS), "einsum")
def einsum(machine: Machine, arguments: Arguments) -> Value:
    equation = argument(arguments, 0, "equation", "subscripts")
    operands = arguments.positional[1:] if "equation" not in arguments.keywords else arguments.positional

    def shape_of(shapes: Sequence[Shape]) -> Shape:
        if not isinstance(equation, str):
            raise Undetermined("the equation is not known")
        return rules.einsum(equation, shapes)

    return operation(machine, operands, shape_of, (equation,))


@at(OPS, "outer")
def outer(machine: Machine, arguments: Arguments) -> Value:
    values = [argument(arguments, 0, "x1"), argument(arguments, 1, "x2")]

    def shape_of(shapes: Sequence[Shape]) -> Shape:
        flat = [nameless() if shape_.open else rules.reshaped(shape_, [-1]).sizes[0] for shape_ in shapes]
        return Shape(tuple(flat))

    return operation(machine, values, shape_of)


# Picking elements


@at((*TF, *BACKEND), "gather gather_v2")
def gather(machine: Machine, arguments: Arguments) -> Value:
    values = [argument(arguments, 0, "params", "reference"), argument(arguments, 1, "indices")]
    axis, batch = argument(arguments, 3, "axis"), argument(arguments, 4, "batch_dims", default=0)

    def shape_of(shapes: Sequence[Shape]) -> Shape:
        count = integer(batch, "batch_dims")
        return rules.gathered(shapes[0], shapes[1], count if axis is None else integer(axis), count)

    return operation(machine, values, shape_of, (batch, axis))


@at(OPS, "take")
def take(machine: Machine, arguments: Arguments) -> Value:
    values, axis = [argument(arguments, 0, "x"), argument(arguments, 1, "indices")], argument(arguments, 2, "axis")

    def shape_of(shapes: Sequence[Shape]) -> Shape:
        return shapes[1] if axis is None else rules.gathered(shapes[0], shapes[1], integer(axis))

    return operation(machine, values, shape_of, (axis,))


@at(OPS, "take_along_axis")
def take_along_axis(machine: Machine, arguments: Arguments) -> Value:
    values, axis = [argument(arguments, 0, "x"), argument(arguments, 1, "indices")], argument(arguments, 2, "axis")

    def shape_of(shapes: Sequence[Shape]) -> Shape:
        if axis is None:
            return rules.reshaped(shapes[1], [-1])
        sizes, picked = rules.known(shapes[0]), rules.known(shapes[1])
        if len(sizes) != len(picked):
            raise Refused("take_along_axis: the ranks differ", "rank")
        at_ = rules.place(integer(axis), len(sizes), "take_along_axis")
        both = [rules.stretched(a, b, "take_along_axis") if i != at_ else b
                for i, (a, b) in enumerate(zip(sizes, picked, strict=True))]  # fmt: skip
        return Shape(tuple(both))

    return operation(machine, values, shape_of, (axis,))


@at(TF, "gather_nd")
def gather_nd(machine: Machine, arguments: Arguments) -> Value:
    values = [argument(arguments, 0, "params"), argument(arguments, 1, "indices")]
    batch = arguments.keywords.get("batch_dims", 0)

    def shape_of(shapes: Sequence[Shape]) -> Shape:
        sizes, picked = rules.known(shapes[0]), rules.known(shapes[1])
        depth, shared = integer(picked[-1] if picked else None, "the depth of the indices"), integer(batch)
        return Shape((*picked[:-1], *sizes[shared + depth :]))

    return operation(machine, values, shape_of, (batch,))


@at(("tensorflow.nn", "tensorflow.compat.v1.nn"), "embedding_lookup")
def embedding_lookup(machine: Machine, arguments: Arguments) -> Value:
    values = [argument(arguments, 0, "params"), argument(arguments, 1, "ids")]
    return operation(machine, values, lambda shapes: rules.gathered(shapes[0], shapes[1], 0))


def _one_hot(place: int) -> Handler:
    """``place``: where the axis is given."""

    def run(machine: Machine, arguments: Arguments) -> Value:
        value, depth = argument(arguments, 0, "indices", "x"), argument(arguments, 1, "depth", "num_classes")
        axis = argument(arguments, place, "axis", default=-1)
        return operation(
            machine,
            [value],
            lambda shapes: rules.one_hot(shapes[0], size_of(depth), integer(axis)),
            (depth, axis),
            "float32",
        )

    return run


at((*TF, *BACKEND), "one_hot")(_one_hot(4))
at(OPS, "one_hot")(_one_hot(2))


@at((*TF, *OPS, "tensorflow.sparse"), "slice")
def slice_(machine: Machine, arguments: Arguments) -> Value:
    value, begin = (
        argument(arguments, 0, "input_", "inputs", "x"),
        argument(arguments, 1, "begin", "start_indices", "start"),
    )
    length = argument(arguments, 2, "size", "shape")
    return operation(
        machine, [value], lambda shapes: rules.cut(shapes[0], sizes_from(begin), sizes_from(length)), (begin, length)
    )


at(BACKEND, "slice")(slice_)


@at(TF, "strided_slice")
def strided_slice(machine: Machine, arguments: Arguments) -> Value:
    """``x[begin:end:strides]`` by axis; with masks it is not followed."""
    value, *settings = (argument(arguments, i, name) for i, name in enumerate(("input_", "begin", "end", "strides")))
    masked = len(arguments.positional) > 4 or any(name.endswith("mask") for name in arguments.keywords)

    def shape_of(shapes: Sequence[Shape]) -> Shape:
        sizes = rules.known(shapes[0])
        begin, end = integers(settings[0]), integers(settings[1])
        steps = [1] * len(begin) if settings[2] is None else integers(settings[2])
        if masked or len(begin) > len(sizes):
            raise Undetermined("this slice is not followed")
        parts = tuple(slice(*part) for part in zip(begin, end, steps, strict=False))
        cut = indexed(machine, sizes, parts, lambda: nameless(0))
        return Shape.unknown("this slice is not followed") if cut is None else Shape(cut)

    return operation(machine, [value], shape_of, settings)


@at((*TF, *OPS), "boolean_mask")
def boolean_mask(machine: Machine, arguments: Arguments) -> Value:
    """How many elements a mask keeps is open."""
    values = [argument(arguments, 0, "tensor"), argument(arguments, 1, "mask")]
    axis = argument(arguments, 2, "axis")

    def shape_of(shapes: Sequence[Shape]) -> Shape:
        sizes, mask = rules.known(shapes[0]), rules.known(shapes[1])
        first = 0 if axis is None else rules.place(integer(axis), len(sizes), "boolean_mask")
        return Shape((*sizes[:first], None, *sizes[first + len(mask) :]))

    return operation(machine, values, shape_of, (axis,))


@at((*TF, *OPS), "pad pad_v2")
def pad(machine: Machine, arguments: Arguments) -> Value:
    value, width = argument(arguments, 0, "tensor", "x"), argument(arguments, 1, "paddings", "pad_width")

    def shape_of(shapes: Sequence[Shape]) -> Shape:
        return rules.padded(shapes[0], pairs(width, len(shapes[0])))

    return operation(machine, [value], shape_of, (width,))


def pairs(value: Value, rank: int) -> list[rules.Pair]:
    """Places before and after each axis: one number for all, one pair for all, or a pair for each."""
    items = items_of(value)
    if items is None:
        return [(size_of(integer(value, "the padding")), size_of(value))] * rank
    if scalars_of(value) is not None and len(items) == 2:
        return [(size_of(items[0]), size_of(items[1]))] * rank
    found: list[rules.Pair] = []
    for item in items:
        sides = sizes_from(item, "the padding")
        found.append((sides[0], sides[-1]))
    return found


@at((*TF,), "softmax_cross_entropy_with_logits sparse_softmax_cross_entropy_with_logits")
def cross_entropy(machine: Machine, arguments: Arguments) -> Value:
    return operation(machine, [argument(arguments, 1, "logits")], lambda shapes: rules.reduced(shapes[0], [-1], False))


@at(BACKEND, "categorical_crossentropy sparse_categorical_crossentropy")
def backend_cross_entropy(machine: Machine, arguments: Arguments) -> Value:
    return operation(machine, [argument(arguments, 1, "output")], lambda shapes: rules.reduced(shapes[0], [-1], False))


@at(BACKEND, "binary_crossentropy")
def binary_cross_entropy(machine: Machine, arguments: Arguments) -> Value:
    values = [argument(arguments, 0, "target"), argument(arguments, 1, "output")]
    return operation(machine, values, rules.broadcast)


@at(("tensorflow", "tensorflow.compat.v1"), "ensure_shape")
def ensure_shape(machine: Machine, arguments: Arguments) -> Value:
    value, target = argument(arguments, 0, "x"), argument(arguments, 1, "shape")

    def shape_of(shapes: Sequence[Shape]) -> Shape:
        stated = sizes_from(target)
        if shapes[0].open:
            return Shape(tuple(stated))
        both = zip(shapes[0], stated, strict=True) if len(shapes[0]) == len(stated) else None
        if both is None:
            raise Refused(f"ensure_shape: {shapes[0]} is not {Shape(tuple(stated))}", "rank")
        return Shape(tuple(rules.agreed(a, b, "ensure_shape") for a, b in both))

    return operation(machine, [value], shape_of, (target,))


@at((*TF, *OPS), "broadcast_to")
def broadcast_to(machine: Machine, arguments: Arguments) -> Value:
    value, target = argument(arguments, 0, "input", "x"), argument(arguments, 1, "shape")
    return operation(machine, [value], lambda shapes: Shape(tuple(sizes_from(target))), (target,))


@at((*TF, *OPS), "diag diag_part trace det matrix_diag matrix_diag_part logdet diagonal")
def unfollowed(machine: Machine, arguments: Arguments) -> Value:
    """Operations whose shapes are not described: of open shape, not of the wrong one."""

    def shape_of(shapes: Sequence[Shape]) -> Shape:
        raise Undetermined("the shape of the result is not described here")

    return operation(machine, arguments.positional[:1], shape_of)
