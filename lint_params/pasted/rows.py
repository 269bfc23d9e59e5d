"""What one row of a table can be, given what it reads."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from lint_params.keras.base import snake_case
from lint_params.keras.registry import catalogue
from lint_params.model.shape import Shape
from lint_params.pasted.candidates import Candidate, made, of_any_output
from lint_params.pasted.guesses import Guess, Question
from lint_params.pasted.proposals import ANY_OUTPUT, ELEMENTWISE, PROPOSALS, RETURNING_STATES, proposed
from lint_params.pasted.table import Row, Sizes
from lint_params.pasted.ways import Given
from lint_params.records import dataclass, replace

MOST, MOST_OF_MANY = 400, 80
"""Guesses of a row that are made and compared: of classes whose guesses are all there can be, and of others, of which
the most usual are enough."""

MOST_IN_ALL = 60_000
"""Guesses that are weighed for everything that is pasted: some seconds. No table that anyone printed comes near it."""

ASKED = 40
"""What it counts for to think of the windows, steps and margins that a row could have."""
BISECTED = 100
"""What it counts for to look for a width between all that there are."""

TIRED = "there are too many rows to try all that they could be"

MODELS = ("Sequential", "Functional", "Model")
CUT_OFF = "its class is cut off"
_OUTPUT_UNSAID = "the table does not say its output"


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


@dataclass(slots=True)
class Effort:
    """How many more guesses are weighed."""

    left: int = MOST_IN_ALL


def reading_of(row: Row, given: Given | None, order: str, effort: Effort) -> Reading:
    """The row as each of the classes that it can be of; the one that fits, or else nothing. ``order`` is where the
    layers of the model have their channels."""
    if effort.left <= 0:
        return Reading(row, _only(given), problem=TIRED)
    readings = [_read(replace(row, type=kind), given, order, effort) for kind in _classes_of(row)]
    if len(readings) == 1:
        return readings[0]
    fitting = [reading for reading in readings if reading.candidates]
    if len(fitting) == 1 and given is not None:
        return replace(fitting[0], settled=False)
    return Reading(row, _only(given), problem=CUT_OFF)


def _classes_of(row: Row) -> list[str]:
    """The class of a row; where its column cut it off, those that begin so, or the one whose usual name it has."""
    if not row.cut:
        return [_newer(row.type)]
    if not row.type and row.name.startswith("tf."):
        return ["TFOpLambda"]  # an operation that was called on a tensor is named after it
    known = [*PROPOSALS, *MODELS, "InputLayer"]
    fitting = [name for name in known if name.startswith(row.type)]
    usual = [name for name in fitting if row.name.rstrip("0123456789").rstrip("_") == snake_case(name)]
    return [max(usual, key=len)] if usual else fitting or [row.type]


def _newer(kind: str) -> str:
    """The class by the name that it has now: tf.keras 1 and the first of 2 told several of them apart."""
    plain = kind.removeprefix("Unified").removesuffix("V1").removesuffix("V2")
    return plain if plain in PROPOSALS else kind


def _only(given: Given | None) -> Shape | None:
    return given[0] if given else None


def _read(row: Row, given: Given | None, order: str, effort: Effort) -> Reading:
    kind, read = row.type, _only(given)
    if kind == "InputLayer":
        shape = Shape(row.shapes[0]) if row.shapes is not None and len(row.shapes) == 1 else None
        return Reading(row, shape, settled=shape is not None)
    if row.unbuilt:
        return Reading(row, read, problem="not built when this was printed, so Keras had not counted it")
    if kind in MODELS:
        return Reading(row, read, problem="a model of its own, whose layers the table does not list")
    if _is_open(kind, row, given) and row.shapes is not None and len(row.shapes) == 1:
        return Reading(row, read, (of_any_output(kind, read, row.shapes[0]),))
    if kind not in PROPOSALS:
        if row.cut:
            return Reading(row, read, problem=CUT_OFF)
        known = kind in catalogue()
        return Reading(
            row, read, problem=f"{kind or 'this class'} is {'not read back' if known else 'not a class of Keras'}"
        )
    if row.shapes is None:
        return _without_output(row, given, order, effort)
    states = len(row.shapes) > 1 and kind in RETURNING_STATES
    if len(row.shapes) > 1 and not states:
        return Reading(row, read, problem="it has several outputs")
    others = given[1:] if given is not None else ()
    asked = Question(read, row.shapes[0], row.params)
    guesses = sorted(proposed(kind, asked, order), key=lambda guess: guess.odd)
    if states:
        guesses = [replace(guess, arguments={**guess.arguments, "return_state": True}) for guess in guesses]
    most = MOST if PROPOSALS[kind].whole else MOST_OF_MANY
    thought = 0 if PROPOSALS[kind].whole else ASKED
    effort.left -= (
        thought + min(len(guesses), most) + len(guesses) // 8 + 1
    )  # to make one costs more than to think of it
    tried = (made(kind, guess, read, row.shapes, row.params, others) for guess in guesses[:most])
    found = tuple(dict.fromkeys(one for one in tried if one is not None))
    whole = PROPOSALS[kind].whole and given is not None and row.params is not None and len(guesses) <= most
    if found:
        return Reading(row, read, found, whole and len(found) == 1)
    if read is None:
        return Reading(row, read, problem=_open(row))
    contradiction = PROPOSALS[kind].whole and bool(guesses)
    return Reading(row, read, problem=_misfit(row, read, guesses), contradiction=contradiction)


def _is_open(kind: str, row: Row, given: Given | None) -> bool:
    """Whether a row without weights is one of which nothing else follows: a function of the program, an operation on
    one tensor (``x + 3`` is an ``Add`` in Keras 3), a ``Normalization`` that was told its mean and variance."""
    if row.params != 0:
        return kind in ANY_OUTPUT and row.params is None
    one = kind in ELEMENTWISE and given is not None and len(given) == 1 and len(row.reads or given) == 1
    return kind in (*ANY_OUTPUT, "Normalization") or one


def _open(row: Row) -> str:
    return "no input fits its numbers" if row.params and row.type in ("Dense", "LSTM") else "nothing says what it reads"


def _misfit(row: Row, given: Shape, guesses: Sequence[Guess]) -> str:
    """Why nothing fits, with what would be usual there."""
    whole = PROPOSALS[row.type].whole
    text = f"no {row.type} that reads {given} gives this" if whole else f"no {row.type} tried on {given} gives this"
    for guess in guesses:
        usual = made(row.type, guess, given, None, None)
        if usual is not None and row.params is not None:
            return f"{text}: {usual.definition} has {usual.params:,} and gives {usual.output}"
    return text


def _without_output(row: Row, given: Given | None, order: str, effort: Effort) -> Reading:
    """A row whose output the table does not say (``multiple``, ``?``, cut off): it follows from the parameters, as far
    as what it reads is known."""
    read = _only(given)
    if row.params is None:
        return Reading(row, read, problem=_OUTPUT_UNSAID)
    if read is None or read.open or given is None:
        pairs = tuple(_of_any_input(row.type, row.params))
        effort.left -= len(pairs) + 1
        return Reading(row, read, pairs, problem=None if pairs else _OUTPUT_UNSAID)
    guesses = list(proposed(row.type, _any(read, row.params), order))
    effort.left -= len(guesses) + 1
    tried = (made(row.type, guess, read, None, row.params, given[1:]) for guess in guesses)
    kept = tuple(dict.fromkeys(one for one in tried if one is not None))
    if not row.params:
        return Reading(row, read, kept[:1], len(kept) == 1, None if kept else _OUTPUT_UNSAID)
    if not kept:
        effort.left -= BISECTED
        kept = tuple(dict.fromkeys(_of_any_width(row.type, read, row.params)))
    problem = None if kept else f"{_OUTPUT_UNSAID}, and no width fits its parameters"
    return Reading(row, read, kept, len(kept) == 1 and row.type in _SOLVED, problem)


def _any(given: Shape, params: int) -> Question:
    sizes: Sizes = tuple(size if isinstance(size, int) else None for size in given.sizes)
    return Question(given, sizes, params)


_SOLVED = ("Dense", "LSTM", "GRU", "SimpleRNN")
"""Classes whose width follows from their parameters and what they read."""


def _of_any_width(kind: str, given: Shape, params: int) -> Iterator[Candidate]:
    if kind not in _SOLVED:
        return
    sizes: Sizes = tuple(size if isinstance(size, int) else None for size in given.sizes)
    outputs = [(*sizes[:-1],), (sizes[0],)] if kind != "Dense" else [(*sizes[:-1],)]
    variants = len(list(PROPOSALS[kind].propose(Question(given, (*outputs[0], 1), params))))
    for output, variant in itertools.product(outputs, range(variants)):
        low, high = 0, params + 1
        while high - low > 1:
            middle = (low + high) // 2
            guess = list(PROPOSALS[kind].propose(Question(given, (*output, middle), params)))[variant]
            found = made(kind, guess, given, None, None)
            if found is None or not isinstance(found.params, int):
                break
            if found.params == params:
                yield found
                break
            low, high = (middle, high) if found.params < params else (low, middle)


_USUAL = (784, 128, 64, 256, 32, 512, 10, 1, 1024, 100, 2, 16, 4, 8, 300, 200, 50)


def _of_any_input(kind: str, params: int) -> Iterator[Candidate]:
    """A dense layer of which neither output nor input is known: its width divides its parameters. Usual ones first."""
    from lint_params.pasted.windows import divisors

    if kind != "Dense" or not params:
        return
    widths = [(units, params // units - 1) for units in divisors(params) if params // units > 1]
    odd = {size: place for place, size in enumerate(_USUAL)}
    widths.sort(key=lambda pair: (odd.get(pair[0], 50) + odd.get(pair[1], 50), pair))
    for units, features in widths:
        found = made(kind, Guess({"units": units}), Shape((None, features)), None, params)
        if found is not None:
            yield found
