"""The plug-in for flake8: ``flake8 --select LP``.

Errors and warnings only: flake8 has no notes, and fails for whatever it is told. Suppressions and the configuration are
those of ``lint-params check``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from lint_params import __version__


class Plugin:
    """What flake8 makes for each file; the tree is asked for because plug-ins that take one see a file as a whole."""

    name = "lint-params"
    version = __version__

    def __init__(self, tree: ast.AST, filename: str, lines: Sequence[str]) -> None:
        self.filename = filename
        self.source = "".join(lines)

    def run(self) -> Iterator[tuple[int, int, str, type[Plugin]]]:
        """Line from 1, column from 0, and the text of each finding."""
        from lint_params import check

        filename = None if self.filename in ("-", "stdin") else self.filename
        for finding in check(source=self.source, filename=filename).findings:
            if finding.severity != "note":
                yield finding.span.line, finding.span.column - 1, f"{finding.code} {finding.message}", Plugin
