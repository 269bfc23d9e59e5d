"""Operators on abstract values: arithmetic, comparison, truth. All bounded: no operand grows beyond use."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterable
from typing import Any

from lint_params.interpret.machine import Machine, taint
from lint_params.interpret.names import root
from lint_params.interpret.values import (
    Array,
    AssumedFloat,
    AssumedInt,
    AssumedStr,
    AttributesValue,
    BoundMethod,
    Builtin,
    ClassValue,
    DequeValue,
    DictValue,
    EnumInt,
    EnumStr,
    External,
    FunctionValue,
    Instance,
    IteratorValue,
    ListValue,
    Namespace,
    SetValue,
    Value,
    ViewValue,
    is_constant,
    marks_of,
    plain,
)
from lint_params.keras.arguments import NumpyInteger
from lint_params.keras.base import KerasLayer
from lint_params.keras.tensor import Tensor
from lint_params.model.dimension import Bound, Count, Dimension, Size, equal, floor_divide, plus, times
from lint_params.model.unknown import Unknown

MAX_BITS = 1024
"""Of a whole number: no size has as many."""
MAX_ITEMS = 100_000
MAX_NESTED = 5_000
"""Tuples within a tuple."""
TOO_DEEP = "the tuple nests deeper than is followed"
_WIDE_FORMAT = re.compile(r"%[^a-zA-Z%]*\d{4}")
MAX_TERMS = 200
"""Terms, and factors of one term, of an expression over unknown sizes."""

_ARITHMETIC: dict[str, Callable[[object, object], object]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "//": operator.floordiv,
    "%": operator.mod, "**": operator.pow, "<<": operator.lshift, ">>": operator.rshift, "&": operator.and_,
    "|": operator.or_, "^": operator.xor,
}  # fmt: skip
_ORDER: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def binary(machine: Machine, sign: str, left: Value, right: Value, text: str | None) -> Value:
    """``left sign right``; unknown operands give an expression where they are integers, else an unknown."""
    if is_constant(left) and is_constant(right):
        return _constants(machine, sign, left, right, text)
    if isinstance(left, Instance) or isinstance(right, Instance):
        found = _of_class(machine, sign, left, right)
        if found is not _NOTHING:
            return found
        left, right = as_tuple(left), as_tuple(right)
    if isinstance(left, (Tensor, Array)) or isinstance(right, (Tensor, Array)):
        from lint_params.interpret.library.tensors import combined

        return combined(machine, sign, left, right)
    if isinstance(left, SetValue) and isinstance(right, SetValue) and sign in ("|", "&", "-", "^"):
        return _sets(machine, sign, left, right)
    if isinstance(left, (list, tuple)) or isinstance(right, (list, tuple)):
        return _sequences(machine, sign, left, right, text)
    if sign == "|" and isinstance(left, DictValue) and isinstance(right, DictValue):
        made = DictValue(left, machine.born(), left.open)
        made.factory = left.factory if left.factory is not None else right.factory
        made.overlay(right)
        return made
    special = _special(machine, sign, left, right)
    if special is not None:
        return special
    return _symbolic(machine, sign, left, right, text)


def _constants(machine: Machine, sign: str, left: Value, right: Value, text: str | None) -> Value:
    if _too_large(sign, left, right):
        return machine.unknown("the result is too large to be a size", text)
    try:
        result = _ARITHMETIC[sign](left, right)
    except (TypeError, ValueError, ArithmeticError, KeyError, MemoryError) as error:
        if not isinstance(error, (KeyError, MemoryError)):
            machine.fails(type(error).__name__)
        return machine.unknown(f"cannot be computed: {error}", text)
    result = assumed_from(result, left, *(right if isinstance(right, tuple) else (right,)))
    return of_numpy(result) if isinstance(left, NumpyInteger) or isinstance(right, NumpyInteger) else result


def of_numpy(value: Value) -> Value:
    """A number as numpy gives it."""
    if not isinstance(value, int) or isinstance(value, bool):
        return value
    number = NumpyInteger(value)
    number.assumed = marks_of(value)
    return number


def assumed_from(result: Value, *sources: Value) -> Value:
    """The result, marked as resting on a default where one of its sources is."""
    marks = tuple(mark for source in sources for mark in marks_of(source))
    if not marks or isinstance(result, bool):
        return result
    if isinstance(result, int):
        marked: AssumedInt | AssumedFloat | AssumedStr = AssumedInt(result)
    elif isinstance(result, float):
        marked = AssumedFloat(result)
    elif isinstance(result, str):
        marked = AssumedStr(result)
    else:
        return result
    marked.assumed = marks
    return marked


def _too_large(sign: str, left: Value, right: Value) -> bool:
    if sign == "**" and isinstance(left, int) and isinstance(right, int):
        return right > 0 and left.bit_length() * right > MAX_BITS
    if sign == "<<" and isinstance(left, int) and isinstance(right, int):
        return left.bit_length() + right > MAX_BITS
    if sign == "*":
        for text, times in ((left, right), (right, left)):
            if isinstance(text, (str, bytes)) and isinstance(times, int):
                return len(text) * times > MAX_ITEMS
        if isinstance(left, int) and isinstance(right, int):
            return left.bit_length() + right.bit_length() > MAX_BITS
    if sign == "+" and isinstance(left, (str, bytes)) and isinstance(right, (str, bytes)):
        return len(left) + len(right) > MAX_ITEMS
    if sign == "%" and isinstance(left, str):
        return len(left) > 1000 or "*" in left or _WIDE_FORMAT.search(left) is not None
    return sign == "%" and isinstance(left, bytes)


def _sequences(machine: Machine, sign: str, left: Value, right: Value, text: str | None) -> Value:
    if sign == "+":
        lengths = [len(value) for value in (left, right) if isinstance(value, (list, tuple))]
        if sum(lengths) > MAX_ITEMS:
            return machine.unknown(f"more than {MAX_ITEMS} elements are not followed", text, left, right)
        if isinstance(left, tuple) and isinstance(right, tuple):
            return machine.unknown(TOO_DEEP, text) if too_deep(left) or too_deep(right) else left + right
        if isinstance(left, ListValue) and isinstance(right, ListValue):
            firm = left.certain + (right.certain if left.open is None else 0)
            return ListValue([*left, *right], machine.born(), left.open or right.open, firm)
    if sign == "*":
        items, times = (left, right) if isinstance(left, (list, tuple)) else (right, left)
        if isinstance(items, (list, tuple)) and isinstance(times, int) and max(len(items), 1) * times <= MAX_ITEMS:
            repeated = list(items) * times
            if isinstance(items, tuple):
                return tuple(repeated)
            return ListValue(repeated, machine.born(), items.open if isinstance(items, ListValue) else None)
    if sign == "%" and isinstance(left, str):
        known = isinstance(right, tuple) and all(is_constant(item) for item in right)
        return (
            _constants(machine, sign, left, right, text) if known else machine.unknown("a formatted text", text, right)
        )
    return machine.unknown(f"the result of {sign} is not known", text, left, right)


def too_deep(items: Iterable[Value]) -> bool:
    """Whether tuples nest so that hashing them would not end: one that holds the same tuple twice doubles the work."""
    stack = [item for item in items if isinstance(item, tuple)]
    seen = 0
    while stack and seen <= MAX_NESTED:
        seen += 1
        stack.extend(item for item in stack.pop() if isinstance(item, tuple))
    return seen > MAX_NESTED


def is_key(machine: Machine, value: Value) -> bool:
    """Whether a value can be a key of a dictionary, or in a set; Python raises where it can't."""
    if isinstance(value, tuple):
        return all(is_key(machine, each) for each in value)
    if type(value) in (ListValue, DictValue):
        machine.fails("TypeError")
    return type(value) not in (ListValue, DictValue, slice)


