"""Programs with one small thing otherwise: what decides a finding is then there, or just not."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterable, Iterator

GIVEN = "from elsewhere import given\n"


def varied(text: str) -> Iterator[str]:
    """A program with a number one greater or smaller, an argument or an element gone, twice or from elsewhere, a
    statement left out."""
    starts = list(itertools.accumulate((len(line) for line in text.encode().splitlines(keepends=True)), initial=0))
    for node, others in _changes(ast.parse(text)):
        first = starts[node.lineno - 1] + node.col_offset
        last = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
        for other in others:
            yield GIVEN + (text.encode()[:first] + other.encode() + text.encode()[last:]).decode()


AROUND = (
    "if given.way: HERE",
    "for each in given.several: HERE",
    "while given.more: HERE",
    "try: HERE\nexcept given.Error: pass",
    "with given.scope() as scope: HERE",
    "if not given.way: pass\nelse: HERE",
)
"""What a statement may stand in whose way is not known."""


def uncertain(text: str, most: int) -> Iterator[str]:
    """A program with one of its statements in a branch, a loop, a ``try`` or a ``with`` that is from elsewhere.

    What the program does is one of the things it may do then. A loop is taken to run once.
    """
    count = len(list(places(ast.parse(text))))
    step = 1 + count * len(AROUND) // most
    for at in range(len(text) % step, count * len(AROUND), step):
        tree = ast.parse(text)
        body, index = list(places(tree))[at % count]
        outer = within(AROUND[at // count], body[index])
        if outer is not None:
            body[index] = outer
            yield GIVEN + ast.unparse(ast.fix_missing_locations(tree))


def within(around: str, statement: ast.stmt) -> ast.stmt | None:
    """A statement in the place of ``HERE`` in another; ``None`` where that is a loop that it would leave."""
    outer = ast.parse(around).body[0]
    if isinstance(outer, (ast.For, ast.While)) and _leaves(statement):
        return None
    for node in ast.walk(outer):
        for body in (getattr(node, "body", None), getattr(node, "orelse", None)):
            for at, each in enumerate(body or ()):
                if isinstance(each, ast.Expr) and isinstance(each.value, ast.Name) and each.value.id == "HERE":
                    body[at] = statement
                    return outer
    raise ValueError(f"there is no HERE in {around}")


def places(tree: ast.Module) -> Iterator[tuple[list[ast.stmt], int]]:
    """Where the statements of a program stand; imports stay where they are."""
    for node in ast.walk(tree):
        for body in (getattr(node, "body", None), getattr(node, "orelse", None)):
            if isinstance(body, list) and not isinstance(node, ast.ClassDef):
                yield from (
                    (body, at) for at, each in enumerate(body) if not isinstance(each, (ast.Import, ast.ImportFrom))
                )


def _leaves(node: ast.AST) -> bool:
    """Whether a statement ends a loop around it, or a pass of one."""
    if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Lambda)):
        return False
    if isinstance(node, (ast.For, ast.While)):
        return any(map(_leaves, node.orelse))
    return isinstance(node, (ast.Break, ast.Continue)) or any(map(_leaves, ast.iter_child_nodes(node)))


def _changes(tree: ast.Module) -> Iterator[tuple[ast.expr | ast.stmt, Iterable[str]]]:
    for statement in tree.body:
        if not isinstance(statement, (ast.Import, ast.ImportFrom)):
            yield statement, ["pass"]
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            yield node, _other_constants(node.value)
        elif isinstance(node, (ast.List, ast.Tuple)) and node.elts:
            yield node, [ast.unparse(type(node)(elts=some, ctx=node.ctx)) for some in _other_lists(node.elts)]
        elif isinstance(node, ast.Call):
            yield node, map(ast.unparse, _other_calls(node))


def _other_constants(value: object) -> list[str]:
    if isinstance(value, bool):
        return [str(not value)]
    if isinstance(value, int):
        return [f"({value + 1})", f"({value - 1})", "given"]
    return ["given"] if isinstance(value, (str, float, type(None))) else []


def _other_lists(every: list[ast.expr]) -> Iterator[list[ast.expr]]:
    for at, each in enumerate(every):
        yield [*every[:at], *every[at + 1 :]]
        yield [*every[:at], each, *every[at:]]
        if at:
            yield [*every[: at - 1], each, every[at - 1], *every[at + 1 :]]


def _other_calls(call: ast.Call) -> Iterator[ast.Call]:
    for at in range(len(call.args)):
        yield ast.Call(call.func, [*call.args[:at], *call.args[at + 1 :]], call.keywords)
        yield ast.Call(call.func, [*call.args[:at], ast.Name("given"), *call.args[at + 1 :]], call.keywords)
    for at, given in enumerate(call.keywords):
        others = [*call.keywords[:at], *call.keywords[at + 1 :]]
        yield ast.Call(call.func, call.args, others)
        yield ast.Call(call.func, call.args, [*others, ast.keyword(given.arg, ast.Name("given"))])
