"""Long tables of expressions as tests of some lines each: what fails says where, and what reaches a line is known."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest


def parted(table: Sequence[str], size: int) -> pytest.MarkDecorator:
    """The lines of a table, some of them for each test, by the name ``lines``; each part is named by its first line."""
    lines = [line for line in table if line]
    parts = [lines[start : start + size] for start in range(0, len(lines), size)]
    return pytest.mark.parametrize("lines", parts, ids=[part[0] for part in parts])


def numbers_changed(line: str) -> Iterator[str]:
    """An expression with one of its whole numbers one greater or smaller."""
    for start, end, number in _numbers(line):
        for other in (number + 1, number - 1):
            yield f"{line[:start]}{other}{line[end:]}"


def numbers_unknown(line: str) -> Iterator[str]:
    """An expression with one of its whole numbers from elsewhere, by the name ``u3`` of a 3."""
    for start, end, number in _numbers(line):
        if number < len(ELSEWHERE):
            yield f"{line[:start]}u{number}{line[end:]}"


ELSEWHERE = {f"u{number}": number for number in range(10)}
IMPORTED = f"from elsewhere import {', '.join(ELSEWHERE)}\n"


def _numbers(line: str) -> Iterator[tuple[int, int, int]]:
    for node in ast.walk(ast.parse(line, mode="eval")):
        if isinstance(node, ast.Constant) and type(node.value) is int and node.end_col_offset is not None:
            yield node.col_offset, node.end_col_offset, node.value


def spelled(line: str, names: Mapping[str, Any]) -> Iterator[str]:
    """An expression with the arguments of one of its calls all given by name, and all by place."""
    for node in ast.walk(ast.parse(line, mode="eval")):
        if isinstance(node, ast.Call):
            source = ast.get_source_segment(line, node)
            for given in _arguments(node, names):
                other = line.replace(str(source), f"{ast.unparse(node.func)}({', '.join(given)})", 1)
                if other.replace(" ", "") != line.replace(" ", ""):
                    yield other


def _arguments(node: ast.Call, names: Mapping[str, Any]) -> Iterator[list[str]]:
    try:
        parameters = list(inspect.signature(eval(ast.unparse(node.func), dict(names))).parameters.values())
    except Exception:  # a function without a signature
        return
    if any(each.kind is each.VAR_POSITIONAL for each in parameters):
        return
    placed = [each for each in parameters if each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD)]
    if len(node.args) > len(placed):  # numpy takes more by place than it says
        return
    first = {each.name: ast.unparse(given) for each, given in zip(placed, node.args, strict=False)}
    given = {**first, **{str(each.arg): ast.unparse(each.value) for each in node.keywords}}
    nameless = [given[each.name] for each in placed if each.kind is each.POSITIONAL_ONLY and each.name in given]
    yield nameless + [f"{name}={text}" for name, text in list(given.items())[len(nameless) :]]
    last = max((place for place, each in enumerate(placed, 1) if each.name in given), default=0)
    by_place = [given.get(each.name, repr(each.default)) for each in placed[:last]]
    simple = all(each.name in given or type(each.default) in _SIMPLE for each in placed[:last])
    if simple:
        others = {name: text for name, text in given.items() if name not in {each.name for each in placed}}
        yield by_place + [f"{name}={text}" for name, text in others.items()]


_SIMPLE = (bool, int, float, str, type(None))
