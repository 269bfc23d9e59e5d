"""``lint-params diff``: parameter changes, layer by layer, between two times."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from fractions import Fraction

from lint_params.cli.analysis import request_of
from lint_params.cli.console import style_of, warn, write
from lint_params.cli.options import Parser, Stop, add_reading_options, told
from lint_params.cli.sides import Side, side_of
from lint_params.config import numbers
from lint_params.history.compare import ModelChange, compared
from lint_params.history.shot import ModelShot
from lint_params.records import replace
from lint_params.report import diff as report
from lint_params.report.diff import Difference
from lint_params.report.escape import printable
from lint_params.report.text import line

FORMATS = ("text", "markdown", "json")

EXAMPLES = """\
examples:
  lint-params diff                    the working tree against HEAD
  lint-params diff main...HEAD HEAD   what a branch changed since it left main
  lint-params diff v1.0 v2.0 --path src
  lint-params diff old.py new.py      two files, or two directories
  lint-params diff before.json after.json
                                      two outputs of `lint-params summary --format json`
  lint-params diff origin/main --fail-on-growth 5% --format markdown

exit status: 0 all well, 1 a model grew by more than --fail-on-growth, 2 wrong use or an internal error"""


def add_arguments(parser: Parser) -> None:
    parser.description = (
        "Parameter changes, layer by layer, between two git revisions, a revision and the working tree, two files or\n"
        "directories, or two JSON summaries. Layers that changed only because their input did are told apart."
    )
    parser.epilog = EXAMPLES
    parser.add_argument("base", nargs="?", metavar="BASE", help="what to compare with (default: HEAD)")
    parser.add_argument("head", nargs="?", metavar="HEAD", help="what is compared (default: the working tree)")
    parser.add_argument(
        "--path", action="append", dest="paths", metavar="PATH", help="only what is there; may be given more than once"
    )
    add_reading_options(parser)
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to write it (default: text)")
    parser.add_argument(
        "--fail-on-growth",
        type=told(numbers.percent),
        metavar="PERCENT",
        help="exit 1 where a model grew by more than this",
    )


def run(options: argparse.Namespace) -> int:
    """Compare what the options name; the exit status."""
    request = request_of(options)
    if request.config is not None:
        request = replace(request, config=os.path.abspath(request.config))
    base, head = options.base, options.head
    if base is not None and os.path.isfile(base) and head is None:
        warn(f"lint-params: {printable(base)} is a file: name another one to compare it with")
        raise Stop(2)
    before, after = side_of(base or "HEAD", request), side_of(head, request)
    _tell_errors(before, after)
    files = before.one_file and after.one_file
    every = compared(before.models, after.models, same_file=files)
    changes = [change for change in every if _half(change, before, after, files) is None]
    unread = tuple(_unread(every, before, after, files))
    crossed = tuple(_crossed(before, after, changes))
    difference = Difference(before.name, after.name, tuple(changes), crossed, unread)
    write(report.write(difference, options.format, style_of(sys.stdout, options.color)))
    if before.failed or after.failed:
        return 2
    return 1 if _grew(changes, options.fail_on_growth, options.quiet) else 0


def _tell_errors(before: Side, after: Side) -> None:
    """What can't be read at one time is told; of what can't at both times, and is no difference, only how much there
    is."""
    both = set(before.errors) & set(after.errors)
    for side in (before, after):
        for error in side.errors:
            if error not in both:
                warn(f"{printable(side.name)}: {line(error)}:{error.column}: {printable(error.message)}")
    if both:
        files = len({error.path for error in both})
        warn(f"{files} file{'' if files == 1 else 's'} with what can't be read, the same at both times")


def _half(change: ModelChange, before: Side, after: Side, files: bool) -> tuple[ModelShot, Side] | None:
    """A model that is there at one time alone, and the other time, if its file, or of two ``files`` the other, could
    not be read then."""
    model, other = (change.before, after) if change.after is None else (change.after, before)
    if model is None or None not in (change.before, change.after):
        return None
    return (model, other) if (other.unread if files else model.path in other.unread) else None


def _unread(changes: Sequence[ModelChange], before: Side, after: Side, files: bool) -> Iterator[str]:
    """What is not compared, in words."""
    for change in changes:
        half = _half(change, before, after, files)
        if half is not None:
            model, other = half
            yield f"not compared: {model.variable or model.name} of {model.path}, which can't be read in {other.name}"


def _crossed(before: Side, after: Side, changes: Sequence[ModelChange]) -> Iterator[str]:
    """Messages about budgets that are not kept now and were before, through renames of files."""
    was_in = {
        change.after.path: change.before.path
        for change in changes
        if change.after is not None and change.before is not None
    }
    known = {(over.path, over.code, over.model, over.layer) for over in before.over}
    for over in after.over:
        if (was_in.get(over.path, over.path), over.code, over.model, over.layer) not in known:
            yield f"{over.path}: {over.code} {over.message}"


def _grew(changes: Sequence[ModelChange], limit: Fraction | None, quiet: bool) -> bool:
    """Whether a model that was there grew by more than the limit; those that did are named."""
    grown = [change for change in changes if limit is not None and change.grown is not None and change.grown > limit]
    for change in grown:
        model = change.after
        if model is not None and change.grown is not None and limit is not None and not quiet:
            name = printable(f"{model.path}: {model.variable or model.name}")
            warn(f"{name} grew by {100 * float(change.grown):.1f}%, more than {100 * float(limit):g}%")
    return bool(grown)
