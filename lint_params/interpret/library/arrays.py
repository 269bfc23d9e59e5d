"""Data and tensors: what their attributes, items, operators and methods say of shapes."""

from __future__ import annotations

from lint_params.interpret.library import Handler, function
from lint_params.interpret.library.tensor_shapes import quotient, stretched
from lint_params.interpret.machine import Machine, taint
from lint_params.interpret.operations import assumed_from, dimension_of, of_numpy
from lint_params.interpret.values import Arguments, Array, Builtin, External, ListValue, Value, is_constant
from lint_params.keras.tensor import Node, Tensor
from lint_params.model.dimension import Dimension, Size, is_rest, lower, minimum, product
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape
from lint_params.model.unknown import Unknown
from lint_params.records import replace

EXACT = 2**24
"""Whole numbers below it are the same in all types of floats, but those of 16 bits."""
Data = Array | Tensor
Sizes = tuple[Dimension, ...]


def sizes_of(value: Value) -> Sizes | None:
    """The shape of data, a tensor, a number or a nested list; ``None`` where its rank is unknown."""
    if isinstance(value, Array):
        return value.shape
    if isinstance(value, Tensor):
        return None if value.shape.open else value.shape.sizes
    if is_constant(value) or isinstance(value, (Unknown, Size)):
        return () if is_constant(value) or isinstance(value, Size) else None
    if isinstance(value, (ListValue, tuple)):
        if isinstance(value, ListValue) and value.open is not None:
            return None
        if not value:
            return (0,)
        inner = sizes_of(value[0])
        return None if inner is None else (len(value), *inner)
    if isinstance(value, range):
        return (len(value),)
    return None


def like(machine: Machine, model: Value, sizes: Sizes | None, reason: str = "", dtype: str | None = None) -> Data:
    """Data or a tensor of another shape, made from ``model`` (which says what it is and what it depends on)."""
    if isinstance(model, Tensor):
        shape = Shape(sizes) if sizes is not None else Shape.unknown(reason or "the shape of the result is not known")
        return Tensor(shape, Node((model,), shape_of=lambda shapes: shape), dtype=dtype or model.dtype)
    conditions = taint(model)
    kind = dtype or (model.dtype if isinstance(model, Array) else "?")
    text = model.text if isinstance(model, Array) else None
    why = reason or (model.reason if isinstance(model, (Array, Unknown)) else "its data are not in the source")
    return Array(sizes, kind, text if sizes is None else None, why, conditions=conditions)


def as_data(machine: Machine, value: Value) -> Data:
    """A value as data: a list of known numbers is one of known shape."""
    if isinstance(value, (Array, Tensor)):
        return value
    sizes = sizes_of(value)
    values = None
    if isinstance(value, (ListValue, tuple, range)) and sizes is not None and len(sizes) == 1 and len(value) <= 4096:
        values = tuple(value) if all(is_constant(item) for item in value) else None
    reason = value.reason if isinstance(value, Unknown) else "its data are not in the source"
    text = value.text if isinstance(value, Unknown) else None
    return Array(sizes, "bool" if flags(value) else "?", text, reason, conditions=taint(value), values=values)


def flags(value: Value) -> bool:
    """Whether a list, or one of lists, holds truth values alone: as an index, it is a mask."""
    return (
        isinstance(value, (ListValue, tuple))
        and bool(value)
        and all(isinstance(each, bool) or flags(each) for each in value)
    )


def broadcast(a: Sizes | None, b: Sizes | None) -> Sizes | None:
    """The shape of an element-wise operation."""
    if a is None or b is None:
        return None
    if len(a) < len(b):
        a, b = b, a
    result: list[Dimension] = list(a[: len(a) - len(b)])
    for x, y in zip(a[len(a) - len(b) :], b, strict=True):
        if x == 1:
            result.append(y)
        elif y == 1 or x == y or isinstance(x, int):
            result.append(x)
        elif isinstance(y, int):
            result.append(y)
        elif x is None or y is None:
            other = y if x is None else x
            result.append(
                other if other is not None and lower(other) > 1 else None
            )  # else it may be the other that is 1
        else:
            result.append(stretched(x, y, "broadcasting"))
    return tuple(result)


def elementwise(machine: Machine, left: Value, right: Value) -> Value:
    """``left + right`` and the like, for data."""
    result = like(machine, left if isinstance(left, Array) else right, broadcast(sizes_of(left), sizes_of(right)))
    return replace(result, conditions=taint(left) | taint(right)) if isinstance(result, Array) else result


