"""``lint-params log``: how a model's parameters developed over the repository's history."""

from __future__ import annotations

import argparse
import os
import sys

from lint_params.cli.analysis import request_of
from lint_params.cli.console import Ticker, style_of, warn, write, write_over
from lint_params.cli.options import Parser, Stop, add_reading_options, below
from lint_params.cli.sides import inside, repository
from lint_params.records import replace
from lint_params.report.escape import printable

FORMATS = ("text", "markdown", "json")
LIMIT = 1000

EXAMPLES = """\
examples:
  lint-params log model.py            when the models of a file grew, and by which layers
  lint-params log                     all models below the working directory
  lint-params log src --limit 50 --format json
                                      the last 50 commits that touched code

exit status: 0 all well, 2 wrong use or an internal error"""


def add_arguments(parser: Parser) -> None:
    parser.description = (
        "How the parameters of models developed over the history of HEAD and its first parents: every commit in which\n"
        "a model came, went or changed, with the layers that were changed."
    )
    parser.epilog = EXAMPLES
    parser.add_argument("path", nargs="?", default=".", metavar="PATH", help="a file or directory (default: .)")
    add_reading_options(parser, "processes to work with (default: as many as pay), each of which reads its own files")
    parser.add_argument(
        "--limit",
        type=below(1_000_000),
        default=LIMIT,
        metavar="N",
        help=f"newest commits to look at (default: {LIMIT:,})",
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to write it (default: text)")


def run(options: argparse.Namespace) -> int:
    """Tell the history of a path; the exit status."""
    from lint_params.cli.shares import History
    from lint_params.cli.stack import with_deep_stack
    from lint_params.history.git import GitError
    from lint_params.history.timeline import lines, present
    from lint_params.history.tree import SUFFIXES
    from lint_params.report import log as report

    options.paths = [options.path]
    request = request_of(options)
    if request.config is not None:
        request = replace(request, config=os.path.abspath(request.config))
    around = repository()
    path = os.path.normpath(os.path.join(around.prefix, options.path)).replace(os.sep, "/")
    if path.startswith("..") or os.path.isabs(path):
        warn(f"lint-params: {printable(options.path)}: not in the repository {printable(around.top)}")
        raise Stop(2)
    if around.unborn:
        warn("no commit yet")
        return 0
    try:
        commits = around.about(around.commits(SUFFIXES, options.limit))
        ticker = Ticker(not options.quiet)

        def progress(done: int) -> None:
            ticker.tell(f"{done:,} of {len(commits):,} commits")

        with inside(around.top):
            history = History(around, "" if path == "." else path, request, warn, progress)
            found = with_deep_stack(lambda: list(present(lines(history.states(commits)))))
    except GitError as error:
        warn(f"lint-params: {printable(str(error))}")
        raise Stop(2) from None
    write_over("")
    if not found and not os.path.lexists(options.path) and not around.knows(path):
        warn(f"lint-params: {printable(options.path)}: no such file or directory, nor was there one in this history")
        raise Stop(2)
    if not found and not options.quiet:
        number = f"{len(commits):,} commit{'' if len(commits) == 1 else 's'}"
        warn(f"no Sequential model in {printable(options.path)} in {number} that touched code")
    if around.shallow and not options.quiet:
        warn("this clone is shallow: its history begins later than that of the repository")
    write(report.write(found, options.format, style_of(sys.stdout, options.color)))
    return 2 if history.failed else 0
