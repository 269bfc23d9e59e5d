"""Options that several commands share, and how a mistake in them is told."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import NoReturn, TypeVar

from lint_params import __version__
from lint_params.cli.console import columns_of_terminal

T = TypeVar("T")


class Stop(Exception):
    """The command ends here, with this exit status; what there is to say has been said."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Formatter(argparse.HelpFormatter):
    """Help in which a description flows, and examples keep their lines, broken only where the terminal ends."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=32, width=columns_of_terminal(80) - 2)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if "\n\n" not in text and "\n  " not in text:
            return super()._fill_text(text, width, indent)
        return "\n".join(part for line in text.split("\n") for part in _broken(line, width))


def _broken(line: str, width: int) -> list[str]:
    """A line of examples, what follows it under where what it says begins. A command stays whole, to be copied."""
    import re
    import textwrap

    said = re.match(r"\s*\S.*?\s{2,}(?=\S)", line)
    if said is None and line.startswith("  lint-params "):
        return [line]
    begins = len(said[0]) if said and len(said[0]) < width // 2 else len(line) - len(line.lstrip()) + 2
    return textwrap.wrap(
        line, width, subsequent_indent=" " * begins, break_on_hyphens=False, break_long_words=False
    ) or [""]


class Parser(argparse.ArgumentParser):
    """An argument parser whose texts are laid out as written, and whose mistakes are one line."""

    def __init__(self, prog: str, add_help: bool = True) -> None:
        super().__init__(
            prog=prog,
            add_help=add_help,
            allow_abbrev=False,
            formatter_class=Formatter,
        )

    def format_help(self) -> str:
        """Options are listed below: at the top they are one word."""
        if self.usage is None:
            positional = [action for action in self._actions if not action.option_strings]
            self.usage = " ".join([self.prog, "[OPTION…]", *map(metavar, positional)])
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        sys.stderr.write(f"{self.prog}: {message}\n")
        raise Stop(2)

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        if message:
            sys.stderr.write(message)
        raise Stop(status)


def metavar(action: argparse.Action) -> str:
    """What stands for the value of an argument: ``[PATH…]``, ``{bash,zsh,fish}``."""
    if action.choices is not None and action.metavar is None:
        name = "{" + ",".join(map(str, action.choices)) + "}"
    else:
        name = f"{action.metavar or action.dest.upper()}"
    return {"*": f"[{name}…]", "?": f"[{name}]"}.get(str(action.nargs), name)


def add_common(parser: Parser) -> None:
    """What every command takes."""
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colour the output")
    parser.add_argument("--quiet", "-q", action="store_true", help="only what was asked for, one line each")
    parser.add_argument("--verbose", "-v", action="store_true", help="also which budget applied, and more about errors")
    parser.add_argument("--version", "-V", action="version", version=version_line())


def add_reading(parser: Parser) -> None:
    """What every command takes that reads code."""
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="files, directories, notebooks; - reads standard input"
    )
    parser.add_argument("--stdin-filename", metavar="NAME", help="what the code on standard input is called")
    add_reading_options(parser)
    parser.add_argument("--show-config", action="store_true", help="say which settings hold for the paths, and stop")


def add_reading_options(parser: Parser, of_jobs: str = "processes to work with (default: as many as pay)") -> None:
    """What commands take that read code, wherever it comes from; ``of_jobs`` says what becomes of ``--jobs``."""
    parser.add_argument("--config", metavar="FILE", help="the configuration, instead of the nearest above each file")
    parser.add_argument("--isolated", action="store_true", help="read no configuration file")
    parser.add_argument("--no-cache", action="store_true", help="use and keep nothing of earlier runs")
    parser.add_argument("--cache-dir", metavar="DIR", help="where to keep it, instead of the user's cache directory")
    parser.add_argument("--jobs", "-j", type=_jobs, metavar="N", help=of_jobs)


def version_line() -> str:
    return f"lint-params {__version__}"


def _jobs(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"expected a number of processes from 1 up, not {text!r}")
    return number


def told(parse: Callable[[str], T]) -> Callable[[str], T]:
    """``parse`` as the type of an option: of a ``ValueError``, argparse then tells what it says."""

    def parsed(text: str) -> T:
        try:
            return parse(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return parsed


def below(limit: int) -> Callable[[str], int]:
    """The type of an option that is a number from 1 up, and below ``limit``."""

    def number(text: str) -> int:
        if not (text.isascii() and text.isdigit() and 0 < int(text) < limit):
            raise ValueError(f"expected a number from 1 to {limit - 1:,}, not {text!r}")
        return int(text)

    return told(number)


def codes(text: str) -> tuple[str, ...]:
    """Codes or prefixes of rules, separated by commas."""
    from lint_params.rules.registry import codes_of

    return told(codes_of)(text)