def set_of(machine: Machine, items: Iterable[Value], open_: Unknown | None) -> SetValue:
    """A set; of elements that may be equal to others it is not known how many there are."""
    found = distinct(items)
    for item in found:
        is_key(machine, item)
    unsure = [item for item in found if _may_be_equal(item)]
    if unsure and len(found) > 1:
        open_ = open_ or machine.unknown("whether elements are equal is not known", None, *unsure)
        found = [item for item in found if not _may_be_equal(item)]
    return SetValue(found, machine.born(), open_)


def _may_be_equal(item: Value) -> bool:
    if isinstance(item, Instance):
        return item.cls.compares
    return isinstance(item, (Unknown, Size)) or (isinstance(item, tuple) and any(map(_may_be_equal, item)))


def distinct(items: Iterable[Value]) -> list[Value]:
    """The elements of a set, in order of insertion."""
    found: list[Value] = []
    seen: set[object] = set()
    for item in items:
        key: object = item if is_constant(item) or isinstance(item, tuple) else id(item)
        try:
            fresh = key not in seen
            seen.add(key)
        except TypeError:
            fresh = True
        if fresh:
            found.append(item)
    return found


def _sets(machine: Machine, sign: str, left: SetValue, right: SetValue) -> Value:
    """Union, intersection, difference of sets of constants."""
    open_ = left.open or right.open
    unsure = next((item for item in (*left, *right) if not (is_constant(item) or isinstance(item, tuple))), _NOTHING)
    if unsure is not _NOTHING and sign != "|":
        open_ = open_ or machine.unknown("whether elements are equal is not known", None, unsure)
    if open_ is not None and sign != "|":
        return SetValue((), machine.born(), open_)
    a, b = list(left), list(right)
    if sign == "|":
        return set_of(machine, [*a, *b], open_)
    if sign == "&":
        return SetValue([item for item in a if item in b], machine.born())
    rest = [item for item in a if item not in b]
    return SetValue(rest if sign == "-" else [*rest, *(item for item in b if item not in a)], machine.born())


