"""Tables that were read back, as text, Markdown and JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from lint_params.model.dimension import Count
from lint_params.pasted.alike import alike
from lint_params.pasted.candidates import Candidate
from lint_params.pasted.inference import ReadTable
from lint_params.pasted.rows import Reading
from lint_params.report.escape import code_text, markdown_text, printable
from lint_params.report.explain_json import twins_object
from lint_params.report.json import VERSION, dumps
from lint_params.report.style import Style
from lint_params.report.summary_json import shapes_object, value_object
from lint_params.report.wrapping import told

SHOWN = 3
"""Candidates of a row, and inputs of a model, that are shown; the JSON has up to ``IN_JSON``."""
IN_JSON = 20


def write(tables: Sequence[ReadTable], format: str, style: Style) -> str:
    return _WRITERS[format](tables, style)


def _text(tables: Sequence[ReadTable], style: Style) -> str:
    blocks = []
    for read in tables:
        lines = [style.paint(printable(_title(read)), "bold"), *told(_inputs(read), style, "input: "), ""]
        for reading in read.readings:
            first, *more = _said(reading)
            name, margin = printable(reading.row.name), "  " * reading.row.depth
            painted = f"{margin}{style.paint(name, 'bold')}: "
            lines += told(first, style, f"{margin}{name}: ", painted, len(margin) + 4)
            lines += [part for line in more for part in told(line, style, margin + "  ", hanging=len(margin) + 4)]
        groups = alike(read)
        if groups:
            lines += ["", style.paint("Defined alike, different in number:", "bold")]
        for group in groups:
            lines += told(group.words[0], style, "  ")
            lines += [part for line in group.words[1:] for part in told(line, style, "    ", hanging=6)]
        if read.remark is not None:
            lines += ["", *told(read.remark, style, "note: ", f"{style.paint('note:', 'blue')} ")]
        blocks.append("\n".join(lines) + "\n")
    text = "\n".join(blocks)
    return text if style.unicode else text.replace("…", "...")


def _markdown(tables: Sequence[ReadTable], style: Style) -> str:
    blocks = []
    for read in tables:
        lines = [f"### {markdown_text(_title(read))}", "", f"input: {markdown_text(_inputs(read))}", ""]
        lines += ["| Layer | Reads | Gives | Parameters | Formula |", "| --- | --- | --- | ---: | --- |"]
        for reading in read.readings:
            best = reading.best
            name = markdown_text(f"{reading.row.name} ({reading.row.type})")
            if best is None:
                lines.append(f"| {name} | | | {_number(reading.row.params)} | {markdown_text(reading.problem or '')} |")
                continue
            cells = [f"{name}<br>{code_text(best.definition)}", _read(best), str(best.output)]
            cells += [_number(best.params), code_text(best.formula)]
            lines.append(f"| {' | '.join(cells)} |")
        for group in alike(read):
            lines += ["", f"- {markdown_text(group.words[0])}"]
            lines += [f"  - {markdown_text(line)}" for line in group.words[1:]]
        if read.remark is not None:
            lines += ["", read.remark]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _json(tables: Sequence[ReadTable], style: Style) -> str:
    return dumps({"version": VERSION, "tables": [_table_object(read) for read in tables]})


_WRITERS: Mapping[str, Callable[[Sequence[ReadTable], Style], str]] = {
    "text": _text,
    "markdown": _markdown,
    "json": _json,
}


def _title(read: ReadTable) -> str:
    name = read.table.name or "model"
    total = "" if read.table.params is None else f", {read.table.params:,} parameters"
    rows = len(read.readings)
    return f"{name}: {rows} layer{'' if rows == 1 else 's'}{total}"


def _inputs(read: ReadTable) -> str:
    if not read.inputs:
        first = next((one.problem for one in read.readings if one.problem), None)
        return f"unknown ({first})" if first else "unknown"
    shown = [str(shape) for shape in read.inputs[:SHOWN]]
    return ", or ".join(shown) + _more(len(read.inputs) - SHOWN)


def _said(reading: Reading) -> Iterator[str]:
    """The most usual candidate with its figures, then others, or why there is none."""
    row, best = reading.row, reading.best
    if row.type == "InputLayer":
        yield f"the input, {reading.input}" if reading.input is not None else "the input"
        return
    if best is None:
        yield ("does not fit: " if reading.contradiction else "") + (reading.problem or "not read back")
        return
    yield best.definition
    yield f"reads {_read(best)} and gives {best.output}"
    if best.formula != "0":
        open_ = "" if row.params is not None else ", where the table says no number"
        yield f"{best.formula} = {_number(best.params)}{open_}"
    others = reading.candidates[1:SHOWN]
    yield from (f"or {_other(one, best)}" for one in others)
    rest = len(reading.candidates) - 1 - len(others)
    if rest > 0:
        yield f"or one of {rest:,} more that give the same numbers"


def _read(one: Candidate) -> str:
    return " with ".join(map(str, (one.input, *one.others)))


def _other(one: Candidate, best: Candidate) -> str:
    text = one.definition
    if one.input != best.input:
        text += f" on {one.input}"
    return text if one.formula in (best.formula, "0") else f"{text}: {one.formula} = {_number(one.params)}"


def _more(rest: int) -> str:
    return f", or one of {rest:,} more" if rest > 0 else ""


def _number(count: Count | None) -> str:
    return f"{count:,}" if isinstance(count, int) else "?"


def _table_object(read: ReadTable) -> dict[str, object]:
    return {
        "name": read.table.name,
        "params": read.table.params,
        "inputs": [shapes_object(shape) for shape in read.inputs[:IN_JSON]],
        "remark": read.remark,
        "layers": [_reading_object(reading) for reading in read.readings],
        "alike": [twins_object(group) for group in alike(read)],
    }


def _reading_object(reading: Reading) -> dict[str, object]:
    row = reading.row
    return {
        "line": row.line,
        "name": row.name,
        "type": row.type,
        "depth": row.depth,
        "params": row.params,
        "settled": reading.settled,
        "problem": reading.problem,
        "contradiction": reading.contradiction,
        "candidates": [_candidate_object(one) for one in reading.candidates[:IN_JSON]],
        "more": max(0, len(reading.candidates) - IN_JSON),
    }


def _candidate_object(one: Candidate) -> dict[str, object]:
    return {
        "definition": one.definition,
        "arguments": {name: _argument(value) for name, value in one.arguments.items()},
        "input_shape": shapes_object([one.input, *one.others] if one.others else one.input),
        "output_shape": shapes_object(one.output),
        "formula": one.formula,
        "params": one.params if isinstance(one.params, int) else None,
    }


def _argument(value: object) -> object:
    from lint_params.pasted.guesses import Inner

    if isinstance(value, Inner):
        return {"type": value.type, "arguments": {name: _argument(item) for name, item in value.arguments.items()}}
    return value_object(value)
