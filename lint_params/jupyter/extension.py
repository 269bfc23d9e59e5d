"""What a notebook's kernel has run so far, checked as one program: after each cell that makes a model, and on demand.

The cells are read, never run again: the models are those that the code makes, whether or not Keras is installed.
"""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Callable, Mapping
from typing import Protocol

from lint_params.cli.console import warn
from lint_params.cli.stack import with_deep_stack
from lint_params.config.errors import ConfigError
from lint_params.interpret.result import FileResult
from lint_params.jupyter import table
from lint_params.model.finding import Finding
from lint_params.model.model import Model
from lint_params.report.columns import DEFAULT
from lint_params.report.escape import printable
from lint_params.report.style import Style
from lint_params.report.summary_text import write
from lint_params.server.analysis import Inspection, Inspector
from lint_params.source.magics import python_of
from lint_params.source.root import from_here

USAGE = "%lint_params shows all models so far; %lint_params on, or off, checks after each cell, or no longer"


class Information(Protocol):
    """What IPython says of a cell that is run."""

    raw_cell: str


class Result(Protocol):
    """What IPython says of a cell that was run."""

    info: Information
    error_before_exec: BaseException | None
    error_in_exec: BaseException | None


class Events(Protocol):
    def register(self, event: str, function: Callable[..., object]) -> None: ...
    def unregister(self, event: str, function: Callable[..., object]) -> None: ...


class Publisher(Protocol):
    def publish(self, data: dict[str, str]) -> object: ...


class Shell(Protocol):
    """The part of ``InteractiveShell`` that is used."""

    events: Events
    display_pub: Publisher
    user_ns: Mapping[str, object]

    def register_magic_function(self, func: Callable[..., object], magic_kind: str, magic_name: str) -> None: ...


class Checker:
    """The cells that a shell has run, in the order in which it did, and what is made of them."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.cells: list[str] = []
        self.on = True
        self._inspector = Inspector()

    def ran(self, result: Result) -> None:
        """A cell has been run: it belongs to the program, as far as it came."""
        text = result.info.raw_cell
        if result.error_before_exec is not None or not text.strip():
            return
        if result.error_in_exec is not None:
            text = _until_error(text, result.error_in_exec)
        self.cells.append(text)
        if self.on:
            self._show(self.cells, only=len(self.cells) - 1)

    def cell_magic(self, line: str, cell: str) -> None:
        """``%%lint_params``: check a cell as if it were run now, without running it."""
        if line.strip():
            warn(f"lint-params: %%lint_params takes no arguments, not {line.strip()!r}")
            return
        # The cell's own first line is the magic, so that lines count as the notebook shows them.
        self._show([*self.cells, f"\n{cell}"], only=len(self.cells), asked=True)

    def line_magic(self, line: str) -> None:
        """``%lint_params``: all models so far; ``on`` and ``off`` for the check after each cell."""
        word = line.strip()
        if word in ("on", "off"):
            self.on = word == "on"
        elif word:
            warn(f"lint-params: {USAGE}")
        else:
            self._show(self.cells, asked=True)

    def _show(self, cells: list[str], only: int | None = None, asked: bool = False) -> None:
        """Publish what is found in one cell, or in all; nothing to tell is said only where somebody ``asked``."""
        try:
            one = with_deep_stack(lambda: self._inspected(cells))
        except ConfigError as error:
            warn(f"lint-params: {printable(str(error))}")
            return
        except Exception as error:  # an error of ours must not look like one of the cell
            warn(f"lint-params: internal error: {type(error).__name__}: {printable(str(error))[:300]}")
            return
        models = [model for model in one.result.models if only is None or _made_in(model, only)]
        findings = [finding for finding in one.findings if only is None or finding.span.cell == only]
        if models or any(finding.severity != "note" for finding in findings):
            self._publish(models, findings)
        elif asked:
            others = one.result.not_counted
            more = f"; {others} of other kinds (functional or subclassed)" if others else ""
            warn(f"no Sequential model found{more}")

    def _inspected(self, cells: list[str]) -> Inspection:
        document = {"cells": [{"cell_type": "code", "source": text} for text in cells], "nbformat": 4}
        self._inspector.forget(listing=False)
        return self._inspector.inspect(self._path(), json.dumps(document).encode())

    def _path(self) -> str:
        """Where the notebook is, as far as the front end tells: configurations are looked for from there."""
        named = self.shell.user_ns.get("__vsc_ipynb_file__") or os.environ.get("JPY_SESSION_NAME") or ""
        name = os.path.basename(str(named))
        if not name.endswith(".ipynb"):
            return "notebook.ipynb"
        directory = os.path.dirname(str(named))
        return from_here(str(named)) if os.path.isdir(directory) else name

    def _publish(self, models: list[Model], findings: list[Finding]) -> None:
        text = write([FileResult("", tuple(models))], DEFAULT, Style())
        self.shell.display_pub.publish(
            {"text/html": table.page(models, findings), "text/plain": text + table.plain(findings)}
        )


def load(shell: Shell) -> None:
    """Begin to check what a shell runs, and define the magics."""
    if shell in _CHECKERS:
        return
    checker = _CHECKERS[shell] = Checker(shell)
    shell.events.register("post_run_cell", checker.ran)
    shell.register_magic_function(checker.cell_magic, "cell", "lint_params")
    shell.register_magic_function(checker.line_magic, "line", "lint_params")


def unload(shell: Shell) -> None:
    """Check no more."""
    checker = _CHECKERS.pop(shell, None)
    if checker is not None:
        checker.on = False
        shell.events.unregister("post_run_cell", checker.ran)


_CHECKERS: dict[Shell, Checker] = {}
"""By shell; IPython itself keeps what it is given by no other handle."""


def _made_in(model: Model, cell: int) -> bool:
    """Whether a cell makes a model, or a layer of it."""
    return model.span.cell == cell or any(layer.span.cell == cell for layer in model.layers)


def _until_error(text: str, error: BaseException) -> str:
    """The statements of a cell before the one that failed: those have been run."""
    python = python_of(text)
    try:
        starts = [node.lineno for node in ast.parse(python).body]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    failed, frames = 0, error.__traceback__
    while frames is not None and not failed:
        # The cell is the first code that is no function: all above it is the kernel's.
        code = frames.tb_frame.f_code
        failed = frames.tb_lineno if code.co_name in ("<module>", "<cell line>") else 0
        frames = frames.tb_next
    first = max((start for start in starts if start <= failed), default=1)
    return "\n".join(text.split("\n")[: first - 1])
