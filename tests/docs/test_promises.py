"""Every promise in docs/promises.md is held by a test that is there."""

from __future__ import annotations

import ast
import re

import pytest

from tests.cli.command import ROOT

PAGE = (ROOT / "docs" / "promises.md").read_text("utf-8")
PROMISES = [line for line in PAGE.splitlines() if line.startswith("| ") and "---" not in line and "held by" not in line]
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def test_each_promise_names_its_tests() -> None:
    assert len(PROMISES) >= 25
    assert [line for line in PROMISES if not NAMED.search(line.split(" | ")[1])] == []


@pytest.mark.parametrize(("path", "name"), sorted(set(NAMED.findall(PAGE))))
def test_the_test_is_there(path: str, name: str) -> None:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    tests = {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}
    assert any(test.startswith("test_") for test in tests)
    assert not name or name in tests
