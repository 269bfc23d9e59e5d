"""Python's builtins, and the methods of its own types, on abstract values."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from lint_params.interpret.expressions import elements, hashable
from lint_params.interpret.machine import Machine, Raised
from lint_params.interpret.operations import (
    SHOWN,
    as_count,
    assumed_from,
    binary,
    bounds,
    compare,
    key_of,
    set_of,
    truth,
)
from lint_params.interpret.values import (
    Arguments,
    Array,
    AttributesValue,
    Builtin,
    ClassValue,
    DictValue,
    External,
    Instance,
    IteratorValue,
    ListValue,
    SetValue,
    Value,
    ViewValue,
    is_constant,
    plain,
)
from lint_params.keras.base import KerasLayer
from lint_params.keras.tensor import Tensor
from lint_params.model.dimension import Size
from lint_params.model.unknown import Unknown

MAX_REPEAT = 20_000
MAX_WRITTEN = 100_000
"""Characters of a text made from others."""
Run = Callable[[Machine, Arguments], Value]
BUILTINS: dict[str, Value] = {}


def builtin(*names: str) -> Callable[[Run], Run]:
    def register(run: Run) -> Run:
        for name in names:
            BUILTINS[name] = Builtin(name, run)
        return run

    return register


def unknown_call(machine: Machine, arguments: Arguments, reason: str | None = None, low: float = -math.inf) -> Unknown:
    """The result of a call that can't be computed, named by its source text."""
    rest = () if arguments.rest is None else (arguments.rest,)
    values = (*arguments.positional, *arguments.keywords.values(), *rest)
    why = reason or next((value.reason for value in values if isinstance(value, (Unknown, Array))), "not known")
    text = arguments.text
    key = ("call", text, tuple(key_of(value) for value in values[:8]))
    return machine.unknown(why, text, *values, line=arguments.place[0], low=low, key=key)


@builtin("delattr")
def delattr_(machine: Machine, arguments: Arguments) -> Value:
    from lint_params.interpret.attributes import delete_attribute, forget

    holder, name = arguments.get(0, "object"), arguments.get(1, "name")
    if isinstance(name, str):
        delete_attribute(machine, holder, name)
    elif isinstance(holder, Instance):
        forget(machine, AttributesValue(holder), machine.unknown("a name is deleted that is not known", None, name))
    return None


@builtin("input", "breakpoint", "help")
def ignored(machine: Machine, arguments: Arguments) -> Value:
    return unknown_call(machine, arguments, "what it gives is not followed")


BUILTINS["print"] = BUILTINS["display"] = Builtin("print", lambda machine, arguments: None)


@builtin("open")
def open_(machine: Machine, arguments: Arguments) -> Value:
    from lint_params.interpret.library.files import open_ as opened

    return opened(machine, arguments)


@builtin("exit", "quit")
def leave(machine: Machine, arguments: Arguments) -> Value:
    raise Raised("SystemExit")


@builtin("len")
def len_(machine: Machine, arguments: Arguments) -> Value:
    value = arguments.get(0, "obj")
    if isinstance(value, ViewValue):
        value.refresh()
    if isinstance(value, (ListValue, DictValue)) and value.open is not None:
        low = value.certain if isinstance(value, ListValue) and not isinstance(value, SetValue) else min(len(value), 1)
        return unknown_call(machine, arguments, value.open.reason, low=low)
    if isinstance(value, (str, bytes, tuple, list, dict, range)):
        return assumed_from(len(value), value)
    if isinstance(value, Array) and value.shape and value.shape[0] is not None:
        return value.shape[0]
    if isinstance(value, Tensor) and not value.shape.open and value.shape.sizes and value.shape.sizes[0] is not None:
        return value.shape.sizes[0]
    if isinstance(value, Instance) and value.cls.find("__len__") is not None:
        return machine.program.call_method(machine, value, "__len__", [])
    if isinstance(value, Instance) and value.cls.dataclass_fields is not None:
        return len(value.cls.dataclass_fields)
    if isinstance(value, ClassValue) and value.members:
        return len(value.members)
    if isinstance(value, AttributesValue) and value.holder.open is None:
        return len(value.names)
    return unknown_call(machine, arguments, low=0)