# Attributes


def array_attribute(machine: Machine, value: Data, name: str, text: str | None) -> Value:
    sizes = sizes_of(value)
    if name == "shape":
        return _shape_value(machine, value, text)
    if name == "ndim":
        return len(sizes) if sizes is not None else machine.unknown(reason_of(value), text, value, key=(value, "ndim"))
    if name == "size" and sizes is not None and None not in sizes:
        return product([size for size in sizes if size is not None])
    if name == "T":
        return like(machine, value, None if sizes is None else tuple(reversed(sizes)))
    if name == "loc" and isinstance(value, Array) and value.shape is not None:
        # Slices by label hold their end too: sizes are not those of slices by place.
        width = value.shape[1:] if value.columns is not None else (None,) * (len(value.shape) - 1)
        return replace(value, shape=(None, *width))
    if name == "values" and isinstance(value, Array):
        return replace(value, columns=None)  # the table may change, the array that was made of it does not
    if name == "flat":
        return reshaped(machine, value, -1)
    if name in ("values", "iloc", "loc", "real", "imag", "at"):
        return value
    if name == "dtype":
        return value.dtype if value.dtype != "?" else machine.unknown("the dtype is not known", text)
    if name == "name" and isinstance(value, Tensor):
        return machine.unknown("the tensor's name is not known", text)
    if name == "columns" and isinstance(value, Array):
        if value.columns is not None:
            return ListValue(value.columns, machine.born())
        count = sizes[1] if sizes is not None and len(sizes) == 2 else None
        return Array((count,), "str", text, reason_of(value))
    if isinstance(value, Array):
        from lint_params.interpret.library.tables import table_method

        of_table = table_method(value, name)
        if of_table is not None:
            return of_table
    method = _METHODS.get(name)
    if method is not None:
        return Builtin(name, lambda m, arguments: method(m, _with_receiver(value, arguments)), whole=True)
    if isinstance(value, Array) and value.columns is not None and name in value.columns and sizes is not None:
        return like(machine, value, sizes[:1])
    return machine.unknown(reason_of(value), text, value, key=(value, ".", name))


def _with_receiver(value: Value, arguments: Arguments) -> Arguments:
    return replace(arguments, positional=[value, *arguments.positional])


def reason_of(value: Data) -> str:
    return value.reason or "its data are not in the source"


def _shape_value(machine: Machine, value: Data, text: str | None) -> Value:
    if isinstance(value, Tensor):
        if value.shape.open:
            return machine.unknown(value.shape.reason, text, value, key=(value, "shape"))
        return value.shape.sizes
    if value.shape is None:
        return machine.unknown(value.reason, text, value, key=(value, "shape"))
    return tuple(
        size if size is not None
        else machine.unknown(value.reason, f"{text}[{index}]" if text else None, value, low=0,
                             key=("size", value, index))
        for index, size in enumerate(value.shape)
    )  # fmt: skip


# Functions on data


def axes_of(value: Value) -> list[int] | None:
    if isinstance(value, int):
        return [value]
    if isinstance(value, (tuple, list)) and all(isinstance(item, int) for item in value):
        return [item for item in value if isinstance(item, int)]
    return None


def places_of(value: Value, sizes: Sizes | None) -> list[int] | None:
    """Axes of data, from the front; ``None`` where they are not known, or are not among its axes."""
    axes = axes_of(value)
    if axes is None or sizes is None or any(not -len(sizes) <= axis < len(sizes) for axis in axes):
        return None
    return [axis % len(sizes) for axis in axes]


def reshaped(machine: Machine, value: Data, target: Value) -> Data:
    """``x.reshape(target)``, one size of which may be -1."""
    sizes = sizes_of(value)
    if isinstance(target, Unknown):
        return like(machine, value, None, target.reason)
    items = list(target) if isinstance(target, (tuple, list)) else [target]
    wanted: list[Dimension] = [dimension_of(item) for item in items]
    places = [place for place, size in enumerate(wanted) if is_rest(size) or (isinstance(size, int) and size < 0)]
    for place in places:
        known = [size for size in (*wanted[:place], *wanted[place + 1 :]) if size is not None]
        wanted[place] = None
        if len(places) == 1 and sizes is not None and None not in sizes and len(known) == len(wanted) - 1:
            wanted[place] = _exact(product([s for s in sizes if s is not None]), product(known))
    made = like(machine, value, tuple(wanted))
    if isinstance(made, Array) and isinstance(value, Array) and value.classes is not None:
        return replace(made, classes=value.classes)
    return made


