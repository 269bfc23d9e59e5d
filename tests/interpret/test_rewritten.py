"""A program written otherwise, so that it does the same, has the same models: no number hangs on how code is put."""

from __future__ import annotations

import ast
import random
from pathlib import Path

import pytest

from lint_params.interpret import analyse_text
from lint_params.model.model import Layer, Model
from tests.precision.programs import PRELUDE, PROGRAMS
from tests.precision.varied import places, within

CASES = Path(__file__).parents[1] / "cases"
HEAD = "import contextlib, functools, types\n_same = lambda value: value\n"
AROUND = {
    "if": "if True: HERE",
    "else": "if False: print()\nelse: HERE",
    "for": "for _once in range(1): HERE",
    "for in a list": "for _once in ['a']: HERE",
    "while": "while True:\n    HERE\n    break",
    "finally": "try: HERE\nfinally: print()",
    "except": "try: HERE\nexcept ZeroDivisionError: raise",
    "with": "with contextlib.nullcontext(): HERE",
    "match": "match 1:\n    case 1: HERE",
}
"""What a statement may stand in and be run as it was."""
INSTEAD = {
    "lambda": "(lambda: HERE)()",
    "list": "[HERE][0]",
    "dictionary": "{'k': HERE}['k']",
    "condition": "HERE if True else None",
    "or": "0 or HERE",
    "walrus": "(_walrus := HERE)",
    "function": "_same(HERE)",
    "generator": "next(HERE for _each in [1])",
}
"""What a call may be put into."""
NUMBERS = {"int": "int('HERE')", "sum": "(HERE - 3) + 3", "attribute": "types.SimpleNamespace(v=HERE).v"}
READ_WHERE_THEY_STAND = {"super", "locals", "globals", "vars", "dir", "eval", "exec", "map", "filter"}


class Filled(ast.NodeTransformer):
    """A pattern with a node in the place of ``HERE``."""

    def __init__(self, node: ast.expr) -> None:
        self.node = node

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.node if node.id == "HERE" else node

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        return ast.Constant(ast.unparse(self.node)) if node.value == "HERE" else node


class Rewrite(ast.NodeTransformer):
    """Puts the expression of that number otherwise; counts those that it can."""

    def __init__(self, kind: str, number: int = -1) -> None:
        self.kind = kind
        self.number = number
        self.count = 0

    def here(self) -> bool:
        self.count += 1
        return self.count - 1 == self.number

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.body = [self.visit(each) for each in node.body]
        return node

    def visit_match_case(self, node: ast.match_case) -> ast.AST:
        node.body = [self.visit(each) for each in node.body]
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.body = [self.visit(each) for each in node.body]
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if self.kind in NUMBERS and type(node.value) is int and self.here():
            return filled(NUMBERS[self.kind], node)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in READ_WHERE_THEY_STAND or any("super()" in ast.unparse(each) for each in (node.func, *node.args)):
            return node
        if self.kind in INSTEAD and self.here():
            return filled(INSTEAD[self.kind], node)
        spread = (ast.Starred, ast.GeneratorExp)
        if any(isinstance(each, spread) for each in node.args) or not all(each.arg for each in node.keywords):
            return node
        if self.kind == "*" and node.args and self.here():
            node.args = [ast.Starred(ast.List(node.args, ast.Load()), ast.Load())]
        elif self.kind == "**" and node.keywords and self.here():
            names: list[ast.expr | None] = [ast.Constant(each.arg) for each in node.keywords]
            node.keywords = [ast.keyword(None, ast.Dict(names, [each.value for each in node.keywords]))]
        elif self.kind == "partial" and self.here():
            partial = ast.parse("functools.partial", mode="eval").body
            return ast.Call(ast.Call(partial, [node.func, *node.args], node.keywords), [], [])
        return node


def filled(pattern: str, node: ast.expr) -> ast.expr:
    found = Filled(node).visit(ast.parse(pattern, mode="eval").body)
    assert isinstance(found, ast.expr)
    return found


def surrounded(tree: ast.Module, kind: str, number: int) -> ast.Module | None:
    """A program with a statement in another one. What defines something for other files stays where it is."""
    kept = [each for each in tree.body if isinstance(each, (ast.FunctionDef, ast.ClassDef))]
    found = [
        (body, at)
        for body, at in places(tree)
        if body[at] not in kept and not isinstance(body[at], (ast.Global, ast.Nonlocal))
    ]
    if not found:
        return None
    body, at = found[number % len(found)]
    outer = within(AROUND[kind], body[at])
    if outer is None:
        return None
    body[at] = outer
    return tree


def rewritten(text: str, draw: random.Random) -> str | None:
    """A program in which one thing is put otherwise."""
    kinds = [*AROUND, *INSTEAD, *NUMBERS, "*", "**", "partial"]
    kind = draw.choice(kinds)
    tree: ast.Module | None = ast.parse(text)
    assert tree is not None
    if kind in AROUND:
        tree = surrounded(tree, kind, draw.randrange(1000))
    else:
        counted = Rewrite(kind)
        counted.visit(ast.parse(text))
        if not counted.count:
            return None
        tree = Rewrite(kind, draw.randrange(counted.count)).visit(tree)
    if tree is None:
        return None
    made = ast.unparse(ast.fix_missing_locations(tree))
    try:
        compile(made, "model.py", "exec", dont_inherit=True)
    except SyntaxError:  # a walrus in a comprehension
        return None
    return made


def headed(text: str) -> str:
    """With what rewriting takes, behind the documentation and imports from the future."""
    body = ast.parse(text).body
    first = [each for each in body if isinstance(each, ast.ImportFrom) and each.module == "__future__"]
    rest = [each for each in body if each not in first]
    return "\n".join([*map(ast.unparse, first), HEAD, *map(ast.unparse, rest)])


def told(text: str, path: str) -> list[tuple[object, ...]]:
    models = analyse_text(text, path).models
    return [(model.params, model.trainable, *map(_told, model.layers)) for model in models if _is_certain(model)]


def _is_certain(model: Model) -> bool:
    return model.status == "exact" and not model.variant


def _told(layer: Layer) -> tuple[object, object]:
    return layer.type, layer.params


def programs() -> dict[str, tuple[str, str]]:
    """By name, the text and the path that it is analysed under."""
    found = {name: (PRELUDE + text, "model.py") for name, text in PROGRAMS.items()}
    for path in sorted(CASES.rglob("*.py")):
        found[path.relative_to(CASES).as_posix()] = path.read_text("utf-8", "replace"), str(path)
    return found


ALL = programs()
FORMS = 3


@pytest.mark.parametrize("start", range(0, len(ALL), 20))
def test_the_same_program_has_the_same_models(start: int) -> None:
    for name in list(ALL)[start : start + 20]:
        text, path = ALL[name]
        try:
            before = ast.unparse(ast.parse(text))
        except (SyntaxError, ValueError):
            continue
        draw = random.Random(name)
        known = told(headed(before), path)
        for other in filter(None, (rewritten(before, draw) for _ in range(FORMS))):
            assert told(headed(other), path) == known, f"{name}:\n{other}"
