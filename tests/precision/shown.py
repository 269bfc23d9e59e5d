"""Everything that the interpreter says of a value, a layer or a finding, as text: what is known of it, and why no more.

Nothing in it depends on the version of Python, on addresses, or on where in a program the value stands.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass

from lint_params.interpret.values import (
    Array,
    AttributesValue,
    BoundMethod,
    Builtin,
    ClassValue,
    DictValue,
    External,
    FunctionValue,
    Instance,
    ListValue,
    Namespace,
    Partial,
    ViewValue,
    is_constant,
)
from lint_params.keras.base import KerasLayer
from lint_params.keras.tensor import Tensor
from lint_params.model.dimension import Size
from lint_params.model.shape import Shape
from lint_params.model.unknown import Unknown

DEPTH = 5
"""How deep lists in lists are shown."""


def shown(value: object, depth: int = DEPTH) -> str:
    """A value of the interpreter."""
    if is_constant(value) or value is ...:
        marks = "".join(f" {name}={getattr(value, name)!r}" for name in ("assumed", "name") if hasattr(value, name))
        return f"{value!r:.200}{marks}"
    if isinstance(value, Size):
        return f"{value} in {value.low}…{value.high}"
    if isinstance(value, Unknown):
        return _unknown(value)
    if isinstance(value, Shape):
        return f"{'…' if value.open else ''}{_all(value.sizes, depth)}{_because(value.reason)}"
    if isinstance(value, Tensor):
        maker = type(value.node.layer).__name__ if value.node else None
        return f"tensor {shown(value.shape)} {value.dtype} {value.index} of {maker}{_because(value.reason)}"
    if isinstance(value, Array):
        return _array(value, depth)
    if depth == 0:
        return "…"
    if isinstance(value, ListValue):
        if isinstance(value, ViewValue):
            value.refresh()
        kind = "" if type(value) is ListValue else type(value).__name__
        open_ = "" if value.open is None else f" + at least {value.certain} certain: {shown(value.open)}"
        return f"{kind}[{_all(value, depth)}]{open_}"
    if isinstance(value, DictValue):
        open_ = "" if value.open is None else f" + {shown(value.open)}"
        return f"{{{_named(value, depth)}}}{open_}"
    if isinstance(value, (tuple, list)):
        return f"({_all(value, depth)})"
    if isinstance(value, (range, slice)):
        return f"{type(value).__name__}({shown(value.start)}, {shown(value.stop)}, {shown(value.step)})"
    return _object(value, depth)


def _object(value: object, depth: int) -> str:
    if isinstance(value, Instance):
        open_ = "" if value.open is None else f" + {shown(value.open)}"
        return f"{value.cls.name}({_named(value.attributes, depth)}){open_}"
    if isinstance(value, Namespace):
        return f"{type(value).__name__} {value.name} {value.assumed} {_named(value.attributes, depth)}"
    if isinstance(value, AttributesValue):
        return f"names {', '.join(value.names)}"
    if isinstance(value, Partial):
        inner = shown(value.function, depth - 1)
        return f"partial {inner} ({_all(value.positional, depth)}) {_named(value.keywords, depth)}"
    if isinstance(value, BoundMethod):
        return f"{shown(value.function, depth - 1)} of {shown(value.receiver, depth - 1)}"
    if isinstance(value, (FunctionValue, ClassValue, External, Builtin)):
        return f"{type(value).__name__} {value.name}"
    if isinstance(value, KerasLayer):
        return layer(value)
    return type(value).__name__


def _unknown(value: Unknown) -> str:
    bounds = "" if (value.low, value.high) == (-math.inf, math.inf) else f" in {value.low}…{value.high}"
    arithmetic = "" if value.of is None else f" = {shown(value.of)}"
    conditions = f" {len(value.conditions)} conditions" if value.conditions else ""
    return f"<{value.text}{bounds}{arithmetic}{conditions}{_because(value.reason)}>"


def _array(value: Array, depth: int) -> str:
    sizes = "of unknown rank" if value.shape is None else f"({_all(value.shape, depth)})"
    more = {"columns": value.columns, "values": value.values, "classes": value.classes}
    found = [f"{name} {shown(item, depth - 1)}" for name, item in more.items() if item is not None]
    conditions = f" {len(value.conditions)} conditions" if value.conditions else ""
    return f"array {sizes} {value.dtype} {value.text} {' '.join(found)}{conditions}{_because(value.reason)}"


def _because(reason: str) -> str:
    return f": {re.sub(r'line [0-9]+', 'line …', reason)}" if reason else ""


def _all(values: Iterable[object], depth: int) -> str:
    return ", ".join(shown(each, depth - 1) for each in values)


def _named(values: Mapping[object, object] | Mapping[str, object], depth: int) -> str:
    return ", ".join(f"{shown(key, depth - 1)}: {shown(each, depth - 1)}" for key, each in values.items())


def layer(value: KerasLayer) -> str:
    """A layer as it is built: its weights, its number of parameters, why that is not known, what it refuses."""
    weights = [
        f"{weight.name} ({_all(weight.shape, DEPTH)}) {weight.dtype} {trains}" for weight, trains in value.all_weights()
    ]
    reason = value.open_reason()
    refused = "" if value.refused is None else f" refused {value.refused.kind}: {value.refused.message}"
    told = "" if reason is None else f" open: {reason}"
    return f"{type(value).__name__} [{'; '.join(weights)}] {value.formula()}{told}{refused}"


def record(value: object) -> str:
    """A finding, and all that it is made of, field by field."""
    if is_dataclass(value):
        return f"{type(value).__name__}({', '.join(record(getattr(value, each.name)) for each in fields(value))})"
    if isinstance(value, (tuple, list)):
        return f"({', '.join(map(record, value))})"
    return repr(value)