@builtin("range", "xrange")
def range_(machine: Machine, arguments: Arguments) -> Value:
    parts = arguments.positional
    if not 1 <= len(parts) <= 3 and arguments.rest is None:
        machine.fails("TypeError")
    if (
        1 <= len(parts) <= 3
        and arguments.rest is None
        and all(isinstance(part, int) for part in parts)
        and (len(parts) < 3 or parts[2] != 0)
    ):
        return range(*[int(part) for part in parts if isinstance(part, int)])
    return unknown_call(machine, arguments)


@builtin("int")
def int_(machine: Machine, arguments: Arguments) -> Value:
    value = arguments.get(0, "x", 0)
    base = arguments.get(1, "base")
    if isinstance(value, Instance):
        for name in ("__int__", "__index__"):
            if value.cls.find(name) is not None:
                return machine.program.call_method(machine, value, name, [])
    if isinstance(value, (int, float, str)):
        try:
            if isinstance(value, str) and len(value) > 100:
                return unknown_call(machine, arguments)
            result = int(value, base) if isinstance(base, int) and isinstance(value, str) else int(value)
            return assumed_from(result, value)
        except (ValueError, OverflowError) as error:
            machine.fails(type(error).__name__)
            return unknown_call(machine, arguments, "it is no whole number")
    if isinstance(value, Size):
        return value
    if isinstance(value, Unknown) and value.of is not None:
        return value
    if (
        isinstance(value, Unknown)
        and value.key is not None
        and isinstance(value.key, tuple)
        and value.key[:1] == ("size",)
    ):
        return value
    found = unknown_call(machine, arguments)
    if isinstance(value, Unknown) and math.isfinite(value.low):
        return Unknown(
            found.reason,
            found.text,
            found.line,
            math.floor(value.low),
            math.ceil(value.high) if math.isfinite(value.high) else value.high,
            found.key,
            found.conditions,
        )
    return found


@builtin("float")
def float_(machine: Machine, arguments: Arguments) -> Value:
    value = arguments.get(0, "x", 0.0)
    if isinstance(value, (int, float, str)):
        try:
            return assumed_from(float(value), value)
        except (ValueError, OverflowError) as error:
            machine.fails(type(error).__name__)
            return unknown_call(machine, arguments, "it is no number")
    return value if isinstance(value, (Unknown, Size)) else unknown_call(machine, arguments)


@builtin("repr")
def repr_(machine: Machine, arguments: Arguments) -> Value:
    value = plain(arguments.get(0, "object", ""))
    if is_constant(value) and not (isinstance(value, int) and value.bit_length() > 4096):
        return repr(value)
    return str_(machine, arguments)


@builtin("str")
def str_(machine: Machine, arguments: Arguments) -> Value:
    value = arguments.get(0, "object", "")
    if is_constant(value) and not (isinstance(value, int) and value.bit_length() > 4096):
        return assumed_from(str(value), value)
    if isinstance(value, (tuple, range)) and len(value) < 50 and all(is_constant(item) for item in value):
        return str(tuple(plain(item) for item in value)) if isinstance(value, tuple) else str(value)
    if isinstance(value, (KerasLayer, ClassValue, External)):
        return shown(machine, value, arguments.text)
    return unknown_call(machine, arguments)


def shown(machine: Machine, value: KerasLayer | ClassValue | External, text: str | None) -> Value:
    """The text that a layer or a class is shown as: whole in Keras 3, else only its name in it is known."""
    cls = machine.program.type_of(value) if isinstance(value, KerasLayer) else value
    if isinstance(cls, External):
        name = machine.program.external_attribute(machine, cls, "__name__", None)
    else:
        name = cls.name if isinstance(cls, ClassValue) else None
    own = cls if isinstance(cls, ClassValue) else None
    if own is not None and not isinstance(value, ClassValue) and any(map(own.find, ("__repr__", "__str__"))):
        return machine.unknown("the text that a layer is shown as is not followed", text)
    if isinstance(value, KerasLayer) and value.named and machine.setting.generation == "3":
        return f"<{name} name={value.name}, built={value.built}>"
    words = [name] if isinstance(name, str) else []
    return machine.unknown("the text that a layer is shown as is not followed", text, key=(SHOWN, *words))


