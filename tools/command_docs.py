"""Write ``docs/commands.md`` from the parsers of the command line.

Run it after changing a command or an option; ``--check`` only says whether the page is up to date::

    python tools/command_docs.py [--check]
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from pages import settle, table  # noqa: E402

from lint_params.cli import COMMANDS  # noqa: E402
from lint_params.cli.options import Parser, add_common, add_reading, metavar  # noqa: E402

PAGE = "docs/commands.md"

INTRODUCTION = """\
# Commands

<!-- Written by tools/command_docs.py from the parsers in lint_params/cli/. -->

`lint-params PATH…` is `lint-params check PATH…`. `lint-params COMMAND --help` says in the terminal what stands here,
and `lint-params completion` makes the shell know it. What depends on the machine besides: `NO_COLOR` and
`FORCE_COLOR` turn colours off and on, `LINT_PARAMS_CACHE_DIR` is as `--cache-dir`, and `COLUMNS` is the width where
no terminal has one.
"""

READING = """\
`check`, `summary`, `explain`, `suggest`, `report` and `init` take paths and all of these; `diff` and `log` take what
says how code is read.
"""


def page() -> str:
    """The whole page: all commands in a table, the options that they share, then each command."""
    commands = table(["command", "does"], [[f"[`{name}`](#{name})", text] for name, text in COMMANDS.items()])
    everywhere, reading = Parser("", add_help=False), Parser("", add_help=False)
    add_common(everywhere)
    add_reading(reading)
    shared = {_name(action) for parser in (everywhere, reading) for action in parser._actions if action.option_strings}
    parts = [
        INTRODUCTION,
        commands,
        "## Options of all commands\n",
        _options(everywhere._actions),
        "## Options of all commands that read code\n",
        READING,
        _options(reading._actions),
    ]
    for name in COMMANDS:
        parts.extend(_command(name, shared))
    return "\n".join(parts)


def _command(name: str, shared: set[str]) -> Iterator[str]:
    parser = Parser(f"lint-params {name}")
    importlib.import_module(f"lint_params.cli.{name}").add_arguments(parser)
    own = [
        action for action in parser._actions
        if action.help != argparse.SUPPRESS and "--help" not in action.option_strings and _name(action) not in shared
    ]  # fmt: skip
    yield f"## {name}\n"
    assert parser.description is not None and parser.epilog is not None
    yield " ".join(parser.description.split()) + "\n"
    positional = [metavar(action) for action in own if not action.option_strings]
    yield f"    lint-params {' '.join([name, '[OPTION…]', *positional])}\n"
    if own:
        yield _options(own)
    yield f"```text\n{parser.epilog}\n```\n"


def _options(actions: Sequence[argparse.Action]) -> str:
    rows = [[_spelt(action), _help(action)] for action in actions]
    return table(["option" if all(action.option_strings for action in actions) else "argument", "does"], rows)


def _name(action: argparse.Action) -> str:
    """What tells an argument of several commands to be the same one."""
    return f"{action.option_strings or action.dest} {action.help}"


def _spelt(action: argparse.Action) -> str:
    """``--jobs N``, ``-j N``: how an argument is written, in every way that there is."""
    if not action.option_strings:
        return f"`{metavar(action)}`"
    value = "" if action.nargs == 0 else f" {metavar(action)}"
    return ", ".join(f"`{option}{value}`" for option in sorted(action.option_strings, key=len, reverse=True))


def _help(action: argparse.Action) -> str:
    text = (action.help or "").replace("%%", "%")
    if action.nargs != 0 and isinstance(action.default, str) and "default" not in text and action.option_strings:
        text += f" (default: {action.default})"
    return text.replace("<", "&lt;")


def main(arguments: list[str]) -> int:
    return settle({PAGE: page()}, "command_docs.py", arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
