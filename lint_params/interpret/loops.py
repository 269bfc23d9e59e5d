"""Loops: the passes of those whose number is known, and one that may happen any number of times of the others."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Iterable, Iterator

from lint_params.interpret import tree
from lint_params.interpret.attributes import forget, part_of
from lint_params.interpret.contexts import EXECUTORS
from lint_params.interpret.expressions import elements, text_of
from lint_params.interpret.machine import Machine
from lint_params.interpret.mentions import names_set, walk
from lint_params.interpret.operations import truth
from lint_params.interpret.scope import Frame
from lint_params.interpret.statements import BREAK, CONTINUE, Returned, assign, executes
from lint_params.interpret.values import (
    AttributesValue,
    ClassValue,
    DictValue,
    External,
    Instance,
    IteratorValue,
    ListValue,
    SetValue,
    Value,
    ViewValue,
)
from lint_params.keras.base import KerasLayer
from lint_params.keras.models import Sequential
from lint_params.model.unknown import Unknown

MAX_ITERATIONS = 1_000
"""Passes of a loop that touches no model; the names it sets are unknown if it goes on."""
MAX_DRAWN = 10
"""What a generator without an end gives, as far as it is followed."""


@executes(tree.For)
def for_(machine: Machine, node: tree.For, frame: Frame) -> object | None:
    touches = machine.program.touches([node.body])
    before = [(made.model, len(made.model.layers)) for made in machine.models] if touches else []
    iterable = machine.evaluate(node.iterable, frame)
    changed = [model for model, count in before if len(model.layers) != count]
    if isinstance(iterable, IteratorValue) and changed:
        reason = "a generator and a loop over it add layers in turn"
        for model in changed:
            machine.program.lose(machine, model, reason)
        if touches:
            machine.program.notes_loop(node)
        with machine.region("loop", None, reason):
            return _for_list(machine, node, iterable, touches, frame)
    if touches:
        machine.program.notes_loop(node)
    if isinstance(iterable, ListValue) and not isinstance(iterable, (SetValue, ViewValue)):
        return _for_list(machine, node, iterable, touches, frame)
    items, open_ = elements(machine, iterable)
    if isinstance(iterable, range) and open_ is not None and touches and len(iterable) <= 200_000:
        items, open_ = list(iterable), None
    if open_ is not None:
        # Elements that are known come first; what else there is, is one pass that may happen any number of times.
        for item in items:
            signal = _pass(machine, node, item, frame)
            if signal is not None and signal != CONTINUE:
                break
        each = machine.unknown(open_.reason, None, open_, key=machine.visit(("each", node.place)))
        each = part_of(machine, iterable, each) if isinstance(iterable, Unknown) else each
        return _open_pass(machine, node, each, open_.reason, frame)
    return _passes(machine, node, items, None, touches, frame)


def _for_list(machine: Machine, node: tree.For, iterable: ListValue, touches: bool, frame: Frame) -> object | None:
    """A loop over a list as it stands at each pass: the body may change it, and an iterator loses what is taken."""
    return _passes(machine, node, _live(machine, iterable), iterable, touches, frame)


def _live(machine: Machine, iterable: ListValue) -> Iterator[Value]:
    index = 0
    while index < len(iterable):
        if isinstance(iterable, IteratorValue):
            machine.program.mutate(machine, iterable)
            yield iterable.pop(0)
        else:
            yield iterable[index]
            index += 1


def _passes(
    machine: Machine, node: tree.For, items: Iterable[Value], source: ListValue | None, touches: bool, frame: Frame
) -> object | None:
    """The passes of a loop over known elements; ``source`` may hold others that are not known."""
    since = machine.steps
    for index, item in enumerate(items):
        if (index >= MAX_ITERATIONS and not touches) or machine.tires(since, node):
            reason = f"the loop at line {node.place[0]} runs longer than is followed"
            return _open_pass(machine, node, machine.unknown(reason), reason, frame)
        signal = _pass(machine, node, item, frame)
        if signal is None or signal == CONTINUE:
            continue
        if signal == BREAK:
            return None
        if isinstance(signal, str):  # an open break or continue
            reason = f"the loop at line {node.place[0]} may end early"
            return _open_pass(machine, node, machine.unknown(reason), reason, frame)
        return signal
    if source is not None and source.open is not None:
        # Elements that are known come first; what else there is, is one pass that may happen any number of times.
        unknown = machine.unknown(source.open.reason, None, source.open)
        return _open_pass(machine, node, unknown, source.open.reason, frame)
    return machine.execute(node.orelse, frame)


def _pass(machine: Machine, node: tree.For, item: Value, frame: Frame) -> object | None:
    assign(machine, node.target, item, frame)
    added: list[str] = []
    for name, value in _names_bound(node.target, item):
        frame.loops[name] = value
        added.append(name)
    try:
        return machine.execute(node.body, frame)
    finally:
        for name in added:
            frame.loops.pop(name, None)


def _names_bound(target: tree.Expression, item: Value) -> Iterator[tuple[str, Value]]:
    if isinstance(target, tree.Name):
        yield target.id, item
    elif isinstance(target, tree.Sequence) and isinstance(item, (tuple, list)) and len(item) == len(target.items):
        for part, value in zip(target.items, item, strict=True):
            yield from _names_bound(part, value)


@executes(tree.While)
def while_(machine: Machine, node: tree.While, frame: Frame) -> object | None:
    touches = machine.program.touches([node.body])
    if touches:
        machine.program.notes_loop(node)
    limit = MAX_ITERATIONS * 20 if touches else MAX_ITERATIONS
    endless = isinstance(node.test, tree.Constant) and frame.yielded is not None and not touches
    since = machine.steps
    for _ in range(limit):
        if machine.tires(since, node) or (endless and frame.yielded is not None and len(frame.yielded) >= MAX_DRAWN):
            break
        test = truth(machine, machine.evaluate(node.test, frame))
        if test is False:
            return machine.execute(node.orelse, frame)
        if isinstance(test, Unknown):
            return _open_pass(machine, node, None, f"`{text_of(node.test, frame)}` is not known", frame)
        signal = machine.execute(node.body, frame)
        if signal is None or signal == CONTINUE:
            continue
        if signal == BREAK:
            return None
        if isinstance(signal, str):
            return _open_pass(machine, node, None, f"the loop at line {node.place[0]} may end early", frame)
        return signal
    return _open_pass(machine, node, None, f"the loop at line {node.place[0]} runs longer than is followed", frame)


def _open_pass(machine: Machine, node: tree.For | tree.While, item: Value, reason: str, frame: Frame) -> object | None:
    """One pass of a loop whose number of passes is not known: names it carries over are unknown."""
    _forget(machine, node, machine.program.carried(node), frame)
    before = dict(frame.scope.names)
    with machine.region("loop", None, reason):
        signal = _pass(machine, node, item, frame) if isinstance(node, tree.For) else machine.execute(node.body, frame)
    if isinstance(signal, Returned):
        return signal
    if isinstance(signal, str) and signal not in (BREAK, CONTINUE):
        # The pass may have gone on: what it sets then is not known.
        names, after = frame.scope.names, names_set(_from_jump(node.body))
        unset = (name for name in names_set(node.body) if names.get(name) is before.get(name))
        _forget(machine, node, {*after, *unset}, frame)
    return machine.execute(node.orelse, frame) if signal is None else None


def _from_jump(body: list[tree.Statement]) -> list[tree.Statement]:
    """The statements of a loop from the first in which a pass may end."""
    ends = (any(isinstance(inner, tree.Jump) and inner.kind != "pass" for inner in walk([each])) for each in body)
    return list(itertools.compress(body, itertools.accumulate(ends, operator.or_)))


def _forget(machine: Machine, node: tree.For | tree.While, names: Iterable[str], frame: Frame) -> None:
    """Names that passes of a loop set, of which it is not known how many there are."""
    for name in sorted(names):
        scope = frame.scope.find(name)
        if scope is not None and scope is frame.scope:
            old = scope.names[name]
            if isinstance(old, (ListValue, DictValue, Instance)) and name in _grown(node.body):
                # ``x += [2]`` changes the list itself, which other names may hold too.
                changed = machine.unknown(f"it changes in the loop at line {node.place[0]}")
                if isinstance(old, (ListValue, DictValue)):
                    old.open = old.open or changed
                else:
                    forget(machine, AttributesValue(old), changed)
            if not isinstance(old, (Sequential, ClassValue, External, KerasLayer)) and not callable(old):
                scope.names[name] = machine.unknown(
                    f"it changes in the loop at line {node.place[0]}", name, old, key=machine.visit((node, name))
                )


def _grown(body: list[tree.Statement]) -> set[str]:
    """Names that statements set with ``+=`` and the like."""
    found = (each.target for each in walk(body) if isinstance(each, tree.AugmentedAssign))
    return {target.id for target in found if isinstance(target, tree.Name)}


__all__ = ["EXECUTORS"]