@builtin("bool")
def bool_(machine: Machine, arguments: Arguments) -> Value:
    return truth(machine, arguments.get(0, "x", False))


def made(machine: Machine, kind: str, items: list[Value], open_: Unknown | None) -> Value:
    if kind == "tuple" and open_ is None:
        return tuple(items)
    if kind in ("set", "frozenset"):
        return set_of(machine, items, open_)
    if kind == "iter":
        return IteratorValue(items, machine.born(), open_)
    return ListValue(items, machine.born(), open_)


def _collector(kind: str) -> Run:
    def run(machine: Machine, arguments: Arguments) -> Value:
        if not arguments.positional:
            return made(machine, kind, [], None)
        value = arguments.positional[0]
        if kind == "iter" and isinstance(value, IteratorValue):
            return value
        if isinstance(value, ViewValue):
            value.refresh()
        certain = value.certain if isinstance(value, ListValue) else 0
        items, open_ = _label_elements(machine, value) if "set" in kind else elements(machine, value)
        if kind in ("list", "tuple") and open_ is not None and not items and isinstance(value, Unknown):
            return unknown_call(machine, arguments) if kind == "tuple" else ListValue([], machine.born(), open_)
        result = made(machine, kind, items, open_)
        if isinstance(result, ListValue) and not isinstance(result, SetValue):
            result.firm = certain
        return result

    return run


for _kind in ("list", "tuple", "set", "frozenset", "iter"):
    BUILTINS[_kind] = Builtin(_kind, _collector(_kind))


@builtin("dict")
def dict_(machine: Machine, arguments: Arguments) -> Value:
    result = DictValue({}, machine.born())
    if arguments.positional:
        value = arguments.positional[0]
        if isinstance(value, AttributesValue):
            value = value.copy(machine.born())
        if isinstance(value, DictValue):
            result.update(value)
            missing = value.open
        else:
            items, missing = elements(machine, value)
            for item in items:
                if isinstance(item, (tuple, list)) and len(item) == 2 and hashable(item[0]):
                    result[item[0]] = item[1]
                else:
                    missing = missing or machine.unknown("an entry is not known", None, item)
        result.open = missing
    if arguments.rest is not None:
        result.overlaid(arguments.rest)
    result.update(arguments.keywords)
    return result


@builtin("sorted")
def sorted_(machine: Machine, arguments: Arguments) -> Value:
    items, open_ = elements(machine, arguments.positional[0] if arguments.positional else None)
    key = arguments.keywords.get("key")
    reverse = arguments.keywords.get("reverse", False)
    by = [machine.program.call_plain(machine, key, [item]) for item in items] if key is not None else items
    if open_ is None and all(is_constant(value) or plain_tuple(value) for value in by) and isinstance(reverse, bool):
        try:
            order = sorted(range(len(items)), key=lambda index: by[index], reverse=reverse)  # type: ignore[arg-type,return-value]
            return ListValue([items[index] for index in order], machine.born())
        except TypeError:
            pass
    if len(items) <= 1 and open_ is None:
        return ListValue(items, machine.born())
    return ListValue([], machine.born(), open_ or machine.unknown("the order is not known", None, *items))


def plain_tuple(value: Value) -> bool:
    return isinstance(value, tuple) and all(is_constant(item) for item in value)


@builtin("reversed")
def reversed_(machine: Machine, arguments: Arguments) -> Value:
    value = arguments.positional[0] if arguments.positional else None
    if isinstance(value, range):
        return value[::-1]
    items, open_ = elements(machine, value)
    return IteratorValue(items[::-1] if open_ is None else [], machine.born(), open_)


@builtin("enumerate")
def enumerate_(machine: Machine, arguments: Arguments) -> Value:
    items, open_ = elements(machine, arguments.get(0, "iterable"))
    start = arguments.get(1, "start", 0)
    if not isinstance(start, int):
        return unknown_call(machine, arguments)
    return IteratorValue([(start + index, item) for index, item in enumerate(items)], machine.born(), open_)


