"""``with``: what is entered, what its body does, and what leaving it does.

A function under ``contextlib.contextmanager`` runs to its ``yield``, where the body of the ``with`` takes its turn:
what the body raises is raised there, and what comes behind the ``yield`` comes behind the body.
"""

from __future__ import annotations

from contextlib import nullcontext

from lint_params.interpret import tree
from lint_params.interpret.exceptions import catches, in_doubt, join_doubts
from lint_params.interpret.machine import DECIDED, JOINED, Catcher, Machine, OpenReturn, Raised
from lint_params.interpret.mentions import walk
from lint_params.interpret.operations import truth
from lint_params.interpret.scope import Frame
from lint_params.interpret.statements import EXECUTORS, assign, executes
from lint_params.interpret.values import ContextValue, External, FunctionValue, Instance, Suppress, Value


@executes(tree.With)
def with_(machine: Machine, node: tree.With, frame: Frame) -> object | None:
    return _within(machine, node, 0, frame)


def _within(machine: Machine, node: tree.With, at: int, frame: Frame) -> object | None:
    """Enter the contexts from one on, run the body, and leave them."""
    if at == len(node.items):
        return machine.execute(node.body, frame)
    item, target = node.items[at]
    context = machine.evaluate(item, frame)
    if isinstance(context, ContextValue):
        return _around(machine, context, node, at, frame)
    entered = context
    if isinstance(context, Instance) and context.cls.find("__enter__") is not None:
        entered = machine.program.call_method(machine, context, "__enter__", [])
    if target is not None:
        assign(machine, target, entered, frame)
    catcher = _catcher(machine, context, frame)
    try:
        with machine.catching(catcher) if catcher.names else nullcontext():
            signal = _within(machine, node, at + 1, frame)
    except Raised as raised:
        suppressed = isinstance(context, Suppress) and catches(context.names, raised)
        if _leave(machine, context, raised) or suppressed:
            join_doubts(machine, catcher)
            return None
        raise
    _leave(machine, context, None)
    signal = in_doubt(machine, catcher, signal)
    join_doubts(machine, catcher)
    return signal


def _catcher(machine: Machine, context: Value, frame: Frame) -> Catcher:
    """What a context may keep from going on: nothing, where it has no name of an exception."""
    if isinstance(context, Suppress):
        return Catcher(machine.born(), [context.names], frame, len(machine.regions), [lambda: JOINED])
    names: list[frozenset[str] | None] = [None] if _holds_back(context) else []
    return Catcher(machine.born(), names, frame, len(machine.regions), [lambda: DECIDED])


def _holds_back(context: Value) -> bool:
    """Whether ``__exit__`` may keep an exception from going on."""
    found = context.cls.find("__exit__") if isinstance(context, Instance) else None
    if found is None or not isinstance(found[1], FunctionValue) or not isinstance(found[1].body, list):
        return False
    given = (each.value for each in walk(found[1].body) if isinstance(each, tree.Return))
    return any(not (value is None or (isinstance(value, tree.Constant) and not value.value)) for value in given)


def _leave(machine: Machine, context: Value, raised: Raised | None) -> bool:
    """Whether ``__exit__`` says that the exception that it is told of is not to go on."""
    if not isinstance(context, Instance) or context.cls.find("__exit__") is None:
        return False
    told: list[Value] = [None, None, None]
    if raised is not None:
        kind = raised.value.cls if isinstance(raised.value, Instance) else External(f"builtins.{raised.name}")
        value = raised.value if raised.value is not None else machine.unknown("an exception")
        told = [kind if raised.name is not None else value, value, machine.unknown("a traceback")]
    return truth(machine, machine.program.call_method(machine, context, "__exit__", told)) is True


def _around(machine: Machine, context: ContextValue, node: tree.With, at: int, frame: Frame) -> object | None:
    """Run the function of a context, and at its ``yield`` the rest of the ``with``."""
    _, target = node.items[at]
    signals: list[object | None] = []
    left: list[OpenReturn] = []

    def rest(value: Value) -> None:
        inner, machine.frame = machine.frame, frame
        try:
            if target is not None:
                assign(machine, target, value, frame)
            signals.append(None)
            signals[0] = _within(machine, node, at + 1, frame)
        except OpenReturn as open_:
            left.append(open_)
        finally:
            machine.frame = inner

    value = machine.program.run_context(machine, context, rest, frame)
    if not signals:
        if value is None:
            raise Raised("RuntimeError")  # as ``contextlib`` does where nothing is yielded
        rest(value)
    if left:
        raise left[0]
    return signals[0]


__all__ = ["EXECUTORS", "with_"]
