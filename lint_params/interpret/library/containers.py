"""The methods of Python's own types on abstract values: lists, dictionaries, sets, queues, strings."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

from lint_params.interpret.attributes import in_region
from lint_params.interpret.expressions import elements, hashable
from lint_params.interpret.library.builtins import (
    MAX_REPEAT,
    MAX_WRITTEN,
    dict_,
    made,
    next_,
    plain_tuple,
    sorted_,
    unknown_call,
)
from lint_params.interpret.machine import Machine
from lint_params.interpret.operations import assumed_from, binary, compare, set_of
from lint_params.interpret.values import (
    Arguments,
    Builtin,
    Configuration,
    DequeValue,
    DictValue,
    IteratorValue,
    ListValue,
    Namespace,
    SetValue,
    Value,
    ViewValue,
    is_constant,
    plain,
)
from lint_params.model.unknown import Unknown

Method = Callable[[Machine, Value, Arguments], Value]


def bound_method(value: Value, name: str) -> Value | None:
    """The method of a list, dictionary, string … by name, bound; ``None`` where the value has none."""
    table: dict[str, Callable[[Machine, Value, Arguments], Value]] | None = None
    if isinstance(value, SetValue):
        table = {**_LIST, **_SET}
    elif isinstance(value, IteratorValue):
        table = {"__next__": lambda m, v, a: next_(m, Arguments([v], {}, a.place, a.unit, text=a.text))}
    elif isinstance(value, DequeValue):
        table = {**_LIST, **_DEQUE}
    elif isinstance(value, ListValue):
        table = _LIST
    elif isinstance(value, DictValue):
        table = _DICT
        if isinstance(value, Configuration) and name not in ("get", "pop", "update"):
            value.changed_within = True
    elif isinstance(value, str):
        table = _STR
    elif isinstance(value, tuple):
        table = _TUPLE
    elif isinstance(value, Namespace):
        table = _NAMESPACE
    elif isinstance(value, Builtin):
        return _type_method(value, name)
    if table is None:
        return None
    run = table.get(name) or _changes(value, name)
    if run is None:
        return None
    if name in ("format", "update") and not isinstance(value, SetValue):
        return Builtin(name, lambda machine, arguments: run(machine, value, arguments))

    def method(machine: Machine, arguments: Arguments) -> Value:
        if arguments.rest is None:
            return run(machine, value, arguments)
        if isinstance(value, (ListValue, DictValue)) and name not in _READS:
            machine.program.mutate(machine, value)
            value.open = value.open or arguments.rest
            value.clear()
        return unknown_call(machine, arguments, arguments.rest.reason)

    return Builtin(name, method)


_READS = (
    "as_list", "copy", "count", "difference", "get", "index", "intersection", "items", "keys", "symmetric_difference",
    "union", "values",
)  # fmt: skip
"""Methods that leave their container as it is."""
_CHANGES = (
    "popitem", "move_to_end", "subtract", "intersection_update", "difference_update", "symmetric_difference_update",
    "__setitem__", "__delitem__", "__iadd__", "__ior__",
)  # fmt: skip


def _changes(value: Value, name: str) -> Method | None:
    """A method that changes a container in a way that is not followed: its contents are open afterwards."""
    if name not in _CHANGES or not isinstance(value, (ListValue, DictValue)):
        return None

    def run(machine: Machine, value: Value, arguments: Arguments) -> Value:
        assert isinstance(value, (ListValue, DictValue))
        value.open = value.open or machine.unknown(f"what {name} leaves is not followed")
        value.clear()
        return unknown_call(machine, arguments, value.open.reason)

    return run


def _type_method(value: Builtin, name: str) -> Value | None:
    if value.name == "dict" and name == "fromkeys":
        return Builtin("fromkeys", _fromkeys)
    if name == "__name__":
        return value.name
    return None


def _fromkeys(machine: Machine, arguments: Arguments) -> Value:
    items, open_ = elements(machine, arguments.get(0, "iterable"))
    value = arguments.get(1, "value")
    return DictValue({item: value for item in items if hashable(item)}, machine.born(), open_)


_TOO_LONG = f"more than {MAX_REPEAT * 10} elements are not followed"


def _append(machine: Machine, value: Value, arguments: Arguments) -> Value:
    assert isinstance(value, ListValue)
    machine.program.mutate(machine, value, grows=True)
    if len(value) < MAX_REPEAT * 10:
        value.append(arguments.get(0, "object"))
        machine.program.nest_list(machine, value, value[-1])
        _shorten(value)
    else:
        value.open = value.open or machine.unknown(_TOO_LONG)
    return None


def _extend(machine: Machine, value: Value, arguments: Arguments) -> Value:
    assert isinstance(value, ListValue)
    items, open_ = elements(machine, arguments.get(0, "iterable"))
    machine.program.mutate(machine, value, grows=True)
    if len(value) + len(items) > MAX_REPEAT * 10:
        items, open_ = [], open_ or machine.unknown(_TOO_LONG)
    value.extend(items)
    value.open = value.open or open_
    _shorten(value)
    return None


def _shorten(value: ListValue, at_end: bool = False) -> None:
    """Keep a deque within its ``maxlen``: what is too much falls off the other end."""
    longest = value.longest if isinstance(value, DequeValue) else None
    if longest is not None and len(value) > longest:
        if at_end:
            del value[longest:]
        else:
            del value[: len(value) - longest]


def _append_left(machine: Machine, value: Value, arguments: Arguments) -> Value:
    assert isinstance(value, ListValue)
    machine.program.mutate(machine, value)
    value.insert(0, arguments.get(0, "object"))
    _shorten(value, at_end=True)
    return None


def _extend_left(machine: Machine, value: Value, arguments: Arguments) -> Value:
    assert isinstance(value, ListValue)
    items, open_ = elements(machine, arguments.get(0, "iterable"))
    machine.program.mutate(machine, value)
    value[:0] = items[::-1]
    value.open = value.open or open_
    _shorten(value, at_end=True)
    return None


def _pop_left(machine: Machine, value: Value, arguments: Arguments) -> Value:
    return _pop(machine, value, Arguments([0], {}, arguments.place, arguments.unit, text=arguments.text))


def _rotate(machine: Machine, value: Value, arguments: Arguments) -> Value:
    assert isinstance(value, ListValue)
    machine.program.mutate(machine, value)
    steps = arguments.get(0, "n", 1)
    if not isinstance(steps, int) or value.open is not None:
        value.open = value.open or machine.unknown("it is not known how far it is rotated", None, steps)
        value.clear()
    elif value:
        steps %= len(value)
        value[:] = [*value[len(value) - steps :], *value[: len(value) - steps]]
    return None


def _insert(machine: Machine, value: Value, arguments: Arguments) -> Value:
    assert isinstance(value, ListValue)
    machine.program.mutate(machine, value)
    index = arguments.get(0, "index")
    if isinstance(index, int) and abs(index) <= sys.maxsize:
        value.insert(index, arguments.get(1, "object"))
    else:
        value.open = value.open or machine.unknown("it is not known where an element is inserted", None, index)
    return None


def _pop(machine: Machine, value: Value, arguments: Arguments) -> Value:
    assert isinstance(value, ListValue)
    machine.program.mutate(machine, value)
    index = arguments.get(0, "index", -1)
    if value.open is None and isinstance(index, int) and -len(value) <= index < len(value):
        return value.pop(index)
    if value.open is None and isinstance(index, int):
        machine.fails("IndexError")
    value.open = value.open or machine.unknown("it is not known which element is removed", None, index)
    return unknown_call(machine, arguments, value.open.reason)


def _clear(machine: Machine, value: Value, arguments: Arguments) -> Value:
    assert isinstance(value, (ListValue, DictValue))
    machine.program.mutate(machine, value)
    value.clear()
    return None


def _copy(machine: Machine, value: Value, arguments: Arguments) -> Value:
    if isinstance(value, DictValue):
        made_ = DictValue(value, machine.born(), value.open)
        made_.factory = value.factory
        return made_
    assert isinstance(value, ListValue)
    if isinstance(value, DequeValue):
        return DequeValue(value, machine.born(), value.open, value.longest)
    kind = SetValue if isinstance(value, SetValue) else ListValue
    return kind(value, machine.born(), value.open, value.firm)


def _reverse(machine: Machine, value: Value, arguments: Arguments) -> Value:
    assert isinstance(value, ListValue)
    machine.program.mutate(machine, value)
    value.reverse()
    return None


def _sort(machine: Machine, value: Value, arguments: Arguments) -> Value:
    assert isinstance(value, ListValue)
    machine.program.mutate(machine, value)
    result = sorted_(machine, Arguments([value], arguments.keywords, arguments.place, arguments.unit))
    if isinstance(result, ListValue):
        value[:] = list(result)
        value.open = value.open or result.open
    return None


def _index(machine: Machine, value: Value, arguments: Arguments) -> Value:
    assert isinstance(value, (list, tuple))
    wanted, *given = arguments.positional or [None]
    ends = [end for end in given if isinstance(end, int)]
    if len(ends) < len(given) or (ends and isinstance(value, ListValue) and value.open is not None):
        return unknown_call(machine, arguments, "its place is not known", low=0)
    start, stop = (*ends, None, None)[:2]
    for index in range(len(value))[start:stop]:
        answer = compare(machine, "==", value[index], wanted, None)
        if answer is True and (not isinstance(value, ListValue) or index < value.certain):
            return index
        if answer is True or isinstance(answer, Unknown):
            break
    else:
        if not (isinstance(value, ListValue) and value.open is not None):
            machine.fails("ValueError")
    return unknown_call(machine, arguments, "its place is not known", low=0)


def _count(machine: Machine, value: Value, arguments: Arguments) -> Value:
    assert isinstance(value, (list, tuple))
    answers = [compare(machine, "==", item, arguments.get(0, "value"), None) for item in value]
    if (isinstance(value, ListValue) and value.open is not None) or any(isinstance(each, Unknown) for each in answers):
        return unknown_call(machine, arguments, low=sum(1 for answer in answers if answer is True))
    return sum(1 for answer in answers if answer is True)


def _remove(machine: Machine, value: Value, arguments: Arguments) -> Value:
    assert isinstance(value, ListValue)
    machine.program.mutate(machine, value)
    index = _index(machine, value, arguments)
    if isinstance(index, int):
        del value[index]
    else:
        value.open = value.open or machine.unknown("it is not known which element is removed")
    return None


def _set_add(machine: Machine, value: Value, arguments: Arguments) -> Value:
    assert isinstance(value, SetValue)
    machine.program.mutate(machine, value)
    _put(value, set_of(machine, [*value, arguments.get(0, "elem")], value.open))
    return None


def _set_update(machine: Machine, value: Value, arguments: Arguments) -> Value:
    assert isinstance(value, SetValue)
    for other in arguments.positional:
        items, open_ = elements(machine, other)
        machine.program.mutate(machine, value)
        _put(value, set_of(machine, [*value, *items], value.open or open_))
    return None


def _put(value: SetValue, new: SetValue) -> None:
    """Give a set the elements of another."""
    value[:] = new
    value.open = new.open


def _discard(machine: Machine, value: Value, arguments: Arguments) -> Value:
    assert isinstance(value, SetValue)
    item = arguments.get(0, "elem")
    known = value.open is None and all(is_constant(each) for each in (item, *value))
    if known and item not in list(value):
        return None
    return _remove(machine, value, arguments)


def _set_pop(machine: Machine, value: Value, arguments: Arguments) -> Value:
    """Any element: which one, Python does not say."""
    assert isinstance(value, SetValue)
    if len(value) == 1 and value.open is None:
        machine.program.mutate(machine, value)
        return value.pop()
    value.open = value.open or machine.unknown("which element a set gives is not known")
    value.clear()
    return unknown_call(machine, arguments, value.open.reason)


def _set_with_all(sign: str) -> Method:
    """``union(*others)`` and its like."""

    def run(machine: Machine, value: Value, arguments: Arguments) -> Value:
        for other in arguments.positional:
            items, open_ = elements(machine, other)
            value = binary(machine, sign, value, made(machine, "set", items, open_), arguments.text)
        return value if arguments.positional else _copy(machine, value, arguments)

    return run


_LIST: dict[str, Callable[[Machine, Value, Arguments], Value]] = {
    "append": _append, "extend": _extend, "insert": _insert, "pop": _pop, "clear": _clear, "copy": _copy,
    "reverse": _reverse, "sort": _sort, "index": _index, "count": _count, "remove": _remove,
}  # fmt: skip
_DEQUE: dict[str, Callable[[Machine, Value, Arguments], Value]] = {
    "appendleft": _append_left, "extendleft": _extend_left, "popleft": _pop_left, "rotate": _rotate,
}  # fmt: skip
_SET: dict[str, Method] = {
    "add": _set_add, "discard": _discard, "update": _set_update, "pop": _set_pop, "union": _set_with_all("|"),
    "intersection": _set_with_all("&"), "difference": _set_with_all("-"), "symmetric_difference": _set_with_all("^"),
}  # fmt: skip
_TUPLE = {
    "index": _index, "count": _count,
    "as_list": lambda machine, value, arguments: ListValue(elements(machine, value)[0], machine.born()),
    "_replace": lambda machine, value, arguments: unknown_call(machine, arguments),
}  # fmt: skip


def _get(machine: Machine, value: Value, arguments: Arguments) -> Value:
    assert isinstance(value, DictValue)
    key = arguments.get(0, "key")
    if hashable(key):
        if key in value:
            return value[key]
        if value.open is None:
            return arguments.get(1, "default")
    if isinstance(value, Configuration):
        value.changed_within = True
    return unknown_call(machine, arguments, value.open.reason if value.open is not None else None)


def _setdefault(machine: Machine, value: Value, arguments: Arguments) -> Value:
    assert isinstance(value, DictValue)
    key = arguments.get(0, "key")
    if hashable(key) and key not in value and value.open is None:
        machine.program.mutate(machine, value)
        value[key] = arguments.get(1, "default")
    return _get(machine, value, arguments)


def _dict_pop(machine: Machine, value: Value, arguments: Arguments) -> Value:
    assert isinstance(value, DictValue)
    key = arguments.get(0, "key")
    if value.open is None and hashable(key) and key not in value and not arguments.has(1, "default"):
        machine.fails("KeyError")
    found = _get(machine, value, arguments)
    if hashable(key):
        machine.program.mutate(machine, value)
        value.pop(key, None)
    return found


def _update(machine: Machine, value: Value, arguments: Arguments) -> Value:
    assert isinstance(value, DictValue)
    machine.program.mutate(machine, value)
    other = dict_(machine, arguments)
    assert isinstance(other, DictValue)
    if other.open is not None:
        value.overlaid(other.open)
    for key, item in other.items():
        value[key] = in_region(machine, value.born, value.get(key), item)
    return None


def _pop_item(machine: Machine, value: Value, arguments: Arguments) -> Value:
    """The last entry, or with ``last=False`` the first of an ``OrderedDict``."""
    assert isinstance(value, DictValue)
    last = arguments.get(0, "last", True)
    machine.program.mutate(machine, value)
    if value.open is None and not value:
        machine.fails("KeyError")
    if value.open is not None or not value or not isinstance(last, bool):
        value.open = value.open or machine.unknown("it is not known which entry is removed")
        value.clear()
        return unknown_call(machine, arguments, value.open.reason)
    key = list(value)[-1 if last else 0]
    return key, value.pop(key)


def _move_to_end(machine: Machine, value: Value, arguments: Arguments) -> Value:
    assert isinstance(value, DictValue)
    key, last = arguments.get(0, "key"), arguments.get(1, "last", True)
    machine.program.mutate(machine, value)
    if value.open is None and hashable(key) and key in value and isinstance(last, bool):
        moved = {key: value[key]}
        others = {other: item for other, item in value.items() if other != key}
        value.clear()
        value.update({**others, **moved} if last else {**moved, **others})
    else:
        value.open = value.open or machine.unknown("it is not known which entry is moved")
    return None


def _dict(value: Value) -> DictValue:
    assert isinstance(value, DictValue)
    return value


_DICT: dict[str, Callable[[Machine, Value, Arguments], Value]] = {
    "get": _get, "setdefault": _setdefault, "pop": _dict_pop, "update": _update, "copy": _copy, "clear": _clear,
    "keys": lambda machine, value, arguments: ViewValue(_dict(value), "keys", machine.born()),
    "values": lambda machine, value, arguments: ViewValue(_dict(value), "values", machine.born()),
    "items": lambda machine, value, arguments: ViewValue(_dict(value), "items", machine.born()),
    "popitem": _pop_item, "move_to_end": _move_to_end,
}  # fmt: skip
_NAMESPACE: dict[str, Callable[[Machine, Value, Arguments], Value]] = {
    "get": lambda machine, value, arguments: machine.program.namespace_attribute(
        machine, value, str(arguments.get(0, "key")), arguments.text, arguments.place[0]
    ) if isinstance(value, Namespace) else None,
}  # fmt: skip


def _text_method(name: str) -> Callable[[Machine, Value, Arguments], Value]:
    def run(machine: Machine, value: Value, arguments: Arguments) -> Value:
        given = [plain(item) for item in arguments.positional]
        keywords = {key: plain(item) for key, item in arguments.keywords.items()}
        if not all(is_constant(item) or plain_tuple(item) for item in (*given, *keywords.values())):
            return unknown_call(machine, arguments, None)
        if any(isinstance(item, int) and abs(item) > 10_000 for item in given):
            return unknown_call(machine, arguments, "the text is too long")
        if name == "replace" and (len(str(value)) + 1) * max(len(str(item)) for item in given or [""]) > MAX_WRITTEN:
            return unknown_call(machine, arguments, "the text is too long")
        try:
            result = getattr(str(value), name)(*given, **keywords)
        except (TypeError, ValueError, LookupError, AttributeError) as error:
            machine.fails(type(error).__name__)
            return unknown_call(machine, arguments, "it can't be computed")
        if isinstance(result, list):
            return ListValue(result, machine.born())
        return assumed_from(result, value) if is_constant(result) else result

    return run


def _join(machine: Machine, value: Value, arguments: Arguments) -> Value:
    items, open_ = elements(machine, arguments.get(0, "iterable"))
    length = sum(len(str(value)) + len(item) for item in items if isinstance(item, str))
    if open_ is None and all(isinstance(item, str) for item in items) and length <= MAX_WRITTEN:
        return str(value).join(str(item) for item in items)
    return unknown_call(machine, arguments)


def _format(machine: Machine, value: Value, arguments: Arguments) -> Value:
    text = str(value)
    values = (*arguments.positional, *arguments.keywords.values())
    if len(text) > 500 or not all(is_constant(item) for item in values) or arguments.rest is not None:
        return unknown_call(machine, arguments)
    if any(character in text for character in ".[!") or _wide(text):
        return unknown_call(machine, arguments, "the format is not followed")
    try:
        return text.format(*[plain(item) for item in arguments.positional], **arguments.keywords)
    except (IndexError, KeyError, ValueError, TypeError):
        return unknown_call(machine, arguments, "the format does not fit")


def _wide(text: str) -> bool:
    """Whether a format could ask for a very wide field, or leaves the width to a value."""
    if re.search(r":[^{}]*\{", text):
        return True
    run = 0
    for character in text:
        run = run + 1 if character.isdigit() else 0
        if run > 3:
            return True
    return False


_STR: dict[str, Callable[[Machine, Value, Arguments], Value]] = {
    name: _text_method(name)
    for name in (
        "lower", "upper", "strip", "lstrip", "rstrip", "split", "rsplit", "replace", "startswith", "endswith", "title",
        "capitalize", "find", "count", "index", "isdigit", "isalpha", "isupper", "islower", "splitlines", "partition",
        "rpartition", "center", "ljust", "rjust", "zfill", "isalnum", "isspace", "isdecimal", "istitle", "rindex",
        "encode", "expandtabs", "removeprefix", "removesuffix", "casefold", "swapcase", "rfind", "isidentifier",
        "isnumeric",
    )
}  # fmt: skip
_STR["join"] = _join
_STR["format"] = _format
