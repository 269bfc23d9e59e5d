"""The abstract interpreter: from the source of a file to its models, without running or importing it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from lint_params.interpret.result import FileResult
from lint_params.source.file import Cell, SourceFile

if TYPE_CHECKING:
    from pathlib import Path

    from lint_params.interpret.costs import Cost
    from lint_params.interpret.project import Project

__all__ = ["FileResult", "analyse", "analyse_text"]

RECURSION = 6_000
"""Python's own limit while code is interpreted: evaluation takes some ten frames for each level of nesting."""


def analyse(
    file: SourceFile,
    *,
    root: Path | None = None,
    inputs: Mapping[str, object] | None = None,
    keras: str = "auto",
    layers: Mapping[str, Cost] | None = None,
    project: Project | None = None,
) -> FileResult:
    """The models of a file.

    ``root`` is the top of the project, below which imports are followed; ``inputs`` gives values that the source does
    not say, by the name of a function, variable or constant or by the text of an expression; ``keras`` is the
    generation to read the file as, or ``"auto"``; ``layers`` says what layers of other packages cost, by dotted name.
    A ``project`` with that root keeps what it has parsed, for whoever analyses its files again and again.
    """
    from lint_params.interpret.collect import collected
    from lint_params.interpret.project import Project

    if project is None:
        project = Project(str(root) if root is not None else os.path.dirname(os.path.abspath(file.path)))
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, RECURSION))
    try:
        return collected(file, project, inputs or {}, keras, layers or {})
    finally:
        sys.setrecursionlimit(before)


def analyse_text(
    text: str,
    path: str = "model.py",
    *,
    root: Path | None = None,
    inputs: Mapping[str, object] | None = None,
    keras: str = "auto",
    layers: Mapping[str, Cost] | None = None,
) -> FileResult:
    """The models of a source text, as if it stood in ``path``."""
    return analyse(SourceFile(path, (Cell(text),)), root=root, inputs=inputs, keras=keras, layers=layers)
