"""``lint-params server``: the language server, on standard input and output."""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib.util
import logging
import os
import sys

from lint_params.cli.console import warn
from lint_params.cli.extras import command_for
from lint_params.cli.options import Parser, Stop

EXAMPLES = """\
examples:
  lint-params server                          what an editor starts
  lint-params server --config strict.yaml     one configuration for all files

needs the extra: pip install "lint-params[server]"

exit status: 0 all well, 2 wrong use, or pygls is not installed"""


def add_arguments(parser: Parser) -> None:
    parser.description = (
        "A language server on standard input and output, for editors: diagnostics, hover, inlay hints, code actions.\n"
        "docs/editors.md says how editors are told of it."
    )
    parser.epilog = EXAMPLES
    parser.add_argument("--config", metavar="FILE", help="the configuration, instead of the nearest above each file")
    parser.add_argument("--isolated", action="store_true", help="read no configuration file")
    # Editors that know servers by how they are reached add it of themselves.
    parser.add_argument("--stdio", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Serve until the client says that it is done; the exit status."""
    if options.config is not None and options.isolated:
        warn("lint-params: --config and --isolated exclude each other")
        raise Stop(2)
    if importlib.util.find_spec("pygls") is None:
        warn(f"lint-params: the language server needs pygls: {command_for('server')}")
        raise Stop(2)
    if sys.stdin is None or sys.stdout is None:
        warn("lint-params: the language server needs standard input and output")
        raise Stop(2)
    from lint_params.server.analysis import Inspector
    from lint_params.server.app import make_server

    gc.set_threshold(700, 10, 10)  # Python's own, which a short run goes without: this one may last for days
    # Standard error is shown by editors: only what went wrong, unless more is asked for.
    logging.basicConfig(level=logging.INFO if options.verbose else logging.CRITICAL, stream=sys.stderr)
    # The stream is closed at the end, so it is one of its own; and nobody else may write between the messages.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as out, contextlib.redirect_stdout(sys.stderr):
        make_server(Inspector(options.config, options.isolated)).start_io(stdout=out)
    return 0
