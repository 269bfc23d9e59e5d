"""How each kind of statement is executed.

An executor gives ``None``, or a signal where the statement leaves the ones after it: ``BREAK``, ``CONTINUE`` or a
``Returned``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from lint_params.interpret import tree
from lint_params.interpret.attributes import delete_attribute, delete_item, in_region, set_attribute, set_item
from lint_params.interpret.expressions import as_unknown, elements, join, plain_key, text_of
from lint_params.interpret.machine import MAX_AWAY_CHOICES, Executor, Machine, OpenReturn, Raised
from lint_params.interpret.mentions import walk
from lint_params.interpret.operations import MAX_ITEMS, METHODS, binary, truth
from lint_params.interpret.patterns import matches
from lint_params.interpret.scope import Frame
from lint_params.interpret.values import (
    Array,
    Builtin,
    DictValue,
    Instance,
    ListValue,
    Value,
)
from lint_params.model.unknown import Unknown
from lint_params.records import dataclass

EXECUTORS: dict[type, Executor] = {}

BREAK = "break"
CONTINUE = "continue"

_Node = TypeVar("_Node", bound=tree.Node)


@dataclass(frozen=True, slots=True)
class Returned:
    value: Value


def executes(kind: type[_Node]) -> Callable[[Callable[[Machine, _Node, Frame], object | None]], Executor]:
    """Registers the executor of a kind of statement."""

    def register(function: Callable[[Machine, _Node, Frame], object | None]) -> Executor:
        EXECUTORS[kind] = cast(Executor, function)
        return cast(Executor, function)

    return register


@executes(tree.ExpressionStatement)
def expression(machine: Machine, node: tree.ExpressionStatement, frame: Frame) -> None:
    if _draws_nothing(machine, node.value, frame):
        return
    machine.evaluate(node.value, frame)


def _draws_nothing(machine: Machine, call: tree.Expression, frame: Frame) -> bool:
    """Whether a call makes a ``map`` or ``filter`` that nobody keeps, and that so calls nothing."""
    if not (isinstance(call, tree.Call) and isinstance(call.function, tree.Name)):
        return False
    return call.function.id in ("map", "filter") and isinstance(machine.evaluate(call.function, frame), Builtin)


@executes(tree.Assign)
def assign_(machine: Machine, node: tree.Assign, frame: Frame) -> None:
    value = machine.evaluate(node.value, frame)
    for target in node.targets:
        again = machine.in_open_loop and _rereads(target, node.value, frame)
        assign(machine, target, _handed_on(machine, target, value, frame) if again else value, frame)


@executes(tree.AnnotatedAssign)
def annotated(machine: Machine, node: tree.AnnotatedAssign, frame: Frame) -> None:
    if node.value is not None:
        assign(machine, node.target, machine.evaluate(node.value, frame), frame)


@executes(tree.AugmentedAssign)
def augmented(machine: Machine, node: tree.AugmentedAssign, frame: Frame) -> None:
    old = machine.evaluate(node.target, frame)
    new = machine.evaluate(node.value, frame)
    if node.operator == "+" and isinstance(old, ListValue):
        items, open_ = elements(machine, new)
        machine.program.mutate(machine, old, grows=True)
        if len(old) + len(items) > MAX_ITEMS:
            items, open_ = [], open_ or machine.unknown(f"more than {MAX_ITEMS} elements are not followed")
        old.extend(items)
        old.open = old.open or open_
        return
    if isinstance(old, Instance) and old.cls.find(f"__i{METHODS.get(node.operator, '')}__") is not None:
        made = machine.program.call_method(machine, old, f"__i{METHODS[node.operator]}__", [new])
        machine.require(made)
        assign(machine, node.target, made, frame)
        return
    text = f"{text_of(node.target, frame)} {node.operator} {text_of(node.value, frame)}"
    value = binary(machine, node.operator, old, new, text)
    if _changed_in_place(machine, old, value):
        return
    assign(machine, node.target, _handed_on(machine, node.target, value, frame), frame)


def _changed_in_place(machine: Machine, old: Value, new: Value) -> bool:
    """Whether an operation left its result in the list, set or dictionary itself, which other names may hold too."""
    if isinstance(old, DictValue) and isinstance(new, DictValue):
        machine.program.mutate(machine, old)
        entries = dict(new)
        old.clear()
        old.update(entries)
    elif isinstance(old, ListValue) and isinstance(new, ListValue) and type(old) is type(new):
        machine.program.mutate(machine, old)
        old[:] = list(new)
    else:
        return False
    old.open = old.open or new.open
    return True


def _rereads(target: tree.Expression, value: tree.Expression, frame: Frame) -> bool:
    """Whether an attribute or item is set to something made of itself."""
    if not isinstance(target, (tree.Attribute, tree.Subscript)):
        return False
    text = text_of(target, frame)
    return any(isinstance(part, type(target)) and text_of(part, frame) == text for part in walk([value]))


def _handed_on(machine: Machine, target: tree.Expression, value: Value, frame: Frame) -> Value:
    """What a target holds that is set to something made of itself: unknown, in a loop of any number of passes that is
    younger than what holds it. A loop's own names are told by ``Program.carried`` before its pass."""
    if not machine.in_open_loop:
        return value
    if isinstance(target, (tree.Attribute, tree.Subscript)):
        born = getattr(machine.evaluate(target.value, frame), "born", 0)
    elif isinstance(target, tree.Name) and target.id in frame.scope.outer_names:
        born = 0
    else:
        return value
    loop = next((region for region in machine.regions if region.kind == "loop" and region.start > born), None)
    if loop is None:
        return value
    return machine.unknown(loop.reason, text_of(target, frame), value, key=(loop.start, machine.born()))


