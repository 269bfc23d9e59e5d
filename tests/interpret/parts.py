"""Long tables of expressions as tests of some lines each: what fails says where, and what reaches a line is known."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

import pytest


def parted(table: Sequence[str], size: int) -> pytest.MarkDecorator:
    """The lines of a table, some of them for each test, by the name ``lines``; each part is named by its first line."""
    lines = [line for line in table if line]
    parts = [lines[start : start + size] for start in range(0, len(lines), size)]
    return pytest.mark.parametrize("lines", parts, ids=[part[0] for part in parts])


def numbers_changed(line: str) -> Iterator[str]:
    """An expression with one of its whole numbers one greater or smaller."""
    for start, end, number in _numbers(line):
        for other in (number + 1, number - 1):
            yield f"{line[:start]}{other}{line[end:]}"


def numbers_unknown(line: str) -> Iterator[str]:
    """An expression with one of its whole numbers from elsewhere, by the name ``u3`` of a 3."""
    for start, end, number in _numbers(line):
        if number < len(ELSEWHERE):
            yield f"{line[:start]}u{number}{line[end:]}"


ELSEWHERE = {f"u{number}": number for number in range(10)}
IMPORTED = f"from elsewhere import {', '.join(ELSEWHERE)}\n"


def _numbers(line: str) -> Iterator[tuple[int, int, int]]:
    for node in ast.walk(ast.parse(line, mode="eval")):
        if isinstance(node, ast.Constant) and type(node.value) is int and node.end_col_offset is not None:
            yield node.col_offset, node.end_col_offset, node.value
