"""A Python file or notebook as code to run: its cells, without what only a notebook's shell understands."""

from __future__ import annotations

import ast
import json
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MAGIC = re.compile(r"^(\s*)([\w, ]+\s*=\s*)?([%!?].*|[\w.]+\?{1,2}\s*)$")
_PYTHON_CELLS = ("%%time", "%%timeit", "%%capture", "%%prun")


@dataclass(frozen=True, slots=True)
class CodeCell:
    """Code to run: ``name`` is its ``co_filename``, ``index`` the notebook cell (``None`` in a plain file)."""

    name: str
    index: int | None
    text: str
    tree: ast.Module


def load(path: Path) -> tuple[list[CodeCell], list[str]]:
    """The runnable cells of a file and the faults of those that do not parse; raises ``SyntaxError`` for a script."""
    if path.suffix != ".ipynb":
        with tokenize.open(path) as file:
            text = file.read()
        return [CodeCell(str(path), None, text, ast.parse(path.read_bytes(), str(path)))], []
    cells, faults = [], []
    for index, text in notebook_cells(path):
        name = f"{path}#{index}"
        try:
            cells.append(CodeCell(name, index, text, ast.parse(text, name)))
        except SyntaxError as error:
            faults.append(f"cell {index}: {error}")
    return cells, faults


def notebook_cells(path: Path) -> Iterator[tuple[int, str]]:
    """Index and Python text of the code cells, of nbformat 3 and 4."""
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    cells = document.get("cells")
    if cells is None:
        cells = [cell for sheet in document["worksheets"] for cell in sheet["cells"]]
    for index, cell in enumerate(cells):
        if cell["cell_type"] == "code":
            source = cell.get("source", cell.get("input", ""))
            yield index, without_magics(source if isinstance(source, str) else "".join(source))


def without_magics(text: str) -> str:
    """The cell with magics and shell lines replaced, so that lines stay where they are."""
    lines = text.split("\n")
    first = next((line.strip() for line in lines if line.strip()), "")
    if first.startswith("%%") and not first.startswith(_PYTHON_CELLS):
        return ""
    out: list[str] = []
    continued = False
    for line in lines:
        found = _MAGIC.match(line)
        if continued:
            out.append("")
            continued = line.rstrip().endswith("\\")
        elif found is not None and not _inside_string(out):
            indent, target, rest = found.groups()
            if rest.startswith("%time ") and not target:
                out.append(indent + rest[len("%time ") :])
            else:
                out.append(f"{indent}{target}None" if target else f"{indent}pass")
                continued = rest.rstrip().endswith("\\")
        else:
            out.append(line)
    return "\n".join(out)


def _inside_string(lines: list[str]) -> bool:
    text = "\n".join(lines)
    return text.count('"""') % 2 == 1 or text.count("'''") % 2 == 1


def sequential_calls(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and callee of every call that reads like ``Sequential(``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            callee = ast.unparse(node.func)
            if callee.split(".")[-1] == "Sequential":
                yield node.lineno, callee


def builders_never_called(trees: list[ast.Module]) -> list[str]:
    """Top-level functions that can make a model, take no argument they must get, and are called by nothing here."""
    functions = {node.name: node for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)}
    nodes = [node for tree in trees for node in ast.walk(tree)]
    called = {ast.unparse(node.func).split(".")[-1] for node in nodes if isinstance(node, ast.Call)}
    mentions = {
        name: {n.id for n in ast.walk(function) if isinstance(n, ast.Name)}
        | {n.attr for n in ast.walk(function) if isinstance(n, ast.Attribute)}
        for name, function in functions.items()
    }
    making = {"Sequential"}
    while more := {name for name, words in mentions.items() if words & making} - making:
        making |= more
    return [name for name, node in functions.items() if name in making and name not in called and _all_defaults(node)]


def _all_defaults(function: ast.FunctionDef) -> bool:
    arguments = function.args
    positional = len(arguments.posonlyargs) + len(arguments.args)
    return positional == len(arguments.defaults) and None not in arguments.kw_defaults
