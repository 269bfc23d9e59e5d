"""What the tools that write pages have in common: a page is written, or with ``--check`` only compared."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def settle(pages: Mapping[str, str], tool: str, arguments: Sequence[str]) -> int:
    """Write pages, by their paths from the project's root, or say which are not up to date; the exit status."""
    stale = [name for name, text in pages.items() if not _holds(ROOT / name, text)]
    if list(arguments) == ["--check"]:
        for name in stale:
            print(f"{name} is not up to date: run python tools/{tool}", file=sys.stderr)
        return 1 if stale else 0
    for name in stale:
        (ROOT / name).write_text(pages[name], "utf-8", newline="\n")
    return 0


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text("utf-8") == text


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of cells that are Markdown; a bar in one is escaped."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)
