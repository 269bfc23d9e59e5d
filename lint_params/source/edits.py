"""Edits of a file's code as a change of its bytes: whatever the edits do not touch stays as it is.

Line ends, encoding, byte order mark and the absence of a final newline are kept; of a notebook, all of its JSON but the
characters that an edit replaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lint_params.model.finding import Edit
from lint_params.records import dataclass
from lint_params.source.decoding import Decoded, NotText, decode_exactly, universal_newlines
from lint_params.source.file import SourceFile
from lint_params.source.load import is_notebook
from lint_params.source.notebook_text import CellText, cell_text

_LINE_END = re.compile(r"\r\n|\r|\n")


class NotEditable(Exception):
    """Why edits can't be applied to a file."""


@dataclass(frozen=True, slots=True)
class Change:
    """Replace the characters from ``start`` to ``end`` of a text."""

    start: int
    end: int
    text: str


def edited(data: bytes, source: SourceFile, edits: Iterable[Edit]) -> bytes:
    """The bytes of a file with its code edited; ``source`` is what was read from them.

    Edits may stand in any order, and equal ones count once. Raises ``NotEditable`` where they overlap, where the code
    at their place is not what the file holds there, or where the file can't be written as it was read.
    """
    try:
        decoded = decode_exactly(data)
    except NotText as error:
        raise NotEditable(error.message) from None
    wanted = list(dict.fromkeys(edits))
    if any(edit.span.path != source.path for edit in wanted):
        raise NotEditable("an edit is for another file")
    changes = _in_notebook(decoded, source, wanted) if is_notebook(source.path) else _in_file(decoded, source, wanted)
    return _encoded(decoded, data, spliced(decoded.text, changes))


def spliced(text: str, changes: Iterable[Change]) -> str:
    """A text with changes made; raises ``NotEditable`` where they overlap."""
    parts: list[str] = []
    at = 0
    for change in sorted(changes, key=lambda change: (change.start, change.end)):
        if change.start < at:
            raise NotEditable("two edits overlap")
        parts += [text[at : change.start], change.text]
        at = change.end
    return "".join([*parts, text[at:]])


def _encoded(decoded: Decoded, data: bytes, text: str) -> bytes:
    try:
        if decoded.encode(decoded.text) != data:
            raise NotEditable(f"its {decoded.encoding} can't be written back as it was")
        return decoded.encode(text)
    except UnicodeEncodeError:
        raise NotEditable(f"{decoded.encoding} can't hold the new text") from None


def _in_file(decoded: Decoded, source: SourceFile, edits: Sequence[Edit]) -> list[Change]:
    return _changes(decoded.text, source, None, edits)


def _in_notebook(decoded: Decoded, source: SourceFile, edits: Sequence[Edit]) -> list[Change]:
    changes: list[Change] = []
    for index in sorted({edit.span.cell for edit in edits if edit.span.cell is not None}):
        try:
            cell = cell_text(decoded.text, index)
        except NotText as error:
            raise NotEditable(error.message) from None
        inside = [edit for edit in edits if edit.span.cell == index]
        changes += _in_json(cell, _changes(cell.text, source, index, inside))
    return changes


def _in_json(cell: CellText, changes: Sequence[Change]) -> list[Change]:
    """Changes of a cell's text as changes of the JSON it is written in."""
    found = [
        Change(*replacement)
        for change in changes
        for replacement in cell.replaced(change.start, change.end, change.text)
    ]
    emptied = cell.emptied([(change.start, change.end, change.text) for change in changes])
    if emptied:
        inside = [change for change in found if not any(a <= change.start and change.end <= b for a, b in emptied)]
        found = [*inside, *(Change(a, b, "") for a, b in emptied)]
    return found


def _changes(text: str, source: SourceFile, cell: int | None, edits: Sequence[Edit]) -> list[Change]:
    """Edits as changes of the text that the lines of a cell are read from."""
    read = next((one.text for one in source.cells if one.index == cell), None)
    if read is None:
        raise NotEditable("there is no such cell")
    lines = _Lines.of(text, read)
    return [
        Change(
            lines.offset(edit.span.line, edit.span.column, _of_whole_lines(edit)),
            lines.offset(edit.span.end_line, edit.span.end_column, _of_whole_lines(edit)),
            edit.text.replace("\n", lines.end) if lines.end != "\n" else edit.text,
        )
        for edit in edits
    ]


def _of_whole_lines(edit: Edit) -> bool:
    return edit.span.column == edit.span.end_column == 1 and edit.span.line < edit.span.end_line


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a text beside what was read of them; ``end`` is how the first of them ends."""

    starts: tuple[int, ...]
    held: tuple[str, ...]
    read: tuple[str, ...]
    end: str

    @staticmethod
    def of(text: str, read: str) -> _Lines:
        ends = list(_LINE_END.finditer(text))
        starts = (0, *(match.end() for match in ends))
        held = universal_newlines(text).split("\n")
        return _Lines(starts, tuple(held), tuple(read.split("\n")), ends[0][0] if ends else "\n")

    def offset(self, line: int, column: int, whole: bool) -> int:
        """Where a line and column of what was read stand in the text; the beginning of the line for a ``whole`` one."""
        if not 1 <= line <= min(len(self.held), len(self.read)):
            raise NotEditable("an edit is outside the file")
        held, read = self.held[line - 1], self.read[line - 1]
        # IPython takes the indentation off a cell that is indented as a whole; a magic is read as something else.
        if not held.endswith(read) or held[: len(held) - len(read)].strip():
            raise NotEditable("the code there is not Python as it stands")
        column += 0 if whole else len(held) - len(read)
        if column > len(held) + 1:
            raise NotEditable("an edit is outside its line")
        return self.starts[line - 1] + column - 1
