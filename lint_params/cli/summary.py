"""``lint-params summary``: every model found, as Keras' own summary table with formulas."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from typing import Protocol, cast

from lint_params.api import result_of
from lint_params.cli.analysis import Run, request_of
from lint_params.cli.console import style_of, warn, write
from lint_params.cli.options import Parser, add_reading
from lint_params.interpret.result import FileResult
from lint_params.report.columns import DEFAULT, NAMES
from lint_params.report.escape import printable
from lint_params.report.style import Style

FORMATS = ("text", "markdown", "json")


EXAMPLES = """\
examples:
  lint-params summary model.py
  lint-params summary --columns layer,macs,memory model.py
                                      what a layer costs, for one sample
  lint-params summary --format json src > models.json
  lint-params summary --svg model.py  a picture of the chain, for a README

exit status: 0 all well, 2 wrong use or an internal error"""


class Writer(Protocol):
    """A module that writes summaries in one format."""

    def write(self, results: Sequence[FileResult], columns: Sequence[str], style: Style) -> str: ...


def add_arguments(parser: Parser) -> None:
    parser.description = "Every model found, as Keras' own summary table with formulas."
    parser.epilog = EXAMPLES
    add_reading(parser)
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to write it (default: text)")
    for name, what in (("markdown", "the same as --format markdown"), ("svg", "a picture of the chains, as SVG")):
        parser.add_argument(f"--{name}", action="store_const", dest="format", const=name, help=what)
    parser.add_argument(
        "--columns",
        type=_columns,
        default=DEFAULT,
        metavar="NAMES",
        help=f"columns of text and Markdown, by commas: {', '.join(NAMES)} (default: {','.join(DEFAULT)})",
    )


def run(options: argparse.Namespace) -> int:
    """Summarise what the options name; the exit status."""
    run = Run.of(request_of(options))
    if options.show_config:
        write(run.described_settings())
        return 2 if run.failed else 0
    results = list(run.results(result_of))
    module = cast("Writer", importlib.import_module(f"lint_params.report.summary_{options.format}"))
    write(module.write(results, options.columns, style_of(sys.stdout, options.color)))
    if options.format != "json":
        tell(run.files, results, options.quiet)
    return 2 if run.failed else 0


def tell(files: int, results: Sequence[FileResult], quiet: bool) -> None:
    """What the tables do not show goes to standard error, so that the tables can be piped on."""
    from lint_params.model.model import Span
    from lint_params.report.text import place

    for error in (error for result in results for error in result.errors):
        span = Span(error.path, error.line, error.column, error.line, error.column, error.cell)
        warn(f"{place(span)}: {printable(error.message)}")
    others = sum(result.not_counted for result in results)
    models = sum(len(result.models) for result in results)
    if quiet:
        return
    if not models:
        warn(f"no Sequential model found in {files:,} file{'' if files == 1 else 's'}")
    if others:
        warn(f"not counted: {others:,} model{'' if others == 1 else 's'} of other kinds (functional or subclassed)")


def _columns(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        if name not in NAMES:
            raise argparse.ArgumentTypeError(f"unknown column {name!r}; expected {', '.join(NAMES)}")
    if not names:
        raise argparse.ArgumentTypeError("expected the names of columns")
    return names
