"""numpy, as far as shapes go."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable

from lint_params.interpret.expressions import elements
from lint_params.interpret.library import function
from lint_params.interpret.library.arrays import (
    accumulated,
    along,
    as_data,
    converted,
    dtype_named,
    elementwise,
    expanded,
    like,
    of_dtype,
    places_of,
    reduction,
    reshaped,
    sizes_of,
)
from lint_params.interpret.library.builtins import unknown_call
from lint_params.interpret.machine import Machine, taint
from lint_params.interpret.operations import assumed_from, dimension_of, of_numpy
from lint_params.interpret.values import Arguments, Array, ListValue, Value, is_constant
from lint_params.keras.tensor import Tensor
from lint_params.model.dimension import Dimension, Size, ceiling_divide, product, total
from lint_params.model.unknown import Unknown
from lint_params.records import replace


def wanted_shape(value: Value) -> tuple[Dimension, ...] | None:
    """A shape given as an argument."""
    if isinstance(value, Unknown):
        return (
            None
            if value.key is None or not (isinstance(value.key, tuple) and value.key[:1] == ("size",))
            else (value.size(),)
        )
    if isinstance(value, (int, Size)):
        return (value,)
    if isinstance(value, (tuple, list)) and not (isinstance(value, ListValue) and value.open is not None):
        return tuple(dimension_of(item) for item in value)
    return None


@function(
    "numpy.random.random_sample",
    "numpy.random.random",
    "numpy.random.sample",
    "numpy.random.ranf",
)
def filled(machine: Machine, arguments: Arguments) -> Value:
    given = arguments.get(0, "size")
    if given is None:
        return machine.unknown("a random number", arguments.text)
    return _filled(given, "float64")


def _filled(shape: Value, dtype: str) -> Array:
    reason = shape.reason if isinstance(shape, Unknown) else "the shape is not known"
    return Array(wanted_shape(shape), dtype, None, reason, conditions=taint(shape))


@function("numpy.zeros", "numpy.ones", "numpy.empty")
def zeros(machine: Machine, arguments: Arguments) -> Value:
    dtype = arguments.get(1, "dtype")
    return _filled(arguments.get(0, "shape"), "float64" if dtype is None else dtype_named(dtype))


@function("numpy.full")
def full(machine: Machine, arguments: Arguments) -> Value:
    dtype = arguments.get(2, "dtype")
    return _filled(arguments.get(0, "shape"), "?" if dtype is None else dtype_named(dtype))


@function("numpy.random.rand", "numpy.random.randn", "numpy.random.standard_normal_")
def random_sizes(machine: Machine, arguments: Arguments) -> Value:
    if not arguments.positional:
        return machine.unknown("a random number", arguments.text)
    return Array(
        tuple(dimension_of(size) for size in arguments.positional),
        "float64",
        conditions=taint(tuple(arguments.positional)),
    )


def _random(index: int, dtype: str, rows: bool = False) -> Callable[[Machine, Arguments], Value]:
    """Numbers in a shape; ``rows``: of an array with more axes than one, parts of it."""

    def run(machine: Machine, arguments: Arguments) -> Value:
        given = arguments.get(index, "size")
        if rows and len(sizes_of(arguments.get(0, "a")) or ()) > 1:
            return Array(None, conditions=taint(tuple(arguments.positional)))
        if given is None:
            return machine.unknown("a random number", arguments.text)
        return Array(wanted_shape(given), dtype, conditions=taint(given))

    return run


for _name, _index in (
    ("normal", 2), ("uniform", 2), ("randint", 2), ("choice", 1), ("binomial", 2), ("standard_normal", 0),
    ("exponential", 1), ("poisson", 1), ("beta", 2), ("gamma", 2), ("laplace", 2),
    ("lognormal", 2),
):  # fmt: skip
    _kind = {"randint": "int64", "binomial": "int64", "poisson": "int64", "choice": "?"}.get(_name, "float64")
    function(f"numpy.random.{_name}")(_random(_index, _kind, rows=_name == "choice"))


@function("numpy.random.default_rng", "numpy.random.RandomState")
def generator(machine: Machine, arguments: Arguments) -> Value:
    from lint_params.interpret.values import External

    return External("numpy.random")


@function("numpy.random.permutation")
def permutation(machine: Machine, arguments: Arguments) -> Value:
    value = arguments.get(0, "x")
    if isinstance(value, (int, Size)):
        return Array((value,), "int64")
    data = as_data(machine, value)
    return Array(sizes_of(data), data.dtype or "?", conditions=taint(value))


@function("numpy.array", "numpy.asarray", "numpy.ascontiguousarray", "numpy.asanyarray")
def array(machine: Machine, arguments: Arguments) -> Value:
    value = arguments.get(0, "object", arguments.keywords.get("a"))
    if isinstance(value, Tensor):
        return value
    data = as_data(machine, value)
    if not isinstance(data, Array):
        return data
    dtype = dtype_named(arguments.get(1, "dtype"))
    # A table may change afterwards; the array that is made of it does not.
    return replace(data if dtype == "?" else converted(data, dtype), columns=None)


@function(
    "numpy.zeros_like",
    "numpy.ones_like",
    "numpy.empty_like",
    "numpy.full_like",
    "numpy.copy",
    "numpy.abs",
    "numpy.float32",
    "numpy.float64",
    "numpy.sin",
    "numpy.cos",
    "numpy.tanh",
    "numpy.square",
    "numpy.nan_to_num",
    "numpy.clip",
    "numpy.round",
    "numpy.sign",
    "numpy.log1p",
    "numpy.flip",
    "numpy.fliplr",
    "numpy.flipud",
    "numpy.roll",
    "numpy.int32",
    "numpy.int64",
    "numpy.uint8",
    "numpy.int8",
    "numpy.float16",
    "numpy.triu",
    "numpy.tril",
    "numpy.rint",
)
def same_shape(machine: Machine, arguments: Arguments) -> Value:
    value = arguments.get(0, "a", arguments.keywords.get("x", arguments.keywords.get("m")))
    if is_constant(value) and arguments.text is not None:
        head = arguments.text.split("(")[0].rsplit(".", 1)[-1]
        if head.startswith(("int", "uint")) and isinstance(value, (int, float)):
            return of_numpy(assumed_from(int(value), value)) if math.isfinite(value) else value
        if head.startswith("float") and isinstance(value, (int, float)):
            return float(value)
        return machine.unknown("it is not computed", arguments.text, value)
    return like(machine, as_data(machine, value), sizes_of(value))


function("numpy.cumsum")(accumulated)


@function("numpy.sort")
def sort(machine: Machine, arguments: Arguments) -> Value:
    """Along the last axis, or another one; all elements in a row where the axis is ``None``."""
    value = as_data(machine, arguments.get(0, "a"))
    return along(machine, value, arguments.get(1, "axis", -1))


@function("numpy.arange")
def arange(machine: Machine, arguments: Arguments) -> Value:
    first, stop, step = (arguments.get(place, name) for place, name in enumerate(("start", "stop", "step")))
    # One number is where to stop, whatever it is called.
    parts = [0 if first is None else first, stop] if stop is not None else [first]
    if step is not None:
        parts = [*([0, first] if stop is None else parts), step]
    kind = "int64" if arguments.get(3, "dtype") is None else dtype_named(arguments.get(3, "dtype"))
    if (
        parts
        and all(isinstance(part, int) and not isinstance(part, bool) for part in parts)
        and (len(parts) < 3 or parts[2])
    ):
        numbers = range(*[int(part) for part in parts if isinstance(part, int)])
        if max(map(abs, (numbers.start, numbers.stop))) > sys.maxsize // 2:
            return Array((None,), kind)
        values = tuple(numbers) if len(numbers) <= 4096 and kind == "int64" else None
        return Array((len(numbers),), kind, values=values)
    if parts and all(isinstance(part, (int, float)) for part in parts):
        start, stop, step = (0, parts[0], 1) if len(parts) == 1 else (*parts, 1)[:3]
        if (
            isinstance(step, (int, float))
            and step
            and isinstance(stop, (int, float))
            and isinstance(start, (int, float))
        ):
            count = (stop - start) / step
            if not math.isfinite(count):
                return Array((None,), "?")
            return Array((max(math.ceil(count), 0),), kind if arguments.has(3, "dtype") else "float64")
    if len(parts) == 1 and isinstance(parts[0], (Unknown, Size)):
        return Array((dimension_of(parts[0]),), kind if isinstance(parts[0], Size) else "?", conditions=taint(parts[0]))
    return Array((None,), "?", conditions=taint(tuple(parts)))


@function("numpy.linspace", "numpy.logspace")
def linspace(machine: Machine, arguments: Arguments) -> Value:
    count = arguments.get(2, "num", 50)
    ends = (arguments.get(0, "start"), arguments.get(1, "stop"))
    if arguments.has(4, "retstep") or arguments.has(5, "dtype"):
        return machine.unknown("what it gives is not followed", arguments.text, *ends, count)
    if any(sizes_of(end) != () for end in ends):  # of arrays it makes rows; what is not known may be one
        return Array(None, "float64", conditions=taint((*ends, count)))
    return Array((dimension_of(count),), "float64", conditions=taint(count))


@function("numpy.eye")
def eye(machine: Machine, arguments: Arguments) -> Value:
    return _diagonal(arguments.get(0, "N"), arguments.get(1, "M"), arguments.get(3, "dtype"))


@function("numpy.identity")
def identity(machine: Machine, arguments: Arguments) -> Value:
    return _diagonal(arguments.get(0, "n"), None, arguments.get(1, "dtype"))


def _diagonal(size: Value, other: Value, dtype: Value) -> Array:
    rows = dimension_of(size)
    columns = rows if other is None else dimension_of(other)
    kind = "float64" if dtype is None else dtype_named(dtype)
    return Array((rows, columns), kind, conditions=taint((size, other)))


@function("numpy.expand_dims")
def expand_dims(machine: Machine, arguments: Arguments) -> Value:
    return expanded(machine, arguments.get(0, "a"), arguments.get(1, "axis"))


def joined(machine: Machine, values: list[Value], axis: int) -> Value:
    """Arrays put one behind the other along an axis."""
    datas = [as_data(machine, value) for value in values]
    shapes = [sizes_of(data) for data in datas]
    model = next((data for data in datas if isinstance(data, Tensor)), datas[0])
    known = [shape for shape in shapes if shape is not None]
    if not known or len(known) != len(shapes) or not all(len(shape) == len(known[0]) for shape in known):
        return like(machine, model, None)
    rank = len(known[0])
    if not -rank <= axis < rank:
        return like(machine, model, None)
    place = axis % rank
    lengths = [shape[place] for shape in known]
    joined_size: Dimension = None
    counts = [length for length in lengths if length is not None]
    if len(counts) == len(lengths):
        joined_size = total(counts)
    sizes = list(known[0])
    for index in range(rank):
        if index != place and sizes[index] is None:
            sizes[index] = next((shape[index] for shape in known if shape[index] is not None), None)
    sizes[place] = joined_size
    return like(machine, model, tuple(sizes))


@function("numpy.append")
def append(machine: Machine, arguments: Arguments) -> Value:
    """Along an axis; all elements in a row where there is none."""
    items = [arguments.get(0, "arr"), arguments.get(1, "values")]
    axis = arguments.get(2, "axis")
    if axis is None:
        items, axis = [reshaped(machine, as_data(machine, item), -1) for item in items], 0
    return joined(machine, items, axis) if isinstance(axis, int) else like(machine, as_data(machine, items[0]), None)


@function("numpy.concatenate")
def concatenate(machine: Machine, arguments: Arguments) -> Value:
    items, open_ = elements(machine, arguments.get(0, "arrays"))
    axis = arguments.get(1, "axis", 0)
    if open_ is not None or not items or not isinstance(axis, int):
        return like(machine, as_data(machine, items[0]) if items else Array(None), None)
    return joined(machine, items, axis)


@function("numpy.stack")
def stack(machine: Machine, arguments: Arguments) -> Value:
    items, open_ = elements(machine, arguments.get(0, "arrays"))
    axis = arguments.get(1, "axis", 0)
    if open_ is not None or not items or not isinstance(axis, int):
        return Array(None, conditions=taint(tuple(items)))
    return joined(machine, [expanded(machine, item, axis) for item in items], axis)


def _stacked(axis: int, least: int) -> Callable[[Machine, Arguments], Value]:
    def run(machine: Machine, arguments: Arguments) -> Value:
        items, open_ = elements(machine, arguments.get(0, "tup"))
        if open_ is not None or not items:
            return Array(None, conditions=taint(tuple(items)))
        raised: list[Value] = []
        for item in items:
            data: Value = as_data(machine, item)
            sizes = sizes_of(data)
            if sizes is None:
                return like(machine, data, None)
            if least == 2 and len(sizes) == 1:
                data = expanded(machine, data, 0 if axis == 0 else 1)
            elif least == 3 and len(sizes) == 2:
                data = expanded(machine, data, 2)
            raised.append(data)
        ranks = {len(sizes_of(item) or ()) for item in raised}
        place = 0 if axis == 1 and ranks == {1} and least == 1 else axis
        return joined(machine, raised, place)

    return run


function("numpy.vstack", "numpy.row_stack")(_stacked(0, 2))
function("numpy.hstack")(_stacked(1, 1))
function("numpy.column_stack")(_stacked(1, 2))
function("numpy.dstack")(_stacked(2, 3))


@function("numpy.repeat")
def repeat(machine: Machine, arguments: Arguments) -> Value:
    data = as_data(machine, arguments.get(0, "a"))
    times, axis = arguments.get(1, "repeats"), arguments.get(2, "axis")
    sizes = sizes_of(data)
    if sizes is None or not isinstance(times, (int, Size)):
        return like(machine, data, None)
    if axis is None:
        known = [size for size in sizes if size is not None]
        return like(machine, data, (product(known) * times,) if len(known) == len(sizes) else (None,))
    if not isinstance(axis, int) or not -len(sizes) <= axis < len(sizes):
        return like(machine, data, None)
    size = sizes[axis]
    changed = list(sizes)
    changed[axis] = size * times if size is not None else None
    return like(machine, data, tuple(changed))


@function("numpy.tile")
def tile(machine: Machine, arguments: Arguments) -> Value:
    data = as_data(machine, arguments.get(0, "A"))
    times = wanted_shape(arguments.get(1, "reps"))
    sizes = sizes_of(data)
    if sizes is None or times is None:
        return like(machine, data, None)
    rank = max(len(sizes), len(times))
    padded = (1,) * (rank - len(sizes)) + sizes
    factors = (1,) * (rank - len(times)) + times
    return like(machine, data, tuple(
        size * factor if size is not None and factor is not None else None
        for size, factor in zip(padded, factors, strict=True)
    ))  # fmt: skip


@function("numpy.split", "numpy.array_split")
def split(machine: Machine, arguments: Arguments) -> Value:
    data = as_data(machine, arguments.get(0, "ary"))
    parts, axis = arguments.get(1, "indices_or_sections"), arguments.get(2, "axis", 0)
    sizes = sizes_of(data)
    places = places_of(axis, sizes)
    if not isinstance(parts, int) or parts > 1000 or sizes is None or places is None:
        return ListValue([], machine.born(), machine.unknown("the parts are not known", None, data))
    if parts < 1 or len(places) != 1:
        return machine.unknown("it can't be cut so", arguments.text, data)
    (place,) = places
    size = sizes[place]
    changed = list(sizes)
    changed[place] = size // parts if isinstance(size, int) and size % parts == 0 else None
    return ListValue([like(machine, data, tuple(changed)) for _ in range(parts)], machine.born())


@function("numpy.moveaxis")
def moveaxis(machine: Machine, arguments: Arguments) -> Value:
    data = as_data(machine, arguments.get(0, "a"))
    source, target = arguments.get(1, "source"), arguments.get(2, "destination")
    sizes = sizes_of(data)
    places = places_of((source, target), sizes)
    if sizes is None or places is None:
        return like(machine, data, None)
    order = list(sizes)
    order.insert(places[1], order.pop(places[0]))
    return like(machine, data, tuple(order))


@function("numpy.swapaxes")
def swapaxes(machine: Machine, arguments: Arguments) -> Value:
    data = as_data(machine, arguments.get(0, "a"))
    sizes = sizes_of(data)
    axes = places_of((arguments.get(1, "axis1"), arguments.get(2, "axis2")), sizes)
    if sizes is None or axes is None:
        return like(machine, data, None)
    order = list(sizes)
    order[axes[0]], order[axes[1]] = order[axes[1]], order[axes[0]]
    return like(machine, data, tuple(order))


@function("numpy.prod", "numpy.product")
def numpy_prod(machine: Machine, arguments: Arguments) -> Value:
    return of_numpy(prod(machine, arguments))


@function("math.prod")
def prod(machine: Machine, arguments: Arguments) -> Value:
    value = arguments.get(0, "a")
    known = isinstance(value, tuple) or (isinstance(value, ListValue) and value.open is None)
    if known and isinstance(value, (tuple, list)) and not any(isinstance(item, (tuple, list)) for item in value):
        result = arguments.keywords.get("start", arguments.keywords.get("initial", 1))
        from lint_params.interpret.operations import binary

        for item in value:
            result = binary(machine, "*", result, item, arguments.text)
        return result
    return unknown_call(machine, arguments)


for _name in ("max", "min", "amax", "amin", "sum", "mean", "std", "var", "argmax", "argmin", "median", "all", "any"):
    _result = {"argmax": "int64", "argmin": "int64", "all": "bool", "any": "bool"}.get(_name)
    function(f"numpy.{_name}")(reduction(_name) if _result is None else of_dtype(_result, reduction(_name)))


@function(
    "numpy.add",
    "numpy.subtract",
    "numpy.multiply",
    "numpy.divide",
    "numpy.maximum",
    "numpy.minimum",
    "numpy.power",
    "numpy.mod",
)
def element_by_element(machine: Machine, arguments: Arguments) -> Value:
    from lint_params.interpret.library.tensors import combined

    return combined(machine, "+", as_data(machine, arguments.get(0, "x1")), arguments.get(1, "x2"))


for _name in ("logical_and", "logical_or", "logical_xor", "equal", "not_equal", "greater", "less"):
    function(f"numpy.{_name}")(of_dtype("bool", element_by_element))
for _name in ("isnan", "isinf", "isfinite", "logical_not"):
    function(f"numpy.{_name}")(of_dtype("bool", same_shape))


@function("numpy.matmul")
def matmul(machine: Machine, arguments: Arguments) -> Value:
    from lint_params.interpret.library.tensors import combined

    return combined(machine, "@", arguments.get(0, "x1"), arguments.get(1, "x2"))


@function("numpy.dot")
def dot(machine: Machine, arguments: Arguments) -> Value:
    a, b = as_data(machine, arguments.get(0, "a")), as_data(machine, arguments.get(1, "b"))
    x, y = sizes_of(a), sizes_of(b)
    if x is None or y is None:
        return like(machine, a, None)
    if not x or not y:
        return elementwise(machine, a, b)
    if len(y) == 1:
        return like(machine, a, x[:-1])
    return like(machine, a, (*x[:-1], *y[:-2], y[-1]))


@function(
    "numpy.meshgrid",
    "numpy.where",
    "numpy.nonzero",
    "numpy.argwhere",
    "numpy.load",
    "numpy.loadtxt",
    "numpy.genfromtxt",
    "numpy.delete",
    "numpy.insert",
    "numpy.pad",
    "numpy.einsum",
    "numpy.argsort",
    "numpy.fromfile",
)
def unknown_shape(machine: Machine, arguments: Arguments) -> Value:
    return Array(
        None, "?", arguments.text, "its shape is not in the source", conditions=taint(tuple(arguments.positional))
    )


@function("numpy.shape")
def shape(machine: Machine, arguments: Arguments) -> Value:
    sizes = sizes_of(arguments.get(0, "a"))
    if sizes is None:
        return unknown_call(machine, arguments)
    return tuple(size if size is not None else machine.unknown("not known") for size in sizes)


@function("numpy.size")
def size(machine: Machine, arguments: Arguments) -> Value:
    sizes = sizes_of(arguments.get(0, "a"))
    axis = arguments.get(1, "axis")
    if axis is not None and sizes is not None:
        sizes = sizes[axis : axis + 1 or None] if isinstance(axis, int) else None
    known = [each for each in sizes or () if each is not None]
    if sizes is None or len(known) != len(sizes):
        return unknown_call(machine, arguments, low=0)
    return product(known)


__all__ = ["ceiling_divide", "reshaped"]
