"""The small tree that a module is lowered to: statements and expressions with their places, free of the parser.

Every node has a ``place``: (line, column, end line, end column), lines from 1, columns from 0, the end exclusive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import SupportsIndex, Union, overload

from lint_params.records import dataclass, field

Place = tuple[int, int, int, int]
NOWHERE: Place = (0, 0, 0, 0)
LINE_END = re.compile(r"\r\n|\r|\n")
"""What ends a line of source; ``str.splitlines`` would also cut at form feeds and the like."""


@dataclass(slots=True, eq=False)
class Node:
    """What all nodes have."""

    place: Place


# Expressions


@dataclass(slots=True, eq=False)
class Constant(Node):
    """A number, a plain string, bytes, ``True``, ``False``, ``None`` or ``...``."""

    value: object


@dataclass(slots=True, eq=False)
class Name(Node):
    id: str


@dataclass(slots=True, eq=False)
class Attribute(Node):
    value: Expression
    attr: str


@dataclass(slots=True, eq=False)
class Subscript(Node):
    value: Expression
    index: Expression


@dataclass(slots=True, eq=False)
class Slice(Node):
    start: Expression | None
    stop: Expression | None
    step: Expression | None


@dataclass(slots=True, eq=False)
class Starred(Node):
    value: Expression


@dataclass(slots=True, eq=False)
class Argument:
    """One argument of a call: ``name`` for a keyword, ``star`` is ``""``, ``"*"`` or ``"**"``."""

    value: Expression
    name: str | None = None
    star: str = ""


@dataclass(slots=True, eq=False)
class Call(Node):
    function: Expression
    arguments: list[Argument]


@dataclass(slots=True, eq=False)
class Sequence(Node):
    """A display: ``kind`` is ``"list"``, ``"tuple"`` or ``"set"``."""

    kind: str
    items: list[Expression]


@dataclass(slots=True, eq=False)
class Dict(Node):
    """Keys and values; a key of ``None`` stands for ``**value``."""

    items: list[tuple[Expression | None, Expression]]


@dataclass(slots=True, eq=False)
class Binary(Node):
    operator: str
    left: Expression
    right: Expression


@dataclass(slots=True, eq=False)
class Unary(Node):
    operator: str
    operand: Expression


@dataclass(slots=True, eq=False)
class Boolean(Node):
    """``and`` or ``or`` of two."""

    operator: str
    left: Expression
    right: Expression


@dataclass(slots=True, eq=False)
class Compare(Node):
    left: Expression
    comparisons: list[tuple[str, Expression]]


@dataclass(slots=True, eq=False)
class Conditional(Node):
    test: Expression
    body: Expression
    orelse: Expression


@dataclass(slots=True, eq=False)
class Lambda(Node):
    parameters: Parameters
    body: Expression


@dataclass(slots=True, eq=False)
class Joined(Node):
    """An f-string: strings, and (expression, conversion, format) between them."""

    parts: list[str | tuple[Expression, str | None, Expression | None]]


@dataclass(slots=True, eq=False)
class Clause:
    """``for target in iterable if test …`` of a comprehension."""

    target: Expression
    iterable: Expression
    tests: list[Expression]


@dataclass(slots=True, eq=False)
class Comprehension(Node):
    """``kind`` is ``"list"``, ``"set"``, ``"dict"`` or ``"generator"``; ``value`` is a dict's value."""

    kind: str
    element: Expression
    value: Expression | None
    clauses: list[Clause]


@dataclass(slots=True, eq=False)
class Walrus(Node):
    target: Expression
    value: Expression


@dataclass(slots=True, eq=False)
class Await(Node):
    value: Expression


@dataclass(slots=True, eq=False)
class Yield(Node):
    value: Expression | None
    delegated: bool = False


Expression = Union[
    Constant, Name, Attribute, Subscript, Slice, Starred, Call, Sequence, Dict, Binary, Unary, Boolean, Compare,
    Conditional, Lambda, Joined, Comprehension, Walrus, Await, Yield,
]  # fmt: skip


@dataclass(slots=True, eq=False)
class Parameter:
    """``kind``: ``"positional"`` (only), ``"plain"``, ``"star"``, ``"keyword"`` (only) or ``"double"``."""

    name: str
    kind: str
    default: Expression | None = None


@dataclass(slots=True, eq=False)
class Parameters:
    items: list[Parameter] = field(default_factory=list)


# Statements


@dataclass(slots=True, eq=False)
class ExpressionStatement(Node):
    value: Expression


@dataclass(slots=True, eq=False)
class Assign(Node):
    targets: list[Expression]
    value: Expression


@dataclass(slots=True, eq=False)
class AugmentedAssign(Node):
    target: Expression
    operator: str
    value: Expression


@dataclass(slots=True, eq=False)
class AnnotatedAssign(Node):
    target: Expression
    annotation: Expression
    value: Expression | None


@dataclass(slots=True, eq=False)
class Delete(Node):
    targets: list[Expression]


@dataclass(slots=True, eq=False)
class If(Node):
    test: Expression
    body: list[Statement]
    orelse: list[Statement]


@dataclass(slots=True, eq=False)
class For(Node):
    target: Expression
    iterable: Expression
    body: list[Statement]
    orelse: list[Statement]


@dataclass(slots=True, eq=False)
class While(Node):
    test: Expression
    body: list[Statement]
    orelse: list[Statement]


