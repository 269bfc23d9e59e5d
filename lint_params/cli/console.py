"""Where output goes: standard output or files, in what encoding, with or without colours."""

from __future__ import annotations

import os
import sys
import time
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
    write_over("")
    sys.stderr.write(text)


class Ticker:
    """A line on a terminal that says how far work has come, written over as it goes on; nothing elsewhere, nor of work
    that is soon done."""

    AFTER, EVERY = 1.0, 0.1
    """Seconds before the first line, and between two."""

    def __init__(self, shown: bool) -> None:
        self._shown = shown and sys.stderr is not None and sys.stderr.isatty()
        self._next = time.monotonic() + self.AFTER if self._shown else 0.0

    def tell(self, line: str) -> None:
        if self._shown and time.monotonic() >= self._next:
            self._next = time.monotonic() + self.EVERY
            write_over(line)


_over: list[str] = []
"""The line that stands on the terminal to be written over, if one does."""


def write_over(line: str) -> None:
    """Write a line to the terminal that standard error is, over the one that was written so before; an empty one takes
    that away."""
    if line or _over:
        _over[:] = [line] if line else []
        sys.stderr.write(f"\r\x1b[K{line[: columns_of_terminal(DEFAULT_WIDTH) - 1]}")
        sys.stderr.flush()
