"""``lint-params completion``: a script with which a shell completes commands, options and paths."""

from __future__ import annotations

import argparse
import importlib
from typing import cast

from lint_params.cli.console import warn, write
from lint_params.cli.extras import command_for
from lint_params.cli.options import Parser, Stop, add_common

FILES = {"bash": "_shtab_compgen_files", "zsh": "_files", "fish": "__fish_complete_path"}
"""What shtab writes for an argument that is a file."""
SHELLS = tuple(FILES)

EXAMPLES = """\
examples:
  lint-params completion bash > ~/.local/share/bash-completion/completions/lint-params
  lint-params completion zsh > ~/.zsh/completions/_lint-params
  lint-params completion fish > ~/.config/fish/completions/lint-params.fish

It needs the package shtab: pip install "lint-params[completion]".

exit status: 0 all well, 2 wrong use, or shtab is not installed"""


def add_arguments(parser: Parser) -> None:
    parser.description = "A script with which a shell completes commands, options and paths."
    parser.epilog = EXAMPLES
    parser.add_argument("shell", choices=SHELLS, help="the shell it is for")


def run(options: argparse.Namespace) -> int:
    """Write the script; the exit status."""
    try:
        import shtab
    except ImportError:
        warn(f"lint-params: completion needs the package shtab: {command_for('completion')}")
        raise Stop(2) from None
    write(shtab.complete(whole_parser(), options.shell))
    return 0


def whole_parser() -> argparse.ArgumentParser:
    """One parser with every command, which none but this one needs. Options that take a file complete to files."""
    from lint_params.cli import COMMANDS, Command

    parser = argparse.ArgumentParser(prog="lint-params")
    parser.add_argument("--version", "-V", action="store_true", help="the version of this program")
    commands = parser.add_subparsers(parser_class=Parser)
    for name, text in COMMANDS.items():
        one = commands.add_parser(name, help=text)
        add_common(one)
        cast("Command", importlib.import_module(f"lint_params.cli.{name}")).add_arguments(one)
        for action in one._actions:
            if action.metavar in ("PATH", "FILE"):
                action.complete = FILES  # type: ignore[attr-defined]  # shtab looks for it; argparse has no such
    return parser
