"""``lint-params init``: a commented configuration whose budgets fit the models that are there."""

from __future__ import annotations

import argparse
import os
from fractions import Fraction

from lint_params.api import result_of
from lint_params.cli.analysis import STDIN, Request, Run, request_of
from lint_params.cli.checking import Plan
from lint_params.cli.console import warn, write
from lint_params.cli.options import Parser, Stop, add_reading
from lint_params.config import numbers
from lint_params.config.discovery import NAMES, pyproject
from lint_params.records import replace
from lint_params.source.writing import write_atomically

EXAMPLES = """\
examples:
  lint-params init                    budgets a fifth above the largest there is
  lint-params init --force --headroom 50% src
  lint-params init --force --baseline
                                      also records what is there, so that only growth is reported

exit status: 0 all well, 2 wrong use, there is a configuration already, or an internal error"""


def add_arguments(parser: Parser) -> None:
    parser.description = f"Write {NAMES[0]} in the working directory, with budgets that fit the models that are there."
    parser.epilog = EXAMPLES
    add_reading(parser)
    parser.add_argument("--baseline", action="store_true", help="also record all there is, to report only what grows")
    parser.add_argument("--force", action="store_true", help="also where there is a configuration already")
    parser.add_argument(
        "--headroom",
        type=_headroom,
        default=Fraction(1, 5),
        metavar="PERCENT",
        help="room above the largest there is (default: 20%%)",
    )


def run(options: argparse.Namespace) -> int:
    """Write the configuration, and the baseline where one is asked for; the exit status."""
    from lint_params.config.starter import BASELINE, FILE, Fit, starter

    request = request_of(options)
    if STDIN in request.paths or options.config is not None or options.show_config:
        warn("lint-params: init reads files and directories, and no configuration")
        raise Stop(2)
    _refuse_to_overwrite([*NAMES, *([BASELINE] if options.baseline else [])], options.force)
    # What is there is counted without a configuration: an old one is about to go.
    run = Run.of(replace(request, isolated=True))
    fit = Fit.of(list(run.results(result_of)))
    _write(FILE, starter(fit, options.headroom, options.baseline, os.curdir).encode())
    if options.baseline:
        _record(replace(request, config=FILE))
    if not options.quiet:
        models = "1 model" if fit.models == 1 else f"{fit.models:,} models"
        files = f"{FILE} and {BASELINE}" if options.baseline else FILE
        write(f"wrote {files}: budgets for {models} in {run.files:,} file{'' if run.files == 1 else 's'}\n")
    return 2 if run.failed else 0


def _record(request: Request) -> None:
    """Write the baseline of the configuration that was just written."""
    from lint_params.cli.gathering import report_of

    report_of(Run.of(request), Plan(updating=True, anew=True))


def _refuse_to_overwrite(names: list[str], force: bool) -> None:
    there = next((name for name in names if os.path.lexists(name)), None)
    if there is None and pyproject(os.curdir) is not None:
        there = "a table [tool.lint-params] in pyproject.toml"
    if there is not None and not force:
        warn(f"lint-params: there is {there} already; --force writes it anew")
        raise Stop(2)


def _write(file: str, data: bytes) -> None:
    try:
        write_atomically(file, data)
    except OSError as error:
        warn(f"lint-params: can't write {file}: {error.strerror}")
        raise Stop(2) from None


def _headroom(text: str) -> Fraction:
    try:
        return numbers.percent(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
