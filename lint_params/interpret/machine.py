"""The machine that runs lowered code on abstract values: its state, its limits, and how it treats what is open.

An open condition that touches no model is *joined*: both branches run, and the names on which they differ become
unknown. One that touches a model is a *choice*: the run takes one branch, and the explorer replays the program for the
other. A value that a joined condition made unknown and that turns up in a layer after all makes its condition a choice:
the run is given up (``Restart``) and begun again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lint_params.interpret import tree
from lint_params.interpret.scope import Frame, Scope
from lint_params.interpret.values import (
    Arguments,
    Array,
    DictValue,
    External,
    FunctionValue,
    Instance,
    ListValue,
    Namespace,
    Value,
)
from lint_params.keras.base import KerasLayer, Setting, snake_case
from lint_params.keras.models import Sequential, Step
from lint_params.model.dimension import INFINITY, Bound, Size
from lint_params.model.model import Assumed, Event, Span
from lint_params.model.unknown import Unknown
from lint_params.records import dataclass, field

if TYPE_CHECKING:
    from lint_params.interpret.program import Program
    from lint_params.keras.tensor import Tensor
    from lint_params.model.errors import Refused

MAX_STEPS = 1_000_000
"""Evaluated nodes in one run."""
MAX_IDLE_STEPS = 150_000
"""Evaluated nodes since a model was last touched."""
MAX_LOOP_STEPS = 12_000
"""Evaluated nodes that a loop may spend since a model was last touched; then its further passes are not followed."""
MAX_AGAIN_STEPS = 500
"""The same for a loop that did so and touched none, as runs from another place in the file come to it."""
MAX_AWAY_STEPS = 25_000
"""Evaluated nodes that a call into another file may spend once the file has a model and since one was last touched."""
MAX_AWAY_CHOICES = 3
"""Open conditions on which such a call may depend."""
MAX_FOLLOWED = 64
"""Models of a run that keep the loops running that make them; with more, a loop is soon left open."""
LAYER_STEPS = 50
"""What making a layer costs, in evaluated nodes."""
MAX_DEPTH = 60
"""Calls within calls."""
MAX_LAYERS = 10_000
MAX_CHOICES = 10
MAX_DOUBTS = 10
"""Exceptions that one ``try`` may take, for all that is known: what is set behind the first is open already."""
MAX_TEXT = 80
MAX_WEIGHT = 400
"""Symbols in one expression for a size."""
MAX_TAINTED = 50
"""Elements of a list in which conditions are looked for."""


class Restart(Exception):
    """These conditions must be choices: begin the run again."""

    def __init__(self, keys: frozenset[object]) -> None:
        super().__init__()
        self.keys = keys


class OutOfSteps(Exception):
    """The program runs longer than is followed."""


class OpenReturn(Exception):
    """A joined branch leaves the function: its result is unknown. ``surely``: every branch does."""

    def __init__(self, key: object, surely: bool) -> None:
        super().__init__()
        self.key = key
        self.surely = surely


class Raised(Exception):
    """The checked program raises; ``name`` is the exception's class name as far as known.

    ``lineage`` holds the names of a class of the program and of all it derives from.
    """

    def __init__(self, name: str | None, value: Value = None, lineage: frozenset[str] | None = None) -> None:
        super().__init__()
        self.name = name
        self.value = value
        self.lineage = lineage


JOINED, ENDS, DECIDED, APART = "joined", "ends", "decided", "apart"


@dataclass(slots=True, eq=False)
class Doubt:
    """An exception that may have been raised in the body of a ``try``: on which condition, what the names were then,
    and which of the handlers takes it. What comes behind it is a branch of that condition."""

    region: Region
    names: dict[str, Value]
    handler: int


@dataclass(slots=True, eq=False)
class Catcher:
    """A ``try`` whose body runs: for each handler the names of the exceptions that it takes, ``None`` for any."""

    start: int
    names: list[frozenset[str] | None]
    frame: Frame
    depth: int
    """How many regions are open around it."""
    after: Sequence[Callable[[], str]]
    """Tells, for each handler, what comes of an exception that may be raised: ``JOINED`` where the program goes on
    behind it, ``ENDS`` where it raises again, ``DECIDED`` where whether there is one is to be a choice, else ``APART``:
    it is followed elsewhere, or ends the program."""
    doubts: list[Doubt] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Region:
    """A stretch of the run that may not happen (a joined branch) or happen any number of times (an open loop)."""

    start: int
    kind: str
    key: object
    reason: str
    behind: bool = False
    """Whether it is what comes behind an exception that may have been raised, up to the end of its ``try``."""


@dataclass(slots=True, eq=False)
class MadeModel:
    """A ``Sequential`` as it was made: where, in which call, under which arguments and choices."""

    model: Sequential
    span: Span
    made_at: Span | None
    function: str | None
    context: dict[str, Value]
    variable: str | None = None
    assumed: dict[str, Assumed] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class SeenFault:
    """A refusal that belongs to no layer of a chain."""

    refused: Refused
    span: Span
    model: Sequential | None = None


class Key(tuple[object, ...]):
    """The identity of an unknown value: equal parts make one key, whose hash is computed once.

    Keys hold keys, so that their depth costs nothing.
    """

    code: int

    def __hash__(self) -> int:
        return self.code


_PLAIN = frozenset({str, int, float, bool, type(None), Key})
"""Kinds of what is the same in every replay as it is: most parts of most keys."""


class Machine:
    """One run of a program. ``plan`` are the branches to take, by the condition; ``trail`` those taken."""

    def __init__(
        self, program: Program, generation: str, plan: Mapping[object, bool], promoted: frozenset[object]
    ) -> None:
        self.program = program
        self.setting = Setting(generation)
        self.plan = plan
        self.promoted = promoted
        self.trail: list[tuple[object, bool]] = []
        self.weighty: list[int] = []
        """For each choice of the trail, how often models of the file had been touched before it; -1 for a choice that
        stands in the file itself."""
        self.own_events = 0
        self.decided: dict[object, bool] = {}
        self.labels: dict[object, tuple[str, bool]] = {}
        """By the condition, the words for it, and whether they say the opposite: ``not x``."""
        self.regions: list[Region] = []
        self.catchers: list[Catcher] = []
        self.handling: list[Raised] = []
        """The exceptions whose handlers run now."""
        self.doubts = 0
        """How often something was met that may raise, for all that is known."""
        self.serial = 0
        self.numbers: dict[int, int] = {}
        self.numbered: list[object] = []
        """Objects that stand in keys, kept alive so that no other gets their place."""
        self.steps = 0
        self.last_event = 0
        """The step at which a model was last touched."""
        self.last_step = MAX_IDLE_STEPS
        self.idle_steps = MAX_IDLE_STEPS
        """What may be evaluated from there on until one is touched again."""
        self.layers_made = 0
        self.names_given: dict[str, int] = {}
        self.names_building: dict[str, int] = {}
        self.waiting = False
        """Whether a layer of this run has waited for data."""
        self.models: list[MadeModel] = []
        self.faults: list[SeenFault] = []
        self.events: list[tuple[KerasLayer, Event]] = []
        """What is done with whole models, in order."""
        self.other_models: set[tuple[str, int | None, tree.Place]] = set()
        self.called: set[int] = set()
        self.inner: list[FunctionValue] = []
        """Functions that were defined within functions."""
        self.left: set[int] = set()
        """Functions of other files that are not followed to their end."""
        self.too_open = False
        """Whether one was left for the open conditions in it: the run is begun again without it."""
        self.away_since: int | None = None
        """While one is followed: how many choices there were before."""
        self.too_long: frozenset[int] = frozenset()
        """Those that runs from another place in the file have left: they are not begun again."""
        self.tired: set[int] = set()
        """Loops that were left as they ran for long and touched no model."""
        self.tiring: frozenset[int] = frozenset()
        """Those that runs from another place in the file have left: they are not followed for so long again."""
        self.instances: list[Instance | KerasLayer] = []
        self.visits: dict[object, int] = {}
        self.assumed: dict[str, Assumed] = {}
        self.conflicts: list[frozenset[str]] = []
        """For each thing this generation refuses and another accepts: the generations that accept it."""
        self.calling = False
        """Whether a ``call`` is run, in which Keras runs those of other layers too, and not a model put together."""
        self.tensorflow = False
        """Whether the program imports TensorFlow, whose Keras may be that of 2.x."""
        self.input_again = False
        """Whether an input is added to a model that has one, which Keras 3 refuses."""
        self.accepted: list[frozenset[str]] = []
        """Generations that have an import of the file, where not all have it."""
        self.modules: dict[str, object] = {}
        """Modules of the project that this run has read, by path."""
        self.environment: dict[str, Value] = {}
        """What the program itself puts into ``os.environ``."""
        self.foreign: dict[object, Value] = {}
        """Attributes that the program sets on things not its own: a library's modules, unknown objects."""
        self.perhaps: dict[object, list[KerasLayer]] = {}
        """By the key of an item that is not known, the layers and models it may be."""
        self.layer_like: set[object] = set()
        """The keys of unknown values that were called with a tensor."""
        self.given: dict[int, list[tuple[KerasLayer, Tensor | Sequence[Tensor]]]] = {}
        """By the identity of a layer, what it gave each time it was called."""
        self.begun: dict[int, int] = {}
        """By the identity of a layer of the program, when its ``build`` or ``call`` began to run."""
        self.chains: dict[int, tuple[list[Step], dict[int, Tensor]]] = {}
        """By the identity of a chain that was asked for it, what its layers give."""
        self.flags = Namespace("FLAGS", {}, assumed=True)
        """Flags that the program has defined."""
        self.gave_up: str | None = None
        self.over = False
        """Whether the run has ended: what its models read is only told, and no condition can become a choice."""
        self.guessed = False
        """Whether a branch was taken that is only one of two: what it adds may not be there."""
        self.frame: Frame | None = None
        self.ended: list[tuple[Frame, str]] = []
        """Functions of the file that an exception left which nothing catches, and what is to be said of it."""

    # Evaluation, by the tables of expressions.py and statements.py.

    def evaluate(self, node: tree.Expression, frame: Frame) -> Value:
        self.steps += 1
        if self.steps > self.last_step:
            raise OutOfSteps
        value = self.program.evaluators[type(node)](self, node, frame)
        if self.program.inputs and isinstance(value, Unknown):
            return self.program.settled(self, value, frame)
        return value

    def execute(self, body: list[tree.Statement], frame: Frame) -> object | None:
        """Run statements; a signal (see statements.py) where one leaves them early."""
        executors = self.program.executors
        for statement in body:
            self.steps += 1
            if self.steps > self.last_step:
                raise OutOfSteps
            try:
                signal = executors[type(statement)](self, statement, frame)
            except OpenReturn as left:
                if not left.surely:
                    self._execute_perhaps(body[body.index(statement) + 1 :], left.key, frame)
                raise
            if signal is not None:
                return signal
        return None

    def _execute_perhaps(self, body: list[tree.Statement], key: object, frame: Frame) -> None:
        """Run statements before which the function may have been left: what they set may be set or not."""
        with self.region("branch", key, "it is not known where the function is left"):
            for statement in body:
                try:
                    if self.execute([statement], frame) is not None:
                        break
                except OpenReturn:
                    continue
                except Raised:
                    break

    # Unknowns.

    def unknown(
        self,
        reason: str,
        text: str | None = None,
        *sources: Value,
        line: int | None = None,
        low: Bound = -INFINITY,
        high: Bound = INFINITY,
        key: object = None,
        of: Size | None = None,
    ) -> Unknown:
        """A value that is not known, tainted by the conditions of the values it is made from."""
        self.doubts += 1
        conditions: frozenset[object] = frozenset()
        for source in sources:
            conditions |= taint(source)
        if text is not None and len(text) > MAX_TEXT:
            text = None
        if of is not None and of.weight > MAX_WEIGHT:
            reason, key, of = "the expression is too long", None, None
        return Unknown(reason, text, line, low, high, self.stable(key), conditions, of)

    def stable(self, key: object) -> object:
        """A key that is the same in every replay: objects in it are numbered in the order in which they are met."""
        if type(key) in _PLAIN or isinstance(key, (Key, str, int, float, Size)):
            return key
        if isinstance(key, tuple):
            parts = tuple([part if type(part) in _PLAIN else self.stable(part) for part in key])
            known = self.program.keys.get(parts)
            if known is None:
                known = Key(parts)
                known.code = hash(parts)
                self.program.keys[parts] = known
            return known
        number = self.numbers.get(id(key))
        if number is None:
            number = self.numbers[id(key)] = len(self.numbered)
            self.numbered.append(key)
        return f"#{number}"

    def may_be(self, found: Unknown, layers: Sequence[KerasLayer]) -> None:
        """Note that an unknown value may be one of these layers, or a part of one."""
        if layers and found.key is not None:
            self.perhaps[found.key] = list(layers)

    def visit(self, where: object) -> tuple[object, int]:
        """A key for the next visit of a place; the same in every replay."""
        where = self.stable(where)
        count = self.visits.get(where, 0)
        self.visits[where] = count + 1
        return where, count

    def require(self, *values: Value) -> None:
        """These values matter for a layer: conditions that were joined into them must become choices."""
        keys: frozenset[object] = frozenset()
        for value in values:
            keys |= taint(value)
        self.promote(keys)

    def promote(self, keys: Iterable[object]) -> None:
        wanted = frozenset(keys) - self.promoted
        if wanted and not self.over and len(self.promoted) + len(wanted) <= MAX_CHOICES:
            raise Restart(wanted)

    # Choices.

    def decide(self, key: object, label: str, opposite: bool = False) -> bool:
        """The branch this run takes at a condition; equal conditions choose alike. ``opposite`` where ``label`` is of
        the negated condition."""
        key = self.stable(key)
        if isinstance(key, tuple) and len(key) == 2 and key[0] == "not":
            return not self.decide(key[1], label, not opposite)
        if key in self.decided:
            return self.decided[key]
        value = self._implied(key)
        if value is None:
            index = len(self.trail)
            if self.away_since is not None and index - self.away_since >= MAX_AWAY_CHOICES:
                self.too_open = True
                raise OutOfSteps
            value = self.plan.get(key, True)
            if index >= MAX_CHOICES:
                self.guessed = True
                self.gave_up = self.gave_up or "there are more open conditions than are followed"
            else:
                self.trail.append((key, value))
                self.labels[key] = label, opposite
                own = self.frame is not None and self.frame.unit.home.path == self.program.path
                self.weighty.append(-1 if own else self.own_events)
        self.decided[key] = value
        return value

    def _implied(self, key: object) -> bool | None:
        """What earlier choices say: a value that equals one constant equals no other."""
        if not (isinstance(key, tuple) and len(key) == 4 and key[0] == "=="):
            return None
        for other, value in self.decided.items():
            if value and isinstance(other, tuple) and len(other) == 4 and other[:2] == key[:2] and other != key:
                return False
        return None

    def fails(self, name: str) -> None:
        """What is evaluated surely raises: the handler that waits for it takes over. Where none does the result is
        unknown, and so it is where it is not certain that this is evaluated at all."""
        from lint_params.interpret.exceptions import catches

        raised = Raised(name)
        for catcher in reversed(self.catchers):
            if any(catches(names, raised) for names in catcher.names):
                # Where something may have raised before in the same body, the same handler has it in any case.
                certain = [doubt.region for doubt in catcher.doubts]
                younger = (each for each in reversed(self.regions) if each.start > catcher.start)
                region = next((each for each in younger if each not in certain), None)
                if region is None:
                    raise raised
                key = region.key if region.kind == "branch" else self.stable(self.visit(("raises", name)))
                if self.is_choice(key):
                    if self.decide(key, f"{name} is raised"):
                        raise raised
                    return
                self.may_raise(raised, key, f"it is not known whether there is a {name}")
                return

    def may_raise(self, raised: Raised, key: object, reason: str) -> None:
        """An exception may be raised here, on a condition: what comes next, up to the end of the ``try`` whose handler
        would take over, may then not happen."""
        from lint_params.interpret.exceptions import catches

        for catcher in reversed(self.catchers):
            handler = next((at for at, names in enumerate(catcher.names) if catches(names, raised)), None)
            if handler is not None:
                after = catcher.after[handler]()
                if after == ENDS and catcher is not self.catchers[0]:
                    after = DECIDED  # one around it may go on from there
                if after == DECIDED:
                    self.promote([key])
                elif after == JOINED and len(catcher.doubts) < MAX_DOUBTS:
                    self.serial += 1
                    region = Region(self.serial, "branch", key, reason, behind=True)
                    self.regions.insert(catcher.depth, region)
                    catcher.doubts.append(Doubt(region, dict(catcher.frame.scope.names), handler))
                return

    def is_caught(self, raised: Raised) -> bool:
        """Whether a handler waits for an exception."""
        from lint_params.interpret.exceptions import catches

        return any(catches(names, raised) for catcher in self.catchers for names in catcher.names)

    def is_choice(self, key: object) -> bool:
        while isinstance(key, tuple) and len(key) == 2 and key[0] == "not":
            key = key[1]
        return key in self.promoted or key in self.decided

    # Regions.

    @contextmanager
    def region(self, kind: str, key: object, reason: str) -> Iterator[None]:
        self.serial += 1
        self.regions.append(Region(self.serial, kind, key, reason))
        try:
            yield
        finally:
            self.regions.pop()

    @contextmanager
    def catching(self, catcher: Catcher) -> Iterator[None]:
        """While the body of a ``try`` runs. What may not have happened in it is a branch no longer behind it."""
        self.catchers.append(catcher)
        try:
            yield
        finally:
            self.catchers.pop()
            gone = {id(doubt.region) for doubt in catcher.doubts}
            self.regions[:] = [region for region in self.regions if id(region) not in gone]

    @property
    def in_open_loop(self) -> bool:
        """Whether this may happen any number of times."""
        return any(region.kind == "loop" for region in self.regions)

    def born(self) -> int:
        self.serial += 1
        return self.serial

    def matters(self, index: int) -> bool:
        """Whether the other branch of a choice is worth a run: one that some other file makes, after which no model of
        this file is touched, is not."""
        return self.weighty[index] < self.own_events

    def region_of(self, born: int) -> Region | None:
        """The outermost open region that an object is older than: a change of it there is not certain."""
        for region in self.regions:
            if region.start > born:
                return region
        return None

    def touch_model(self, model: Sequential, born: int) -> None:
        """A model is changed: inside an open loop its layers are no longer all known."""
        self.note_event()
        self.touch_layer(born)
        for region in self.regions:
            if region.start > born and model.incomplete is None:
                model.incomplete = region.reason

    def touch_layer(self, born: int) -> Unknown | None:
        """A layer that was made at ``born`` is changed: what open conditions since then decide becomes a choice.

        Where there are too many of them, why the change may not happen.
        """
        self.own_events += 1
        open_: Unknown | None = None
        for region in self.regions:
            if region.start > born and region.kind == "branch":
                self.promote([region.key])
                open_ = open_ or Unknown(region.reason, key=region.key)
        return open_

    def since(self, layer: KerasLayer) -> int:
        """Since when a layer is there, or its own ``build`` runs, which it does once."""
        return max(layer.born, self.begun.get(id(layer), 0))

    def why_uncertain(self, layer: KerasLayer) -> str | None:
        """Why a layer may not get a weight here, or get it more than once."""
        since = self.since(layer)
        open_ = self.touch_layer(since)
        loop = next((region for region in self.regions if region.start > since and region.kind == "loop"), None)
        return open_.reason if open_ is not None else loop.reason if loop is not None else None

    def decided_in_loop(self) -> None:
        """A condition decides about layers: in an open loop it may come out otherwise in each pass."""
        for region in self.regions:
            if region.kind == "loop":
                for made in self.models:
                    if made.model.born < region.start:
                        made.model.incomplete = made.model.incomplete or region.reason

    def making_layer(self) -> None:
        """A layer is made: inside a joined branch, its condition must be a choice.

        Behind an exception that may have been raised it is made, or nothing is; older models see to ``touch_model``.
        """
        self.steps += LAYER_STEPS
        self.note_event()
        for region in self.regions:
            if region.kind == "branch" and not region.behind:
                self.promote([region.key])

    def note_event(self) -> None:
        """A model is touched: what follows is worth following for longer."""
        if len(self.models) > MAX_FOLLOWED:
            return
        self.last_event = self.steps
        self.last_step = min(self.steps + self.idle_steps, MAX_STEPS)

    @contextmanager
    def away(self) -> Iterator[None]:
        """A call into another file, which is not followed for as long."""
        last, event = self.last_step, self.last_event
        self.away_since = len(self.trail)
        self.idle_steps = MAX_AWAY_STEPS
        self.last_step = min(last, self.steps + MAX_AWAY_STEPS)
        try:
            yield
        finally:
            self.away_since = None
            self.idle_steps = MAX_IDLE_STEPS
            self.last_step = last if self.last_event == event else min(self.last_event + MAX_IDLE_STEPS, MAX_STEPS)

    def tires(self, since: int, loop: tree.Node) -> bool:
        """Whether a loop that began at a step has run for long without touching a model; of very many models, one
        within a loop that is left open has run since the last that counts."""
        many = len(self.models) > MAX_FOLLOWED and self.in_open_loop
        begun = self.last_event if many else max(since, self.last_event)
        most = MAX_AGAIN_STEPS if id(loop) in self.tiring else MAX_LOOP_STEPS
        if self.steps - begun > most and self.last_event <= since:
            self.tired.add(id(loop))
        return self.steps - begun > most

    # Names and places.

    def layer_name(self, class_name: str) -> str:
        """The next automatic name of a class, as the generation numbers it."""
        prefix = snake_case(class_name)
        if prefix.startswith("_") and self.setting.generation != "3":
            prefix = f"private{prefix}"
        count = self.names_given.get(prefix, 0)
        self.names_given[prefix] = count + 1
        if self.setting.generation in ("1", "2") or (prefix == "input" and self.setting.generation == "tf2"):
            return f"{prefix}_{count + 1}"
        return f"{prefix}_{count}" if count else prefix

    @contextmanager
    def naming_apart(self) -> Iterator[None]:
        """tf.keras counts the names of layers that are made in ``build`` apart from all others."""
        self.names_given, self.names_building = self.names_building, self.names_given
        try:
            yield
        finally:
            self.names_given, self.names_building = self.names_building, self.names_given

    def span(self, unit: tree.Unit, place: tree.Place) -> Span:
        if unit.host is not None:
            return self.span(unit.host, unit.at)
        return Span(unit.path, place[0], place[1] + 1, place[2], place[3] + 1, unit.cell)

    def assume(self, name: str, value: Value, line: int | None) -> None:
        self.assumed.setdefault(name, Assumed(name, value, line))


def taint(value: Value) -> frozenset[object]:
    """The conditions that a value depends on."""
    if isinstance(value, (Unknown, Array)):
        return value.conditions
    if not isinstance(value, (tuple, ListValue, DictValue, Instance)):
        return frozenset()
    found: frozenset[object] = frozenset()
    stack: list[Value] = [value]
    seen = {id(value)}  # a list may hold itself, or one list many times
    while stack:
        current = stack.pop()
        if isinstance(current, Unknown):
            found |= current.conditions
            continue
        if isinstance(current, (ListValue, DictValue, Instance)) and current.open is not None:
            found |= current.open.conditions
        if isinstance(current, (tuple, ListValue)) and len(current) < MAX_TAINTED:
            inner = [item for item in current if isinstance(item, (Unknown, tuple, ListValue)) and id(item) not in seen]
            seen.update(map(id, inner))
            stack.extend(inner)
    return found


Evaluator = Callable[[Machine, tree.Node, Frame], Value]
Executor = Callable[[Machine, tree.Node, Frame], "object | None"]
__all__ = ["Arguments", "External", "Frame", "Machine", "Scope"]
