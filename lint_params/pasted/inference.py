"""From a table to what its numbers say: the input of the model, and for each row the layers that give its numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lint_params.model.shape import Shape
from lint_params.pasted.proposals import FIRST, LAST, takes_format
from lint_params.pasted.rows import MODELS, Effort, Reading, reading_of
from lint_params.pasted.table import Row, Table
from lint_params.pasted.ways import Given, Ways
from lint_params.records import dataclass, replace


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table with what it says. ``inputs`` are the shapes that its first layer may read, most usual first; ``filled``
    is the number of a row whose cell was empty and that the totals settle; ``remark`` says what does not add up."""

    table: Table
    readings: tuple[Reading, ...]
    inputs: tuple[Shape, ...]
    remark: str | None = None


def inferred(table: Table, effort: Effort | None = None) -> ReadTable:
    """Read a table back; ``effort`` is shared by all tables of one text.

    Which axis holds the channels no table says: a model has one order for all of its layers, and where the usual one
    leaves rows unexplained, the other is tried.
    """
    effort = effort or Effort()
    usual = _inferred(table, LAST, effort)
    if not any(_misses(reading) for reading in usual.readings):
        return usual
    other = _inferred(table, FIRST, effort)
    return other if _explained(other) > _explained(usual) else usual


def _misses(reading: Reading) -> bool:
    return not reading.candidates and takes_format(reading.row.type)


def _explained(read: ReadTable) -> int:
    return sum(bool(reading.candidates) for reading in read.readings)


def _inferred(table: Table, order: str, effort: Effort) -> ReadTable:
    rows = _completed(table)
    readings: list[Reading] = []
    ways = Ways(rows)
    for row in rows:
        given, reading = _read_as_far(row, ways, order, effort)
        readings.append(reading)
        ways.go_on(row, given, _output(reading))
    return ReadTable(table, tuple(readings), tuple(_inputs(readings)), _remark(table, rows))


def _read_as_far(row: Row, ways: Ways, order: str, effort: Effort) -> tuple[Given | None, Reading]:
    """The row on the first of what it may read that gives its numbers."""
    choices = ways.before(row)
    problem = None if choices else ways.problem(row)
    if problem is not None:
        return None, Reading(row, None, problem=problem)
    readings = [(given, reading_of(row, given, order, effort)) for given in choices[:1]]
    for given in choices[1:]:
        if readings[-1][1].candidates:
            break
        readings.append((given, reading_of(row, given, order, effort)))
    if not readings:
        return None, reading_of(row, None, order, effort)
    found = readings[-1] if readings[-1][1].candidates else readings[0]
    return found if len(choices) == 1 else (found[0], replace(found[1], settled=False, contradiction=False))


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
    if table.cut:
        return f"the text is very long: of this table, the first {len(rows):,} rows are read"
    counts = [row.params for row in rows if row.depth == 0]
    if table.params is None:
        return None
    sum_ = sum(count for count in counts if count is not None)
    if sum_ == table.params or (None in counts and sum_ < table.params):
        return None
    least = "at least " if None in counts else ""
    return f"the lines add up to {least}{sum_:,}, the table says {table.params:,} in all"


def _output(reading: Reading) -> Shape | None:
    row = reading.row
    if row.shapes is not None:
        return Shape(row.shapes[0])
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
