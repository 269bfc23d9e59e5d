"""Tables of pandas: how many columns they have, as far as the source says it.

A table is an ``Array`` of (rows, columns), with the columns' names where they are known. Programs change tables in
place; so does :func:`become`.
"""

from __future__ import annotations

from collections.abc import Callable

from lint_params.interpret.library import function
from lint_params.interpret.library.arrays import as_data, converted, dtype_named, overwritten, sizes_of
from lint_params.interpret.library.tensor_shapes import summed
from lint_params.interpret.machine import Machine, taint
from lint_params.interpret.values import Arguments, Array, Builtin, DictValue, ListValue, Value, is_constant
from lint_params.model.dimension import Dimension, lower

Columns = tuple[Value, ...]
Method = Callable[[Machine, Array, Arguments], Value]


def table(
    rows: Dimension,
    width: Dimension,
    columns: Columns | None = None,
    like: Array | None = None,
    text: str | None = None,
) -> Array:
    """A table of a width; its columns' names decide the width where they are known."""
    size = len(columns) if columns is not None else width
    if like is None:
        return Array((rows, size), "?", text, columns=columns)
    return Array((rows, size), like.dtype, text, like.reason, columns, like.conditions)


def rows_of(value: Array) -> Dimension:
    return value.shape[0] if value.shape else None


def width_of(value: Array) -> Dimension:
    """The number of columns; ``None`` where it is unknown, or there are no columns."""
    return value.shape[1] if value.shape is not None and len(value.shape) == 2 else None


def names_in(value: Value) -> Columns | None:
    """The labels of a list of columns, or the one label that is no list."""
    if isinstance(value, (ListValue, tuple)):
        known = not (isinstance(value, ListValue) and value.open is not None) and all(map(is_constant, value))
        return tuple(value) if known else None
    return (value,) if is_constant(value) and value is not None else None


def become(machine: Machine, value: Array, made: Array) -> None:
    """A table is changed in place; where that may not happen, its columns are no longer known."""
    uncertain = machine.region_of(0) is not None
    shape = made.shape
    if uncertain and shape != value.shape:
        shape = (None, None)
    columns = made.columns if not uncertain or made.columns == value.columns else None
    # Arrays are frozen for all else: only a table has an identity that the program sees change.
    object.__setattr__(value, "shape", shape)
    object.__setattr__(value, "columns", columns)
    object.__setattr__(value, "conditions", value.conditions | made.conditions)


def set_column(machine: Machine, value: Array, index: Value) -> None:
    """``df["new"] = …``: a column more, unless it is there already; items of other arrays change no shape."""
    overwritten(value)
    labelled = isinstance(index, str) or value.columns is not None or _texts(index)
    if value.shape is None or len(value.shape) != 2 or not labelled:
        return
    names = names_in(index)
    if names is None:
        if not isinstance(index, (slice, tuple, Array)):
            become(machine, value, table(rows_of(value), None, like=value))
        return
    if value.columns is None:
        become(machine, value, table(rows_of(value), None, like=value))
        return
    columns = (*value.columns, *(name for name in names if name not in value.columns))
    become(machine, value, table(rows_of(value), None, columns, value))


def _texts(index: Value) -> bool:
    return isinstance(index, (ListValue, tuple)) and any(isinstance(item, str) for item in index)


def set_columns(machine: Machine, value: Array, names: Value) -> None:
    """``df.columns = […]``: other names, of the same number."""
    given = names_in(names) if isinstance(names, (ListValue, tuple)) else None
    if value.shape is not None and len(value.shape) == 2:
        width = width_of(value) if given is None else len(given)
        become(machine, value, table(rows_of(value), width, given, value))


def delete_column(machine: Machine, value: Array, index: Value) -> None:
    """``del df["old"]``."""
    become(machine, value, without(value, names_in(index)))


def without(value: Array, names: Columns | None) -> Array:
    """A table less some columns."""
    rows, width = rows_of(value), width_of(value)
    if names is None:
        return table(rows, None, like=value)
    if value.columns is not None:
        return table(rows, None, tuple(name for name in value.columns if name not in names), value)
    left = None if width is None else width - len(set(names))
    return table(rows, left if left is None or lower(left) >= 0 else None, like=value)


# Methods


def _changed(machine: Machine, value: Array, made: Array, arguments: Arguments) -> Value:
    """The result of a method: a new table, or none where ``inplace`` changes the old one."""
    inplace = arguments.keywords.get("inplace", False)
    if inplace is False:
        return made
    become(machine, value, made if inplace is True else table(None, None, like=value))
    return None


