"""Runs a program under every combination of its open choices, and every builder that nothing calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from lint_params.interpret import tree
from lint_params.interpret.calls import NOTHING, call
from lint_params.interpret.dating import dated
from lint_params.interpret.machine import (
    MAX_CHOICES,
    MAX_IDLE_STEPS,
    Machine,
    MadeModel,
    OpenReturn,
    OutOfSteps,
    Raised,
    Restart,
    SeenFault,
)
from lint_params.interpret.mentions import identifiers, walk
from lint_params.interpret.program import Program
from lint_params.interpret.scope import Frame, Scope
from lint_params.interpret.values import Arguments, BoundMethod, ClassValue, External, FunctionValue, Instance, Value
from lint_params.keras.arguments import Arguments as LayerArguments
from lint_params.keras.base import GENERATIONS, KerasLayer
from lint_params.keras.models import Sequential
from lint_params.model.model import Span
from lint_params.records import dataclass, field

MAX_REPLAYS = 48
"""Runs of one entry: the module, or a builder that nothing calls."""
MAX_RETURNED = 3
"""Functions that give functions that give functions: what nothing calls is called that often."""
MAX_STEPS_TOTAL = 300_000
"""Evaluated nodes over all runs of a file, as one generation; no other is tried after twice as many."""

Entry = Callable[[Program, Machine], None]


@dataclass(slots=True)
class Found:
    """What the runs of a program ended in: each model with the machine that made it."""

    models: list[tuple[MadeModel, Machine]] = field(default_factory=list)
    faults: list[SeenFault] = field(default_factory=list)
    other_models: set[tuple[str, int | None, tree.Place]] = field(default_factory=set)
    conflicts: list[frozenset[str]] = field(default_factory=list)
    accepted: list[frozenset[str]] = field(default_factory=list)
    called: set[int] = field(default_factory=set)
    left: set[int] = field(default_factory=set)
    dated: set[str] = field(default_factory=set)
    """Older generations that take what this one refuses: see ``dating.py``."""
    steps: int = 0
    cut: tuple[str, Machine] | None = None
    """Why a run was not followed to its end, and the run."""
    ended: list[tuple[Frame, str, Machine]] = field(default_factory=list)
    """Functions that an exception left, why, and the run."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run ended in, as far as it tells one choice from another, and the conditions that it met."""

    models: tuple[tuple[object, ...], ...]
    conditions: frozenset[object]

    @staticmethod
    def of(machine: Machine) -> Outcome:
        models = tuple((made.span, made.model.incomplete, *_told(made.model)) for made in machine.models)
        return Outcome(models, frozenset(key for key, _ in machine.trail))

    def adds_nothing_to(self, other: Outcome | None) -> bool:
        if other is None or self.models != other.models:
            return False
        # Where there are more conditions than are choices, another choice lets others in.
        return self.conditions <= other.conditions or len(self.conditions) == MAX_CHOICES


def _told(model: Sequential) -> Iterator[object]:
    """What a model is told apart by, also in another run: its layers, their weights, and what Keras refuses."""
    for layer in model.layers:
        yield layer.definition()
        yield tuple((weight.name, *map(str, weight.shape)) for weight in layer.own_weights)
    yield from (step.refused.message for step in model.steps if step.refused is not None)


def explore(program: Program, keras: str) -> tuple[Found, str]:
    """The models of a program, and the generation of Keras it was read as."""
    if keras != "auto":
        return _explored(program, keras), keras
    best: tuple[int, Found, str] | None = None
    generation = GENERATIONS[0]
    tried: set[str] = set()
    steps = 0
    while generation not in tried and steps < 2 * MAX_STEPS_TOTAL:
        tried.add(generation)
        found = _explored(program, generation)
        steps += found.steps
        if not found.conflicts:
            for older in GENERATIONS[GENERATIONS.index(generation) + 1 :]:
                if older in found.dated:
                    again = _explored(program, older)
                    if not again.conflicts and not again.dated:
                        return again, older
            return found, generation
        if best is None or len(found.conflicts) < best[0]:
            best = (len(found.conflicts), found, generation)
        allowed = set(GENERATIONS)
        for accepted in (*found.conflicts, *found.accepted):
            allowed &= accepted
        later = [each for each in GENERATIONS if each not in tried]
        wanted = [each for each in later if each in allowed]
        # Where no generation accepts all, the newest that accepts the first thing refused.
        wanted = wanted or [each for each in later if each in found.conflicts[0]]
        generation = wanted[0] if wanted else generation
    assert best is not None
    return best[1], best[2]


