"""How the patterns of ``match`` are met: whether they are, as far as that is known, and what they bind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from lint_params.interpret import tree
from lint_params.interpret.attributes import bind_member
from lint_params.interpret.expressions import elements
from lint_params.interpret.machine import Machine
from lint_params.interpret.operations import compare, truth
from lint_params.interpret.scope import Frame
from lint_params.interpret.values import (
    Arguments,
    Builtin,
    ClassValue,
    DequeValue,
    DictValue,
    FunctionValue,
    Instance,
    ListValue,
    OwnLayers,
    Value,
    is_constant,
)
from lint_params.keras.base import KerasLayer
from lint_params.model.unknown import Unknown

Names = dict[str, Value]
"""What a pattern binds: names of the program only once all of the pattern is met."""


def matches(machine: Machine, pattern: tree.Pattern, subject: Value, frame: Frame) -> tuple[bool | Unknown, Names]:
    """Whether a pattern is met, and what its names are then."""
    bound: Names = {}
    answer = _matches(machine, pattern, subject, frame, bound)
    if isinstance(answer, Unknown):
        _leave_open(machine, pattern, answer, bound)
    return answer, bound


def _leave_open(machine: Machine, pattern: tree.Pattern, why: Unknown, bound: Names) -> None:
    """The names of a pattern of which no more is known than that it may be met."""
    for each in _within(pattern):
        if each.name is not None and each.name not in bound:
            bound[each.name] = machine.unknown(why.reason, each.name, why, key=(why, each))


def _matches(machine: Machine, pattern: tree.Pattern, subject: Value, frame: Frame, bound: Names) -> bool | Unknown:
    if pattern.kind == "wildcard":
        return True
    if pattern.kind == "capture" and pattern.name is not None:
        bound[pattern.name] = subject
        return True
    if pattern.kind == "as":
        answer = _matches(machine, pattern.patterns[0], subject, frame, bound)
        if pattern.name is not None:
            bound[pattern.name] = subject
        return answer
    if pattern.kind == "or":
        return _one_of(machine, pattern, subject, frame, bound)
    if pattern.kind == "sequence":
        return _sequence(machine, pattern, subject, frame, bound)
    if pattern.kind == "mapping":
        return _mapping(machine, pattern, subject, frame, bound)
    assert pattern.value is not None
    value = machine.evaluate(pattern.value, frame)
    if pattern.kind == "class":
        return _class(machine, pattern, value, subject, frame, bound)
    if (value is None or isinstance(value, bool)) and is_constant(subject):
        return subject is value  # ``case True`` is not met by 1
    return truth(machine, compare(machine, "==", subject, value, None))


def _one_of(machine: Machine, pattern: tree.Pattern, subject: Value, frame: Frame, bound: Names) -> bool | Unknown:
    """The first alternative that is met binds the names; where it may be another one, they are not known."""
    open_: Unknown | None = None
    met: list[Names] = []
    answer: bool | Unknown = False
    for option in pattern.patterns:
        names: Names = {}
        answer = _matches(machine, option, subject, frame, names)
        if answer is not False:
            met.append(names)
        if answer is True:
            break
        if isinstance(answer, Unknown):
            open_ = open_ or answer
    for name, value in met[0].items() if met else ():
        if all(names.get(name, open_) is value for names in met):
            bound[name] = value
    if open_ is not None and len(met) > 1:
        _leave_open(machine, pattern, open_, bound)
    return answer is True or (open_ if open_ is not None else False)


def _all(answers: Iterable[bool | Unknown]) -> bool | Unknown:
    """False where one is, else one that is not known, if any."""
    open_: Unknown | None = None
    for answer in answers:
        if answer is False:
            return False
        if isinstance(answer, Unknown):
            open_ = open_ or answer
    return open_ if open_ is not None else True


def _sequence(machine: Machine, pattern: tree.Pattern, subject: Value, frame: Frame, bound: Names) -> bool | Unknown:
    if isinstance(subject, Unknown):
        return machine.unknown(subject.reason, None, subject, key=("matches", subject.key, pattern))
    if not _is_sequence(subject):
        return False
    items, open_ = elements(machine, subject)
    patterns = pattern.patterns
    star = next((index for index, each in enumerate(patterns) if each.kind == "star"), None)
    firm = subject.firm if isinstance(subject, ListValue) else 0
    if open_ is not None and (star is None or star < len(patterns) - 1 or firm < star):
        # How many there are is not known, and what they are no more than that.
        if star is None and isinstance(subject, ListValue) and subject.certain > len(patterns):
            return False
        _leave_open(machine, pattern, open_, bound)
        return machine.unknown(open_.reason, None, open_, key=("matches", open_.key, pattern))
    if star is None:
        if len(items) != len(patterns):
            return False
        return _all(_matches(machine, p, s, frame, bound) for p, s in zip(patterns, items, strict=True))
    after = len(patterns) - star - 1
    if len(items) < len(patterns) - 1:
        return False
    name = patterns[star].name
    if name is not None:
        bound[name] = ListValue(items[star : len(items) - after], machine.born(), open_, firm - star)
    outer = [*zip(patterns[:star], items[:star], strict=True)]
    outer += [*zip(patterns[star + 1 :], items[len(items) - after :], strict=True)]
    return _all(_matches(machine, p, s, frame, bound) for p, s in outer)


def _within(pattern: tree.Pattern) -> Iterable[tree.Pattern]:
    """A pattern, and all within it."""
    yield pattern
    for inner in pattern.patterns:
        yield from _within(inner)


def _is_sequence(value: Value) -> bool:
    """Whether it is a ``collections.abc.Sequence``, and no text: neither a set nor what is only iterated is."""
    if isinstance(value, Instance):
        return "typing.NamedTuple" in value.cls.externals
    return isinstance(value, (tuple, range)) or type(value) in (ListValue, DequeValue, OwnLayers)


def _mapping(machine: Machine, pattern: tree.Pattern, subject: Value, frame: Frame, bound: Names) -> bool | Unknown:
    if not isinstance(subject, DictValue):
        if is_constant(subject) or isinstance(subject, (list, tuple, range, KerasLayer, FunctionValue, ClassValue)):
            return False
        if isinstance(subject, Instance) and subject.cls.is_whole:
            return False
        return machine.unknown("not known", None, subject, key=subject)
    answers: list[bool | Unknown] = []
    matched: list[Value] = []
    for key, inner in zip(pattern.keys, pattern.patterns, strict=True):
        value = machine.evaluate(cast(tree.Expression, key), frame)
        if not is_constant(value) or value not in subject:
            return subject.open or False
        answers.append(_matches(machine, inner, subject[value], frame, bound))
        matched.append(value)
    if pattern.name is not None:
        rest = {key: value for key, value in subject.items() if key not in matched}
        bound[pattern.name] = DictValue(rest, machine.born(), subject.open)
    return _all(answers)


def _class(
    machine: Machine, pattern: tree.Pattern, cls: Value, subject: Value, frame: Frame, bound: Names
) -> bool | Unknown:
    test = machine.program.is_instance(machine, subject, cls)
    if test is False:
        return False
    answers: list[bool | Unknown] = [test]
    places = _match_args(machine, cls)
    for index, (key, inner) in enumerate(zip(pattern.keys, pattern.patterns, strict=True)):
        if key == "" and isinstance(cls, Builtin):
            answers.append(_matches(machine, inner, subject, frame, bound))  # ``case int(n)``
            continue
        if key == "" and places is not None and index >= len(places):
            machine.fails("TypeError")
        given = str(key) or (places[index] if places is not None and index < len(places) else None)
        there, value = _part(machine, subject, given, pattern, frame)
        if there is False:
            return False
        answers += [there, _matches(machine, inner, value, frame, bound)]
    return _all(answers)


def _match_args(machine: Machine, cls: Value) -> Sequence[str] | None:
    """The names of what stands in a class pattern without one; ``None`` where they are not known."""
    if not isinstance(cls, ClassValue):
        return None
    found = cls.find("__match_args__")
    if found is not None:
        names, open_ = elements(machine, found[1])
        return [str(name) for name in names] if open_ is None else None
    if cls.dataclass_fields is not None:
        return [name for name, _ in cls.dataclass_fields]
    return [] if cls.is_whole else None


def _part(
    machine: Machine, subject: Value, name: str | None, pattern: tree.Pattern, frame: Frame
) -> tuple[bool | Unknown, Value]:
    """Whether a subject has an attribute, and what it is."""
    assert pattern.value is not None
    place = pattern.value.place
    open_ = machine.unknown("an attribute is not known", name, subject, key=(subject, ".", name, "matched"))
    if name is None or isinstance(subject, Unknown):
        return open_, open_
    there = machine.program.has_attribute(machine, Arguments([subject, name], {}, place, frame.unit))
    if there is False:
        return False, None
    if isinstance(subject, Instance) and name in subject.attributes:
        return True, subject.attributes[name]
    found = subject.cls.find(name) if isinstance(subject, Instance) else None
    if found is not None:
        return True, bind_member(machine, found[0], found[1], subject)
    if isinstance(subject, KerasLayer) and there is True:
        return True, machine.program.layer_attribute(machine, subject, name, pattern.value, frame)
    return open_, open_