def _exact(whole: int | Size, rest: int | Size) -> Dimension:
    try:
        return quotient(whole, rest, Refused("the sizes do not fit", "reshape"))
    except (Refused, Undetermined):
        return None


@function("numpy.reshape")
def reshape(machine: Machine, arguments: Arguments) -> Value:
    value = as_data(machine, arguments.get(0, "a"))
    rest = arguments.positional[1:]
    if len(rest) == 2 and isinstance(rest[1], str):  # the order
        rest = rest[:1]
    target: Value
    if "shape" in arguments.keywords or "newshape" in arguments.keywords:
        target = arguments.keywords.get("shape", arguments.keywords.get("newshape"))
    else:
        target = rest[0] if len(rest) == 1 else tuple(rest)
    return reshaped(machine, value, target)


def _transpose(machine: Machine, arguments: Arguments) -> Value:
    value = as_data(machine, arguments.get(0, "a"))
    rest = arguments.positional[1:]
    order = arguments.keywords.get(
        "axes", rest[0] if len(rest) == 1 and not isinstance(rest[0], int) else tuple(rest) or None
    )
    sizes = sizes_of(value)
    if sizes is None:
        return like(machine, value, None)
    if order is None:
        return like(machine, value, tuple(reversed(sizes)))
    axes = axes_of(order)
    if axes is None or len(axes) != len(sizes) or any(not -len(sizes) <= axis < len(sizes) for axis in axes):
        return like(machine, value, None)
    return like(machine, value, tuple(sizes[axis] for axis in axes))


_DTYPES = {"int": "int64", "float": "float64", "?": "bool"}


def dtype_named(value: Value) -> str:
    """The dtype that is given as a text, or as ``bool``, ``np.float32`` …; ``"?"`` where it is not known."""
    if isinstance(value, (Builtin, External)):
        value = value.name.rsplit(".", 1)[-1].rstrip("_")
    return _DTYPES.get(value, value) if isinstance(value, str) else "?"


def converted(value: Array, dtype: str) -> Array:
    """An array with its elements of another type; those that are known stay so where their type loses nothing."""
    classes = None if dtype == "bool" else value.classes
    return replace(value, dtype=dtype, classes=classes, values=_converted(value.values or (), dtype) or None)


def _converted(values: tuple[Value, ...], dtype: str) -> tuple[Value, ...]:
    kind = {"bool": bool, "int64": int, "int32": int, "float64": float, "float32": float}.get(dtype)
    numbers = [item for item in values if isinstance(item, (int, float)) and abs(item) < EXACT]
    if kind is None or len(numbers) < len(values) or (dtype == "float32" and any(item % 1 for item in numbers)):
        return ()
    return tuple(assumed_from(kind(item), item) for item in numbers)


def _same(machine: Machine, arguments: Arguments) -> Value:
    return arguments.positional[0] if arguments.positional else machine.unknown("nothing is given")


def _flatten(machine: Machine, arguments: Arguments) -> Value:
    return reshaped(machine, as_data(machine, arguments.get(0, "a")), -1)


def _astype(machine: Machine, arguments: Arguments) -> Value:
    """Of a tensor; arrays have :func:`~lint_params.interpret.library.tables.astype`."""
    (value,) = arguments.positional[:1]
    assert isinstance(value, Tensor)
    return Tensor(
        value.shape, Node((value,), shape_of=lambda shapes: shapes[0]), dtype=dtype_named(arguments.get(1, "dtype"))
    )


PLACES_TOLD = 3
"""Arguments by position of a reduction that are told apart: array, axis and dtype; NumPy's differ in the others."""


_COMPUTED = {"max": "max", "amax": "max", "min": "min", "amin": "min", "sum": "sum"}


def reduction(name: str) -> Handler:
    """``np.max`` and the like: of known numbers a number, else what :func:`reduced` says."""

    def run(machine: Machine, arguments: Arguments) -> Value:
        value = arguments.get(0, "a")
        if is_constant(value) and name in (*_COMPUTED, "mean", "median"):
            return of_numpy(value)
        known = _computed(machine, _COMPUTED[name], arguments) if name in _COMPUTED else None
        return reduced(machine, arguments) if known is None else known

    return run