@dataclass(slots=True, eq=False)
class Handler:
    type: Expression | None
    name: str | None
    body: list[Statement]


@dataclass(slots=True, eq=False)
class Try(Node):
    body: list[Statement]
    handlers: list[Handler]
    orelse: list[Statement]
    final: list[Statement]


@dataclass(slots=True, eq=False)
class With(Node):
    items: list[tuple[Expression, Expression | None]]
    body: list[Statement]


@dataclass(slots=True, eq=False)
class Pattern:
    """A ``match`` pattern: ``kind`` is ``value``, ``capture``, ``wildcard``, ``or``, ``sequence``, ``mapping``,
    ``class`` or ``star``."""

    kind: str
    value: Expression | None = None
    name: str | None = None
    patterns: list[Pattern] = field(default_factory=list)
    keys: list[Expression | str] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Case:
    pattern: Pattern
    guard: Expression | None
    body: list[Statement]


@dataclass(slots=True, eq=False)
class Match(Node):
    subject: Expression
    cases: list[Case]


@dataclass(slots=True, eq=False)
class FunctionDef(Node):
    name: str
    parameters: Parameters
    body: list[Statement]
    decorators: list[Expression]
    generator: bool = False


@dataclass(slots=True, eq=False)
class ClassDef(Node):
    name: str
    bases: list[Argument]
    body: list[Statement]
    decorators: list[Expression]


@dataclass(slots=True, eq=False)
class Return(Node):
    value: Expression | None


@dataclass(slots=True, eq=False)
class Raise(Node):
    value: Expression | None


@dataclass(slots=True, eq=False)
class Assert(Node):
    test: Expression


@dataclass(slots=True, eq=False)
class Import(Node):
    """``import a.b as c``: (dotted name, name bound or ``None``)."""

    names: list[tuple[str, str | None]]


@dataclass(slots=True, eq=False)
class ImportFrom(Node):
    """``from ..a import b as c``; ``names`` is empty for a star import."""

    module: str
    level: int
    names: list[tuple[str, str]]


@dataclass(slots=True, eq=False)
class Global(Node):
    names: list[str]
    nonlocal_: bool = False


@dataclass(slots=True, eq=False)
class Jump(Node):
    """``pass``, ``break`` or ``continue``."""

    kind: str


Statement = Union[
    ExpressionStatement, Assign, AugmentedAssign, AnnotatedAssign, Delete, If, For, While, Try, With, Match,
    FunctionDef, ClassDef, Return, Raise, Assert, Import, ImportFrom, Global, Jump,
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a unit speaks of: its imports from modules, and the words in each of its definitions, by their names."""

    imports: tuple[ImportFrom, ...]
    definitions: tuple[tuple[str, set[str]], ...]
    bodies: dict[int, set[str]]
    """By the identity of the body of a definition, the words in it."""


class WatchedBody(list[Statement]):
    """The body of a function that notes, by its identity, when anything looks into it."""

    __slots__ = ("_looked",)

    def __init__(self, statements: list[Statement], looked: set[int]) -> None:
        super().__init__(statements)
        self._looked = looked

    def note(self) -> None:
        self._looked.add(id(self))

    def __iter__(self) -> Iterator[Statement]:
        self.note()
        return super().__iter__()

    def __len__(self) -> int:
        self.note()
        return super().__len__()

    @overload
    def __getitem__(self, index: SupportsIndex) -> Statement: ...
    @overload
    def __getitem__(self, index: slice) -> list[Statement]: ...
    def __getitem__(self, index: SupportsIndex | slice) -> Statement | list[Statement]:
        self.note()
        return super().__getitem__(index)

    def __contains__(self, item: object) -> bool:
        self.note()
        return super().__contains__(item)

    def __reversed__(self) -> Iterator[Statement]:
        self.note()
        return super().__reversed__()


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of a module that may be left out of what a result rests on, with a mark to stand in its place, and the
    name of the function whose body it is, if it is one."""

    place: Place
    mark: str
    body: str = ""


@dataclass(slots=True, eq=False)
class Unit:
    """A lowered cell or file: its statements, and its text by lines to quote from."""

    path: str
    cell: int | None
    body: list[Statement]
    lines: list[str]
    host: Unit | None = None
    """For code that stands in a text, the unit that runs it, at ``at``."""
    at: Place = NOWHERE
    spoken: Spoken | None = None
    """What ``mentions`` found in it, once it has looked."""
    sequential: frozenset[str] | None = None
    """What it calls ``Sequential``, once ``mentions`` has looked."""
    cuts: tuple[Cut, ...] = ()
    """What may be left out, in the order of the source."""
    bodies: dict[int, str] = field(default_factory=dict)
    """The names of functions by the identities of their bodies, which are watched."""

    @property
    def home(self) -> Unit:
        """The unit itself, or that of the file for code that stands in a text."""
        return self if self.host is None else self.host.home

    def text(self, place: Place) -> str:
        """The source text of a place, white space folded."""
        line, column, end_line, end_column = place
        if line == end_line:
            return self.lines[line - 1][column:end_column]
        parts = [self.lines[line - 1][column:], *self.lines[line : end_line - 1], self.lines[end_line - 1][:end_column]]
        return " ".join(" ".join(parts).split())


def last_name(node: object) -> str | None:
    """The name that a dotted name ends in: ``Sequential`` of ``keras.Sequential``."""
    return node.id if isinstance(node, Name) else node.attr if isinstance(node, Attribute) else None
