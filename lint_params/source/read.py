"""A file of the project, from its bytes to what the interpreter reads, or to the reason why not."""

from __future__ import annotations

from lint_params.records import dataclass
from lint_params.source.decoding import NotText, decode
from lint_params.source.file import Cell, ReadError, SourceFile
from lint_params.source.load import MAX_CODE, is_notebook, too_large
from lint_params.source.magics import python_of
from lint_params.source.nesting import too_deep
from lint_params.source.notebook import CodeCell, code_cells


@dataclass(frozen=True, slots=True)
class Reading:
    """What there is to interpret in a file, and what of it can't be read. ``file`` is ``None`` where nothing can."""

    file: SourceFile | None
    errors: tuple[ReadError, ...] = ()


def parse(data: bytes, shown: str, max_code: int = MAX_CODE, notebook: bool | None = None) -> Reading:
    """The code in the bytes of a file; ``notebook`` says whether it is one, where its name does not."""
    try:
        if not (is_notebook(shown) if notebook is None else notebook):
            if len(data) > max_code:
                return Reading(None, (too_large(shown, len(data), max_code),))
            return _guarded([Cell(decode(data))], shown)
        cells = code_cells(decode(data))
    except NotText as error:
        return Reading(None, (ReadError(shown, error.message, error.line, error.column),))
    if cells is None:
        return Reading(None)
    size = sum(len(cell.text.encode("utf-8", "replace")) for cell in cells)
    if size > max_code:
        return Reading(None, (too_large(shown, size, max_code, " in its code cells"),))
    return _guarded([_python(cell) for cell in cells], shown)


def _python(cell: CodeCell) -> Cell:
    return Cell(python_of(cell.text), cell.index)


def _guarded(cells: list[Cell], shown: str) -> Reading:
    """The cells that a parser can be trusted with; an error for each of the others."""
    good: list[Cell] = []
    errors: list[ReadError] = []
    for cell in cells:
        fault = _fault(cell)
        if fault is None:
            good.append(cell)
        else:
            errors.append(ReadError(shown, fault[0], fault[1], fault[2], cell.index))
    return Reading(SourceFile(shown, tuple(good)) if good or not errors else None, tuple(errors))


def _fault(cell: Cell) -> tuple[str, int, int] | None:
    if (at := cell.text.find("\0")) >= 0:
        return "null byte in the source", cell.text.count("\n", 0, at) + 1, at - cell.text.rfind("\n", 0, at)
    try:
        cell.text.encode()
    except UnicodeEncodeError as error:  # JSON can say half a character
        at = error.start
        return (
            "half a character (a lone surrogate)",
            cell.text.count("\n", 0, at) + 1,
            at - cell.text.rfind("\n", 0, at),
        )
    deep = too_deep(cell.text)
    return None if deep is None else (str(deep), deep.line, deep.column)
