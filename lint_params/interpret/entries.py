"""Where the runs of a file begin: its module, and every function that can make a model and that no run calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set

from lint_params.interpret import tree
from lint_params.interpret.calls import NOTHING, call
from lint_params.interpret.machine import Machine
from lint_params.interpret.mentions import identifiers, sequential_names, walk
from lint_params.interpret.program import Program
from lint_params.interpret.scope import Frame, Scope
from lint_params.interpret.values import Arguments, BoundMethod, ClassValue, FunctionValue, Instance, Value
from lint_params.keras.base import KerasLayer
from lint_params.keras.models import Sequential

MAX_RETURNED = 3
"""Functions that give functions that give functions: what nothing calls is called that often."""

Entry = Callable[[Program, Machine], None]


def run_module(program: Program, machine: Machine) -> None:
    program.run(machine)


def uncalled(program: Program, called: Set[int]) -> Iterator[Entry]:
    """The functions and methods of the file that can make a model and that no run has called."""
    for unit in program.units:
        for statement in _definitions(unit.body):
            if isinstance(statement, tree.FunctionDef):
                if id(statement) not in called and program.touches([statement.body]):
                    yield _function_entry(statement)
                yield from _inner_entries(program, statement, _function_entry(statement), called)
            else:
                yield from _class_entries(program, statement, called)


def _definitions(body: list[tree.Statement]) -> Iterator[tree.FunctionDef | tree.ClassDef]:
    """Functions and classes at the top of a module, also under ``if`` and ``try``."""
    for node in body:
        if isinstance(node, (tree.FunctionDef, tree.ClassDef)):
            yield node
        elif isinstance(node, tree.If):
            yield from _definitions(node.body)
            yield from _definitions(node.orelse)
        elif isinstance(node, tree.Try):
            yield from _definitions(node.body)
            for handler in node.handlers:
                yield from _definitions(handler.body)
        elif isinstance(node, tree.With):
            yield from _definitions(node.body)


def _class_entries(
    program: Program, node: tree.ClassDef, called: Set[int], outer: tuple[str, ...] = ()
) -> Iterator[Entry]:
    path = (*outer, node.name)
    methods = [statement for statement in node.body if isinstance(statement, tree.FunctionDef)]
    for method in methods:
        if id(method) not in called and program.touches([method.body]):
            if method.name in ("__init__", "__new__"):
                yield _method_entry(node, path, None)
            elif _mentions_sequential(method, program):
                yield _method_entry(node, path, method)
        yield from _inner_entries(program, method, _method_entry(node, path, method), called)
    for statement in node.body:
        if isinstance(statement, tree.ClassDef):
            yield from _class_entries(program, statement, called, path)


def _inner_entries(program: Program, outer: tree.FunctionDef, entry: Entry, called: Set[int]) -> Iterator[Entry]:
    """The functions within a function that make a model, and that are only handed on."""
    if program.touches([outer.body]):
        names = {name for unit in program.units for name in sequential_names(unit)}
        for node in walk(outer.body):
            is_function = isinstance(node, tree.FunctionDef) and not names.isdisjoint(identifiers(node.body))
            if isinstance(node, tree.FunctionDef) and is_function and id(node) not in called:
                yield _inner_entry(node, entry)


def _inner_entry(node: tree.FunctionDef, outer: Entry) -> Entry:
    def run(program: Program, machine: Machine) -> None:
        outer(program, machine)
        if id(node) not in machine.called:
            function = next((each for each in machine.inner if each.node is node), None)
            if function is not None:
                _enter(machine, function, [], function.scope.module)

    return run


def _mentions_sequential(method: tree.FunctionDef, program: Program) -> bool:
    return any(isinstance(inner, tree.Call) for inner in walk(method.body))


def _function_entry(node: tree.FunctionDef) -> Entry:
    def run(program: Program, machine: Machine) -> None:
        scope = program.run(machine)
        if id(node) in machine.called:
            return
        function = scope.names.get(node.name)
        function = function.function if isinstance(function, BoundMethod) else function
        if not isinstance(function, FunctionValue) or function.node is not node:
            function = _defined_again(program, machine, node, scope)
        if isinstance(function, FunctionValue):
            _enter(machine, function, [], scope)

    return run


def _defined_again(program: Program, machine: Machine, node: tree.FunctionDef, scope: Scope) -> Value:
    """A function whose name was bound to something else later (or wrapped by a decorator)."""
    frame = Frame(scope, _unit_of(program, node))
    return program.make_function(machine, node.name, node.parameters, node.body, node, frame)


def _unit_of(program: Program, node: tree.Node) -> tree.Unit:
    """Most programs are one; only the cells of a notebook are searched."""
    others = program.units[1:]
    return next((unit for unit in others if any(inner is node for inner in walk(unit.body))), program.units[0])


def _class_at(scope: Scope, path: tuple[str, ...]) -> ClassValue | None:
    """The class of a name, or of a name in a class."""
    names: dict[str, Value] = scope.names
    cls: ClassValue | None = None
    for name in path:
        found = names.get(name)
        if not isinstance(found, ClassValue):
            return None
        cls, names = found, found.namespace
    return cls


def _method_entry(cls_node: tree.ClassDef, path: tuple[str, ...], method: tree.FunctionDef | None) -> Entry:
    def run(program: Program, machine: Machine) -> None:
        scope = program.run(machine)
        if method is not None and id(method) in machine.called:
            return
        cls = _class_at(scope, path)
        if cls is None:
            return
        receiver = _an_instance(machine, cls)
        if isinstance(receiver, KerasLayer) and method is not None and _is_left_to_keras(method):
            return
        if receiver is None:
            frame = Frame(scope, cls.unit)
            machine.frame = frame
            receiver = call(machine, cls, Arguments([], {}, cls_node.place, cls.unit), frame)
        if method is None or not isinstance(receiver, (Instance, KerasLayer)):
            return
        function = cls.namespace.get(method.name)
        if isinstance(function, FunctionValue):
            first = [] if function.kind == "static" else [cls] if function.kind == "class" else [receiver]
            before = {id(made.model): len(made.model.steps) for made in machine.models}
            _enter(machine, function, list(first), scope)
            machine.models = [made for made in machine.models if not _unfit(made.model, before.get(id(made.model), 0))]

    return run


_CALLED_BY_KERAS = frozenset({"build", "call", "compute_output_shape", "compute_output_spec", "compute_mask"})
_MODELS = frozenset({"Sequential", "Model", "Functional", "clone_model"})


def _is_left_to_keras(method: tree.FunctionDef) -> bool:
    """Whether Keras decides if a method of a layer is ever run, and the method makes no model itself."""
    return method.name in _CALLED_BY_KERAS and identifiers([method.body]).isdisjoint(_MODELS)


def _unfit(model: Sequential, before: int) -> bool:
    """Whether a method that nothing calls adds to a model what does not go on top of the layers it has: the method is
    for one that is still empty, and what the object's own code makes of it is told without it."""
    return before > 0 and any(step.refused is not None for step in model.steps[before:])


def _an_instance(machine: Machine, cls: ClassValue) -> Value | None:
    """The last object of a class that the module makes, with all that was done to it."""
    for instance in reversed(machine.instances):
        own = instance.cls if isinstance(instance, Instance) else instance.user_class
        if own is cls:
            return instance
    return None


def _enter(machine: Machine, function: FunctionValue, positional: list[Value], scope: Scope) -> None:
    frame = Frame(scope, function.unit)
    machine.frame = frame
    result: Value = function
    for _ in range(MAX_RETURNED):
        if not isinstance(result, FunctionValue):
            return
        if result is not function and (id(result.node) in machine.called or not machine.program.touches([result.body])):
            return
        given = positional if result is function else []
        result = call(machine, result, Arguments(given or list(NOTHING), {}, result.node.place, result.unit), frame)
