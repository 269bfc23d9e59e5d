"""Runs a program under every combination of its open choices, and every builder that nothing calls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lint_params.interpret import tree
from lint_params.interpret.dating import dated
from lint_params.interpret.entries import Entry, run_module, uncalled
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
from lint_params.interpret.mentions import sequential_names, walk
from lint_params.interpret.program import Program
from lint_params.interpret.scope import Frame
from lint_params.interpret.values import External
from lint_params.keras.arguments import Arguments as LayerArguments
from lint_params.keras.base import GENERATIONS
from lint_params.keras.models import Sequential
from lint_params.model.model import Span
from lint_params.model.unknown import Unknown
from lint_params.records import dataclass, field

MAX_REPLAYS = 48
"""Runs of one entry: the module, or a builder that nothing calls."""
MAX_STEPS_TOTAL = 300_000
"""Evaluated nodes over all runs of a file, as one generation; no other is tried after twice as many."""


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
    tired: set[int] = field(default_factory=set)
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
    module = Search(program, generation, run_module, found)
    module.run()
    module.finish()
    searches: list[Search] = []
    for entry in uncalled(program, found.called):
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
    names = sequential_names(unit)
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
        self.too_long, self.tiring = frozenset(found.left), frozenset(found.tired)

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
        machine.too_long, machine.tiring = self.too_long, self.tiring
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
    """The run could not be followed to its end: no model of it is known to be complete, nor which layers train."""
    for made in machine.models:
        made.model.incomplete = made.model.incomplete or reason
        for layer in made.model.within():
            layer.trainable = Unknown(reason)


def _collect(machine: Machine, found: Found) -> None:
    found.models.extend((made, machine) for made in machine.models)
    found.faults.extend(machine.faults)
    found.other_models |= machine.other_models
    found.conflicts.extend(machine.conflicts)
    found.accepted.extend(machine.accepted)
    found.dated.update(dated(machine))
    found.called |= machine.called
    found.left |= machine.left
    found.tired |= machine.tired
    found.ended.extend((frame, reason, machine) for frame, reason in machine.ended)
    found.steps += machine.steps