_NOTHING = object()
METHODS = {
    "+": "add", "-": "sub", "*": "mul", "/": "truediv", "//": "floordiv", "%": "mod", "**": "pow", "@": "matmul",
    "&": "and", "|": "or", "^": "xor", "<<": "lshift", ">>": "rshift",
}  # fmt: skip
_COMPARISONS = {
    "==": ("__eq__", "__eq__"), "!=": ("__ne__", "__ne__"), "<": ("__lt__", "__gt__"), ">": ("__gt__", "__lt__"),
    "<=": ("__le__", "__ge__"), ">=": ("__ge__", "__le__"),
}  # fmt: skip


def _of_class(machine: Machine, sign: str, left: Value, right: Value) -> Value:
    """What a class of the program defines for an operator; ``_NOTHING`` where neither operand does."""
    name = METHODS.get(sign, "")
    return _first_of(machine, left, right, f"__{name}__", f"__r{name}__")


def _first_of(machine: Machine, left: Value, right: Value, own: str, reflected: str) -> Value:
    for value, other, name in ((left, right, own), (right, left, reflected)):
        if isinstance(value, Instance) and value.cls.find(name) is not None:
            found = machine.program.call_method(machine, value, name, [other])
            if found != External("builtins.NotImplemented"):
                return found
    return _NOTHING


def _compared(machine: Machine, sign: str, left: Value, right: Value) -> Value:
    """As the class of an operand compares; ``_NOTHING`` where none does."""
    found = _first_of(machine, left, right, *_COMPARISONS[sign])
    if found is _NOTHING and sign == "!=":
        found = _first_of(machine, left, right, "__eq__", "__eq__")
        if found is not _NOTHING:
            return negate(machine, truth(machine, found), None)
    if found is not _NOTHING or not (isinstance(left, Instance) and isinstance(right, Instance)):
        return found
    fields = left.cls.dataclass_fields
    if fields is None or left.cls is not right.cls or left.cls.by_identity or sign not in ("==", "!="):
        return found
    names = [name for name, default in fields if getattr(default, "compared", True)]
    a, b = (tuple(value.attributes.get(name) for name in names) for value in (left, right))
    return compare(machine, sign, a, b, None)


