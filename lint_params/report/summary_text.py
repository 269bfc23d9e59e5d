"""Models as tables in a terminal, in the look of Keras' own ``model.summary()``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lint_params.interpret.result import FileResult
from lint_params.model.model import Layer, Model
from lint_params.records import dataclass
from lint_params.report.columns import DEFAULT, SHARE, Column, chosen, remarks, subject, titles, totals
from lint_params.report.escape import printable, width
from lint_params.report.style import Style
from lint_params.report.text import place
from lint_params.report.wrapping import told, wrapped

LEAST = 6
"""Columns that a cell keeps however narrow the terminal is."""
WORD = 12
"""Words up to this many columns are not broken, if that can be."""
BAR = 10
"""Columns of a bar that is full."""


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
    lines += _table(model, columns, style)
    for name, figure in totals(model, columns):
        lines.append(f" {style.paint(name + ':', 'bold')} {figure}")
    for remark in remarks(model):
        lines += told(remark, style, " note: ", f" {style.paint('note:', 'blue')} ", 7)
    return _plain("\n".join(lines), style) + "\n"


def _table(model: Model, names: Sequence[str], style: Style) -> Iterator[str]:
    boxes = _UNICODE if style.unicode else _ASCII
    columns, rows = _cells(model, names, style)
    if style.terminal and tuple(names) == DEFAULT and model.params:
        # Where there is room, a person sees at a glance which layer it is.
        with_bars = _cells(model, (*names, SHARE), style)
        if sum(_natural(*with_bars)) <= _spare(len(names) + 1, style):
            columns, rows = with_bars
    headings = [column.heading for column in columns]
    widths = _widths(columns, rows, style)
    yield _rule(boxes.top, widths)
    yield from _row(headings, widths, columns, boxes.head, style, "bold")
    yield _rule(boxes.under, widths)
    for index, (layer, row) in enumerate(zip(model.layers, rows, strict=True)):
        if index:
            yield _rule(boxes.between, widths)
        yield from _row(row, widths, columns, boxes.row, style)
        if layer.reason:
            yield from _spanned(printable(layer.reason), widths, boxes.row, style)
    yield _rule(boxes.bottom, widths)


def _cells(model: Model, names: Sequence[str], style: Style) -> tuple[Sequence[Column], Sequence[Sequence[str]]]:
    """The columns, and of each layer what stands in them."""
    columns = chosen(names, model)
    return columns, [[_cell(column, layer, style) for column in columns] for layer in model.layers]


def _cell(column: Column, layer: Layer, style: Style) -> str:
    text = _plain(printable(column.text(layer)), style)
    if column.portion is None or not style.terminal:
        return text
    eighths = round(8 * BAR * column.portion(layer))
    full, part = divmod(eighths, 8) if style.unicode else (eighths // 8, 0)
    bar = ("█" if style.unicode else "#") * full + (" ▏▎▍▌▋▊▉"[part] if part else "")
    return f"{bar:<{BAR}} {text:>6}"


def _across(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Column by column, the heading and the cells."""
    return zip([column.heading for column in columns], *rows, strict=True)


def _natural(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[int]:
    """The width that each column takes by itself."""
    return [max(map(width, cells)) for cells in _across(columns, rows)]


def _spare(columns: int, style: Style) -> int:
    """What of a terminal is left for cells."""
    return style.width - 3 * columns - 1


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], style: Style) -> list[int]:
    """The width of each column; where they do not fit, the widest ones give way, and figures and words last."""
    spare = _spare(len(columns), style)
    widths = [min(one, max(spare, LEAST)) for one in _natural(columns, rows)]
    floors = [
        one if column.right else min(one, max(LEAST, _longest(column.heading), min(WORD, max(map(_longest, cells)))))
        for one, column, cells in zip(widths, columns, _across(columns, rows), strict=True)
    ]
    if sum(floors) > spare:
        floors = [min(one, LEAST) for one in widths]
    while sum(widths) > spare:
        giving = [index for index, one in enumerate(widths) if one > floors[index]]
        if not giving:
            break
        widest = max(giving, key=lambda index: widths[index])
        others = max((widths[index] for index in giving if index != widest), default=0)
        least = max(floors[widest], widths[widest] - (sum(widths) - spare))
        widths[widest] = max(least, min(others, widths[widest] - 1))
    return widths


def _longest(text: str) -> int:
    """The columns of the longest word."""
    return max(map(width, text.split(" ")))


def _rule(characters: str, widths: Sequence[int]) -> str:
    left, line, crossing, right = tuple(characters)
    return left + crossing.join(line * (one + 2) for one in widths) + right


def _row(
    cells: Sequence[str], widths: Sequence[int], columns: Sequence[Column], bars: str, style: Style, *looks: str
) -> Iterator[str]:
    left, middle, right = tuple(bars)
    cut = [wrapped(cell, one) for cell, one in zip(cells, widths, strict=True)]
    for number in range(max(map(len, cut))):
        parts: list[str] = []
        for lines, one, column in zip(cut, widths, columns, strict=True):
            text = lines[number] if number < len(lines) else ""
            pad = " " * (one - width(text))
            own = looks or (("cyan",) if column.portion is not None else ())
            text = style.paint(text, *own) if own else text
            parts.append(f" {pad}{text} " if column.right else f" {text}{pad} ")
        yield left + middle.join(parts) + right


def _spanned(text: str, widths: Sequence[int], bars: str, style: Style) -> Iterator[str]:
    """A remark over the whole width of the table, under its row."""
    room = sum(widths) + 3 * (len(widths) - 1)
    for index, line in enumerate(wrapped(text, room - 2)):
        sign = "└ " if style.unicode else "- "
        shown = (sign if index == 0 else "  ") + line
        yield f"{bars[0]} {style.paint(shown, 'dim')}{' ' * (room - width(shown))} {bars[2]}"


def _plain(text: str, style: Style) -> str:
    """Without the few signs that are not ASCII, where they can't be written."""
    return text if style.unicode else text.replace("≥", ">=").replace("…", "...")