def _explored(program: Program, generation: str) -> Found:
    found = Found()
    module = Search(program, generation, _run_module, found)
    module.run()
    module.finish()
    searches: list[Search] = []
    for entry in _uncalled(program, found):
        searches.append(Search(program, generation, entry, found))
        searches[-1].run()
    for search in searches:
        search.finish()
    for frame, reason, machine in found.ended:
        name = frame.function.name if frame.function is not None else None
        found.models.extend(_unreached(found, _left_out(frame, machine), frame.unit, reason, machine, name))
    if found.cut is not None:
        for unit in program.units:
            found.models.extend(_unreached(found, _named_sequential(unit, unit.body), unit, *found.cut))
    return found


def _unreached(
    found: Found,
    calls: Iterable[tree.Call],
    unit: tree.Unit,
    reason: str,
    machine: Machine,
    function: str | None = None,
) -> list[tuple[MadeModel, Machine]]:
    """The models that no run came to: nothing is known of them but where they stand."""
    seen = {
        (span.cell, span.line, span.column) for each, _ in found.models for span in (each.span, each.made_at) if span
    }
    left: list[tuple[MadeModel, Machine]] = []
    for node in calls:
        span = machine.span(unit, node.place)
        if (span.cell, span.line, span.column) not in seen:
            left.append((MadeModel(nothing_known(machine, reason), span, None, function, {}), machine))
    return left


def nothing_known(machine: Machine, reason: str) -> Sequential:
    """A model of which it is only known that there is one."""
    model = Sequential(LayerArguments({"trainable": True}, set(), "Sequential"), machine.setting, "sequential")
    model.incomplete = reason
    return model


def _named_sequential(unit: tree.Unit, body: object) -> Iterator[tree.Call]:
    """Calls of what is called ``Sequential`` in a file, in a part of it."""
    names = {"Sequential", *_aliases(list(walk(unit.body)))}
    for node in walk(body if isinstance(body, list) else [body]):
        if isinstance(node, tree.Call) and tree.last_name(node.function) in names:
            yield node


def _left_out(frame: Frame, machine: Machine) -> Iterator[tree.Call]:
    """Calls of Keras' own ``Sequential`` in a function that an exception left."""
    if frame.function is None:
        return
    machine.last_step = machine.steps + MAX_IDLE_STEPS
    for node in _named_sequential(frame.unit, frame.function.body):
        try:
            made = machine.evaluate(node.function, frame)
        except (Raised, Restart, OpenReturn, OutOfSteps):
            continue
        if isinstance(made, External) and machine.program.keras_kind(made.name) == "Sequential":
            yield node


def _aliases(nodes: list[object]) -> Iterator[str]:
    """Other names that a file gives to ``Sequential``: by ``import … as``, or by an assignment."""
    for node in nodes:
        if isinstance(node, tree.ImportFrom):
            yield from (bound for name, bound in node.names if name == "Sequential")
        elif isinstance(node, tree.Assign) and tree.last_name(node.value) == "Sequential":
            yield from (target.id for target in node.targets if isinstance(target, tree.Name))


Plan = tuple[dict[object, bool], "Outcome | None"]