def _special(machine: Machine, sign: str, left: Value, right: Value) -> Value | None:
    """The ``/`` of paths."""
    if sign == "/" and isinstance(left, Namespace):
        from lint_params.interpret.library.files import joined, path_of

        path = path_of(left)
        return joined(machine, path, [right]) if path is not None else None
    return None


def as_count(value: Value, low: int = 0) -> Count | None:
    """A value as an integer expression, if it may be one; an unknown is taken to be at least ``low``."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, (int, Size)):
        return value
    if isinstance(value, Unknown) and (value.of is not None or value.text is not None):
        return value.of if value.of is not None else value.size(low)
    return None


def _symbolic(machine: Machine, sign: str, left: Value, right: Value, text: str | None) -> Value:
    a, b = as_count(left), as_count(right)
    reason = next((value.reason for value in (left, right) if isinstance(value, Unknown)), "not known")
    if a is not None and b is not None and sign in ("+", "-", "*", "//", "%"):
        result: Count
        if sign == "*" and _long_product(a, b):
            return machine.unknown("the expression is too long", text, left, right)
        if sign == "+":
            result = a + b
        elif sign == "-":
            result = a - b
        elif sign == "*":
            result = a * b
        elif b == 0:
            return machine.unknown("division by zero", text)
        elif sign == "//":
            result = floor_divide(a, b)
        else:
            result = a - b * floor_divide(a, b)
        if isinstance(result, int):
            return result
        low, high = _bounds_of(sign, left, right, result)
        if len(result.terms) > MAX_TERMS:
            return machine.unknown("the expression is too long", text, left, right)
        return machine.unknown(reason, text, left, right, low=low, high=high, key=result, of=result)
    if isinstance(left, Unknown) or isinstance(right, Unknown) or isinstance(left, Size) or isinstance(right, Size):
        key = ("op", sign, key_of(left), key_of(right))
        return machine.unknown(reason, text, left, right, key=key)
    return machine.unknown(f"the result of {sign} is not known", text, left, right)


def bounds(value: Value) -> tuple[Bound, Bound]:
    """Between what a number lies for certain: an expression over unknowns takes them for sizes, which not all are."""
    if isinstance(value, Unknown):
        low, high = value.low, value.high
        return low if _is_bound(low) else math.floor(low), high if _is_bound(high) else math.ceil(high)
    if isinstance(value, Size):
        return value.interval
    return (value, value) if isinstance(value, int) else (-math.inf, math.inf)


def _is_bound(number: float) -> bool:
    """Whether a number is whole or infinite, as an end of an interval is: a search may end at any other."""
    return isinstance(number, int) or math.isinf(number)


def _bounds_of(sign: str, left: Value, right: Value, result: Size) -> tuple[Bound, Bound]:
    """Between what the result of an operation lies."""
    if not isinstance(left, Unknown) and not isinstance(right, Unknown):
        return result.interval
    (low, high), (least, most) = bounds(left), bounds(right)
    if sign == "+":
        return plus(low, least), plus(high, most)
    if sign == "-":
        return plus(low, -most), plus(high, -least)
    if sign == "*":
        products = [times(a, b) for a in (low, high) for b in (least, most)]
        return min(products), max(products)
    if sign == "%" and least > 0:
        return 0, most
    if sign == "//" and low >= 0 and least >= 1:
        return 0, high
    return -math.inf, math.inf


def _long_product(a: Count, b: Count) -> bool:
    """Whether a product has more terms or factors than are followed: repeated squaring doubles both."""
    terms = [size.terms for size in (a, b) if isinstance(size, Size)]
    factors = sum(len(each[0][0]) for each in terms if each)
    return len(terms) == 2 and (len(terms[0]) * len(terms[1]) > MAX_TERMS or factors > MAX_TERMS)


def key_of(value: Value) -> object:
    """Something that is equal for two reads of the same value, for ``Machine.unknown`` to make a key of."""
    if isinstance(value, Unknown):
        return value.key if value.key is not None else value
    if is_constant(value):
        return (type(value).__name__, value)
    if isinstance(value, tuple):
        return tuple(key_of(item) for item in value[:20])
    return value


def unary(machine: Machine, sign: str, operand: Value, text: str | None) -> Value:
    if sign == "not":
        return negate(machine, truth(machine, operand), text)
    if isinstance(operand, int) or (isinstance(operand, float) and sign != "~"):
        value = -operand if sign == "-" else +operand if sign == "+" else ~int(operand)
        result = assumed_from(value, operand)
        return of_numpy(result) if isinstance(operand, NumpyInteger) else result
    if isinstance(operand, (Array, Tensor)):
        return operand
    name = {"-": "__neg__", "+": "__pos__", "~": "__invert__"}.get(sign, "")
    if isinstance(operand, Instance) and operand.cls.find(name) is not None:
        return machine.program.call_method(machine, operand, name, [])
    if sign == "-":
        return binary(machine, "-", 0, operand, text)
    if is_constant(operand) or isinstance(operand, (tuple, ListValue)):
        machine.fails("TypeError")
        return machine.unknown(f"there is no {sign} of it", text)
    if sign == "+":
        return operand
    return machine.unknown("not known", text, operand)


def negate(machine: Machine, value: bool | Unknown, text: str | None) -> Value:
    if isinstance(value, bool):
        return not value
    key = value.key
    flipped = key[1] if isinstance(key, tuple) and len(key) == 2 and key[0] == "not" else ("not", key)
    return machine.unknown(value.reason, text, value, key=flipped)


def truth(machine: Machine, value: Value) -> bool | Unknown:
    """Whether a value is true; an ``Unknown`` with a key where that is open."""
    if is_constant(value):
        return bool(value)
    if isinstance(value, Unknown):
        if value.low > 0 or value.high < 0:
            return True
        return value
    if isinstance(value, Size):
        return True if value.low > 0 else machine.unknown(f"{value} may be zero", str(value), key=value)
    if isinstance(value, IteratorValue):
        return True
    if isinstance(value, ListValue):
        return bool(value) if value.open is None or value.firm else value.open
    if isinstance(value, DictValue):
        return bool(value) if value.open is None or value else value.open
    if isinstance(value, (tuple, range, list)):
        return len(value) > 0
    if isinstance(value, (KerasLayer, FunctionValue, ClassValue, External, BoundMethod, Builtin)):
        return True
    if isinstance(value, Instance):
        if value.cls.find("__bool__") is not None:
            return truth(machine, machine.program.call_method(machine, value, "__bool__", []))
        if value.cls.find("__len__") is not None:
            return truth(machine, machine.program.call_method(machine, value, "__len__", []))
        return True
    if isinstance(value, (Array, Tensor)):
        return machine.unknown("its data are not in the source", getattr(value, "text", None), value, key=value)
    return True


def as_tuple(value: Value) -> Value:
    """A named tuple as the tuple that it is; anything else as it stands."""
    if not isinstance(value, Instance) or value.open is not None or "typing.NamedTuple" not in value.cls.externals:
        return value
    return tuple(value.attributes.get(name) for name, _ in value.cls.dataclass_fields or ())


def compare(machine: Machine, sign: str, left: Value, right: Value, text: str | None) -> Value:
    """``left sign right`` as true, false or an ``Unknown`` whose key is equal for equal comparisons."""
    if sign in ("==", "!=", "<", "<=", ">", ">=") and _has_axes(left, right):
        from lint_params.interpret.library.tensors import combined

        return combined(machine, sign, left, right)
    if sign in _COMPARISONS and (isinstance(left, Instance) or isinstance(right, Instance)):
        found = _compared(machine, sign, left, right)
        if found is not _NOTHING:
            return found
        left, right = as_tuple(left), as_tuple(right)
    if sign in ("in", "not in"):
        right = as_tuple(right)
    if sign in _COMPARISONS and isinstance(left, SetValue) and isinstance(right, SetValue):
        return _sets_compared(machine, sign, left, right, text)
    if sign in ("is", "is not", "==", "!="):
        same = _same(machine, left, right, identity=sign.startswith("is"))
        if isinstance(same, bool):
            return same is (sign in ("is", "=="))
        # Constants go right, so that ``mode == 'a'`` and ``'a' == mode`` are one condition.
        if is_constant(left):
            left, right = right, left
        key = ("==", key_of(left), key_of(right), "")
        found = machine.unknown(same.reason, text, left, right, key=key)
        return found if sign in ("is", "==") else negate(machine, found, text)
    if sign in ("in", "not in"):
        return _membership(machine, sign, left, right, text)
    return _ordered(machine, sign, left, right, text)


def _sets_compared(machine: Machine, sign: str, left: SetValue, right: SetValue, text: str | None) -> Value:
    if left.open or right.open or not all(is_constant(item) for item in (*left, *right)):
        return machine.unknown("the elements are not known", text, left, right, key=(sign, left, right))
    answer: bool = {"!=": operator.ne, "==": operator.eq, **_ORDER}[sign](set(left), set(right))
    return answer


def _has_axes(left: Value, right: Value) -> bool:
    """Whether a comparison is made element by element: with data or a tensor that is more than one number."""
    if left is None or right is None:
        return False
    return any(isinstance(v, Tensor) or (isinstance(v, Array) and v.shape != ()) for v in (left, right))


def _ordered(machine: Machine, sign: str, left: Value, right: Value, text: str | None) -> Value:
    if is_constant(left) and is_constant(right):
        try:
            return bool(_ORDER[sign](left, right))
        except TypeError:
            return machine.unknown("the comparison has no answer", text)
    opened = any(isinstance(each, ListValue) and each.open for each in (left, right))
    if isinstance(left, (tuple, list)) and isinstance(right, (tuple, list)) and not opened:
        try:
            if all(is_constant(item) for item in (*left, *right)):
                return bool(_ORDER[sign](tuple(left), tuple(right)))
        except TypeError:
            return machine.unknown("the comparison has no answer", text)
    a, b = as_count(left), as_count(right)
    if a is not None and b is not None:
        difference = a - b
        low, high = (
            (difference, difference) if isinstance(difference, int) else _bounds_of("-", left, right, difference)
        )
        if sign in ("<", ">="):
            if high < 0 or low >= 0:
                return (high < 0) is (sign == "<")
        elif low > 0 or high <= 0:
            return (low > 0) is (sign == ">")
    base = {"<": "<", ">=": "<", ">": ">", "<=": ">"}[sign]
    found = machine.unknown(_reason(left, right), text, left, right, key=(base, key_of(left), key_of(right)))
    return found if base == sign else negate(machine, found, text)


def _reason(*values: Value) -> str:
    return next((value.reason for value in values if isinstance(value, Unknown)), "the values are not known")


def _same(machine: Machine, left: Value, right: Value, identity: bool) -> bool | Unknown:
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        if left is right:
            return True
        unknown, other = (left, right) if isinstance(left, Unknown) else (right, left)
        assert isinstance(unknown, Unknown)
        if other is None and isinstance(unknown.key, tuple) and unknown.key[:1] in (("parameter",), ("size",)):
            return False  # an argument without default is given something, and a size is never None
        if isinstance(other, (int, float)) and not isinstance(other, bool):
            return unknown if unknown.low <= other <= unknown.high else False
        return unknown
    if is_constant(left) and is_constant(right):
        members = [isinstance(each, (EnumInt, EnumStr)) for each in (left, right)]
        if identity and (type(plain(left)) is not type(plain(right)) or members[0] is not members[1]):
            return False  # ``1 is True``, ``2 is 2.0``, ``Color.RED is 1``
        return type_equal(left, right)
    if isinstance(left, Size) or isinstance(right, Size):
        if isinstance(left, (int, Size)) and isinstance(right, (int, Size)):
            answer = equal(left, right)
            return answer if answer is not None else machine.unknown("the sizes are not known", key=(left, right))
        if isinstance(left, float) or isinstance(right, float):
            return machine.unknown("the sizes are not known", key=(left, right))
        return False
    if isinstance(left, (tuple, list)) and isinstance(right, (tuple, list)):
        if identity:
            return left is right
        if left is right or _kind(left) is not _kind(right):
            return left is right
        if isinstance(left, IteratorValue):
            return False
        if isinstance(left, ViewValue) or isinstance(right, ViewValue):
            return machine.unknown("what a view is equal to is not followed", key=(left, right))
        if isinstance(left, SetValue) and isinstance(right, SetValue):
            return truth(machine, _sets_compared(machine, "==", left, right, None))
        open_ = next((each.open for each in (left, right) if isinstance(each, ListValue) and each.open), None)
        if open_ is not None and left is not right:
            return _beginnings_same(machine, left, right, open_)
        if len(left) != len(right):
            return False
        return _all_same(machine, left, right)
    if isinstance(left, range) and isinstance(right, range) and not identity:
        return left == right
    if isinstance(left, slice) and isinstance(right, slice) and not identity:
        return _all_same(machine, (left.start, left.stop, left.step), (right.start, right.stop, right.step))
    if isinstance(left, Namespace) and isinstance(right, Namespace) and left is not right and not identity:
        return machine.unknown("whether they hold the same is not followed", key=(left, right))
    if isinstance(left, External) and isinstance(right, External):
        return left == right
    if isinstance(left, External) is not isinstance(right, External):
        known, other = (left, right) if isinstance(left, External) else (right, left)
        assert isinstance(known, External)
        if isinstance(other, str) and _DTYPE.fullmatch(known.name):
            return known.name.endswith(f".{other}")  # ``data.dtype == np.uint8``
        if is_constant(other) and other is not None and _may_be_constant(known.name):
            return machine.unknown(f"what {known.name} is is not followed", key=(known.name, other))
    if not identity and isinstance(left, Instance) is not isinstance(right, Instance):
        a, b = as_tuple(left), as_tuple(right)
        if a is not left or b is not right:
            return _same(machine, a, b, identity)
    if isinstance(left, (Array, Tensor)) or isinstance(right, (Array, Tensor)):
        if left is None or right is None:
            return False
        return left is right or machine.unknown("its data are not in the source", key=(left, right))
    if isinstance(left, DictValue) and isinstance(right, DictValue) and left is not right and not identity:
        return _entries_same(machine, left, right)
    if not identity and left is not right and isinstance(left, Instance) and isinstance(right, Instance):
        found = _compared(machine, "==", left, right)  # within a list, say
        return False if found is _NOTHING else truth(machine, found)
    return left is right


def _kind(value: Value) -> type:
    """What tells lists, tuples, sets and the like apart: nothing is equal to something of another kind."""
    if isinstance(value, ViewValue):
        return ViewValue if value.kind == "values" else SetValue
    return next((kind for kind in (tuple, SetValue, DequeValue, IteratorValue) if isinstance(value, kind)), ListValue)


_DTYPE = re.compile(r"(numpy|tensorflow)\.(bool|string|(u?int|float|complex)\d+)")


def _may_be_constant(name: str) -> bool:
    """Whether something of a library may be a number or a text (``sys.platform``), not a class or a function."""
    last = name.rsplit(".", 1)[-1]
    return last.startswith("__") or last.isupper() or root(name) not in ("keras", "numpy", "tensorflow")


def _entries_same(machine: Machine, left: DictValue, right: DictValue) -> bool | Unknown:
    """Whether two dictionaries have the same entries."""
    if left.open or right.open or taint(left) or taint(right):
        return machine.unknown("the entries are not known", key=(left, right))
    if left.keys() != right.keys():
        return False
    return _all_same(machine, [*left.values()], [right[key] for key in left])


def _beginnings_same(
    machine: Machine, left: tuple[Value, ...] | list[Value], right: tuple[Value, ...] | list[Value], open_: Unknown
) -> bool | Unknown:
    """Lists of which not all is known differ where what is certain does."""
    a, b = (each.certain if isinstance(each, ListValue) else len(each) for each in (left, right))
    for mine, certain, other in ((left, a, right), (right, b, left)):
        if not (isinstance(other, ListValue) and other.open) and certain > len(other):
            return False
        assert certain <= len(mine)
    return False if _all_same(machine, left[: min(a, b)], right[: min(a, b)]) is False else open_


def _all_same(
    machine: Machine, left: tuple[Value, ...] | list[Value], right: tuple[Value, ...] | list[Value]
) -> bool | Unknown:
    answer: bool | Unknown = True
    for a, b in zip(left, right, strict=True):
        same = _same(machine, a, b, identity=False)
        if same is False:
            return False
        if isinstance(same, Unknown):
            answer = same
    return answer


def type_equal(left: Value, right: Value) -> bool:
    return bool(left == right)


def _membership(machine: Machine, sign: str, item: Value, container: Value, text: str | None) -> Value:
    answer: bool | Unknown
    key: object
    if isinstance(container, AttributesValue):
        container = container.copy(machine.born())
    if (isinstance(item, str) and isinstance(container, str)) or (
        isinstance(container, range) and isinstance(item, int)
    ):
        answer = item in container
    elif isinstance(container, DictValue):
        if is_constant(item) or isinstance(item, tuple):
            answer = item in container or (False if container.open is None else container.open)
        else:
            answer = machine.unknown(_reason(item), text, item, key=("in", key_of(item), container))
    elif isinstance(container, (tuple, list)):
        answer = False
        certain = container.certain if isinstance(container, ListValue) else len(container)
        for index, other in enumerate(container):
            same = _same(machine, item, other, identity=False)
            if same is True and index < certain:
                answer = True
                break
            if isinstance(same, Unknown):
                key = ("in", key_of(item), tuple(key_of(each) for each in container[:20]))
                answer = machine.unknown(same.reason, text, item, container, key=key)
        if answer is not True and isinstance(container, ListValue) and container.open is not None:
            answer = container.open
    elif isinstance(container, Unknown) and isinstance(item, str) and (surely := _in_text(item, container)) is not None:
        answer = surely
    elif isinstance(container, Instance) and container.cls.find("__contains__") is not None:
        answer = truth(machine, machine.program.call_method(machine, container, "__contains__", [item]))
    else:
        key = ("in", key_of(item), key_of(container))
        answer = machine.unknown(_reason(container, item), text, item, container, key=key)
    if isinstance(answer, bool):
        return answer is (sign == "in")
    return answer if sign == "in" else negate(machine, answer, text)


SHOWN = "shown"
"""What the key of a text begins with that Python or Keras makes of a layer or its class; then come the words that are
surely in it."""


def _in_text(item: str, text: Unknown) -> bool | None:
    """Whether a text has words in it of which only some are known: the others have no capital letters."""
    if not isinstance(text.key, tuple) or text.key[:1] != (SHOWN,):
        return None
    words = [str(word) for word in text.key[1:]]
    if any(item in word for word in words):
        return True
    return None if item.islower() or not item.isidentifier() else False


def dimension_of(value: Value) -> Dimension:
    """A value as a size in a shape; a nameless one where it is none."""
    if isinstance(value, Unknown):
        return value.size()
    if value is None or isinstance(value, (int, Size)):
        return value
    return Unknown("not a size").size()