def drop(machine: Machine, value: Array, arguments: Arguments) -> Value:
    """``drop(columns=[…])`` or ``drop([…], axis=1)``; otherwise rows go."""
    keywords = arguments.keywords
    labels, axis = arguments.get(0, "labels"), arguments.get(1, "axis", 0)
    if value.shape is not None and len(value.shape) != 2:
        return Array((None,), value.dtype, None, value.reason, conditions=value.conditions)
    if "columns" in keywords:
        made = without(value, names_in(keywords["columns"]))
        if "index" in keywords:
            made = table(None, width_of(made), made.columns, value)
    elif axis in (1, "columns"):
        made = without(value, names_in(labels))
    elif axis in (0, "index"):
        made = table(None, width_of(value), value.columns, value)
    else:
        made = table(None, None, like=value)
    return _changed(machine, value, made, arguments)


def pop(machine: Machine, value: Array, arguments: Arguments) -> Value:
    """``df.pop("y")``: the column, which the table then lacks."""
    names = names_in(arguments.get(0, "item"))
    column = Array((rows_of(value),), value.dtype, None, value.reason, conditions=value.conditions)
    become(machine, value, without(value, names))
    return column


def rows_change(machine: Machine, value: Array, arguments: Arguments) -> Value:
    """Methods that choose rows: how many are left is not known."""
    if value.shape is None:
        return value
    axis = arguments.keywords.get("axis", 0)
    if len(value.shape) == 2 and axis not in (0, "index", None):
        return _changed(machine, value, table(rows_of(value), None, like=value), arguments)
    made = Array((None, *value.shape[1:]), value.dtype, None, value.reason, value.columns, value.conditions)
    return _changed(machine, value, made, arguments)


def sample(machine: Machine, value: Array, arguments: Arguments) -> Value:
    """``sample(frac=1)`` only shuffles."""
    if arguments.keywords.get("frac") == 1:
        return value
    return rows_change(machine, value, arguments)


def reset_index(machine: Machine, value: Array, arguments: Arguments) -> Value:
    """The index becomes a column, unless it is dropped."""
    if arguments.keywords.get("drop") is True or value.shape is None:
        return None if arguments.keywords.get("inplace") is True else value
    return _changed(machine, value, table(rows_of(value), None, like=value), arguments)


def set_index(machine: Machine, value: Array, arguments: Arguments) -> Value:
    """A column becomes the index."""
    keep = arguments.keywords.get("drop", True)
    made = without(value, names_in(arguments.get(0, "keys"))) if keep is True else value
    return _changed(machine, value, made, arguments)


def assign(machine: Machine, value: Array, arguments: Arguments) -> Value:
    """``df.assign(new=…)``."""
    if value.columns is None or arguments.rest is not None:
        return table(rows_of(value), None, like=value)
    new = tuple(name for name in arguments.keywords if name not in value.columns)
    return table(rows_of(value), None, (*value.columns, *new), value)


def insert(machine: Machine, value: Array, arguments: Arguments) -> Value:
    set_column(machine, value, arguments.get(1, "column"))
    return None


def same(machine: Machine, value: Array, arguments: Arguments) -> Value:
    """What keeps the shape; a copy, so that changes of it are its own."""
    inplace = arguments.keywords.get("inplace") is True
    return None if inplace else Array(
        value.shape, value.dtype, value.text, value.reason, value.columns, value.conditions, value.values, value.classes
    )  # fmt: skip


def astype(machine: Machine, value: Array, arguments: Arguments) -> Value:
    """Another type of element, in an array of its own."""
    made = same(machine, value, arguments)
    kind = dtype_named(arguments.get(0, "dtype"))
    return converted(made, kind) if isinstance(made, Array) and kind != "?" else made


def of_unknown_width(machine: Machine, value: Array, arguments: Arguments) -> Value:
    return table(None, None, like=value)


def rename(machine: Machine, value: Array, arguments: Arguments) -> Value:
    """``rename(columns={…})``: as many columns, under other names where they are known."""
    mapping = arguments.keywords.get("columns")
    names = value.columns
    if names is not None and isinstance(mapping, DictValue) and mapping.open is None:
        names = tuple(mapping.get(name, name) for name in names)
    elif mapping is not None:
        names = None
    return _changed(machine, value, table(rows_of(value), width_of(value), names, value), arguments)


METHODS: dict[str, Method] = {
    "drop": drop,
    "pop": pop,
    "dropna": rows_change,
    "drop_duplicates": rows_change,
    "query": rows_change,
    "truncate": rows_change,
    "sample": sample,
    "reset_index": reset_index,
    "set_index": set_index,
    "assign": assign,
    "insert": insert,
    "copy": same,
    "astype": astype,
    "to_numpy": same,
    "as_matrix": same,
    "round": same,
    "clip": same,
    "fillna": same,
    "ffill": same,
    "bfill": same,
    "interpolate": same,
    "replace": same,
    "sort_values": same,
    "sort_index": same,
    "rename": rename,
    "select_dtypes": of_unknown_width,
    "merge": of_unknown_width,
    "join": of_unknown_width,
    "filter": of_unknown_width,
}
"""Methods of tables; those that arrays have too are in :mod:`~lint_params.interpret.library.arrays`."""


