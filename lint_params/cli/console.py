"""Where output goes: standard output or files, in what encoding, with or without colours."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TextIO

from lint_params.report.style import Style

DEFAULT_WIDTH = 120
"""Columns where no terminal says otherwise."""

listeners: list[Callable[[str, str], None]] = []
"""Told what is written, and whether to ``out`` or to ``err``."""


def style_of(stream: TextIO | None, color: str) -> Style:
    """How text on a stream may look; ``color`` is the option: ``auto``, ``always`` or ``never``."""
    terminal = stream is not None and stream.isatty()
    columns = os.environ.get("COLUMNS", "")
    width = DEFAULT_WIDTH
    if terminal or columns.isdigit():
        width = columns_of_terminal(DEFAULT_WIDTH)
    return Style(_colored(terminal, color), max(width, 20), _holds_boxes(stream), terminal)


def columns_of_terminal(otherwise: int) -> int:
    """What ``shutil.get_terminal_size`` says, the import of which takes 4 ms of every start."""
    try:
        columns = int(os.environ.get("COLUMNS", ""))
    except ValueError:
        columns = 0
    if columns <= 0:
        try:
            columns = os.get_terminal_size(sys.__stdout__.fileno()).columns  # type: ignore[union-attr]
        except (AttributeError, ValueError, OSError):  # there is no stream, it is closed, it is no terminal
            columns = 0
    return columns if columns > 0 else otherwise


def _colored(terminal: bool, color: str) -> bool:
    """Source of the variables: https://no-color.org, https://force-color.org."""
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"


def _holds_boxes(stream: TextIO | None) -> bool:
    try:
        "┏━┳┃├┼│≥…".encode(getattr(stream, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def write(text: str) -> None:
    """Write to standard output; what its encoding can't hold is escaped. Raises ``OSError`` where it is closed."""
    if sys.stdout is None:
        raise OSError("standard output is closed")
    encoding = sys.stdout.encoding or "utf-8"
    text = text.encode(encoding, "backslashreplace").decode(encoding)
    for hear in listeners:
        hear("out", text)
    sys.stdout.write(text)


def warn(text: str) -> None:
    """Write a line to standard error."""
    if sys.stderr is None:
        return
    encoding = sys.stderr.encoding or "utf-8"
    text = f"{text}\n".encode(encoding, "backslashreplace").decode(encoding)
    for hear in listeners:
        hear("err", text)
    sys.stderr.write(text)
