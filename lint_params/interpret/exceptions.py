"""Exceptions of the checked program: ``try``, ``raise``, ``assert``, and which handler takes what.

What surely raises is followed into its handler. What may raise, because it is not known, is a choice where a handler
makes or changes a model, or sets a name that turns up in one.
"""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from functools import partial

from lint_params.interpret import tree
from lint_params.interpret.expressions import join, plain_key, text_of
from lint_params.interpret.machine import APART, ENDS, JOINED, Catcher, Doubt, Machine, Raised
from lint_params.interpret.mentions import walk
from lint_params.interpret.operations import truth
from lint_params.interpret.scope import Frame
from lint_params.interpret.statements import EXECUTORS, Returned, aborts, executes
from lint_params.interpret.values import ClassValue, External, Instance, ListValue, Value, is_constant
from lint_params.model.dimension import Size
from lint_params.model.unknown import Unknown
from lint_params.records import replace

RAISED = "raised"


@executes(tree.Try)
def try_(machine: Machine, node: tree.Try, frame: Frame) -> object | None:
    try:
        signal = _guarded(machine, node, frame)
    except Raised:
        final = machine.execute(node.final, frame)
        if final is not None:
            return final  # a return in ``finally`` takes the place of the exception
        raise
    final = machine.execute(node.final, frame)
    return final if final is not None else signal


def _guarded(machine: Machine, node: tree.Try, frame: Frame) -> object | None:
    if node.handlers and _imports_only(node.body) and not machine.program.touches([node.body]):
        return machine.execute(node.body, frame) or machine.execute(node.orelse, frame)
    catcher = _catcher(machine, node, frame)
    before = dict(frame.scope.names)
    doubts = machine.doubts
    try:
        with machine.catching(catcher):
            signal, escaped = _body(machine, node, frame)
    except Raised as raised:
        handler = _taking(machine, node, catcher, raised, frame)
        if handler is None:
            raise
        _doubted(machine, node, catcher)
        signal = in_doubt(machine, catcher, _handle(machine, handler, raised, frame))
        join_doubts(machine, catcher)
        return signal
    if escaped is not None:
        return _handle(machine, escaped, Raised(None), frame)
    if signal is not None:
        return in_doubt(machine, catcher, signal)
    _doubted(machine, node, catcher)
    join_doubts(machine, catcher)
    signal = machine.execute(node.orelse, frame)
    if signal is None and machine.doubts > doubts:
        _join_handlers(machine, node, before, frame)
    return signal


def _catcher(machine: Machine, node: tree.Try, frame: Frame) -> Catcher:
    names = [caught_by(machine, each, frame) for each in node.handlers]
    after = [partial(_after, machine, each, frame) for each in node.handlers]
    return Catcher(machine.born(), names, frame, len(machine.regions), after)


def _after(machine: Machine, handler: tree.Handler, frame: Frame) -> str:
    """What comes of an exception that this handler may have to take."""
    if aborts(handler.body):
        return ENDS if any(isinstance(each, tree.Raise) for each in handler.body) else APART
    return APART if _matters(machine, handler, frame) else JOINED


def _taking(machine: Machine, node: tree.Try, catcher: Catcher, raised: Raised, frame: Frame) -> tree.Handler | None:
    """The handler that takes an exception."""
    for handler, names in zip(node.handlers, catcher.names, strict=True):
        if names is None and handler.type is not None and raised.name is not None:
            if catches(_known_names(machine.evaluate(handler.type, frame)), raised):
                return handler
            key = ("catches", frame.unit.path, frame.unit.cell, handler.type.place)
            if machine.decide(key, f"except {text_of(handler.type, frame)}"):
                return handler
        elif catches(names, raised):
            return handler
    return None


def _doubted(machine: Machine, node: tree.Try, catcher: Catcher) -> None:
    """Run the handlers that may have taken over, each on the names as they were then, which the doubt then has."""
    for doubt in catcher.doubts:
        region = doubt.region
        signal, names = _tried(
            machine, node.handlers[doubt.handler], doubt.names, region.key, region.reason, catcher.frame
        )
        doubt.names = catcher.frame.scope.names if signal == RAISED else names
        if signal is not None and signal != RAISED:
            machine.promote([plain_key(region.key)])