def table_method(value: Array, name: str) -> Builtin | None:
    """A method of a table by name, bound."""
    if name not in METHODS:
        return None
    run = METHODS[name]
    return Builtin(name, lambda machine, arguments: run(machine, value, arguments), whole=name != "assign")


# Functions of pandas


@function("pandas.read_csv", "pandas.read_table", "pandas.read_excel", "pandas.read_fwf")
def read_csv(machine: Machine, arguments: Arguments) -> Value:
    """A file of data: of known width where the call names the columns."""
    keywords = arguments.keywords
    if any(name in keywords for name in ("chunksize", "iterator", "squeeze")) or arguments.rest is not None:
        return Array(None, "?", arguments.text)
    columns = None
    index = keywords.get("index_col")
    if index is None or index is False:
        for name in ("usecols", "names"):
            if isinstance(keywords.get(name), (ListValue, tuple)):
                columns = names_in(keywords[name])
                break
    if columns is not None and not all(isinstance(name, str) for name in columns):
        return table(None, len(columns), text=arguments.text)
    return table(None, None, columns, text=arguments.text)


@function(
    *(f"pandas.read_{kind}" for kind in "json pickle parquet hdf sql sql_query sql_table feather html".split()),
    "pandas.merge",
    "pandas.melt",
    "pandas.pivot_table",
)
def of_any_width(machine: Machine, arguments: Arguments) -> Value:
    """Tables whose columns the data decide."""
    return Array((None, None), "?", arguments.text, conditions=taint(tuple(arguments.positional)))


@function("pandas.get_dummies")
def get_dummies(machine: Machine, arguments: Arguments) -> Value:
    """A column for each value there is."""
    data = arguments.get(0, "data")
    rows = rows_of(data) if isinstance(data, Array) else None
    return Array((rows, None), "?", arguments.text, conditions=taint(data))


@function("pandas.DataFrame")
def data_frame(machine: Machine, arguments: Arguments) -> Value:
    """A table from a dictionary of columns, from rows, or from an array."""
    if arguments.rest is not None:
        return Array((None, None), "?", arguments.text, arguments.rest.reason, conditions=taint(arguments.rest))
    data = arguments.get(0, "data")
    given = arguments.keywords.get("columns", arguments.get(2, "columns"))
    columns = names_in(given) if isinstance(given, (ListValue, tuple)) else None
    if isinstance(data, DictValue):
        if data.open is not None:
            return Array((None, None), "?", arguments.text, data.open.reason, conditions=taint(data))
        first = next(iter(data.values()), None)
        sizes = sizes_of(first) if isinstance(first, (Array, list, tuple, range)) else None
        return table(sizes[0] if sizes else None, None, columns if columns is not None else tuple(data))
    if data is None:
        return table(0, 0, columns or ())
    source = as_data(machine, data)
    sizes = sizes_of(source)
    if isinstance(source, Array) and sizes is not None and 1 <= len(sizes) <= 2:
        width = sizes[1] if len(sizes) == 2 else 1
        kept = columns if columns is not None else source.columns
        return table(sizes[0], width, kept, source)
    return Array((None, len(columns) if columns is not None else None), "?", arguments.text, columns=columns,
                 conditions=taint(data))  # fmt: skip


@function("pandas.Series")
def series(machine: Machine, arguments: Arguments) -> Value:
    source = as_data(machine, arguments.get(0, "data"))
    return source if isinstance(source, Array) and source.shape is not None else Array((None,), "?", arguments.text)


@function("pandas.concat")
def concat(machine: Machine, arguments: Arguments) -> Value:
    """Tables below each other, or side by side (``axis=1``)."""
    if arguments.rest is not None:
        return Array(None, "?", arguments.text, arguments.rest.reason, conditions=taint(arguments.rest))
    parts, axis = arguments.get(0, "objs"), arguments.get(1, "axis", 0)
    tables = [part for part in parts if isinstance(part, Array)] if isinstance(parts, (ListValue, tuple)) else []
    conditions = taint(parts)
    whole = isinstance(parts, (ListValue, tuple)) and len(tables) == len(parts) > 0
    whole = whole and not (isinstance(parts, ListValue) and parts.open is not None)
    if not whole or any(each.shape is None for each in tables):
        return Array((None, None), "?", arguments.text, conditions=conditions)
    if axis in (1, "columns"):
        widths = [width_of(each) if len(each.shape or ()) == 2 else 1 for each in tables]
        columns = [each.columns for each in tables]
        names = tuple(name for each in columns for name in each or ()) if all(columns) else None
        return table(None, summed(widths), names, tables[0])
    if all(len(each.shape or ()) == 1 for each in tables):
        return Array((summed(rows_of(each) for each in tables),), tables[0].dtype, conditions=conditions)
    same_names = all(each.columns is not None and each.columns == tables[0].columns for each in tables)
    rows = summed(rows_of(each) for each in tables)
    return table(rows, None, tables[0].columns if same_names else None, tables[0])
