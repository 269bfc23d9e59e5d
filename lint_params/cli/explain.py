"""``lint-params explain``: where each number comes from, weight by weight."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lint_params.cli.analysis import STDIN, Run, request_of
from lint_params.cli.console import style_of, warn, write
from lint_params.cli.options import Parser, add_reading
from lint_params.cli.summary import tell
from lint_params.cli.targets import Target, looked_up
from lint_params.interpret.result import FileResult
from lint_params.report.escape import printable
from lint_params.report.style import Style

if TYPE_CHECKING:
    from lint_params.explain.model import ExplainedModel

FORMATS = ("text", "markdown", "json")

MAX_TABLE = 20_000_000
"""Bytes of a printed table that are read."""

EXAMPLES = """\
examples:
  lint-params explain model.py        every layer of every model in the file
  lint-params explain model.py:12     the layer on line 12
  lint-params explain "train.ipynb:cell 3:7"
                                      the layer on line 7 of a notebook's cell, as findings print places
  lint-params explain --summary table.txt
                                      the printed table of a model.summary(), read back; - is standard input

exit status: 0 all well, 2 wrong use or an internal error"""


def add_arguments(parser: Parser) -> None:
    parser.description = (
        "Where each number comes from: weight by weight, in words and figures; what each layer reads and from where;\n"
        "how it grows; and why layers that are defined alike differ. A path may end in :LINE."
    )
    parser.epilog = EXAMPLES
    add_reading(parser)
    parser.add_argument(
        "--summary", metavar="FILE", help="read the text of a model.summary() instead of code; - is standard input"
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to write it (default: text)")


def run(options: argparse.Namespace) -> int:
    """Explain what the options name; the exit status."""
    if options.summary is not None:
        return _run_on_table(options)
    request = request_of(options)
    if options.show_config:
        write(Run.of(request).described_settings())
        return 0
    found = looked_up(request, _chosen, _nothing)
    write(_written(options.format, found.chosen, found.results, style_of(sys.stdout, options.color)))
    if options.format != "json":
        tell(found.files, found.results, options.quiet)
    return 2 if found.failed else 0


def _run_on_table(options: argparse.Namespace) -> int:
    """Explain a printed table."""
    if options.paths:
        warn("lint-params: --summary reads a printed table, and no other paths")
        return 2
    try:
        data = _bytes_of(options.summary)
    except OSError as error:
        warn(f"lint-params: {printable(options.summary)}: {error.strerror or error}")
        return 2
    from lint_params.pasted.inference import inferred
    from lint_params.pasted.reading import tables
    from lint_params.pasted.rows import Effort
    from lint_params.report import pasted

    found = tables(data.decode(_encoding(data), "replace"))
    if not found and options.format != "json":
        warn("lint-params: no table of a model.summary() in it")
    effort = Effort()
    write(
        pasted.write([inferred(table, effort) for table in found], options.format, style_of(sys.stdout, options.color))
    )
    return 0 if found else 2


def _encoding(data: bytes) -> str:
    """UTF-8, but where a mark says otherwise: what Windows PowerShell sends to a file."""
    return "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"


def _bytes_of(path: str) -> bytes:
    """The text that is meant; raises ``OSError``."""
    if path != STDIN:
        with open(path, "rb") as file:
            return file.read(MAX_TABLE)
    if sys.stdin is None:
        raise OSError("standard input is closed")
    return sys.stdin.buffer.read(MAX_TABLE)


def _chosen(target: Target, results: Sequence[FileResult]) -> list[ExplainedModel]:
    from lint_params.explain.model import explained

    models = [(result.path, explained(model)) for result in results for model in result.models]
    if target.line is None:
        return [model for _, model in models]
    there = [model.at(path, target.line, target.cell) for path, model in models]
    return [model for model in there if model is not None]


def _nothing(target: Target, results: Sequence[FileResult]) -> str:
    """What to say where there is no layer on the line that was asked for."""
    path = printable(target.path)
    where = f"{path}{'' if target.cell is None else f', cell {target.cell}'}, line {target.line}"
    layers = ((result.path, layer) for result in results for model in result.models for layer in model.walk())
    spans = [layer.span for path, layer in layers if layer.span.path == path]
    if any(span.cell is not None for span in spans) and target.cell is None:
        return f"{where}: which cell? name it as in {path}:cell 3:{target.line}"
    lines = sorted({span.line for span in spans if span.cell == target.cell})
    if not lines:
        return f"{where}: no layer of a Sequential model there, nor elsewhere in it"
    shown = ", ".join(map(str, lines[:20])) + (" …" if len(lines) > 20 else "")
    return f"{where}: no layer of a Sequential model there; there are some on lines {shown}"


def _written(format: str, models: Sequence[ExplainedModel], results: Sequence[FileResult], style: Style) -> str:
    from lint_params.report import explain_json, explain_markdown, explain_text

    if format == "json":
        return explain_json.write(models, [error for result in results for error in result.errors])
    if format == "markdown":
        return explain_markdown.write(models)
    return explain_text.write(models, style)