def _tried(
    machine: Machine, handler: tree.Handler, names: dict[str, Value], key: object, reason: str, frame: Frame
) -> tuple[object | None, dict[str, Value]]:
    """What a handler that may take over ends with, ``RAISED`` where it raises, and what it makes of some names."""
    after, frame.scope.names = frame.scope.names, dict(names)
    with machine.region("branch", plain_key(key), reason):
        try:
            signal = _handle(machine, handler, Raised(None), frame)
        except Raised:
            signal = RAISED
    made, frame.scope.names = frame.scope.names, after
    return signal, made


def join_doubts(machine: Machine, catcher: Catcher) -> None:
    """Names that the body of a ``try`` set, or not, as an exception may have been raised before."""
    names = catcher.frame.scope.names
    for doubt in reversed(catcher.doubts):
        for name, value in doubt.names.items():
            if name not in names:
                names[name] = value  # a program that reads it has set it
            elif names[name] is not value:
                names[name] = _either(machine, names[name], value, doubt)


def _either(machine: Machine, a: Value, b: Value, doubt: Doubt) -> Value:
    found = join(machine, a, b, Unknown(doubt.region.reason, key=doubt.region.key), "", None)
    return replace(found, reason=doubt.region.reason) if isinstance(found, Unknown) and found is not a else found


def in_doubt(machine: Machine, catcher: Catcher, signal: object) -> object:
    """What leaves the body of a ``try``, if anything does, behind something that may have raised."""
    for doubt in catcher.doubts if signal is not None else ():
        if isinstance(signal, Returned) and (is_constant(signal.value) or isinstance(signal.value, (Unknown, Size))):
            other = machine.unknown(doubt.region.reason)
            signal = Returned(_either(machine, signal.value, other, doubt))
        else:
            machine.promote([plain_key(doubt.region.key)])
    return signal


def _body(machine: Machine, node: tree.Try, frame: Frame) -> tuple[object | None, tree.Handler | None]:
    """Run the body; the handler that takes over where this run chooses that the first doubtful statement raises."""
    undecided = True
    for index, statement in enumerate(node.body):
        key = machine.stable(("raises", frame.unit.path, frame.unit.cell, node.place, index))
        if undecided and machine.is_choice(key):
            undecided = False
            for handler in node.handlers:
                if _matters(machine, handler, frame) and machine.decide(*_condition(handler, frame)):
                    return None, handler
        before = machine.doubts
        signal = machine.execute([statement], frame)
        if undecided and machine.doubts > before and any(_matters(machine, each, frame) for each in node.handlers):
            undecided = False
            machine.promote([key])  # begins again, so that what the statement did is not done where it raises
        if signal is not None:
            return signal, None
    return None, None


def _condition(handler: tree.Handler, frame: Frame) -> tuple[object, str]:
    """The key and the words of the choice that a handler takes over."""
    place = handler.type.place if handler.type is not None else handler.body[0].place
    words = "except " + (text_of(handler.type, frame) if handler.type is not None else "")
    return ("except", frame.unit.path, frame.unit.cell, place), words.strip()


def _matters(machine: Machine, handler: tree.Handler, frame: Frame) -> bool:
    """Whether it matters to a model if a handler takes over."""
    key, _ = _condition(handler, frame)
    return machine.program.touches([handler.body]) or machine.is_choice(machine.stable(key))


def _join_handlers(machine: Machine, node: tree.Try, before: dict[str, Value], frame: Frame) -> None:
    """Names that a handler would set have one of two values after a body that may raise."""
    for handler in node.handlers:
        if _matters(machine, handler, frame) or not any(map(_may_set, handler.body)):
            continue
        key, label = _condition(handler, frame)
        test = machine.unknown("it is not known what raises", None, key=key)
        signal, handled = _tried(machine, handler, before, test.key, f"it depends on `{label}`", frame)
        after = frame.scope.names
        for name, value in handled.items() if signal is None else ():
            if name not in before or before[name] is not value:
                after[name] = join(machine, after.get(name, value), value, test, label, node.place[0])


def _may_set(statement: tree.Statement) -> bool:
    """Whether a statement of a handler may set a name or an attribute, itself or in a function that it calls."""
    kinds = (tree.Assign, tree.AugmentedAssign, tree.AnnotatedAssign, tree.Delete, tree.For, tree.With, tree.Walrus)
    for each in walk([statement]):
        if isinstance(each, kinds):
            return True
        if isinstance(each, tree.Call) and not (isinstance(each.function, tree.Name) and each.function.id == "print"):
            return True
    return False


