"""Places of findings in the words and units of other formats."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from urllib.parse import quote

from lint_params.model.finding import Finding

Lines = Mapping[tuple[str, "int | None", int], str]


def message_with_cell(finding: Finding) -> str:
    """The message of a finding; with the cell and the line in front, for formats that know no cells."""
    span = finding.span
    return finding.message if span.cell is None else f"cell {span.cell}, line {span.line}: {finding.message}"


def uri(path: str) -> str:
    """A path as a URI reference: relative where the path lies below the working directory, else a ``file`` URI."""
    if path.split("/")[0] == "..":
        path = os.path.abspath(path)
    if re.match(r"[A-Za-z]:[\\/]", path):
        drive, rest = path[:2], path[2:].replace("\\", "/")
        return f"file:///{drive}{quote(_encoded(rest))}"
    # A colon in the first part would read as a scheme, and quote() keeps none.
    return f"file://{quote(_encoded(path))}" if path.startswith("/") else quote(_encoded(path))


def _encoded(path: str) -> bytes:
    """The bytes of a path: those of the file system, where it has a name that is not UTF-8."""
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half of a pair that no file system gave
        return path.encode("utf-8", "surrogatepass")


def utf8_column(lines: Lines, path: str, cell: int | None, line: int, column: int) -> int | None:
    """A column counted in bytes of UTF-8 from 1; ``None`` where the source line is not at hand."""
    text = lines.get((path, cell, line))
    if text is None or column - 1 > len(text):
        return None
    return len(text[: column - 1].encode("utf-8", "surrogatepass")) + 1
