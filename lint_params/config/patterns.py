"""Patterns that choose paths as ``.gitignore`` does: for ``paths``, ``exclude``, ``per-file-ignores`` and the files
that git itself ignores.

Source of the rules: ``gitignore(5)``; where it is silent, git's ``wildmatch.c`` and ``dir.c``. One difference: ``?``
and brackets match a character here, a byte in git.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lint_params.records import dataclass

_STAR = "*"
_SLASH = "/"
_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": r" \t",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": r"\x21-\x7e",
    "lower": "a-z",
    "print": r"\x20-\x7e",
    "punct": r"\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e",
    "space": r"\s",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}


class _Never(Exception):
    """The pattern is malformed; git then lets it match nothing."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line. ``segments`` are regular expressions for the parts between slashes, ``None`` standing for ``**``."""

    segments: tuple[re.Pattern[str] | None, ...]
    negated: bool = False
    directory_only: bool = False
    anchored: bool = False

    def matches(self, parts: Sequence[str], directory: bool) -> bool:
        """Whether the path of these parts, and not merely a parent of it, is meant."""
        if self.directory_only and not directory:
            return False
        if not self.anchored:
            (segment,) = self.segments
            return segment is None or segment.fullmatch(parts[-1]) is not None
        return _matches(self.segments, parts)


@dataclass(frozen=True, slots=True)
class Patterns:
    """Patterns in order; the last one that matches decides.

    >>> Patterns.parse(["build/", "*.py", "!keep.py"]).selects("src/train.py")
    True
    """

    patterns: tuple[Pattern, ...] = ()

    @staticmethod
    def parse(lines: Iterable[str]) -> Patterns:
        """The patterns of the lines of a ``.gitignore``, or of a list in a configuration; comments are left out."""
        found = (_parse(line) for line in lines)
        return Patterns(tuple(pattern for pattern in found if pattern is not None))

    @staticmethod
    def parse_text(text: str) -> Patterns:
        """The patterns of the text of a ``.gitignore``."""
        return Patterns.parse(text.removeprefix("\ufeff").split("\n"))

    def __bool__(self) -> bool:
        return bool(self.patterns)

    def match(self, path: str, directory: bool = False) -> bool | None:
        """What the patterns say of this very path: true, false (``!``), or ``None`` where they say nothing.

        ``path`` is relative to where the patterns stand, with ``/`` between its parts. Parents are not looked at: for
        walks that come from above, and for several files of patterns of which the nearest decides.
        """
        parts = path.split("/")
        for pattern in reversed(self.patterns):
            if pattern.matches(parts, directory):
                return not pattern.negated
        return None

    def selects(self, path: str, directory: bool = False) -> bool:
        """Whether the patterns select the path or a directory above it; under a selected one, ``!`` is too late."""
        parts = path.split("/")
        for length in range(1, len(parts)):
            if self.match("/".join(parts[:length]), directory=True):
                return True
        return self.match(path, directory) is True


def _matches(segments: Sequence[re.Pattern[str] | None], parts: Sequence[str]) -> bool:
    """Follow all ways at once: ``reached`` holds how many parts the segments so far can have taken."""
    reached = {0}
    for index, segment in enumerate(segments):
        if segment is not None:
            reached = {at + 1 for at in reached if at < len(parts) and segment.fullmatch(parts[at])}
        elif index < len(segments) - 1:
            reached = set(range(min(reached), len(parts) + 1))
        else:
            return min(reached) < len(parts)
        if not reached:
            return False
    return len(parts) in reached


def _parse(line: str) -> Pattern | None:
    text = _trimmed(line.removesuffix("\n").removesuffix("\r"))
    if not text or text.startswith("#"):
        return None
    negated = text.startswith("!")
    text = text.removeprefix("!")
    directory_only = text.endswith("/")
    text = text.removesuffix("/")
    anchored = "/" in text
    try:
        pieces = _pieces(text.removeprefix("/"))
    except _Never:
        return None
    if not pieces:
        return None
    return Pattern(tuple(map(_compiled, _split(pieces))), negated, directory_only, anchored)


def _trimmed(line: str) -> str:
    """Without the spaces at the end, but for those behind a backslash."""
    end = at = 0
    while at < len(line):
        escaped = line[at] == "\\"
        at += 2 if escaped else 1
        if escaped or line[at - 1] != " ":
            end = at
    return line[:end]


def _pieces(text: str) -> list[str]:
    """The pattern as stars, slashes, and regular expressions for one character each."""
    pieces: list[str] = []
    at = 0
    while at < len(text):
        character = text[at]
        at += 1
        if character in (_STAR, _SLASH):
            pieces.append(character)
        elif character == "?":
            pieces.append(".")
        elif character == "[":
            piece, at = _bracket(text, at)
            pieces.append(piece)
        elif character == "\\":
            if at == len(text):
                raise _Never
            pieces.append(_SLASH if text[at] == "/" else re.escape(text[at]))
            at += 1
        else:
            pieces.append(re.escape(character))
    return pieces


def _bracket(text: str, at: int) -> tuple[str, int]:
    """The regular expression of the bracket that opens before ``at``, and where the text goes on."""
    negated = text[at : at + 1] in ("!", "^")
    at += negated
    ranges: list[str] = []
    first = True
    while first or text[at : at + 1] != "]":
        first = False
        if text.startswith("[:", at) and (end := text.find(":]", at + 2)) >= 0:
            if text[at + 2 : end] not in _CLASSES:
                raise _Never
            ranges.append(_CLASSES[text[at + 2 : end]])
            at = end + 2
            continue
        low, at = _member(text, at)
        high = low
        if text[at : at + 1] == "-" and text[at + 1 : at + 2] not in ("]", ""):
            high, at = _member(text, at + 1)
        ranges.append(f"{_in_class(low)}-{_in_class(high)}" if low <= high else _in_class(low))
    inside = "".join(ranges)
    if not inside:
        return ("." if negated else "(?!)"), at + 1
    return f"[{'^' if negated else ''}{inside}]", at + 1


def _member(text: str, at: int) -> tuple[str, int]:
    if text[at : at + 1] == "\\":
        at += 1
    if at >= len(text):
        raise _Never
    return text[at], at + 1


def _in_class(character: str) -> str:
    return f"\\U{ord(character):08x}"


def _split(pieces: Sequence[str]) -> list[list[str]]:
    segments: list[list[str]] = [[]]
    for piece in pieces:
        if piece == _SLASH:
            segments.append([])
        else:
            segments[-1].append(piece)
    return segments


def _compiled(pieces: Sequence[str]) -> re.Pattern[str] | None:
    """The regular expression of one segment; ``None`` for ``**``.

    Between two stars the first place that fits is as good as any, so the lookahead keeps it: the time stays linear
    where backtracking would be exponential.
    """
    if len(pieces) > 1 and set(pieces) == {_STAR}:
        return None
    chunks = [[]] if not pieces else _chunks(pieces)
    expression = "".join(chunks[0])
    for number, chunk in enumerate(chunks[1:-1]):
        expression += f"(?=(?P<g{number}>.*?{''.join(chunk)}))(?P=g{number})"
    if len(chunks) > 1:
        expression += ".*" + "".join(chunks[-1])
    return re.compile(expression, re.DOTALL)


def _chunks(pieces: Sequence[str]) -> list[list[str]]:
    chunks: list[list[str]] = [[]]
    for index, piece in enumerate(pieces):
        if piece != _STAR:
            chunks[-1].append(piece)
        elif index == 0 or pieces[index - 1] != _STAR:
            chunks.append([])
    return chunks