def _imports_only(body: Sequence[tree.Statement]) -> bool:
    """Whether a body is there to try imports: what the project's environment has is taken to be there."""
    kinds = (tree.Import, tree.ImportFrom, tree.Assign, tree.Jump)
    return all(isinstance(each, kinds) for each in body) and any(isinstance(each, kinds[:2]) for each in body)


def _handle(machine: Machine, handler: tree.Handler, raised: Raised, frame: Frame) -> object | None:
    if handler.name is not None:
        if raised.value is None:
            raised.value = machine.unknown("an exception", handler.name)
        frame.scope.assign(handler.name, raised.value)
    machine.handling.append(raised)
    try:
        return machine.execute(handler.body, frame)
    finally:
        machine.handling.pop()
        if handler.name is not None:
            frame.scope.names.pop(handler.name, None)


# Names of exceptions


def caught_by(machine: Machine, handler: tree.Handler, frame: Frame) -> frozenset[str] | None:
    """The names of the exceptions that a handler takes; ``None`` where it takes any, or is not known."""
    if handler.type is None:
        return None
    return names_of(machine.evaluate(handler.type, frame))


def names_of(value: Value) -> frozenset[str] | None:
    """The names of exception classes, one or several; ``None`` where they are not known."""
    if isinstance(value, (tuple, ListValue)):
        parts = [names_of(each) for each in value]
        return None if None in parts else frozenset(name for part in parts if part is not None for name in part)
    if isinstance(value, (External, ClassValue)):
        return frozenset([value.name.rsplit(".", 1)[-1]])
    return None


def _known_names(value: Value) -> frozenset[str]:
    """Those of several exception classes whose names are known."""
    parts = value if isinstance(value, (tuple, ListValue)) else [value]
    return frozenset[str]().union(*(names_of(part) or () for part in parts))


def catches(names: frozenset[str] | None, raised: Raised) -> bool:
    """Whether a handler of these exceptions takes that one."""
    return names is None or raised.name is None or not names.isdisjoint(raised.lineage or lineage(raised.name))


def lineage(name: str) -> frozenset[str]:
    """An exception's class and the classes it derives from, by name; one of a library derives from ``Exception``."""
    cls = getattr(builtins, name, None)
    if isinstance(cls, type) and issubclass(cls, BaseException):
        return frozenset(each.__name__ for each in cls.__mro__) | ({"IOError"} if issubclass(cls, OSError) else set())
    return frozenset([name, "Exception", "BaseException"])


def _lineage_of(cls: ClassValue) -> frozenset[str]:
    found: set[str] = set()
    for each in cls.mro():
        if isinstance(each, ClassValue):
            found.add(each.name)
        elif isinstance(each, External):
            found |= lineage(each.name.rsplit(".", 1)[-1])
    return frozenset(found)


@executes(tree.Raise)
def raise_(machine: Machine, node: tree.Raise, frame: Frame) -> object | None:
    if node.value is None:
        raise machine.handling[-1] if machine.handling else Raised(None)
    value = machine.evaluate(node.value, frame)
    for raised in machine.handling:
        if raised.value is value and value is not None:
            raise raised
    raise _raised(node.value, value)


def _raised(node: tree.Expression, value: Value) -> Raised:
    """The exception that a value of the program is."""
    cls = value.cls if isinstance(value, Instance) else value
    if isinstance(cls, ClassValue):
        return Raised(cls.name, value if isinstance(value, Instance) else None, _lineage_of(cls))
    name = tree.last_name(node.function if isinstance(node, tree.Call) else node)
    return Raised(name if name is not None and name[:1].isupper() else None, value)


def raised_by(machine: Machine, body: Sequence[tree.Statement], frame: Frame) -> Raised:
    """What a block raises that ends with an exception or with the program, without making the exception."""
    raising = next((each for each in body if isinstance(each, tree.Raise)), None)
    if raising is None or raising.value is None:
        return Raised("SystemExit" if raising is None else None)
    node = raising.value
    target = node.function if isinstance(node, tree.Call) else node
    return _raised(node, machine.evaluate(target, frame))


@executes(tree.Assert)
def assert_(machine: Machine, node: tree.Assert, frame: Frame) -> None:
    if truth(machine, machine.evaluate(node.test, frame)) is False:
        machine.fails("AssertionError")


__all__ = ["EXECUTORS", "catches", "in_doubt", "join_doubts", "lineage", "names_of", "raised_by"]