@builtin("zip")
def zip_(machine: Machine, arguments: Arguments) -> Value:
    certain = [value.certain if isinstance(value, ListValue) else 0 for value in arguments.positional]
    columns = [elements(machine, value) for value in arguments.positional]
    iterators = [id(value) for value in arguments.positional if isinstance(value, IteratorValue)]
    # A list that is all known ends the rows, if of the others as many elements are known.
    shortest = min((len(items) for items, open_ in columns if open_ is None), default=None)
    open_ = next(
        (
            open_
            for (_, open_), least in zip(columns, certain, strict=True)
            if open_ is not None and (shortest is None or least < shortest)
        ),
        arguments.rest,
    )
    if open_ is None and len(set(iterators)) < len(iterators):
        open_ = next((open_ for _, open_ in columns if open_ is not None), None)
    if open_ is not None:
        return IteratorValue([], machine.born(), open_)
    strict = arguments.keywords.get("strict", False)
    if strict is not False and len({len(items) for items, _ in columns}) > 1:
        if strict is True:
            machine.fails("ValueError")
        return IteratorValue([], machine.born(), machine.unknown("not all are of one length", None, strict))
    # One iterator that is given twice is drawn from in turn; what no row has taken stays in it.
    drawn: dict[int, Iterator[Value]] = {}
    feeds = [
        drawn.setdefault(id(value), iter(items)) if isinstance(value, IteratorValue) else iter(items)
        for value, (items, _) in zip(arguments.positional, columns, strict=True)
    ]
    rows: list[Value] = list(zip(*feeds, strict=False))
    for value, feed in zip(arguments.positional, feeds, strict=True):
        if isinstance(value, IteratorValue):
            value.extend(feed)
    return IteratorValue(rows, machine.born())


@builtin("map")
def map_(machine: Machine, arguments: Arguments) -> Value:
    function, *rest = arguments.positional or [None]
    columns = [elements(machine, value) for value in rest]
    open_ = next((open_ for _, open_ in columns if open_ is not None), None)
    rows = list(zip(*(items for items, _ in columns), strict=False))
    if len(rows) > 2000:
        return IteratorValue([], machine.born(), machine.unknown("too many elements to follow"))
    return IteratorValue(
        [machine.program.call_plain(machine, function, list(row)) for row in rows], machine.born(), open_
    )


@builtin("filter")
def filter_(machine: Machine, arguments: Arguments) -> Value:
    function = arguments.get(0, "function")
    items, open_ = elements(machine, arguments.get(1, "iterable"))
    kept: list[Value] = []
    if len(items) > 2000:
        return IteratorValue([], machine.born(), machine.unknown("too many elements to follow"))
    for item in items:
        answer = truth(machine, item if function is None else machine.program.call_plain(machine, function, [item]))
        if answer is True:
            kept.append(item)
        elif isinstance(answer, Unknown):
            open_ = open_ or answer
    return IteratorValue(kept, machine.born(), open_)


def _label_elements(machine: Machine, value: Value) -> tuple[list[Value], Unknown | None]:
    """The elements of an iterable as far as a set, a minimum or a maximum tells them apart: labels are 0, 1 …"""
    if isinstance(value, Array) and value.classes is not None and value.shape is not None and len(value.shape) == 1:
        return list(range(value.classes)), None
    return elements(machine, value)


