"""A checked cell, from its text to the small tree: what speaks of models is read by libcst, the rest by ``ast``.

libcst's tree of a file costs several times that of ``ast``, and in most files with a model most of the code has nothing
to do with it. So a longer cell is lowered from ``ast`` first; then libcst reads its statements again that mention a
model, a layer, or a name that is made of those, in a text in which the others are left out line by line, so that every
place stays what it is. Where ``ast`` does not take the text, or little could be left out, libcst reads all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint_params.interpret import tree
from lint_params.interpret.lower import lower
from lint_params.interpret.lower_ast import lower_ast
from lint_params.interpret.mentions import KERAS_WORDS
from lint_params.source.file import Cell, ReadError

SHORT = 5_000
"""Characters below which reading twice does not pay."""

_WORD = re.compile(r"[^\W\d]\w*")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


def lowered(cell: Cell, path: str) -> tree.Unit | ReadError:
    """Parse and lower one cell; a ``ReadError`` where it is no Python that can be parsed."""
    return (_in_parts(cell, path) if len(cell.text) >= SHORT else None) or lower(cell, path)


def _in_parts(cell: Cell, path: str) -> tree.Unit | None:
    """A cell by both parsers; ``None`` where libcst has to read all of it."""
    plain = lower_ast(cell, path)
    if plain is None:
        return None
    lines = _LINE.findall(cell.text)
    kept = _kept(plain, lines)
    # A line that goes on in the next would go on in what stands in the place of that.
    if kept is None or any(lines[last - 1].rstrip("\r\n").endswith("\\") for last in kept if last + 1 not in kept):
        return None
    exact = lower(Cell(_without(lines, kept), cell.index), path)
    if not isinstance(exact, tree.Unit):
        return None
    body = [each for each in plain.body if each.place[0] not in kept]
    body += [each for each in exact.body if each.place[0] in kept]
    body.sort(key=lambda statement: statement.place)
    return tree.Unit(path, cell.index, body, plain.lines)


def _kept(unit: tree.Unit, lines: list[str]) -> set[int] | None:
    """The lines of statements that speak of models; ``None`` where they are most of the file."""
    words = {*KERAS_WORDS}
    groups = [
        (first, last, _names(statements), {*_WORD.findall("".join(lines[first - 1 : last]))})
        for first, last, statements in _groups(unit.body)
    ]
    kept: set[int] = set()
    grown = True
    while grown:
        grown = False
        for first, last, names, mentions in groups:
            if first not in kept and not mentions.isdisjoint(words):
                kept.update(range(first, last + 1))
                words |= names
                grown = True
    return kept if len(kept) < len(lines) // 2 else None


def _names(statements: list[tree.Statement]) -> set[str]:
    """The functions and classes that statements define."""
    return {each.name for each in statements if isinstance(each, (tree.FunctionDef, tree.ClassDef))}


def _groups(body: list[tree.Statement]) -> Iterator[tuple[int, int, list[tree.Statement]]]:
    """First and last line of the statements at the top of a file; those that share a line belong together."""
    first, last, group = 0, 0, list[tree.Statement]()
    for statement in body:
        decorators = statement.decorators if isinstance(statement, (tree.FunctionDef, tree.ClassDef)) else []
        start = min(each.place[0] for each in (statement, *decorators))
        if group and start > last:
            yield first, last, group
            group = []
        if not group:
            first = start
        group.append(statement)
        last = statement.place[2]
    if group:
        yield first, last, group


def _without(lines: list[str], kept: set[int]) -> str:
    """The text with a string of as many lines in the place of what is left out: one node, not one a blank line."""
    parts: list[str] = []
    at = 1
    while at <= len(lines):
        if at in kept:
            parts.append(lines[at - 1])
            at += 1
            continue
        end = at
        while end < len(lines) and end + 1 not in kept:
            end += 1
        parts.append("\n" * (end - at + 1) if end - at < 3 else '"""' + "\n" * (end - at) + '"""\n')
        at = end + 1
    return "".join(parts)
