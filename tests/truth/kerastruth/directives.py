"""What a case says of itself, in comments at the head of the file."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Directives:
    """``expect`` words, ``tries`` calls to make after the program, ``given`` the values of unknowns in formulas."""

    expect: frozenset[str]
    tries: tuple[str, ...]
    given: dict[str, str]


def directives_of(path: Path) -> Directives:
    """The directives at the head of a case."""
    return directives_in(path.read_text(encoding="utf-8", errors="replace"))


def directives_in(text: str) -> Directives:
    """The directives among the first lines of a text."""
    expect: set[str] = set()
    tries: list[str] = []
    given: dict[str, str] = {}
    for line in text.splitlines()[:15]:
        if line.startswith("# expect: "):
            expect |= set(line.removeprefix("# expect: ").split())
        elif line.startswith("# try: "):
            tries.append(line.removeprefix("# try: "))
        elif line.startswith("# given: "):
            name, _, value = line.removeprefix("# given: ").partition(" = ")
            given[name] = value
    for call in tries:
        node = ast.parse(call, mode="eval").body
        if isinstance(node, ast.Call):
            given |= {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords if keyword.arg}
    return Directives(frozenset(expect), tuple(tries), given)