def assign(machine: Machine, target: tree.Expression, value: Value, frame: Frame) -> None:
    """Bind a target: a name, a tuple of targets, an attribute or an item."""
    if isinstance(target, tree.Name):
        value = machine.program.named(machine, target.id, value, frame)
        outer = frame.scope.outer_names.get(target.id)
        if outer is not None:
            # Branches are joined name by name in their own scope alone.
            value = in_region(machine, 0, outer.names.get(target.id), value)
        frame.scope.assign(target.id, value)
    elif isinstance(target, tree.Sequence):
        _unpack(machine, target.items, value, frame)
    elif isinstance(target, tree.Attribute):
        set_attribute(machine, machine.evaluate(target.value, frame), target.attr, value, frame)
        machine.program.named(machine, f"{text_of(target, frame)}", value, frame)
    elif isinstance(target, tree.Subscript):
        set_item(machine, machine.evaluate(target.value, frame), machine.evaluate(target.index, frame), value)
    elif isinstance(target, tree.Starred):
        assign(machine, target.value, value, frame)


def _unpack(machine: Machine, targets: Sequence[tree.Expression], value: Value, frame: Frame) -> None:
    items, open_ = unpacked(machine, value, len(targets))
    star = next((index for index, target in enumerate(targets) if isinstance(target, tree.Starred)), None)
    if star is not None and open_ is None and len(items) >= len(targets) - 1:
        after = len(targets) - star - 1
        middle = ListValue(items[star : len(items) - after], machine.born())
        items = [*items[:star], middle, *items[len(items) - after :]]
    if open_ is None and len(items) != len(targets):
        machine.fails("ValueError")
    if open_ is not None or len(items) != len(targets):
        reason = open_ or as_unknown(machine, value, "it can't be unpacked")
        for index, target in enumerate(targets):
            text = text_of(target, frame) if isinstance(target, tree.Name) else None
            key = ("unpacked", reason.key if reason.key is not None else reason, index)
            assign(machine, target, machine.unknown(reason.reason, text, reason, key=key), frame)
        return
    for target, item in zip(targets, items, strict=True):
        assign(machine, target, item, frame)


def unpacked(machine: Machine, value: Value, count: int) -> tuple[list[Value], Unknown | None]:
    """The elements of a value that ``count`` targets are bound to. Data of unknown rank may have any."""
    if isinstance(value, Array) and value.shape is None:
        return [], machine.unknown(value.reason, None, value)
    if isinstance(value, DictValue):
        return list(value), value.open
    return elements(machine, value)


@executes(tree.Delete)
def delete(machine: Machine, node: tree.Delete, frame: Frame) -> None:
    for target in node.targets:
        _delete(machine, target, frame)