def _computed(machine: Machine, name: str, arguments: Arguments) -> Value:
    """The largest, smallest or sum of known numbers; the labels of a data set are 0, 1 … of every class."""
    from lint_params.interpret.library.builtins import BUILTINS

    value, axis = as_data(machine, arguments.get(0, "a")), arguments.get(1, "axis")
    more = len(arguments.positional) > 2 or arguments.rest is not None or arguments.keywords.keys() - {"a", "axis"}
    if more or not isinstance(value, Array):
        return None
    if value.classes is not None and name != "sum":
        return of_numpy(value.classes - 1 if name == "max" else 0) if axis is None else None
    numbers = value.values or ()
    if not numbers or not all(isinstance(item, (int, float)) for item in numbers) or axis not in (None, 0, -1):
        return None
    run = BUILTINS[name]
    assert isinstance(run, Builtin)
    return of_numpy(run.run(machine, replace(arguments, positional=[numbers], keywords={})))


def reduced(machine: Machine, arguments: Arguments) -> Value:
    """A sum, mean, maximum … over some axes."""
    value = as_data(machine, arguments.get(0, "a"))
    sizes = sizes_of(value)
    axis = arguments.get(1, "axis")
    keep = arguments.keywords.get("keepdims", False)
    if isinstance(value, Array) and axis is None:
        return machine.unknown(value.reason, arguments.text, value, key=machine.visit(arguments.place))
    if sizes is None or not isinstance(keep, bool) or len(arguments.positional) > PLACES_TOLD:
        return like(machine, value, None)
    wanted = list(range(len(sizes))) if axis is None else places_of(axis, sizes)
    if wanted is None:
        return like(machine, value, None)
    kept = [(1 if index in wanted else size) for index, size in enumerate(sizes) if keep or index not in wanted]
    return like(machine, value, tuple(kept))


def of_dtype(dtype: str, run: Handler) -> Handler:
    """A function whose result is of one dtype, whatever it reads."""

    def typed(machine: Machine, arguments: Arguments) -> Value:
        found = run(machine, arguments)
        return replace(found, dtype=dtype) if isinstance(found, Array) else found

    return typed


def expanded(machine: Machine, value: Value, axis: Value) -> Value:
    data = as_data(machine, value)
    sizes = sizes_of(data)
    axes = axes_of(axis)
    if sizes is None or axes is None:
        return like(machine, data, None)
    rank = len(sizes) + len(axes)
    if any(not -rank <= each < rank for each in axes):
        return like(machine, data, None)
    result = list(sizes)
    for place in sorted(each % rank for each in axes):
        result.insert(place, 1)
    return like(machine, data, tuple(result))


def squeezed(machine: Machine, arguments: Arguments) -> Value:
    data = as_data(machine, arguments.get(0, "a"))
    sizes = sizes_of(data)
    axis = arguments.get(1, "axis")
    if sizes is None:
        return like(machine, data, None)
    if axis is None:
        return like(machine, data, tuple(size for size in sizes if size != 1))
    wanted = places_of(axis, sizes)
    if wanted is None or any(isinstance(sizes[place], int) and sizes[place] != 1 for place in wanted):
        return like(machine, data, None)
    return like(machine, data, tuple(size for index, size in enumerate(sizes) if index not in wanted))


def overwritten(value: Array) -> None:
    """Elements are set in place: which ones the array holds is no longer known."""
    object.__setattr__(value, "values", None)
    object.__setattr__(value, "classes", None)


def accumulated(machine: Machine, arguments: Arguments) -> Value:
    """``cumsum``: of the same shape along an axis, of all elements in a row where there is none."""
    return along(machine, as_data(machine, arguments.get(0, "a")), arguments.get(1, "axis"))


def along(machine: Machine, value: Data, axis: Value) -> Data:
    """What is of the same shape along an axis, and all elements in a row where that is ``None``."""
    if isinstance(axis, int):
        return value
    return reshaped(machine, value, -1) if axis is None else like(machine, value, None)


def _fill(machine: Machine, arguments: Arguments) -> Value:
    value = arguments.positional[0]
    if isinstance(value, Array):
        overwritten(value)
    return None


def _resize(machine: Machine, arguments: Arguments) -> Value:
    """``x.resize(shape)`` changes the array itself."""
    value, given = arguments.positional[0], arguments.positional[1:]
    if isinstance(value, Array):
        target = given[0] if len(given) == 1 and isinstance(given[0], (tuple, ListValue)) else tuple(given)
        items = list(target) if isinstance(target, (tuple, ListValue)) else []
        whole = bool(items) and all(isinstance(item, (int, Size)) for item in items)
        overwritten(value)
        object.__setattr__(value, "shape", tuple(dimension_of(item) for item in items) if whole else None)
    return None


