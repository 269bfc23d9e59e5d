"""No test without an assertion: each holds one, or calls what does."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Union

import pytest

TESTS = Path(__file__).parent
Function = Union[ast.FunctionDef, ast.AsyncFunctionDef]
ASSERTING = frozenset({"raises", "fail", "warns", "validate", "check_returncode", "raise_for_status"})
"""Functions of others that fail where something is not as it should be."""


def _functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))


def _called(function: Function) -> set[str]:
    """The names of what a function calls or hands on."""
    named = (node for node in ast.walk(function) if isinstance(node, (ast.Name, ast.Attribute)))
    return {node.id if isinstance(node, ast.Name) else node.attr for node in named}


def _asserts(function: Function) -> bool:
    return any(isinstance(node, (ast.Assert, ast.Raise)) for node in ast.walk(function))


def asserting(functions: Mapping[str, list[Function]]) -> frozenset[str]:
    """The names of functions that assert, or call one that does."""
    known = ASSERTING | {name for name, group in functions.items() if any(map(_asserts, group))}
    while True:
        more = {name for name, group in functions.items() if any(_called(one) & known for one in group)}
        if more <= known:
            return frozenset(known)
        known |= more


def without(sources: Mapping[str, str]) -> list[str]:
    """The tests in some modules that can't fail but by an error."""
    functions: dict[str, list[Function]] = {}
    tests: list[tuple[str, Function]] = []
    for path, source in sources.items():
        for function in _functions(ast.parse(source)):
            if function.name.startswith("test_"):
                tests.append((path, function))
            else:
                functions.setdefault(function.name, []).append(function)
    known = asserting(functions)
    return [f"{path}::{one.name}" for path, one in tests if not _asserts(one) and not _called(one) & known]


def test_no_test_is_without_an_assertion() -> None:
    paths = [path for path in TESTS.rglob("*.py") if "cases" not in path.relative_to(TESTS).parts]
    sources = {path.relative_to(TESTS).as_posix(): path.read_text("utf-8") for path in paths}
    assert sum(source.count("def test_") for source in sources.values()) > 500
    assert without(sources) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def test_a():\n    assert f()\n", []),
        ("def test_a():\n    f()\n", ["m.py::test_a"]),
        ("def f():\n    assert 1\ndef test_a():\n    f()\n", []),
        ("def f():\n    g()\ndef g():\n    assert 1\ndef test_a():\n    f()\n", []),
        ("def f():\n    g()\ndef test_a():\n    f()\n", ["m.py::test_a"]),
        ("def test_a():\n    with pytest.raises(ValueError):\n        f()\n", []),
    ],
)
def test_what_counts_as_one(source: str, found: list[str]) -> None:
    assert without({"m.py": source}) == found
