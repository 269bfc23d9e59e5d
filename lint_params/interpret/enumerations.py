"""Enumerations of the program: their members, what ``auto()`` gives, and a member found by its value."""

from __future__ import annotations

from lint_params.interpret.machine import Machine
from lint_params.interpret.operations import key_of
from lint_params.interpret.values import (
    AutoValue,
    BoundMethod,
    ClassValue,
    EnumInt,
    EnumStr,
    FunctionValue,
    Instance,
    ListValue,
    Value,
    is_constant,
)

_NUMBERS = ("enum.IntEnum", "enum.IntFlag")
_FLAGS = ("enum.Flag", "enum.IntFlag")


def is_enumeration(cls: ClassValue) -> bool:
    return any(name.startswith("enum.") for name in cls.externals)


def enumerate_members(machine: Machine, cls: ClassValue) -> None:
    """Make members of what stands in the class; a second name of a value is another name of its member."""
    by_value: dict[Value, Value] = {}
    automatic: dict[int, Value] = {}
    values: list[Value] = []
    for name, value in list(cls.namespace.items()):
        if name.startswith("_") or isinstance(value, FunctionValue):
            continue
        if isinstance(value, AutoValue):
            at = id(value)  # ``B = A`` gives ``B`` what ``A`` has
            value = automatic.setdefault(at, _automatic(machine, cls, name, values))
        values.append(value)
        known = by_value.get(value) if is_constant(value) else None
        member = known if known is not None else _member(machine, cls, name, value)
        cls.namespace[name] = member
        if known is None:
            cls.members.append(member)
            if is_constant(value):
                by_value[value] = member


def _automatic(machine: Machine, cls: ClassValue, name: str, values: list[Value]) -> Value:
    found = cls.find("_generate_next_value_")
    if found is not None:
        last = ListValue(values, machine.born())
        return machine.program.call_plain(machine, found[1], [name, 1, len(values), last])
    if "enum.StrEnum" in cls.externals:
        return name.lower()
    numbers = [value for value in values if isinstance(value, int)]
    if any(each in _FLAGS for each in cls.externals):
        return 1 << max((number.bit_length() for number in numbers), default=0)
    return max(numbers, default=0) + 1


def _member(machine: Machine, cls: ClassValue, name: str, value: Value) -> Value:
    mixed = cls.unit.text(cls.node.place).split(":", 1)[0]  # class Size(int, Enum)
    words = mixed.partition("(")[2].replace(",", " ").replace(")", " ").split()
    member: EnumInt | EnumStr
    # A member of an IntEnum is a number wherever one is needed.
    if isinstance(value, int) and ("int" in words or any(each in _NUMBERS for each in cls.externals)):
        member = EnumInt(value)
    elif isinstance(value, str) and ("str" in words or "enum.StrEnum" in cls.externals):
        member = EnumStr(value)
    else:
        made = Instance(cls, {"value": value, "name": name}, machine.born())
        found = cls.find("__init__")
        if found is not None and isinstance(found[1], FunctionValue):
            given = list(value) if isinstance(value, tuple) else [value]
            machine.program.call_plain(machine, BoundMethod(found[1], made), given)
        return made
    member.name = name
    return member


def member_of(machine: Machine, cls: ClassValue, value: Value) -> Value:
    """``Size(8)``: the member of a value."""
    for member in cls.members:
        own = member.attributes.get("value") if isinstance(member, Instance) else member
        if member is value or (own == value and (is_constant(value) or isinstance(value, tuple))):
            return member
    if is_constant(value) and cls.find("_missing_") is None:
        machine.fails("ValueError")
    return machine.unknown("it is no member that is known", None, value, key=(cls, key_of(value)))
