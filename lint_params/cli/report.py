"""``lint-params report``: one page with pictures of every model, to look at offline."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

from lint_params.cli.analysis import STDIN, Run, request_of
from lint_params.cli.console import warn, write
from lint_params.cli.options import Parser, add_reading
from lint_params.cli.pool import Analysed
from lint_params.cli.stack import with_deep_stack
from lint_params.cli.summary import tell
from lint_params.report.escape import printable

if TYPE_CHECKING:
    from lint_params.page.data import Shown

STDOUT = "-"

EXAMPLES = """\
examples:
  lint-params report                  every model below the working directory, in report.html
  lint-params report src -o sizes.html
  lint-params report model.py -o -    the page on standard output

exit status: 0 all well, 2 wrong use or an internal error"""


def add_arguments(parser: Parser) -> None:
    parser.description = (
        "One page with every model: its chain of layers with bars, shapes, weights and formulas, a map of the\n"
        "project, budgets as lines, and sliders for the widths of layers that all counts follow. It is one file that\n"
        "asks the network for nothing."
    )
    parser.epilog = EXAMPLES
    add_reading(parser)
    parser.add_argument(
        "-o",
        "--output",
        default="report.html",
        metavar="FILE",
        help="where to write the page; - is standard output (default: report.html)",
    )


def run(options: argparse.Namespace) -> int:
    """Write the page over what the options name; the exit status."""
    run = Run.of(request_of(options))
    if options.show_config:
        write(run.described_settings())
        return 2 if run.failed else 0
    from lint_params.page.write import page

    files = list(run.results(_shown))
    text = page(files, run.files, _title(run.request.paths))
    models = sum(len(one.models) for one in files)
    if options.output == STDOUT:
        write(text)
    elif not _written(options.output, text):
        return 2
    elif not options.quiet:
        write(f"{printable(options.output)}: {models:,} model{'' if models == 1 else 's'}\n")
    tell(run.files, [one.result for one in files], options.quiet)
    return 2 if run.failed else 0


def _shown(one: Analysed) -> Shown:
    """The models of a file as the page shows them; runs in this process or in another one."""
    from lint_params.page.data import shown

    return with_deep_stack(lambda: shown(one.result, one.settings))


def _title(paths: tuple[str, ...]) -> str:
    names = [os.path.basename(os.path.abspath(path)) if path != STDIN else "standard input" for path in paths]
    return f"Parameters of {', '.join(names[:3])}{' …' if len(names) > 3 else ''}"


def _written(path: str, text: str) -> bool:
    from lint_params.source.writing import write_atomically

    try:
        write_atomically(path, text.encode())
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        warn(f"lint-params: {printable(path)}: {printable(reason)}")
        return False
    return True
