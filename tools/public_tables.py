"""Rewrite pasted tables of ``model.summary()`` so that only their layout and numbers are left.

    python tools/public_tables.py SOURCE < text >> tests/pasted/public_tables.jsonl

Names that Keras gives stay, as they are its own; others become letters of the same width, so that columns stand where
they stood. Lines that belong to no table are left out. Each table is one line of JSON: its source and its lines.
"""

from __future__ import annotations

import json
import re
import sys

from lint_params.keras.base import snake_case
from lint_params.keras.registry import catalogue
from lint_params.pasted.reading import _HEADING, _MODEL, _ROW, _RULE, _TOTAL, tables

_OWN = {snake_case(name) for name in catalogue()} | {name.lower() for name in catalogue()}
_OWN |= {"input", "sequential", "model", "functional", "merge", "input_layer"}
_MORE = re.compile(r"^[^\w]*[\w)]")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def neutral(text: str) -> list[list[str]]:
    """The lines of each table of a text."""
    lines = text.expandtabs().split("\n")
    found = []
    for number, table in enumerate(tables(text)):
        names = {row.name for row in table.rows}
        first, last = _extent(lines, [row.line for row in table.rows])
        kept = [_plain(line, _renamed(names, number)) for line in lines[first:last] if _belongs(line)]
        found.append(kept)
    return found


def _extent(lines: list[str], rows: list[int]) -> tuple[int, int]:
    """From the heading above the rows to the totals below."""
    first, last = rows[0] - 1, rows[-1]
    while last < len(lines) and lines[last].strip() and not _RULE.match(lines[last]) and last < rows[-1] + 3:
        last += 1  # what did not fit the columns of the last row
    for back in range(1, 6):
        if first - back >= 0 and _HEADING.search(lines[first - back]):
            first -= back
            break
    for on in range(last, min(last + 10, len(lines))):
        if _TOTAL.match(lines[on]):
            last = on + 1
    return first, last


def _belongs(line: str) -> bool:
    """Whether a line is one of a table: heading, rule, row, what a row has more, totals, or blank."""
    known = (_HEADING, _RULE, _TOTAL, _ROW, _MORE)
    return not line.strip() or (any(pattern.search(line) for pattern in known) and not _MODEL.match(line))


def _renamed(names: set[str], number: int) -> dict[str, str]:
    """By name, what stands in its place."""
    others = sorted(name for name in names if not _is_own(name))
    return {name: _letters(index, len(name)) for index, name in enumerate(others)}


def _is_own(name: str) -> bool:
    return re.sub(r"_?\d*(_input)?(_?\d+)?$", "", name) in _OWN or name.startswith("tf.")


def _letters(index: int, width: int) -> str:
    text = ""
    for _ in range(width):
        index, letter = divmod(index, len(_LETTERS))
        text = _LETTERS[letter] + text
    return text


def _plain(line: str, renamed: dict[str, str]) -> str:
    for name in sorted(renamed, key=len, reverse=True):
        line = re.sub(rf"(?<![\w./-]){re.escape(name)}(?![\w./-])", renamed[name], line)
    return line.rstrip()


if __name__ == "__main__":
    for lines in neutral(sys.stdin.read()):
        print(json.dumps({"source": sys.argv[1], "lines": lines}, ensure_ascii=False))
