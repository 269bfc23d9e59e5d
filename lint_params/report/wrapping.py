"""Lines of a terminal: text broken at its width, between words where there are any."""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.report.escape import printable, width
from lint_params.report.style import Style

_SEAMS = "_-,.*/)=:"
"""Behind these a word that is too long is broken rather than within a part of it."""
_ROOM = 20
"""Columns that text keeps however far in it begins."""


def told(text: str, style: Style, before: str = "", painted: str = "", hanging: int = 4) -> Iterator[str]:
    """A line of output; on a terminal as many as it takes, those after the first ``hanging`` columns in.

    ``before`` is how the line begins, and ``painted`` the same in colours. Elsewhere it stays one line, for programs.
    """
    painted = painted or before
    text = printable(text)
    if not style.terminal:
        yield painted + text
        return
    room = max(style.width - hanging, _ROOM)
    first, *more = wrapped(text, room, max(style.width - width(before), 0))
    yield (painted + first).rstrip() if not first else painted + first
    yield from (" " * hanging + line for line in more)


def wrapped(text: str, room: int, first: int | None = None) -> list[str]:
    """The text in lines of at most ``room`` columns, the first of at most ``first``."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        while True:
            limit = room if lines or first is None else first
            joined = f"{line} {word}" if line else word
            if width(joined) <= limit:
                line = joined
                break
            if line:
                lines.append(line)
                line = ""
            elif limit < room:
                lines.append("")
            else:
                head = _head(word, limit)
                lines.append(head)
                word = word[len(head) :]
    return [*lines, line]


def _head(word: str, room: int) -> str:
    """As many characters as fit, and one at least; up to a seam, if one is not far."""
    taken = 0
    for index, character in enumerate(word):
        taken += width(character)
        if taken > room:
            seam = max(word.rfind(sign, 0, index) for sign in _SEAMS) + 1
            return word[: seam if seam > index // 2 else max(index, 1)]
    return word
