"""``lint-params suggest``: changes that bring a model to a target."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from lint_params.cli.analysis import Run, request_of
from lint_params.cli.console import style_of, write
from lint_params.cli.options import Parser, add_reading, below, told
from lint_params.cli.stack import with_deep_stack
from lint_params.cli.summary import tell
from lint_params.cli.targets import Target, looked_up
from lint_params.config import numbers
from lint_params.interpret.result import FileResult
from lint_params.report.escape import printable

if TYPE_CHECKING:
    from lint_params.model.model import Model

FORMATS = ("text", "markdown", "json")

EXAMPLES = """\
examples:
  lint-params suggest model.py                    to 30% less than now
  lint-params suggest model.py --target 50k       to at most 50,000 parameters
  lint-params suggest model.py:12 --reduce 60%    the model on line 12, or the one whose layer is there
  lint-params suggest src --format json           with the source of each smaller model

exit status: 0 all well, 2 wrong use or an internal error"""


def add_arguments(parser: Parser) -> None:
    parser.description = (
        "Changes that bring a model to a target, those that lose least width first: all widths scaled together,\n"
        "one layer narrowed, pooling instead of Flatten, a projection before a recurrent layer, separable\n"
        "convolutions. Each is counted anew. A path may end in :LINE."
    )
    parser.epilog = EXAMPLES
    add_reading(parser)
    goal = parser.add_mutually_exclusive_group()
    goal.add_argument(
        "--target", type=told(numbers.count), metavar="N", help="parameters that the model may have: 50_000, 50k, 1.5M"
    )
    goal.add_argument("--reduce", type=told(_part), metavar="PERCENT", help="how much less than now (default: 30%%)")
    parser.add_argument(
        "--limit", type=below(10_000), default=3, metavar="N", help="suggestions shown for a model (default: 3)"
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to write it (default: text)")


def run(options: argparse.Namespace) -> int:
    """Suggest for what the options name; the exit status."""
    request = request_of(options)
    if options.show_config:
        write(Run.of(request).described_settings())
        return 0
    from lint_params.report import suggest as report
    from lint_params.suggest.model import suggested

    reduce: Fraction | None = options.reduce
    keep = 1 - (Fraction(3, 10) if reduce is None else reduce)
    found = looked_up(request, _chosen, _nothing)
    made = with_deep_stack(lambda: [suggested(model, options.target, keep) for model in found.chosen])
    errors = [error for result in found.results for error in result.errors]
    write(report.write(made, errors, options.format, options.limit, style_of(sys.stdout, options.color)))
    if options.format != "json":
        tell(found.files, found.results, options.quiet)
    return 2 if found.failed else 0


def _chosen(target: Target, results: Sequence[FileResult]) -> list[Model]:
    return [model for result in results for model in result.models if _meant(target, result.path, model)]


def _nothing(target: Target, results: Sequence[FileResult]) -> str:
    return f"{printable(target.path)}, line {target.line}: no Sequential model there"


def _meant(target: Target, path: str, model: Model) -> bool:
    """Whether the line that was asked for is that of the model or of one of its layers."""
    if target.line is None:
        return True
    spans = [model.span, *(layer.span for layer in model.walk())]
    return any(
        (span.path, span.cell) == (path, target.cell) and span.line <= target.line <= span.end_line for span in spans
    )


def _part(text: str) -> Fraction:
    share = numbers.percent(text)
    if not 0 < share < 1:
        raise ValueError(f"expected more than 0% and less than 100%, not {text!r}")
    return share
