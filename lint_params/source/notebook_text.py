"""Where the text of a notebook cell stands in the JSON of its file, character by character.

The file is never written out anew, which would change indentation, order of keys, escapes and the final newline:
an edit replaces the characters of the JSON that stand for the characters of the cell that it is about.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from lint_params.records import dataclass
from lint_params.source.decoding import NotText

_SPACE = re.compile(r"[ \t\r\n]*")
_CHARACTER = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]", re.DOTALL
)
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A string of the JSON that holds a part of a cell: its place, quotes included, and the text it stands for."""

    start: int
    end: int
    text: str
    before: int
    """Characters of the cell before it."""

    def places(self, json_text: str) -> list[int]:
        """Where each character begins in the JSON, and where the last one ends."""
        found = [match.start() for match in _CHARACTER.finditer(json_text, self.start + 1, self.end - 1)]
        if len(found) != len(self.text):
            raise NotText("a string of the notebook is not as it is read")
        return [*found, self.end - 1]


@dataclass(frozen=True, slots=True)
class CellText:
    """The text of a cell, with the pieces of the JSON that it is written in."""

    json_text: str
    pieces: tuple[_Piece, ...]
    listed: bool
    """Whether the pieces are the entries of a list."""

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    def replaced(self, start: int, end: int, text: str) -> Iterator[tuple[int, int, str]]:
        """Characters ``start`` to ``end`` of the cell replaced by ``text``, as replacements in the JSON."""
        written = json.dumps(text)[1:-1]
        holder = self.pieces[self._at(start)]
        for piece in self.pieces:
            first, last = max(start - piece.before, 0), min(end - piece.before, len(piece.text))
            if piece is holder or first < last:
                places = piece.places(self.json_text)
                yield places[first], places[max(last, first)], written if piece is holder else ""

    def emptied(self, changes: Sequence[tuple[int, int, str]]) -> list[tuple[int, int]]:
        """The stretches of the JSON to take out, entry and comma, where changes leave nothing of an entry."""
        gone = [self._is_emptied(piece, changes) for piece in self.pieces]
        if not self.listed or not any(gone):
            return []
        if all(gone):
            gone[0] = False
        found: list[tuple[int, int]] = []
        for number, piece in enumerate(self.pieces):
            if gone[number] and not all(gone[:number]):
                found.append((self.pieces[number - 1].end, piece.end))
            elif gone[number]:
                found.append((piece.start, self.pieces[number + 1].start))
        return found

    def _is_emptied(self, piece: _Piece, changes: Sequence[tuple[int, int, str]]) -> bool:
        start, end = piece.before, piece.before + len(piece.text)
        left = len(piece.text)
        for a, b, text in changes:
            overlap = min(b, end) - max(a, start)
            left -= max(overlap, 0)
            if text and self.pieces[self._at(a)] is piece:
                return False
        return bool(piece.text) and left == 0

    def _at(self, offset: int) -> int:
        """The piece that holds a character; behind the last one, the last piece."""
        return max(bisect_right([piece.before for piece in self.pieces], offset) - 1, 0)


def cell_text(json_text: str, index: int) -> CellText:
    """The text of the cell at ``index`` among all cells of a notebook; raises ``NotText``."""
    cells = list(_cells(json_text))
    if not 0 <= index < len(cells):
        raise NotText("there is no such cell")
    members = _members(json_text, cells[index])
    place = members.get("source", members.get("input"))
    if place is None:
        raise NotText("the cell has no source")
    listed = json_text[place[0]] == "["
    places = list(_items(json_text, place[0])) if listed else [place]
    pieces: list[_Piece] = []
    before = 0
    for start, end in places:
        if json_text[start] != '"':
            raise NotText("the source of the cell is no text")
        text = json.loads(json_text[start:end])
        pieces.append(_Piece(start, end, text, before))
        before += len(text)
    if not pieces:
        raise NotText("the cell is empty")
    return CellText(json_text, tuple(pieces), listed)


def _cells(text: str) -> Iterator[int]:
    """Where each cell begins; see ``lint_params.source.notebook`` for the two layouts."""
    top = _members(text, _skipped(text, 0))
    if "cells" in top and text[top["cells"][0]] == "[":
        yield from (start for start, _ in _items(text, top["cells"][0]))
        return
    for sheet, _ in _items(text, top["worksheets"][0]) if "worksheets" in top else ():
        members = _members(text, sheet)
        if "cells" in members:
            yield from (start for start, _ in _items(text, members["cells"][0]))


def _members(text: str, at: int) -> dict[str, tuple[int, int]]:
    """The values of the object that begins at ``at``, by key: where each begins and ends."""
    found: dict[str, tuple[int, int]] = {}
    for key, start, end in _entries(text, at, "{", "}"):
        if key in found:
            raise NotText(f"the notebook has the key {key!r} twice")
        found[key] = start, end
    return found


def _items(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Where each entry of the list that begins at ``at`` begins and ends."""
    return ((start, end) for _, start, end in _entries(text, at, "[", "]"))


def _entries(text: str, at: int, opening: str, closing: str) -> Iterator[tuple[str, int, int]]:
    if text[at : at + 1] != opening:
        raise NotText("the notebook is not laid out as one")
    at = _skipped(text, at + 1)
    while text[at] != closing:
        key = ""
        if closing == "}":
            key, at = _DECODER.raw_decode(text, at)
            at = _skipped(text, _skipped(text, at) + 1)  # over the colon
        _, end = _DECODER.raw_decode(text, at)
        yield key, at, end
        at = _skipped(text, end)
        if text[at] == ",":
            at = _skipped(text, at + 1)


def _skipped(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at
