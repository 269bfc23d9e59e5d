"""What of an imported module the runs of a file have looked at, so that a result outlives changes of the rest.

The body of a function that no run enters decides nothing by itself. What counts of a module is its text without such
bodies, comments between statements, and strings that say something to people alone; whether such bodies give anything
(``yield``); and which of their words are words for models, as these tell what touches a model. The places of what is
left count only where a model is told to stand there. So another content of the module gives the same result, if what
stands for it is the same.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from lint_params.interpret import tree
from lint_params.interpret.mentions import sequential_names, spoken_of
from lint_params.interpret.project import MAX_BYTES
from lint_params.records import dataclass
from lint_params.source.disk import digest_of

if TYPE_CHECKING:
    from lint_params.interpret.program import Program
    from lint_params.model.model import Model


@dataclass(frozen=True, slots=True)
class Part:
    """What counts of a module. ``least`` and ``most``: how long it may be, before others are read than were."""

    bodies: frozenset[str]
    words: frozenset[str]
    places: bool
    least: int
    most: int

    def of(self, unit: tree.Unit | None) -> str | None:
        """What stands for this part of a module; ``None`` where it can't be told apart from others."""
        if unit is None or not self.least <= _size(unit) <= self.most:
            return None
        return digest_of("\0".join(self._pieces(unit)).encode("utf-8", "surrogatepass"))

    def _pieces(self, unit: tree.Unit) -> Iterator[str]:
        line, column = 1, 0
        for cut in unit.cuts:
            begin, begin_column, end, end_column = cut.place
            if cut.body in self.bodies or (begin, begin_column) < (line, column) or (self.places and not cut.body):
                continue
            yield _text(unit.lines, line, column, begin, begin_column)
            yield f"{cut.mark}{end - begin if self.places else ''}"
            line, column = end, end_column
        yield _text(unit.lines, line, column, len(unit.lines), len(unit.lines[-1]))
        yield from sorted(sequential_names(unit))
        spoken = spoken_of(unit)
        for node in spoken.imports:
            yield from (f"{name} {alias}" for name, alias in node.names if name in self.words)
        for name, mentions in spoken.definitions:
            if not mentions.isdisjoint(self.words):
                yield " ".join((name, *sorted(mentions & self.words)))


def _sizes(program: Program, read: Mapping[str, tree.Unit]) -> dict[str, tuple[int, int]]:
    """How long each module may be, at least and at most, so that the same modules are read whatever the others are:
    each may take its part of what is left until no more is read, or give its part of what is too much."""
    total = program.bytes_read
    if total <= MAX_BYTES:
        room = (MAX_BYTES - total) // len(read)
        return {path: (0, _size(unit) + room) for path, unit in read.items()}
    last = next(reversed(program.read))  # with it, it was too much
    room = (MAX_BYTES - (total - _size(program.read[last]))) // len(read)
    spare = (total - MAX_BYTES - 1) // len(read)
    return {
        path: (_size(unit) - spare, sys.maxsize if path == last else _size(unit) + room) for path, unit in read.items()
    }


def _size(unit: tree.Unit) -> int:
    return sum(map(len, unit.lines))


def _text(lines: list[str], line: int, column: int, end: int, end_column: int) -> str:
    if line == end:
        return lines[line - 1][column:end_column]
    return "\n".join((lines[line - 1][column:], *lines[line : end - 1], lines[end - 1][:end_column]))


