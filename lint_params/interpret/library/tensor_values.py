"""Values of the program as tensors, and the one way in which an operation on tensors is made."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from lint_params.interpret.library import Handler, function
from lint_params.interpret.library import tensor_shapes as rules
from lint_params.interpret.library.arrays import array_attribute, sizes_of
from lint_params.interpret.machine import Machine, taint
from lint_params.interpret.values import (
    Arguments,
    Array,
    External,
    ListValue,
    Value,
    is_constant,
)
from lint_params.keras.tensor import Node, Tensor
from lint_params.model.dimension import Dimension, Size
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape, Shapes, nameless
from lint_params.model.unknown import Unknown

Rule = Callable[[Sequence[Shape]], Shapes]
"""From the shapes of the operands to the shape of the result, or of each result."""

TF = ("tensorflow", "tensorflow.math", "tensorflow.nn", "tensorflow.linalg", "tensorflow.compat.v1",
      "tensorflow.compat.v1.math", "tensorflow.compat.v1.nn", "tensorflow.compat.v1.linalg")  # fmt: skip
BACKEND = ("keras.backend", "keras.backend.tensorflow_backend")
OPS = ("keras.ops", "keras.ops.numpy", "keras.ops.nn", "keras.ops.math", "keras.ops.linalg", "keras.ops.core",
       "keras.ops.image")  # fmt: skip


def at(homes: tuple[str, ...], names: str) -> Callable[[Handler], Handler]:
    """Registers a handler under each of the names (separated by spaces) in each of the homes."""
    return function(*(f"{home}.{name}" for home in homes for name in names.split()))


def argument(arguments: Arguments, index: int, *names: str, default: Value = None) -> Value:
    """An argument by position or by one of its names (libraries renamed many)."""
    for name in names:
        if name in arguments.keywords:
            return arguments.keywords[name]
    return arguments.positional[index] if 0 <= index < len(arguments.positional) else default


def operation(
    machine: Machine,
    operands: Sequence[Value],
    shape_of: Rule,
    settings: Sequence[Value] = (),
    dtype: str | None = None,
) -> Value:
    """The result of an operation: a tensor that remembers how it was made, data where no operand is a tensor, a list
    of either where there are several results.

    ``shape_of`` may raise: what it can't say is an open shape. ``settings`` are the other arguments that matter.
    """
    symbolic = any(_has_tensor(value) for value in operands)
    if symbolic:
        machine.require(*settings, *(value for value in operands if not _is_scalar(value)))
    tensors = tuple(as_tensor(machine, value) for value in operands)
    shapes = _safely(shape_of, [tensor.shape for tensor in tensors])
    kind = dtype or (tensors[0].dtype if tensors else "float32")
    if not symbolic:
        return _data(machine, operands, settings, shapes, kind)
    node = Node(tensors, shape_of=lambda given: _open_where_undetermined(shape_of, given))
    if isinstance(shapes, Shape):
        return Tensor(shapes, node, dtype=kind, reason=shapes.reason)
    made = [Tensor(shape, node, index, kind, shape.reason) for index, shape in enumerate(shapes)]
    return ListValue(made, machine.born())


def _safely(shape_of: Rule, shapes: Sequence[Shape]) -> Shapes:
    try:
        return _open_where_undetermined(shape_of, shapes)
    except Refused as refused:
        return Shape.unknown(f"Keras refuses: {refused.message}")


def _open_where_undetermined(shape_of: Rule, shapes: Sequence[Shape]) -> Shapes:
    try:
        return shape_of(shapes)
    except Undetermined as open_:
        return Shape.unknown(open_.reason)


def _data(machine: Machine, operands: Sequence[Value], settings: Sequence[Value], shapes: Shapes, dtype: str) -> Value:
    """The result where all operands are data: sizes stay unknown as they were."""
    conditions = frozenset[object]().union(*(taint(value) for value in (*operands, *settings)))
    model = next((value for value in operands if isinstance(value, Array)), None)
    reason = model.reason if model is not None else "its data are not in the source"

    def array(shape: Shape) -> Array:
        sizes = None if shape.open else shape.sizes
        why = shape.reason if shape.open and shape.reason else reason
        return Array(
            sizes, dtype, model.text if model is not None and sizes is None else None, why, conditions=conditions
        )

    if isinstance(shapes, Shape):
        return array(shapes)
    return ListValue([array(shape) for shape in shapes], machine.born())


def _has_tensor(value: Value) -> bool:
    if isinstance(value, (tuple, ListValue)):
        return any(_has_tensor(item) for item in value[:100])
    return isinstance(value, Tensor)


def as_tensor(machine: Machine, value: Value) -> Tensor:
    """A value as an operand; of open shape where nothing is known of it."""
    if isinstance(value, Tensor):
        return value
    if isinstance(value, Array):
        if value.shape is None:
            return Tensor(Shape.unknown(value.reason), dtype=value.dtype, reason=value.reason)
        return Tensor(Shape(value.shape), dtype=value.dtype)
    if _is_scalar(value):
        return Tensor(Shape(()))
    if isinstance(value, Unknown):
        return Tensor(Shape.unknown(value.reason), reason=value.reason)
    if _has_tensor(value) and isinstance(value, (tuple, ListValue)):
        if isinstance(value, ListValue) and value.open is not None:
            return Tensor(Shape.unknown(value.open.reason))
        made = operation(machine, list(value), lambda shapes: rules.stacked(shapes, 0))
        assert isinstance(made, Tensor)
        return made
    sizes = sizes_of(value)
    return Tensor(Shape(sizes) if sizes is not None else Shape.unknown("what it is made of is not known"))


def _is_scalar(value: Value) -> bool:
    """Whether a value is one number: a constant, a size, or an unknown that is a number for certain."""
    if isinstance(value, Unknown):
        bounded = math.isfinite(value.low) or math.isfinite(value.high)
        return value.of is not None or bounded or is_dynamic(value)
    return is_constant(value) or isinstance(value, Size)


def is_dynamic(value: Value) -> bool:
    """Whether a value is a size that only a running model knows (of a batch), or made of one."""
    return isinstance(value, Unknown) and _dynamic_key(value.key)


def _dynamic_key(key: object) -> bool:
    if not isinstance(key, tuple) or not key:
        return False
    return key[0] == "dynamic" or (key[0] == "op" and any(_dynamic_key(part) for part in key[2:]))


def shape_vector(machine: Machine, value: Value, text: str | None) -> Value:
    """``tf.shape(x)``: the sizes as numbers; those that only a running model knows are marked so."""
    if isinstance(value, Array):
        return array_attribute(machine, value, "shape", text)
    tensor = as_tensor(machine, value)
    if tensor.shape.open:
        return machine.unknown(tensor.shape.reason, text, value, key=(id(value), "shape"))
    return tuple(
        size if size is not None else machine.unknown("the size is open until the model runs", None, low=0,
                                                      key=("dynamic", id(tensor), at))
        for at, size in enumerate(tensor.shape.sizes)
    )  # fmt: skip


def items_of(value: Value) -> list[Value] | None:
    """The elements of a list or tuple of scalars (a shape, for one); ``None`` for anything else."""
    if isinstance(value, ListValue) and value.open is not None:
        return None
    if isinstance(value, (tuple, list, range)):
        return list(value)
    if isinstance(value, Array) and value.values is not None:
        return list(value.values)
    return None


def scalars_of(value: Value) -> list[Value] | None:
    """The elements of a list or tuple, if every one is a number."""
    items = items_of(value) if not isinstance(value, Array) else None
    return items if items is not None and all(_is_scalar(item) for item in items) else None


def size_of(value: Value) -> Dimension:
    """A number of the program as a size: ``None`` where only a running model knows it."""
    if value is None or is_dynamic(value):
        return None
    if isinstance(value, (int, Size)):
        return int(value) if isinstance(value, int) else value
    if isinstance(value, Unknown):
        return value.size(0)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return nameless(0)


def sizes_from(value: Value, what: str = "the shape") -> list[Dimension]:
    """A list of numbers as sizes; one number stands for a list of itself. Raises ``Undetermined``."""
    items = items_of(value)
    if items is not None:
        return [size_of(item) for item in items]
    if isinstance(value, (int, Size)) or (isinstance(value, Unknown) and _is_scalar(value)):
        return [size_of(value)]
    raise Undetermined(value.reason if isinstance(value, Unknown) else f"{what} is not known")


def integer(value: Value, what: str = "the axis") -> int:
    """A number that the source says; raises ``Undetermined``."""
    if isinstance(value, int):
        return int(value)
    raise Undetermined(value.reason if isinstance(value, Unknown) else f"{what} is not known")


def integers(value: Value, what: str = "the axis") -> list[int]:
    """One number or several that the source says."""
    items = items_of(value)
    return [integer(item, what) for item in items] if items is not None else [integer(value, what)]


def optional_integers(value: Value, what: str = "the axis") -> list[int] | None:
    return None if value is None else integers(value, what)


def flag(value: Value, what: str = "an option") -> bool:
    """Something that is true or false for certain; raises ``Undetermined``."""
    if isinstance(value, Unknown) or not is_constant(value):
        raise Undetermined(value.reason if isinstance(value, Unknown) else f"{what} is not known")
    return bool(value)


def word(value: Value, what: str = "an option") -> str:
    """A string that the source says, in lower case; raises ``Undetermined``."""
    if isinstance(value, str):
        return value.lower()
    raise Undetermined(value.reason if isinstance(value, Unknown) else f"{what} is not known")


def dtype_of(value: Value) -> str | None:
    """A dtype by name or as the library's object (``tf.int32``)."""
    if isinstance(value, str):
        return value
    return value.name.rsplit(".", 1)[-1] if isinstance(value, External) else None
