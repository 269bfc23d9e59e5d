"""``lint-params log``: how a model's parameters developed over the repository's history."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from lint_params.cli.analysis import Request, Run, request_of
from lint_params.cli.console import style_of, warn, write
from lint_params.cli.options import Parser, Stop, add_reading_options, below
from lint_params.cli.pool import Analysed
from lint_params.cli.sides import inside, repository
from lint_params.report.escape import printable
from lint_params.source.prefilter import Prefilter
from lint_params.source.root import from_here

if TYPE_CHECKING:
    from lint_params.history.timeline import Looked

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
    add_reading_options(parser)
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
    from lint_params.history.git import GitError
    from lint_params.history.timeline import Timeline, present
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
    # What is kept of files goes by their paths, under which every commit has other files here.
    teller = _Teller(replace(request, cache=False))
    try:
        commits = around.about(around.commits(SUFFIXES, options.limit))
        with tempfile.TemporaryDirectory(prefix="lint-params-") as directory:
            directory = os.path.realpath(directory)
            os.mkdir(os.path.join(directory, ".git"))  # the project begins here
            with inside(directory):
                lines = list(
                    present(Timeline(around, directory, teller.look).lines(commits, "" if path == "." else path))
                )
    except GitError as error:
        warn(f"lint-params: {printable(str(error))}")
        raise Stop(2) from None
    if not lines and not options.quiet:
        warn(f"no Sequential model in {printable(options.path)} in {len(commits):,} commits that touched code")
    if around.shallow and not options.quiet:
        warn("this clone is shallow: its history begins later than that of the repository")
    write(report.write(lines, options.format, style_of(sys.stdout, options.color)))
    return 2 if teller.failed else 0


class _Teller:
    """Interprets files of one commit after another."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self.failed = False

    def look(self, paths: Sequence[str]) -> Sequence[Looked]:
        from lint_params.history.timeline import Looked

        run = Run.of(replace(self._request, paths=tuple(paths)))
        found = list(run.results(_looked))
        self.failed = self.failed or run.failed
        prefilter, there = Prefilter(), {looked.path for looked in found}
        for path in paths:
            if path not in there:  # nothing in it leads to a model, nor in what it imports
                reached = prefilter.reached(path, os.getcwd())
                found.append(Looked(path, (), tuple(map(_relative, reached))))
        return found


def _looked(one: Analysed) -> Looked:
    """The models of a file, and what was read for them; runs in this process or in another one."""
    from lint_params.history.shot import shot_of
    from lint_params.history.timeline import Looked

    depends = tuple(map(_relative, one.result.depends_on))
    return Looked(one.result.path, tuple(map(shot_of, one.result.models)), depends)


def _relative(path: str) -> str:
    return from_here(path).replace(os.sep, "/")
