"""What a piece of code speaks of, found without running it: whether it can touch a model, what a loop carries over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lint_params.interpret import tree
from lint_params.keras.registry import catalogue


def children(node: object) -> Iterator[object]:
    """The nodes right below a node, in source order."""
    for name in _FIELDS[type(node)]:
        yield from _nodes(getattr(node, name))


class _Fields(dict[type, tuple[str, ...]]):
    """By the kind of a node, the names of the fields in which there are nodes; none of what is no node."""

    def __missing__(self, kind: type) -> tuple[str, ...]:
        types = kind.__annotations__.items() if issubclass(kind, _NODES) else ()
        self[kind] = tuple(name for name, annotation in types if _OF_NODES.search(annotation))
        return self[kind]


_FIELDS = _Fields()
_OF_NODES = re.compile("Expression|Statement|Parameter|Argument|Clause|Handler|Case|Pattern")


def _nodes(value: object) -> Iterator[object]:
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _nodes(item)
    elif isinstance(value, _NODES):
        yield value


_NODES = (
    tree.Node, tree.Argument, tree.Parameters, tree.Parameter, tree.Clause, tree.Handler, tree.Case, tree.Pattern
)  # fmt: skip


def walk(nodes: Iterable[object]) -> Iterator[object]:
    """Every node below, without recursion."""
    stack = list(nodes)
    while stack:
        node = stack.pop()
        yield node
        stack.extend(children(node))


def identifiers(nodes: Iterable[object]) -> set[str]:
    """Every name and attribute that code mentions."""
    found: set[str] = set()
    stack = list(nodes)
    # All code of every file with a model comes by here: without the generators of ``walk`` in a fifth of the time.
    while stack:
        node = stack.pop()
        if isinstance(node, tree.Name):
            found.add(node.id)
        elif isinstance(node, (list, tuple)):
            stack.extend(node)
        else:
            if isinstance(node, tree.Attribute):
                found.add(node.attr)
            elif isinstance(node, tree.ImportFrom):
                found.update(name for name, _ in node.names)
            stack.extend([getattr(node, name) for name in _FIELDS[type(node)]])
    return found


KERAS_WORDS = frozenset({"Sequential", "Model", "Input", "Functional", "applications", *catalogue()})


class ModelWords:
    """The identifiers that make models in a set of files: Keras' own, their aliases, and the functions and classes
    that mention one of those."""

    def __init__(self) -> None:
        self.words: set[str] = {*KERAS_WORDS}
        self._mentions: dict[int, set[str]] = {}
        self._kept: list[object] = []

    def add(self, unit: tree.Unit) -> None:
        """Take in a file: aliases first, then definitions until nothing new is found."""
        spoken = spoken_of(unit)
        self._mentions.update(spoken.bodies)
        self._kept.append(unit)
        for node in spoken.imports:
            self.words.update(alias for name, alias in node.names if name in self.words)
        changed = True
        while changed:
            changed = False
            for name, mentions in spoken.definitions:
                # ``add`` and ``__init__`` are too common to be words for models.
                if name not in self.words and name not in _COMMON and not mentions.isdisjoint(self.words):
                    self.words.add(name)
                    changed = True

    def touched_by(self, nodes: list[object]) -> bool:
        """Whether code mentions a word for models."""
        return any(not self.of(node).isdisjoint(self.words) for node in nodes)

    def of(self, node: object) -> set[str]:
        """Every word of a piece of code."""
        if isinstance(node, tree.WatchedBody):
            node.note()
        found = self._mentions.get(id(node))
        if found is None:
            found = identifiers(node if isinstance(node, list) else [node])
            self._mentions[id(node)] = found
            self._kept.append(node)
        return found


def spoken_of(unit: tree.Unit) -> tree.Spoken:
    """What a file speaks of, found out once."""
    if unit.spoken is None:
        unit.spoken = _spoken(unit)
    return unit.spoken


def _spoken(unit: tree.Unit) -> tree.Spoken:
    imports: list[tree.ImportFrom] = []
    definitions: list[tuple[str, set[str]]] = []
    bodies: dict[int, set[str]] = {}
    for node in _statements(unit.body):
        if isinstance(node, tree.ImportFrom):
            imports.append(node)
        elif isinstance(node, (tree.FunctionDef, tree.ClassDef)):
            body = bodies[id(node.body)] = identifiers(node.body)
            heads: list[object] = [node.parameters] if isinstance(node, tree.FunctionDef) else [node.bases]
            definitions.append((node.name, body | identifiers([*heads, node.decorators])))
        elif isinstance(node, tree.Assign) and isinstance(node.value, (tree.Name, tree.Attribute)):
            target = node.targets[0]
            if isinstance(target, tree.Name):
                definitions.append((target.id, identifiers([node.value])))
    return tree.Spoken(tuple(imports), tuple(definitions), bodies)


def _statements(body: list[tree.Statement]) -> Iterator[tree.Statement]:
    """Every statement of a block and of the blocks in it."""
    stack: list[list[tree.Statement]] = [body]
    while stack:
        for node in stack.pop():
            yield node
            if isinstance(node, (tree.FunctionDef, tree.ClassDef, tree.With)):
                stack.append(node.body)
            elif isinstance(node, (tree.If, tree.For, tree.While)):
                stack += (node.body, node.orelse)
            elif isinstance(node, tree.Try):
                stack += (node.body, node.orelse, node.final, *(each.body for each in node.handlers))
            elif isinstance(node, tree.Match):
                stack += (each.body for each in node.cases)


_COMMON = {"__init__", "call", "__call__", "fit", "predict", "forward"}


def names_set(body: list[tree.Statement]) -> frozenset[str]:
    """The names that a block sets."""
    return frozenset(name for inner in walk(body) for name in _targets(inner))


def carried(node: tree.For | tree.While) -> frozenset[str]:
    """The names that a pass of a loop reads before it sets them, and sets: what one pass hands to the next."""
    found: set[str] = set()
    assigned = set(names_set(node.body))
    _read(node.body, assigned, set(_targets(node)), found)
    if isinstance(node, tree.While):
        found |= {n.id for n in walk([node.test]) if isinstance(n, tree.Name) and n.id in assigned}
    return frozenset(found)


def jumping(body: list[tree.Statement]) -> Iterator[tree.If]:
    """The conditions under which a pass of the loop with this body ends before its last statement."""
    for statement in body:
        if isinstance(statement, tree.If):
            inner = [*jumping(statement.body), *jumping(statement.orelse)]
            yield from inner
            if inner or any(_jumps(branch) for branch in (statement.body, statement.orelse)):
                yield statement
        elif isinstance(statement, (tree.With, tree.Try)):
            yield from jumping(statement.body)


def _jumps(body: list[tree.Statement]) -> bool:
    return any(
        (isinstance(statement, tree.Jump) and statement.kind in ("break", "continue"))
        or (isinstance(statement, (tree.With, tree.Try)) and _jumps(statement.body))
        for statement in body
    )


def _targets(node: object) -> Iterator[str]:
    targets: list[tree.Expression] = []
    if isinstance(node, tree.Assign):
        targets = node.targets
    elif isinstance(node, (tree.AugmentedAssign, tree.AnnotatedAssign, tree.For, tree.Walrus)):
        targets = [node.target]
    elif isinstance(node, tree.With):
        targets = [target for _, target in node.items if target is not None]
    for target in targets:
        for part in walk([target]):
            if isinstance(part, tree.Name):
                yield part.id
            if isinstance(part, (tree.Attribute, tree.Subscript)):
                break


def _read(body: list[tree.Statement], assigned: set[str], written: set[str], found: set[str]) -> None:
    for statement in body:
        if isinstance(statement, tree.If):
            _note([statement.test], assigned, written, found)
            first, second = set(written), set(written)
            _read(statement.body, assigned, first, found)
            _read(statement.orelse, assigned, second, found)
            written |= first & second
        elif isinstance(statement, (tree.For, tree.While, tree.With, tree.Try)):
            heads = [
                item for item in children(statement) if not isinstance(item, tree.Node) or item not in statement.body
            ]
            _note([head for head in heads if isinstance(head, tree.Node)], assigned, written, found)
            inner = set(written) | set(_targets(statement))
            _read(statement.body, assigned, inner, found)
            if isinstance(statement, (tree.With, tree.Try)):
                written |= inner
        else:
            if isinstance(statement, tree.Assign):
                _note([statement.value, *statement.targets], assigned, written | set(_targets(statement)), found)
                _note([statement.value], assigned, written, found)
            else:
                _note([statement], assigned, written, found)
            written |= set(_targets(statement))


def _note(nodes: list[object], assigned: set[str], written: set[str], found: set[str]) -> None:
    for node in walk(nodes):
        if isinstance(node, tree.Name) and node.id in assigned and node.id not in written:
            found.add(node.id)


def sequential_names(unit: tree.Unit) -> frozenset[str]:
    """What a file calls ``Sequential``: that, and what it gets by ``import … as`` or by an assignment."""
    if unit.sequential is None:  # asked of every function, and found by going through all of the file
        unit.sequential = _sequential_names(unit)
    return unit.sequential


def _sequential_names(unit: tree.Unit) -> frozenset[str]:
    names = {"Sequential"}
    for node in walk(unit.body):
        if isinstance(node, tree.ImportFrom):
            names.update(bound for name, bound in node.names if name == "Sequential")
        elif isinstance(node, tree.Assign) and tree.last_name(node.value) == "Sequential":
            names.update(target.id for target in node.targets if isinstance(target, tree.Name))
    return frozenset(names)