class Watch:
    """Watches which bodies of functions are looked at. One file at a time is interpreted under it."""

    def __init__(self) -> None:
        self._looked: set[int] = set()
        self._parts: dict[str, Part] = {}
        self._words: dict[frozenset[str], frozenset[str]] = {}

    def begin(self) -> None:
        self._looked.clear()
        self._parts = {}

    def over(self, unit: tree.Unit) -> None:
        """Have a module tell which bodies in it are looked at from now on: of functions that are in no other one."""
        cuts = [*_around(unit), *_cuts(unit.body)]
        found: dict[str, int] = {}
        bodies = {}
        for outer, node in _functions(unit.body, ""):
            number = found[outer] = found.get(outer, 0) + 1
            if node.body:
                place = (*_begin(node.body[0]), *node.body[-1].place[2:])
                node.body = tree.WatchedBody(node.body, self._looked)
                bodies[id(node.body)] = tree.Cut(place, f"{node.generator:d}", f"{outer} {number}")
        unit.bodies = {number: cut.body for number, cut in bodies.items()}
        # A body comes before what is cut out of it.
        unit.cuts = tuple(sorted((*bodies.values(), *cuts), key=lambda cut: (cut.place[:2], not cut.body)))
        spoken_of(unit)  # these look at everything, and are done with
        sequential_names(unit)
        self._looked.difference_update(bodies)

    def end(self, program: Program, models: Iterable[Model]) -> None:
        """A file was interpreted: note the parts of modules that this rests on."""
        read = program.modules_read()
        if not read:
            return
        shown = {span.path for model in models for span in (model.span, *(layer.span for layer in model.walk()))}
        words = frozenset(program.words.words)
        words = self._words.setdefault(words, words)
        sizes = _sizes(program, read)
        for path, unit in read.items():
            bodies = frozenset(name for number, name in unit.bodies.items() if number in self._looked)
            self._parts[path] = Part(bodies, words, unit.path in shown, *sizes[path])

    def parts(self) -> dict[str, Part]:
        """What counts of the modules that were read for the last file, by their paths."""
        return self._parts


def _blocks(node: tree.Statement) -> Iterator[list[tree.Statement]]:
    """The blocks right in a statement, in the order of the source."""
    if isinstance(node, (tree.FunctionDef, tree.ClassDef, tree.With)):
        yield node.body
    elif isinstance(node, (tree.If, tree.For, tree.While)):
        yield from (node.body, node.orelse)
    elif isinstance(node, tree.Try):
        yield from (node.body, *(each.body for each in node.handlers), node.orelse, node.final)
    elif isinstance(node, tree.Match):
        yield from (each.body for each in node.cases)


def _functions(body: list[tree.Statement], outer: str) -> Iterator[tuple[str, tree.FunctionDef]]:
    """Every function that is in no other one, with its name and those of its classes, in the order of the source."""
    for node in body:
        if isinstance(node, tree.FunctionDef):
            yield f"{outer}{node.name}", node
            continue
        inner = f"{outer}{node.name}." if isinstance(node, tree.ClassDef) else outer
        for block in _blocks(node):
            yield from _functions(block, inner)


def _around(unit: tree.Unit) -> Iterator[tree.Cut]:
    """What comes before the first statement of a module, and behind the last."""
    if unit.body:
        yield tree.Cut((1, 0, *_begin(unit.body[0])), ";")
        yield tree.Cut((*unit.body[-1].place[2:], len(unit.lines), len(unit.lines[-1])), ";")


def _cuts(body: list[tree.Statement]) -> Iterator[tree.Cut]:
    """What says nothing: what is between the statements of a block, and strings that stand alone."""
    stack = [body]
    while stack:
        block = stack.pop()
        for before, node in itertools.pairwise(block):
            yield tree.Cut((*before.place[2:], *_begin(node)), ";")
        for node in block:
            value = node.value if isinstance(node, tree.ExpressionStatement) else None
            if isinstance(value, tree.Constant) and isinstance(value.value, str):
                yield tree.Cut(node.place, "text")
            stack.extend(_blocks(node))


def _begin(node: tree.Statement) -> tuple[int, int]:
    """Where a statement begins, its first decorator if it has one."""
    decorators = node.decorators if isinstance(node, (tree.FunctionDef, tree.ClassDef)) else ()
    line, column, _, _ = min([node.place, *(each.place for each in decorators)])
    return line, column
