"""From a table to what its numbers say: the input of the model, and for each row the layers that give its numbers."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lint_params.keras.arguments import REQUIRED, parse_signature
from lint_params.keras.base import GENERATIONS, Call, KerasLayer, Setting, bind, snake_case
from lint_params.keras.registry import catalogue, lookup
from lint_params.model.dimension import Count
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape
from lint_params.model.weight import Weight
from lint_params.pasted.guesses import Guess, Inner, Question
from lint_params.pasted.proposals import PROPOSALS
from lint_params.pasted.table import Row, Sizes, Table

MOST = 400
"""Guesses of a row that are made and compared."""

MODELS = ("Sequential", "Functional", "Model")
_PLACEHOLDERS: Mapping[str, object] = {"activation": "linear"}
"""What stands for an argument that is required and that no number depends on; of others, 0.5."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A layer that gives the numbers of a row, on ``input``; ``definition`` is how one would write it."""

    definition: str
    arguments: Mapping[str, object]
    input: Shape
    output: Shape
    formula: str
    params: Count
    weights: tuple[Weight, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a row can be: candidates, most usual first. ``settled`` says that there are no others, and that the first is
    the only one. ``problem`` says in words why there are none, ``contradiction`` that the row's numbers can't be."""

    row: Row
    input: Shape | None
    candidates: tuple[Candidate, ...] = ()
    settled: bool = False
    problem: str | None = None
    contradiction: bool = False

    @property
    def best(self) -> Candidate | None:
        return self.candidates[0] if self.candidates else None


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table with what it says. ``inputs`` are the shapes that its first layer may read, most usual first; ``filled``
    is the number of a row whose cell was empty and that the totals settle; ``remark`` says what does not add up."""

    table: Table
    readings: tuple[Reading, ...]
    inputs: tuple[Shape, ...]
    remark: str | None = None


def inferred(table: Table) -> ReadTable:
    """Read a table back."""
    rows = _completed(table)
    readings: list[Reading] = []
    ends: dict[int, Shape | None] = {}
    """By depth, what the last row gave."""
    starts: dict[int, Shape | None] = {}
    outputs: dict[str, Shape | None] = {}
    for index, row in enumerate(rows):
        before = ends.get(row.depth, starts.get(row.depth))
        given = before if row.reads is None else _read_by(row, outputs, index == 0)
        reading = _read_as_any(row, given)
        readings.append(reading)
        for deeper in [depth for depth in ends if depth > row.depth]:
            del ends[deeper]
        ends[row.depth] = outputs[row.name] = _output(reading)
        starts[row.depth + 1] = given
    return ReadTable(table, tuple(readings), tuple(_inputs(readings)), _remark(table, rows))


def _completed(table: Table) -> list[Row]:
    """The rows; where one number is missing and the total is there, it is the rest."""
    rows = list(table.rows)
    top = [index for index, row in enumerate(rows) if row.depth == 0]
    missing = [index for index in top if rows[index].params is None]
    if len(missing) == 1 and table.params is not None and len({rows[index].name for index in top}) == len(top):
        rest = table.params - sum(rows[index].params or 0 for index in top)
        if rest >= 0:
            rows[missing[0]] = replace(rows[missing[0]], params=rest)
    return rows


def _remark(table: Table, rows: Sequence[Row]) -> str | None:
    counts = [row.params for row in rows if row.depth == 0]
    if table.params is None:
        return None
    sum_ = sum(count for count in counts if count is not None)
    if sum_ == table.params or (None in counts and sum_ < table.params):
        return None
    least = "at least " if None in counts else ""
    return f"the lines add up to {least}{sum_:,}, the table says {table.params:,} in all"


def _classes_of(row: Row) -> list[str]:
    """The class of a row; where its column cut it off, those that begin so, or the one whose usual name it has."""
    if not row.cut:
        return [row.type]
    known = [*PROPOSALS, *MODELS, "InputLayer"]
    fitting = [name for name in known if name.startswith(row.type)]
    usual = [name for name in fitting if row.name.rstrip("0123456789").rstrip("_") == snake_case(name)]
    return [max(usual, key=len)] if usual else fitting or [row.type]


def _read_as_any(row: Row, given: Shape | None) -> Reading:
    """The row as each of the classes that it can be of; the one that fits, or else nothing."""
    readings = [_read(replace(row, type=kind), given) for kind in _classes_of(row)]
    if len(readings) == 1:
        return readings[0]
    fitting = [reading for reading in readings if reading.candidates]
    if len(fitting) == 1 and given is not None:
        return replace(fitting[0], settled=False)
    return Reading(row, given, problem="its class is cut off")


def _read_by(row: Row, outputs: Mapping[str, Shape | None], first: bool) -> Shape | None:
    """The shape that a row of a table with connections reads; names there may be cut off."""
    if row.reads is None or len(row.reads) != 1:
        return None
    exact = outputs.get(row.reads[0])
    if exact is not None or row.reads[0] in outputs:
        return exact
    begun = [name for name in outputs if name.startswith(row.reads[0])]
    return outputs[begun[0]] if len(begun) == 1 else None


def _input_layer(row: Row) -> Reading:
    given = Shape(row.shapes[0]) if row.shapes is not None and len(row.shapes) == 1 else None
    return Reading(row, given, settled=given is not None)


def _output(reading: Reading) -> Shape | None:
    row = reading.row
    if row.shapes is not None:
        return Shape(row.shapes[0]) if len(row.shapes) == 1 else None
    outputs = {candidate.output for candidate in reading.candidates}
    return reading.candidates[0].output if len(outputs) == 1 and reading.settled else None


def _inputs(readings: Sequence[Reading]) -> Iterator[Shape]:
    """The shapes that the first row, or the first one inside it, may read."""
    first = next((one for one in readings if one.row.type not in MODELS), None)
    if first is None or (first is not readings[0] and readings[0].row.type not in MODELS):
        return
    if first.input is not None:
        yield first.input
    else:
        yield from dict.fromkeys(candidate.input for candidate in first.candidates)


def _read(row: Row, given: Shape | None) -> Reading:
    kind = row.type
    if kind == "InputLayer":
        return _input_layer(row)
    if kind in MODELS:
        return Reading(row, given, problem="a model of its own")
    if row.reads is not None and len(row.reads) > 1:
        return Reading(row, None, problem=f"it reads {len(row.reads)} others")
    if kind not in PROPOSALS:
        known = kind in catalogue()
        return Reading(
            row, given, problem=f"{kind or 'this class'} is {'not read back' if known else 'not a class of Keras'}"
        )
    if row.shapes is None:
        return _without_output(row, given)
    if len(row.shapes) > 1:
        return Reading(row, given, problem="it has several outputs")
    asked = Question(given, row.shapes[0], row.params)
    proposal = PROPOSALS[kind]
    guesses = sorted(proposal.propose(asked), key=lambda guess: guess.odd)
    made = (_made(kind, guess, given, asked.output, row.params) for guess in guesses[:MOST])
    found = tuple(dict.fromkeys(one for one in made if one is not None))
    whole = proposal.whole and given is not None and row.params is not None and len(guesses) <= MOST
    if found:
        return Reading(row, given, found, whole and len(found) == 1)
    if given is None:
        return Reading(row, given, problem=_open(row))
    return Reading(row, given, problem=_misfit(row, given, guesses), contradiction=proposal.whole and bool(guesses))


def _open(row: Row) -> str:
    if row.type == "Flatten" and row.shapes is not None and row.shapes[0][-1]:
        return f"any input of {row.shapes[0][-1]:,} elements fits"
    return "no input fits its numbers" if row.params and row.type in ("Dense", "LSTM") else "nothing says what it reads"


def _misfit(row: Row, given: Shape, guesses: Sequence[Guess]) -> str:
    """Why nothing fits, with what would be usual there."""
    text = f"no {row.type} that reads {given} gives this"
    for guess in guesses:
        usual = _made(row.type, guess, given, None, None)
        if usual is not None and row.params is not None:
            return f"{text}: {usual.definition} has {usual.params:,} and gives {usual.output}"
    return text


def _without_output(row: Row, given: Shape | None) -> Reading:
    """A row whose output the table does not say (``multiple``, ``?``): its width follows from its parameters."""
    if given is None or given.open or row.params is None:
        return Reading(row, given, problem="the table does not say its output")
    if not row.params:
        found = [_made(row.type, guess, given, None, 0) for guess in PROPOSALS[row.type].propose(_any(given, 0))]
        kept = tuple(one for one in found if one is not None)
        return Reading(row, given, kept[:1], len(kept) == 1, None if kept else "the table does not say its output")
    kept = tuple(dict.fromkeys(_of_any_width(row.type, given, row.params)))
    problem = None if kept else "the table does not say its output, and no width fits its parameters"
    return Reading(row, given, kept, len(kept) == 1, problem)


def _any(given: Shape, params: int) -> Question:
    sizes: Sizes = tuple(size if isinstance(size, int) else None for size in given.sizes)
    return Question(given, sizes, params)


def _of_any_width(kind: str, given: Shape, params: int) -> Iterator[Candidate]:
    if kind not in ("Dense", "LSTM", "GRU", "SimpleRNN"):
        return
    sizes: Sizes = tuple(size if isinstance(size, int) else None for size in given.sizes)
    outputs = [(*sizes[:-1],), (sizes[0],)] if kind != "Dense" else [(*sizes[:-1],)]
    variants = len(list(PROPOSALS[kind].propose(Question(given, (*outputs[0], 1), params))))
    for output, variant in itertools.product(outputs, range(variants)):
        low, high = 0, params + 1
        while high - low > 1:
            middle = (low + high) // 2
            guess = list(PROPOSALS[kind].propose(Question(given, (*output, middle), params)))[variant]
            made = _made(kind, guess, given, None, None)
            if made is None or not isinstance(made.params, int):
                break
            if made.params == params:
                yield made
                break
            low, high = (middle, high) if made.params < params else (low, middle)


def _made(kind: str, guess: Guess, given: Shape | None, output: Sizes | None, params: int | None) -> Candidate | None:
    """The guess made as a layer; ``None`` where that does not give the numbers asked for."""
    read = given if given is not None else guess.input
    if read is None:
        return None
    try:
        layer = _layer(kind, guess.arguments)
        gives = layer.apply(read)
    except (Refused, Undetermined):
        return None
    if not isinstance(gives, Shape) or gives.open or layer.open_reason() is not None:
        return None
    if (output is not None and gives.sizes != tuple(output)) or (params is not None and layer.count() != params):
        return None
    text = definition(kind, guess.arguments)
    return Candidate(text, _Arguments(guess.arguments), read, gives, layer.formula(), layer.count(), _weights(layer))


def _weights(layer: KerasLayer) -> tuple[Weight, ...]:
    return tuple(weight for weight, _ in layer.all_weights())


class _Arguments(dict[str, object]):
    """Arguments as a value that can be told apart and counted once."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(repr(sorted(self.items(), key=lambda item: item[0])))


def _layer(kind: str, arguments: Mapping[str, object]) -> KerasLayer:
    """The layer in the newest Keras that has its class: every argument that counts is given, so no default differs."""
    cls = lookup(kind)
    if cls is None:
        raise Undetermined(f"{kind} is not described")
    generation = next(one for one in GENERATIONS if one in cls.generations)
    values: dict[str, object] = {
        name: _layer(value.type, value.arguments) if isinstance(value, Inner) else value
        for name, value in arguments.items()
    }
    for name, default in parse_signature(cls.signature).defaults.items():
        if default is REQUIRED and name not in values:
            values[name] = _PLACEHOLDERS.get(name, 0.5)
    layer = cls(bind(cls, Call((), values), generation), Setting(generation))
    if layer.refused is not None:
        raise layer.refused
    return layer


def definition(kind: str, arguments: Mapping[str, object]) -> str:
    """The layer as one would write it: defaults left out, the first argument by its place."""
    cls = lookup(kind)
    defaults = {} if cls is None else parse_signature(cls.signature).defaults
    first = next(iter(defaults), None)
    parts: list[str] = []
    for name, value in arguments.items():
        default = defaults.get(name)
        shown = _short(value)
        if default is not REQUIRED and (
            shown == _short(default) or (name == "strides" and value == arguments.get("pool_size"))
        ):
            continue
        required = default is REQUIRED and list(defaults)[len(parts)] == name
        parts.append(shown if name == first or required else f"{name}={shown}")
    missing = [name for name, default in defaults.items() if default is REQUIRED and name not in arguments]
    return f"{kind}({', '.join([*('…' for _ in missing), *parts])})"


def _short(value: object) -> str:
    """A value as one would write it: a tuple of equal numbers as the number."""
    if isinstance(value, Inner):
        return definition(value.type, value.arguments)
    if isinstance(value, tuple) and value and all(type(item) is int for item in value) and len(set(value)) == 1:
        return str(value[0])
    return repr(value)