def _tolist(machine: Machine, arguments: Arguments) -> Value:
    value = arguments.positional[0]
    if isinstance(value, Array) and value.values is not None:
        return ListValue(value.values, machine.born())
    return machine.unknown("its data are not in the source", arguments.text, value)


def _unique(machine: Machine, arguments: Arguments) -> Value:
    """``np.unique(x)``; with ``return_index=True`` and the like, a tuple."""
    value = arguments.get(0, "ar", arguments.keywords.get("values"))
    axis = arguments.get(4, "axis")
    options = ("return_index", "return_inverse", "return_counts")
    chosen = [name for place, name in enumerate(options, 1) if arguments.get(place, name, False) is not False]
    if axis is not None:
        return Array(None, "?", arguments.text, "how many different ones there are is not in the source")
    if chosen:
        plain = Arguments([value], {}, arguments.place, arguments.unit, text=arguments.text)
        found = _unique(machine, plain)
        sizes, own = sizes_of(value), sizes_of(found)
        known = [size for size in sizes or () if size is not None]
        every = (product(known),) if sizes is not None and len(known) == len(sizes) else None
        return (found, *(Array(every if name == "return_inverse" else own, "int64") for name in chosen))
    if isinstance(value, Array) and value.values is not None:
        try:
            found = sorted(dict.fromkeys(value.values))  # type: ignore[type-var]  # what has no order raises
        except TypeError:
            return Array((len(set(value.values)),), value.dtype)
        return Array((len(found),), value.dtype, values=tuple(found))
    if (
        isinstance(value, Array)
        and value.classes is not None
        and len(arguments.positional) == 1
        and not arguments.keywords
    ):
        return Array((value.classes,), value.dtype, values=tuple(range(value.classes)))
    size = machine.unknown(
        "how many different ones there are is not in the source",
        arguments.text,
        value,
        key=("unique", machine.visit(arguments.place)),
        low=1,
    )
    text = arguments.text
    named = Unknown(size.reason, f"len({text})" if text else None, low=1, key=size.key, conditions=size.conditions)
    return Array((named.size(),), "?", text, size.reason, conditions=taint(value))


def _head(machine: Machine, arguments: Arguments) -> Value:
    value = as_data(machine, arguments.positional[0])
    count = arguments.get(1, "n", 5)
    sizes = sizes_of(value)
    if not sizes:
        return like(machine, value, None)
    rows, size = sizes[0], dimension_of(count)
    if isinstance(size, int) and size < 0:
        size = max(rows + size, 0) if isinstance(rows, int) else None
    elif size is not None and rows is not None:
        size = minimum(size, rows)
    return like(machine, value, (size, *sizes[1:]))


def _as_columns(machine: Machine, arguments: Arguments) -> Value:
    return like(machine, as_data(machine, arguments.positional[0]), None)


def _item(machine: Machine, arguments: Arguments) -> Value:
    return machine.unknown("its data are not in the source", arguments.text, *arguments.positional)


def _get_shape(machine: Machine, arguments: Arguments) -> Value:
    value = arguments.positional[0]
    return _shape_value(machine, value, arguments.text) if isinstance(value, (Array, Tensor)) else value


_METHODS: dict[str, Handler] = {
    "reshape": reshape,
    "transpose": _transpose,
    "swapaxes": _as_columns,
    "astype": _astype,
    "copy": _same,
    "numpy": _same,
    "to_numpy": _same,
    "as_matrix": _same,
    "toarray": _same,
    "todense": _same,
    "view": _same,
    "round": _same,
    "clip": _same,
    "cumsum": accumulated,
    "fillna": _same,
    "flatten": _flatten,
    "ravel": _flatten,
    "squeeze": squeezed,
    "sum": reduction("sum"),
    "mean": reduction("mean"),
    "std": reduction("std"),
    "var": reduction("var"),
    "max": reduction("max"),
    "min": reduction("min"),
    "argmax": of_dtype("int64", reduced),
    "argmin": of_dtype("int64", reduced),
    "all": of_dtype("bool", reduced),
    "any": of_dtype("bool", reduced),
    "tolist": _tolist,
    "unique": _unique,
    "resize": _resize,
    "head": _head,
    "tail": _head,
    "item": _item,
    "get_shape": _get_shape,
    "as_list": _same,
    "sort": lambda machine, arguments: None,
    "sort_values": _same,
    "reset_index": _same,
    "fill": _fill,
}

function("numpy.transpose")(_transpose)
function("numpy.squeeze")(squeezed)
function("numpy.ravel")(_flatten)
function("numpy.unique", "pandas.unique")(_unique)