def _delete(machine: Machine, target: tree.Expression, frame: Frame) -> None:
    if isinstance(target, tree.Sequence):  # ``del (a, b)``
        for each in target.items:
            _delete(machine, each, frame)
    elif isinstance(target, tree.Name):
        scope = frame.scope.find(target.id)
        if scope is not None:
            del scope.names[target.id]
    elif isinstance(target, tree.Subscript):
        delete_item(machine, machine.evaluate(target.value, frame), machine.evaluate(target.index, frame))
    elif isinstance(target, tree.Attribute):
        delete_attribute(machine, machine.evaluate(target.value, frame), target.attr)


# Branches


@executes(tree.If)
def if_(machine: Machine, node: tree.If, frame: Frame) -> object | None:
    # A chain of elif is walked, not recurred into.
    current: tree.If | None = node
    while current is not None:
        test = truth(machine, machine.evaluate(current.test, frame))
        if isinstance(test, Unknown):
            return _open_if(machine, current, test, frame)
        if test:
            return machine.execute(current.body, frame)
        following = current.orelse
        current = following[0] if len(following) == 1 and isinstance(following[0], tree.If) else None
        if current is None:
            return machine.execute(following, frame)
    return None


def _open_if(machine: Machine, node: tree.If, test: Unknown, frame: Frame) -> object | None:
    label = text_of(node.test, frame)
    # A branch that only raises or ends the program makes no model: the other one is what is interesting.
    for ending, other in ((node.body, node.orelse), (node.orelse, node.body)):
        if aborts(ending) and not (machine.catchers and _is_taken(machine, ending, test, label, frame)):
            return machine.execute(other, frame)
    touches = machine.program.touches([node.body, node.orelse]) or machine.program.ends_pass(node)
    if machine.is_choice(test.key) or (touches and not _only_imported(machine, frame)):
        machine.require(test)
        if machine.program.grows(node, frame):
            machine.decided_in_loop()
        return machine.execute(node.body if machine.decide(test.key, label) else node.orelse, frame)
    return join_branches(machine, [node.body, node.orelse], test, label, node.place[0], frame)


def _is_taken(machine: Machine, ending: Sequence[tree.Statement], test: Unknown, label: str, frame: Frame) -> bool:
    """Whether a branch that raises is followed: its condition is a choice, and a ``try`` around it goes on from there.
    Where it is none, what comes next may not happen."""
    from lint_params.interpret.exceptions import raised_by

    machine.doubts += 1
    raised = raised_by(machine, ending, frame)
    if machine.is_choice(test.key):
        return machine.is_caught(raised)
    machine.may_raise(raised, plain_key(test.key), f"it depends on `{label}`")
    return False


def _only_imported(machine: Machine, frame: Frame) -> bool:
    """Whether a module of another file is read that depends on many open conditions: which of them decide about a model
    shows where what they set is used."""
    elsewhere = frame.function is None and frame.unit.home.path != machine.program.path
    return elsewhere and len(machine.trail) >= MAX_AWAY_CHOICES


def aborts(body: Sequence[tree.Statement]) -> bool:
    """Whether a block surely ends the program or raises."""
    for statement in body:
        if isinstance(statement, tree.Raise):
            return True
        if isinstance(statement, tree.ExpressionStatement) and isinstance(statement.value, tree.Call):
            function = statement.value.function
            if isinstance(function, tree.Name) and function.id in ("exit", "quit"):
                return True
            if isinstance(function, tree.Attribute) and function.attr in ("exit", "_exit", "abort"):
                return isinstance(function.value, tree.Name) and function.value.id in ("sys", "os")
    return False


