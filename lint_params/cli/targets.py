"""``PATH:LINE`` of a command line, also as findings print places: ``model.ipynb:cell 3:7:5``."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

_PLACE = re.compile(r"(?P<path>.+?)(?::cell (?P<cell>\d{1,9}))?:(?P<line>\d{1,9})(?::\d{1,9})?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Target:
    """A path, and the line in it that is meant; ``cell`` is that of a notebook."""

    path: str
    line: int | None = None
    cell: int | None = None


def target_of(text: str) -> Target:
    """The path and the line that an argument names; what exists as it stands is a path."""
    match = None if os.path.lexists(text) else _PLACE.fullmatch(text)
    if match is None:
        return Target(text)
    cell = match["cell"]
    return Target(match["path"], int(match["line"]), None if cell is None else int(cell))
