"""A file of the checked project as the interpreter reads it: decoded, cut into cells, magics taken out."""

from __future__ import annotations

from lint_params.records import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of Python: a whole file (``index`` is ``None``), or one code cell of a notebook.

    ``index`` counts from 0 among all cells of the notebook, as in the file. In ``text``, what is not Python (magics,
    shell lines) is replaced so that every other line and column stays where it was.
    """

    text: str
    index: int | None = None


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A readable file: ``path`` as it is shown to the user (POSIX separators), and its cells in order."""

    path: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ReadError:
    """Why a file, or one cell of it, can't be read or parsed; becomes LP901. Line and column count from 1."""

    path: str
    message: str
    line: int = 1
    column: int = 1
    cell: int | None = None
