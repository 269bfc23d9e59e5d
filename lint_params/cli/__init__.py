"""The command line: one module a command, none of them imported before it is asked for."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, cast

from lint_params.cli.console import warn
from lint_params.cli.options import Parser, Stop, add_common, version_line
from lint_params.config.errors import ConfigError
from lint_params.streams import guarded

if TYPE_CHECKING:
    from lint_params.cache.runs import Memo

COMMANDS = {
    "check": "findings for files, directories and notebooks (the default)",
    "summary": "every model found, as Keras' own summary table with formulas",
    "explain": "where each number comes from, weight by weight, in words and figures",
    "diff": "parameter changes, layer by layer, between two git revisions, files or summaries",
    "log": "how a model's parameters developed over the repository's history",
    "suggest": "changes that bring a model to a target, with the parameters each saves",
    "report": "one page with pictures of every model, to look at offline",
    "scan": "the same analysis over millions of files, in data sets, archives or directories",
    "init": "a first configuration, whose budgets fit the models that are there",
    "rule": "a rule's documentation",
    "server": "a language server for editors",
    "completion": "a script with which a shell completes commands, options and paths",
}
"""Command to what it does; each is a module of this package."""


class Command(Protocol):
    """A module of a command."""

    def add_arguments(self, parser: Parser) -> None: ...

    def run(self, options: object) -> int: ...


def main(arguments: Sequence[str], memo: Memo | None = None) -> int:
    """Run a command line; the exit status: 0 all well, 1 findings, 2 wrong use or an internal error,
    130 interrupted.

    What a check says is kept in ``memo``, where there is one.
    """

    def work() -> int:
        try:
            return _run(list(arguments), memo)
        except Stop as stop:
            return stop.status
        except ConfigError as error:
            _complain(str(error))
            return 2

    return guarded(work)


def _run(arguments: list[str], memo: Memo | None) -> int:
    name, rest = _command(arguments)
    parser = Parser(prog="lint-params" if name is None else f"lint-params {name}", add_help=True)
    if name is None:
        _top(parser)
        parser.parse_args(rest)
        return 0
    command = cast("Command", importlib.import_module(f"lint_params.cli.{name}"))
    add_common(parser)
    command.add_arguments(parser)
    options = parser.parse_args(rest)
    if memo is not None and name == "check":
        with memo:
            status = command.run(options)
        memo.keep(status)
    else:
        status = command.run(options)
    if sys.stdout is not None:
        sys.stdout.flush()
    return status


def _command(arguments: list[str]) -> tuple[str | None, list[str]]:
    """The command that is meant and its arguments; ``None`` where help for all of them is."""
    if arguments in (["--help"], ["-h"], ["help"]) or (arguments and arguments[0] in ("--version", "-V")):
        return None, arguments
    if arguments[:1] == ["help"] and len(arguments) == 2 and arguments[1] in COMMANDS:
        return arguments[1], ["--help"]
    for index, argument in enumerate(arguments):
        if argument in COMMANDS:
            return argument, arguments[:index] + arguments[index + 1 :]
        if not argument.startswith("-"):
            if index == 0:
                _refuse_misspelt(argument)
            break
    return "check", arguments


def _refuse_misspelt(word: str) -> None:
    """End where the first word is no path and almost a command: "no such file" would not help who meant that."""
    if os.path.lexists(word) or not word.isalpha():
        return
    import difflib

    near = difflib.get_close_matches(word, COMMANDS, 1, 0.75)
    if near:
        _complain(f"{word}: no such file or directory, and no command; did you mean {near[0]}?")
        raise Stop(2)


def _top(parser: Parser) -> None:
    parser.description = "A linter for the size of Keras Sequential models, from source code alone."
    parser.usage = "lint-params [COMMAND] [OPTION…] [PATH…]"
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {text}" for name, text in COMMANDS.items()]
    parser.epilog = "commands:\n" + "\n".join(lines) + "\n\nlint-params COMMAND --help says more about each."
    parser.add_argument("--version", "-V", action="version", version=version_line())
    parser.add_argument("command", nargs="?", help="one of those below")


def _complain(message: str) -> None:
    from lint_params.report.escape import printable

    warn(f"lint-params: {printable(message)}")
