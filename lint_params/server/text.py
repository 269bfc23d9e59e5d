"""Places in the text of an editor: lines and columns of findings, offsets, and positions of the protocol."""

from __future__ import annotations

import re
from bisect import bisect_right

from lsprotocol import types as lsp
from pygls.workspace.position_codec import UnitCounter, Utf16

from lint_params.records import dataclass

_LINE_END = re.compile(r"\r\n|\r|\n")


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text with their ends, as the protocol counts them: form feeds and the like end none."""
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    return tuple(text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True) if start < end)


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a document, where its lines begin, and the unit that the client counts columns in."""

    text: str
    starts: tuple[int, ...]
    units: UnitCounter

    @staticmethod
    def of(text: str, units: UnitCounter | None = None) -> Text:
        return Text(text, (0, *(match.end() for match in _LINE_END.finditer(text))), units or Utf16())

    def line(self, number: int) -> str:
        """A line without its end; ``number`` counts from 1."""
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.text[self.starts[number - 1] : end].rstrip("\r\n")

    def offset(self, line: int, column: int, read: str | None = None) -> int:
        """The offset of a line and column (both from 1, in code points); the nearest there is, where there is none.

        ``read`` is the line as the analysis reads it: without a byte order mark, and in a notebook without the
        indentation that all lines of the cell have.
        """
        if line > len(self.starts):
            return len(self.text)
        held = self.line(line)
        if read is not None and held != read and held.endswith(read):
            column += len(held) - len(read)
        return self.starts[line - 1] + min(column - 1, len(held))

    def position(self, offset: int) -> lsp.Position:
        """The position of the protocol for an offset."""
        row = bisect_right(self.starts, offset) - 1
        before = self.text[self.starts[row] : offset]
        return lsp.Position(row, len(before) if before.isascii() else self.units.num_units(before))

    def at(self, position: lsp.Position) -> int:
        """The offset of a position of the protocol; one behind the end of a line is at its end."""
        if position.line >= len(self.starts):
            return len(self.text)
        line = self.line(position.line + 1)
        if line.isascii():
            return self.starts[position.line] + min(position.character, len(line))
        column = taken = 0
        while column < len(line) and taken < position.character:
            taken += self.units.code_units_for_char(line[column])
            column += 1
        return self.starts[position.line] + column

    def range(self, start: int, end: int) -> lsp.Range:
        return lsp.Range(self.position(start), self.position(end))


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a text has changed: all before ``start`` stands, all from ``end`` on has moved by ``by``."""

    start: int
    end: int
    by: int

    @staticmethod
    def between(old: str, new: str) -> Moved:
        start = _common(old, new, len(min(old, new, key=len)))
        rest = min(len(old), len(new)) - start
        tail = _common(old[::-1], new[::-1], rest)
        # A line's end of two characters is not cut in two: no position of the protocol is between them.
        if "\r\n" in (old[start - 1 : start + 1], new[start - 1 : start + 1]):
            start -= 1
        if "\r\n" in (old[len(old) - tail - 1 :][:2], new[len(new) - tail - 1 :][:2]):
            tail -= 1
        return Moved(start, len(old) - tail, len(new) - len(old))

    def stretch(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the old text in the new one; of what was replaced, all that stands there now."""
        if self.start < start < self.end:
            start = self.start
        elif start >= self.end:
            start += self.by
        if self.start < end < self.end:
            end = self.end + self.by
        elif end >= self.end and end > self.start:  # what is put in right behind a stretch is not part of it
            end += self.by
        return start, max(start, end)


def _common(one: str, other: str, most: int) -> int:
    """How many characters two texts begin with alike, by halving: each comparison is one of memory."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