def join_branches(
    machine: Machine,
    branches: Sequence[list[tree.Statement]],
    test: Unknown,
    label: str,
    line: int,
    frame: Frame,
) -> object | None:
    """Run every branch of an open condition, and join the names they set."""
    before = dict(frame.scope.names)
    results: list[dict[str, Value]] = []
    returned, jumped, raised = False, None, None
    key = plain_key(test.key)
    for body in branches:
        frame.scope.names = dict(before)
        with machine.region("branch", key, f"it depends on `{label}`"):
            try:
                signal = machine.execute(body, frame)
            except Raised as error:
                machine.may_raise(error, key, f"it depends on `{label}`")
                raised = error
                continue
        if isinstance(signal, Returned):
            returned = True
            continue
        if signal is not None:
            jumped = signal
            continue
        results.append(frame.scope.names)
    if returned:
        frame.scope.names = results[0] if results else before
        raise OpenReturn(key, not results and jumped is None)
    if jumped is not None:
        frame.scope.names = before
        return _open_jump(machine, jumped, frame)
    if not results and raised is not None:
        frame.scope.names = before
        raise raised
    joined = results[0]
    for other in results[1:]:
        joined = _joined_names(machine, joined, other, test, label, line)
    frame.scope.names = joined
    return None


def _joined_names(
    machine: Machine, a: dict[str, Value], b: dict[str, Value], test: Unknown, label: str, line: int
) -> dict[str, Value]:
    names = dict(a)
    for name, value in b.items():
        if name not in a:
            names[name] = value  # the other branch does not set it: a program that reads it has set it
        elif a[name] is not value:
            names[name] = join(machine, a[name], value, test, label, line)
    return names


def _open_jump(machine: Machine, signal: object, frame: Frame) -> object | None:
    """A break or continue that may not happen: the loop's passes are no longer known to be all there."""
    return "open " + str(signal)


@executes(tree.Match)
def match(machine: Machine, node: tree.Match, frame: Frame) -> object | None:
    subject = machine.evaluate(node.subject, frame)
    label = text_of(node.subject, frame)
    for number, case in enumerate(node.cases, 1):
        answer, bound = matches(machine, case.pattern, subject, frame)
        sure = answer is True
        if isinstance(answer, Unknown):
            plain = case.pattern.kind == "value" and case.pattern.value is not None
            what = f"== {text_of(case.pattern.value, frame)}" if plain else f"matches case {number}"  # type: ignore[arg-type]
            answer = machine.decide(answer.key, f"{label} {what}")
        if not answer:
            continue
        for name, value in bound.items():
            frame.scope.assign(name, value)
        guard = truth(machine, machine.evaluate(case.guard, frame)) if case.guard is not None else True
        if isinstance(guard, Unknown):
            assert case.guard is not None
            what = f"{label} matches case {number}" if sure else text_of(case.guard, frame)
            guard = machine.decide(guard.key, what)
        if guard:
            return machine.execute(case.body, frame)
    return None


# Definitions, jumps, imports


@executes(tree.FunctionDef)
def function(machine: Machine, node: tree.FunctionDef, frame: Frame) -> None:
    value = machine.program.make_function(machine, node.name, node.parameters, node.body, node, frame)
    if frame.function is not None and frame.unit.home.path == machine.program.path:
        machine.inner.append(value)
    frame.scope.assign(node.name, machine.program.decorated(machine, value, node.decorators, frame))


@executes(tree.ClassDef)
def class_(machine: Machine, node: tree.ClassDef, frame: Frame) -> None:
    frame.scope.assign(node.name, machine.program.make_class(machine, node, frame))


@executes(tree.Return)
def return_(machine: Machine, node: tree.Return, frame: Frame) -> Returned:
    return Returned(machine.evaluate(node.value, frame) if node.value is not None else None)


@executes(tree.Jump)
def jump(machine: Machine, node: tree.Jump, frame: Frame) -> str | None:
    return {"break": BREAK, "continue": CONTINUE}.get(node.kind)


@executes(tree.Global)
def global_(machine: Machine, node: tree.Global, frame: Frame) -> None:
    for name in node.names:
        if not node.nonlocal_:
            frame.scope.outer_names[name] = frame.scope.module
            continue
        scope = frame.scope.parent
        while scope is not None and (name not in scope.names or scope.kind == "class"):
            scope = scope.parent
        if scope is not None:
            frame.scope.outer_names[name] = scope


@executes(tree.Import)
def import_(machine: Machine, node: tree.Import, frame: Frame) -> None:
    for dotted, bound in node.names:
        machine.program.import_module(machine, dotted, bound, frame)


@executes(tree.ImportFrom)
def import_from(machine: Machine, node: tree.ImportFrom, frame: Frame) -> None:
    machine.program.import_from(machine, node, frame)
