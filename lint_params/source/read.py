"""A file of the project, from its path to what the interpreter reads, or to the reason why not."""

from __future__ import annotations

import mmap
import os
import stat

from lint_params.records import dataclass
from lint_params.source import disk
from lint_params.source.decoding import NotText, decode
from lint_params.source.file import Cell, ReadError, SourceFile
from lint_params.source.magics import python_of
from lint_params.source.nesting import too_deep
from lint_params.source.notebook import CodeCell, code_cells
from lint_params.source.outline import KERAS, names_model

MAX_CODE = 1_000_000
"""Bytes of code in one file; ``max-file-size`` of the configuration."""

MAX_NOTEBOOK = 200_000_000
"""Bytes of a whole notebook, pictures and all."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What there is to interpret in a file, and what of it can't be read. ``file`` is ``None`` where nothing can."""

    file: SourceFile | None
    errors: tuple[ReadError, ...] = ()


def load(path: str, shown: str, max_code: int = MAX_CODE) -> bytes | ReadError:
    """The bytes of a file, if it is a regular one.

    One too large for any code is looked through where it lies: an error where it speaks of a model, else no bytes.
    """
    limit = MAX_NOTEBOOK if is_notebook(path) else max(16 * max_code, MAX_CODE)
    if disk.mounted():
        return _held(path, shown, limit, max_code)
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            disk.unreadable(path)
            return ReadError(shown, f"can't be read: {_kind(status.st_mode)}, not a file")
        with disk.opened(path) as file:
            if status.st_size <= limit:
                data = file.read()
                disk.seen(path, status, data)
                return data
            disk.seen(path, status, None)
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
                speaks = mapped.find(KERAS) >= 0 and names_model(mapped)
        return _too_large(shown, status.st_size, MAX_NOTEBOOK if is_notebook(path) else max_code) if speaks else b""
    except (OSError, ValueError) as error:
        disk.unreadable(path)
        return ReadError(shown, f"can't be read: {getattr(error, 'strerror', None) or error}")


def _held(path: str, shown: str, limit: int, max_code: int) -> bytes | ReadError:
    """The bytes of a file that does not lie on the disk."""
    try:
        size, _ = disk.version(path)
        if size > limit:
            return _too_large(shown, size, MAX_NOTEBOOK if is_notebook(path) else max_code)
        return disk.read(path)
    except (OSError, ValueError) as error:
        return ReadError(shown, f"can't be read: {getattr(error, 'strerror', None) or error}")


def _kind(mode: int) -> str:
    kinds = {stat.S_IFDIR: "a directory", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}
    return kinds.get(stat.S_IFMT(mode), "a device")


def parse(data: bytes, shown: str, max_code: int = MAX_CODE, notebook: bool | None = None) -> Reading:
    """The code in the bytes of a file; ``notebook`` says whether it is one, where its name does not."""
    try:
        if not (is_notebook(shown) if notebook is None else notebook):
            if len(data) > max_code:
                return Reading(None, (_too_large(shown, len(data), max_code),))
            return _guarded([Cell(decode(data))], shown)
        cells = code_cells(decode(data))
    except NotText as error:
        return Reading(None, (ReadError(shown, error.message, error.line, error.column),))
    if cells is None:
        return Reading(None)
    size = sum(len(cell.text.encode("utf-8", "replace")) for cell in cells)
    if size > max_code:
        return Reading(None, (_too_large(shown, size, max_code, " in its code cells"),))
    return _guarded([_python(cell) for cell in cells], shown)


def is_notebook(path: str) -> bool:
    return path.lower().endswith(".ipynb")


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


def _too_large(shown: str, size: int, limit: int, where: str = "") -> ReadError:
    return ReadError(shown, f"{size:,} bytes{where}, more than max-file-size allows ({limit:,})")
