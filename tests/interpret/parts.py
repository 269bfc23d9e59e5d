"""Long tables of expressions as tests of some lines each: what fails says where, and what reaches a line is known."""

from __future__ import annotations

from collections.abc import Sequence

import pytest


def parted(table: Sequence[str], size: int) -> pytest.MarkDecorator:
    """The lines of a table, some of them for each test, by the name ``lines``; each part is named by its first line."""
    lines = [line for line in table if line]
    parts = [lines[start : start + size] for start in range(0, len(lines), size)]
    return pytest.mark.parametrize("lines", parts, ids=[part[0] for part in parts])
