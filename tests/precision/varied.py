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
