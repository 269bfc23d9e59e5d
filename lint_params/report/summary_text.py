"""Models as tables in a terminal, in the look of Keras' own ``model.summary()``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lint_params.interpret.result import FileResult
from lint_params.model.model import Layer, Model
from lint_params.report.columns import COLUMNS, Column, remarks, subject, titles, totals
from lint_params.report.escape import printable, width
from lint_params.report.style import Style
from lint_params.report.text import place

LEAST = 6
"""Columns that a cell keeps however narrow the terminal is."""


@dataclass(frozen=True, slots=True)
class _Boxes:
    """The characters of a table: left, line, crossing, right of its five kinds of rows."""

    top: str
    head: str
    under: str
    row: str
    between: str
    bottom: str


_UNICODE = _Boxes("┏━┳┓", "┃┃┃", "┡━╇┩", "│││", "├─┼┤", "└─┴┘")
_ASCII = _Boxes("+-++", "|||", "+=++", "|||", "+-++", "+-++")


def write(results: Sequence[FileResult], columns: Sequence[str], style: Style) -> str:
    """Every model of the results, one table each."""
    blocks = [_model(model, columns, style) for result in results for model in result.models]
    return "\n".join(blocks)


def _model(model: Model, columns: Sequence[str], style: Style) -> str:
    what = subject(model)
    lines = [style.paint(place(model.span), "bold") + (f": {printable(what)}" if what else "")]
    lines += [f"  {printable(line)}" for line in titles(model)]
    lines.append(style.paint(f'Model: "{printable(model.name)}"', "bold"))
    lines += _table(model.layers, [COLUMNS[name] for name in columns], style)
    for name, figure in totals(model, columns):
        lines.append(f" {style.paint(name + ':', 'bold')} {figure}")
    lines += [f" {style.paint('note:', 'blue')} {printable(remark)}" for remark in remarks(model)]
    return _plain("\n".join(lines), style) + "\n"


def _table(layers: Sequence[Layer], columns: Sequence[Column], style: Style) -> Iterator[str]:
    boxes = _UNICODE if style.unicode else _ASCII
    rows = [[_plain(printable(column.text(layer)), style) for column in columns] for layer in layers]
    headings = [column.heading for column in columns]
    widths = _widths([headings, *rows], style.width)
    yield _rule(boxes.top, widths)
    yield from _row(headings, widths, columns, boxes.head, style, "bold")
    yield _rule(boxes.under, widths)
    for index, (layer, row) in enumerate(zip(layers, rows, strict=True)):
        if index:
            yield _rule(boxes.between, widths)
        yield from _row(row, widths, columns, boxes.row, style)
        if layer.reason:
            yield from _spanned(printable(layer.reason), widths, boxes.row, style)
    yield _rule(boxes.bottom, widths)


def _widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """The width of each column; where they do not fit, the widest ones give way."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    spare = room - 3 * len(widths) - 1
    while sum(widths) > spare and max(widths) > LEAST:
        widest = max(widths)
        next_widest = max([LEAST, *(other for other in widths if other < widest)])
        count = widths.count(widest)
        cut = min(widest - next_widest, -(-(sum(widths) - spare) // count))
        widths = [one - cut if one == widest else one for one in widths]
    return widths


def _rule(characters: str, widths: Sequence[int]) -> str:
    left, line, crossing, right = tuple(characters)
    return left + crossing.join(line * (one + 2) for one in widths) + right


def _row(
    cells: Sequence[str], widths: Sequence[int], columns: Sequence[Column], bars: str, style: Style, *looks: str
) -> Iterator[str]:
    left, middle, right = tuple(bars)
    wrapped = [_wrapped(cell, one) for cell, one in zip(cells, widths, strict=True)]
    for number in range(max(map(len, wrapped))):
        parts: list[str] = []
        for lines, one, column in zip(wrapped, widths, columns, strict=True):
            text = lines[number] if number < len(lines) else ""
            pad = " " * (one - width(text))
            text = style.paint(text, *looks) if looks else text
            parts.append(f" {pad}{text} " if column.right else f" {text}{pad} ")
        yield left + middle.join(parts) + right


def _spanned(text: str, widths: Sequence[int], bars: str, style: Style) -> Iterator[str]:
    """A remark over the whole width of the table, under its row."""
    room = sum(widths) + 3 * (len(widths) - 1)
    for index, line in enumerate(_wrapped(text, room - 2)):
        sign = "└ " if style.unicode else "- "
        shown = (sign if index == 0 else "  ") + line
        yield f"{bars[0]} {style.paint(shown, 'dim')}{' ' * (room - width(shown))} {bars[2]}"


def _wrapped(text: str, room: int) -> list[str]:
    """The text in lines of at most ``room`` columns, broken at spaces where there are any."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        while width(word) > room:
            free = room - (width(line) + 1 if line else 0)
            head = _head(word, free) if free > 0 and not line else ""
            if head:
                lines.append(head)
                word = word[len(head) :]
            else:
                lines.append(line)
            line = ""
        joined = f"{line} {word}" if line else word
        if width(joined) <= room:
            line = joined
        else:
            lines.append(line)
            line = word
    return [*lines, line]


def _head(word: str, room: int) -> str:
    """As many characters as fit, and one at least."""
    taken = 0
    for index, character in enumerate(word):
        taken += width(character)
        if taken > room:
            return word[: max(index, 1)]
    return word


def _plain(text: str, style: Style) -> str:
    """Without the few signs that are not ASCII, where they can't be written."""
    return text if style.unicode else text.replace("≥", ">=").replace("…", "...")