def _extreme(name: str) -> Run:
    sign = "<" if name == "min" else ">"

    def run(machine: Machine, arguments: Arguments) -> Value:
        if len(arguments.positional) == 1:
            items, open_ = _label_elements(machine, arguments.positional[0])
            if open_ is not None:
                return unknown_call(machine, arguments)
        else:
            items = list(arguments.positional)
        key = arguments.keywords.get("key")
        if not items:
            if "default" in arguments.keywords:
                return arguments.keywords["default"]
            if arguments.rest is None:
                machine.fails("ValueError" if arguments.positional else "TypeError")
            return unknown_call(machine, arguments, "there is nothing to choose from")
        counts = [as_count(item) for item in items]
        if key is None and any(isinstance(item, (Unknown, Size)) for item in items) and None not in counts:
            return _extreme_size(machine, name, items, counts, arguments)
        best = items[0]
        best_key = machine.program.call_plain(machine, key, [best]) if key is not None else best
        for item in items[1:]:
            item_key = machine.program.call_plain(machine, key, [item]) if key is not None else item
            answer = compare(machine, sign, item_key, best_key, None)
            if isinstance(answer, Unknown):
                return unknown_call(machine, arguments)
            if answer:
                best, best_key = item, item_key
        return best

    return run


def _extreme_size(
    machine: Machine, name: str, items: Sequence[Value], counts: Sequence[object], arguments: Arguments
) -> Value:
    from lint_params.model.dimension import maximum, minimum

    pick = minimum if name == "min" else maximum
    result = counts[0]
    for count in counts[1:]:
        assert isinstance(result, (int, Size)) and isinstance(count, (int, Size))
        result = pick(result, count)
    if isinstance(result, int):
        return result
    assert isinstance(result, Size)
    least, most = zip(*map(bounds, items), strict=True)
    low, high = (min(least), min(most)) if name == "min" else (max(least), max(most))
    return machine.unknown(
        "its operands are not known", arguments.text, *arguments.positional, low=low, high=high, key=result, of=result
    )


BUILTINS["min"] = Builtin("min", _extreme("min"))
BUILTINS["max"] = Builtin("max", _extreme("max"))


@builtin("sum")
def sum_(machine: Machine, arguments: Arguments) -> Value:
    items, open_ = elements(machine, arguments.get(0, "iterable"))
    if open_ is not None:
        return unknown_call(machine, arguments)
    total = arguments.get(1, "start", 0)
    for item in items:
        total = binary(machine, "+", total, item, arguments.text)
    return total


@builtin("abs")
def abs_(machine: Machine, arguments: Arguments) -> Value:
    value = arguments.get(0, "x")
    if isinstance(value, (int, float)):
        return assumed_from(abs(value), value)
    if isinstance(value, (Array, Tensor)):
        from lint_params.interpret.library.numeric import same_shape

        return same_shape(machine, arguments)
    if isinstance(value, Instance):
        if value.cls.find("__abs__") is not None:
            return machine.program.call_method(machine, value, "__abs__", [])
        return unknown_call(machine, arguments)
    return unknown_call(machine, arguments, low=0)


@builtin("slice")
def slice_(machine: Machine, arguments: Arguments) -> Value:
    if arguments.rest is not None:
        return unknown_call(machine, arguments)
    if not 1 <= len(arguments.positional) <= 3 or arguments.keywords:
        machine.fails("TypeError")
        return unknown_call(machine, arguments, "slice takes one to three places")
    return slice(*arguments.positional)


@builtin("round")
def round_(machine: Machine, arguments: Arguments) -> Value:
    value, digits = arguments.get(0, "number"), arguments.get(1, "ndigits")
    if isinstance(value, Instance) and value.cls.find("__round__") is not None:
        return machine.program.call_method(machine, value, "__round__", [] if digits is None else [digits])
    if isinstance(value, (int, float)) and (digits is None or isinstance(digits, int)):
        try:
            return assumed_from(round(value, digits) if digits is not None else round(value), value)
        except (ValueError, OverflowError) as error:
            machine.fails(type(error).__name__)
    return unknown_call(machine, arguments)


@builtin("pow")
def pow_(machine: Machine, arguments: Arguments) -> Value:
    base, exponent, modulus = (arguments.get(at, name) for at, name in enumerate(("base", "exp", "mod")))
    if modulus is None and arguments.rest is None:
        return binary(machine, "**", base, exponent, arguments.text)
    if isinstance(base, int) and isinstance(exponent, int) and isinstance(modulus, int) and exponent.bit_length() < 64:
        try:
            return pow(base, exponent, modulus)
        except ValueError:
            machine.fails("ValueError")
    return unknown_call(machine, arguments)


