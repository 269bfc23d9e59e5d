"""Where the report of a check goes: several formats at once, to standard output and into files."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence

from lint_params.cli.console import style_of, warn, write
from lint_params.cli.options import Stop
from lint_params.records import dataclass
from lint_params.report import FORMATS, Report, writer
from lint_params.report.style import Style

_COMMA = rf",(?=(?:{'|'.join(FORMATS)})(?:[:,]|$))"
"""Between two formats; names of files may have commas as well."""


@dataclass(frozen=True, slots=True)
class Output:
    """A format, and the file it goes to; ``None`` for standard output."""

    format: str
    file: str | None = None


def outputs(text: str) -> list[Output]:
    """The outputs that one ``--output-format`` names; raises ``argparse.ArgumentTypeError``."""
    found: list[Output] = []
    for part in re.split(_COMMA, text):
        format, colon, file = part.partition(":")
        if format not in FORMATS:
            raise argparse.ArgumentTypeError(f"unknown format {format!r}; expected {', '.join(FORMATS)}")
        if colon and not file:
            raise argparse.ArgumentTypeError(f"{part!r} names no file")
        found.append(Output(format, file or None))
    return found


def settled(wanted: Sequence[Output], file: str | None) -> list[Output]:
    """The outputs of a command line: one of them at most goes to standard output, or into ``--output-file``."""
    found = [Output(output.format, output.file or file) for output in wanted or [Output("text")]]
    files = [output.file if output.file is None else os.path.realpath(output.file) for output in found]
    if files.count(None) > 1 or (file is not None and sum(output.file is None for output in wanted) > 1):
        problem = "two formats for one output; write --output-format FORMAT:FILE for all but one"
    elif len(set(files)) < len(files):
        problem = "two formats for one file; give each a file of its own"
    else:
        return found
    warn(f"lint-params: {problem}")
    raise Stop(2)


def deliver(report: Report, output: Output, color: str) -> None:
    """Write a report where it is to go: a file is there whole or not at all. What can't be written ends the command."""
    module = writer(output.format)
    if output.file is None:
        for piece in module.write(report, style_of(sys.stdout, color)):
            write(piece)
        return
    from lint_params.report.escape import printable
    from lint_params.source.writing import write_atomically

    pieces = module.write(report, Style(color=color == "always"))
    try:
        write_atomically(output.file, (piece.encode("utf-8", "backslashreplace") for piece in pieces))
    except OSError as error:
        warn(f"lint-params: can't write {printable(output.file)}: {error.strerror}")
        raise Stop(2) from None