class Search:
    """An entry run for every combination of its choices: last of all those that go on from a choice that made no
    difference, so that where there are too many it is these that are not run."""

    def __init__(self, program: Program, generation: str, entry: Entry, found: Found) -> None:
        self.program, self.generation, self.entry, self.found = program, generation, entry, found
        self.promoted: frozenset[object] = frozenset()
        self.pending: list[Plan] = [({}, None)]
        self.later: list[Plan] = []
        self.runs = 0
        self.made: list[tuple[MadeModel, Machine]] = []
        self.too_long = frozenset(found.left)

    def run(self) -> None:
        """All runs but the last ones."""
        while self.pending and self.runs < MAX_REPLAYS and self.found.steps < MAX_STEPS_TOTAL:
            self._one(*self.pending.pop())
            if len(self.promoted) > MAX_CHOICES:
                break

    def finish(self) -> None:
        """The last ones, as far as there is room; what is left unsaid otherwise."""
        found = self.found
        while self.later and not self.pending and self.runs < MAX_REPLAYS and found.steps < MAX_STEPS_TOTAL:
            self.pending.append(self.later.pop())
            self.run()
        if self.pending and not self.runs:
            machine = Machine(self.program, self.generation, {}, self.promoted)
            found.cut = found.cut or ("the file needs more runs than are followed", machine)
        elif self.pending or self.later:
            _leave_unsaid(self.made)

    def _one(self, plan: dict[object, bool], parent: Outcome | None) -> None:
        found = self.found
        machine = Machine(self.program, self.generation, plan, self.promoted)
        machine.too_long = self.too_long
        self.runs += 1
        try:
            self.entry(self.program, machine)
        except Restart as restart:
            self.promoted |= restart.keys
            found.steps += machine.steps
            if len(self.promoted) <= MAX_CHOICES:
                self.pending.append((plan, parent))
            return
        except OutOfSteps:
            machine.gave_up = machine.gave_up or "the program runs longer than is followed"
        except (Raised, OpenReturn):
            pass
        except (RecursionError, MemoryError):
            machine.gave_up = "the program needs more depth or memory than is followed"
        machine.over = True
        if machine.too_open and not machine.left <= self.too_long:
            self.too_long |= machine.left
            found.steps += machine.steps
            self.pending.append((plan, parent))
            return
        if machine.gave_up is not None:
            _leave_open(machine, machine.gave_up)
            found.cut = found.cut or (machine.gave_up, machine)
        before = len(found.models)
        _collect(machine, found)
        self.made += found.models[before:]
        outcome = Outcome.of(machine)
        into = self.later if outcome.adds_nothing_to(parent) else self.pending
        into.extend((each, outcome) for each in _others(machine))


def _others(machine: Machine) -> list[dict[object, bool]]:
    """Plans for the other branches of the choices that a run made by itself, the first last: with what it decided by
    itself before. A condition that became a choice when the run was begun again is one of them, wherever it stands."""
    taken = dict(machine.plan)
    plans: list[dict[object, bool]] = []
    for index, (key, value) in enumerate(machine.trail):
        if key not in taken:
            if machine.matters(index):
                plans.append({**taken, key: not value})
            taken[key] = value
    return plans[::-1]


def _leave_unsaid(made: list[tuple[MadeModel, Machine]]) -> None:
    """Not all combinations of choices were run: of a model that comes out differently there may be other variants."""
    seen: dict[Span, set[tuple[object, ...]]] = {}
    for each, _ in made:
        seen.setdefault(each.span, set()).add(tuple(_told(each.model)))
    last = {each.span: each for each, _ in made if len(seen[each.span]) > 1}
    for each in last.values():
        each.model.erode()
        each.model.incomplete = each.model.incomplete or "there are more combinations of open conditions than are run"


def _leave_open(machine: Machine, reason: str) -> None:
    """The run could not be followed to its end: no model of it is known to be complete."""
    for made in machine.models:
        made.model.incomplete = made.model.incomplete or reason


def _collect(machine: Machine, found: Found) -> None:
    found.models.extend((made, machine) for made in machine.models)
    found.faults.extend(machine.faults)
    found.other_models |= machine.other_models
    found.conflicts.extend(machine.conflicts)
    found.accepted.extend(machine.accepted)
    found.dated.update(dated(machine))
    found.called |= machine.called
    found.left |= machine.left
    found.ended.extend((frame, reason, machine) for frame, reason in machine.ended)
    found.steps += machine.steps


def _run_module(program: Program, machine: Machine) -> None:
    program.run(machine)


def _uncalled(program: Program, found: Found) -> Iterator[Entry]:
    """The functions and methods of the file that can make a model and that no run has called."""
    for unit in program.units:
        for statement in _definitions(unit.body):
            if isinstance(statement, tree.FunctionDef):
                if id(statement) not in found.called and program.touches([statement.body]):
                    yield _function_entry(statement)
            else:
                yield from _class_entries(program, statement, found)


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


def _class_entries(program: Program, node: tree.ClassDef, found: Found, outer: tuple[str, ...] = ()) -> Iterator[Entry]:
    path = (*outer, node.name)
    methods = [statement for statement in node.body if isinstance(statement, tree.FunctionDef)]
    for method in methods:
        if id(method) in found.called or not program.touches([method.body]):
            continue
        if method.name in ("__init__", "__new__"):
            yield _method_entry(node, path, None)
        elif _mentions_sequential(method, program):
            yield _method_entry(node, path, method)
    for statement in node.body:
        if isinstance(statement, tree.ClassDef):
            yield from _class_entries(program, statement, found, path)


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
    for unit in program.units:
        if any(inner is node for inner in walk(unit.body)):
            return unit
    return program.units[0]


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