@builtin("divmod")
def divmod_(machine: Machine, arguments: Arguments) -> Value:
    a, b = arguments.get(0, "a"), arguments.get(1, "b")
    return (binary(machine, "//", a, b, None), binary(machine, "%", a, b, None))


def _decides(name: str) -> Run:
    def run(machine: Machine, arguments: Arguments) -> Value:
        items, open_ = elements(machine, arguments.positional[0] if arguments.positional else None)
        answers = [truth(machine, item) for item in items]
        if (name == "any") in [answer for answer in answers if isinstance(answer, bool)]:
            return name == "any"
        unknown = next((answer for answer in answers if isinstance(answer, Unknown)), open_)
        return unknown_call(machine, arguments, unknown.reason) if unknown is not None else name == "all"

    return run


BUILTINS["any"] = Builtin("any", _decides("any"))
BUILTINS["all"] = Builtin("all", _decides("all"))


@builtin("next")
def next_(machine: Machine, arguments: Arguments) -> Value:
    value = arguments.get(0, "iterator")
    if isinstance(value, Instance) and value.cls.find("__next__") is not None:
        return machine.program.call_method(machine, value, "__next__", [])
    if isinstance(value, IteratorValue):
        if value.certain:
            certain, open_ = value.certain, value.open
            machine.program.mutate(machine, value)
            if value.open is open_:  # it is drawn from for sure
                value.firm = certain - 1
            return value.pop(0)
        if value.open is None and len(arguments.positional) > 1:
            return arguments.positional[1]
        if value.open is None:
            machine.fails("StopIteration")
        return unknown_call(machine, arguments, value.open.reason if value.open is not None else "nothing is left")
    return unknown_call(machine, arguments)


def _character(run: Callable[[Any], Value]) -> Run:
    def answer(machine: Machine, arguments: Arguments) -> Value:
        value = arguments.get(0, "i")
        if not isinstance(value, (int, str, bytes)) or (isinstance(value, int) and value.bit_length() > 4096):
            return unknown_call(machine, arguments)
        try:
            return run(plain(value))
        except (TypeError, ValueError, OverflowError) as error:
            machine.fails(type(error).__name__)
            return unknown_call(machine, arguments, "it can't be computed")

    return answer


for _function in (chr, ord, hex, bin, oct):
    BUILTINS[_function.__name__] = Builtin(_function.__name__, _character(_function))


@builtin(
    "id",
    "hash",
    "format",
    "object",
    "staticmethod",
    "classmethod",
    "memoryview",
    "bytearray",
    "bytes",
    "complex",
    "__import__",
    "dir",
)
def other(machine: Machine, arguments: Arguments) -> Value:
    return unknown_call(machine, arguments, "what it gives is not followed")


for _name in (
    "Exception", "BaseException", "ValueError", "TypeError", "KeyError", "IndexError", "RuntimeError", "ImportError",
    "ModuleNotFoundError", "NotImplementedError", "AttributeError", "OSError", "IOError", "FileNotFoundError",
    "StopIteration", "SystemExit", "KeyboardInterrupt", "AssertionError", "NameError", "ZeroDivisionError", "Warning",
    "DeprecationWarning", "UserWarning", "ArithmeticError", "LookupError", "EOFError", "MemoryError", "object",
):  # fmt: skip
    BUILTINS[_name] = External(f"builtins.{_name}")
_OF_PARTS = ("display", "dict", "exit", "print", "quit", "range", "slice", "zip")
"""What is followed of these is right with an unknown ``*`` or ``**`` too."""
for _name, _value in BUILTINS.items():
    if isinstance(_value, Builtin) and _name not in _OF_PARTS:
        _value.whole = True
BUILTINS["__debug__"] = True
BUILTINS["Ellipsis"] = ...
BUILTINS["NotImplemented"] = External("builtins.NotImplemented")
BUILTINS["__doc__"] = None


# Python 2 has two more names for texts, and one for integers.
BUILTINS["basestring"] = BUILTINS["unicode"] = BUILTINS["str"]
BUILTINS["long"] = BUILTINS["int"]
