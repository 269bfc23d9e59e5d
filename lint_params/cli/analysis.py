"""From the paths of a command line to the files that can hold a model, and what comes out for each."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from lint_params.cli.console import warn
from lint_params.cli.options import Stop
from lint_params.cli.pool import Outcome, Task, Work, broken, outcomes
from lint_params.config.discovery import Configurations
from lint_params.config.errors import ConfigError
from lint_params.config.settings import Settings
from lint_params.report.escape import printable
from lint_params.source.discovery import Found, Missing, discover, shown
from lint_params.source.file import ReadError
from lint_params.source.prefilter import Prefilter
from lint_params.source.read import is_notebook, load, parse
from lint_params.source.root import Roots

STDIN = "-"
MAX_STDIN = 200_000_000
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Request:
    """What the common options of a command line ask for."""

    paths: tuple[str, ...] = ()
    config: str | None = None
    isolated: bool = False
    stdin_filename: str | None = None
    verbose: bool = False
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    jobs: int | None = None
    source: bytes | None = None
    """What standard input holds, where it is not to be read."""


def request_of(options: argparse.Namespace) -> Request:
    """What the options common to commands that read code ask for; a contradiction ends the command."""
    problem = None
    stdin_filename = getattr(options, "stdin_filename", None)
    if stdin_filename is not None and STDIN not in options.paths:
        problem = "--stdin-filename goes with the path -"
    elif options.config is not None and options.isolated:
        problem = "--config and --isolated exclude each other"
    if problem is not None:
        warn(f"lint-params: {problem}")
        raise Stop(2)
    return Request(
        paths=tuple(options.paths or ["."]),
        config=options.config,
        isolated=options.isolated,
        stdin_filename=stdin_filename,
        verbose=options.verbose,
        select=getattr(options, "select", None),
        ignore=getattr(options, "ignore", None),
        jobs=options.jobs,
    )


@dataclass(slots=True)
class Run:
    """The files of one command line. ``failed`` says that a path was missing, or an analysis broke down; ``problems``
    holds what was said of that. A mistake in a configuration raises ``ConfigError`` from every method."""

    request: Request
    configurations: Configurations
    files: int = 0
    """Files looked at, whether or not they can hold a model."""
    passed: list[str] = field(default_factory=list)
    """Their paths."""
    accept: Callable[[Settings], None] | None = None
    """Told the settings of every file before any work begins; may raise ``ConfigError``."""
    failed: bool = False
    problems: list[str] = field(default_factory=list)
    tell: Callable[[str], None] = warn
    """Told what stands in the way, and more about it if the request is verbose."""
    _roots: Roots = field(default_factory=Roots)
    _prefilter: Prefilter = field(default_factory=Prefilter)

    @staticmethod
    def of(request: Request, tell: Callable[[str], None] = warn) -> Run:
        """A run, its configuration read as far as it does not depend on the files."""
        return Run(request, Configurations(request.config, request.isolated), tell=tell)

    def results(self, work: Work[T]) -> Iterator[T]:
        """What ``work`` gives for each file that can hold a model, in order."""
        tasks = [task for found in self._found() if (task := self._readied(found)) is not None]
        for outcome in outcomes(tasks, work, self.request.jobs):
            if outcome.value is not None:
                yield outcome.value
            else:
                self._broken(outcome)

    def described_settings(self) -> str:
        """The settings that hold for the first path, as YAML; those that differ for others are not shown."""
        from lint_params.cli.settings import described

        return described(next(self.settings()))

    def settings(self) -> Iterator[Settings]:
        """The settings that hold for each path of the command line."""
        for path in self.request.paths:
            settings = self._whole(os.path.join(path, "x") if os.path.isdir(path) else path)
            if self.accept is not None:
                self.accept(settings)
            yield settings

    def _whole(self, path: str) -> Settings:
        """The settings of the configuration that holds for a file, with what the command line says instead."""
        settings = self.configurations.of(path)
        if self.request.select is not None:
            settings = replace(settings, select=self.request.select)
        if self.request.ignore is not None:
            settings = replace(settings, ignore=self.request.ignore)
        return settings

    def _found(self) -> Iterator[Found | ReadError]:
        for path in self.request.paths:
            if path == STDIN:
                continue
            for found in discover([path], self._excluded):
                if isinstance(found, Missing):
                    self._fail(f"{printable(found.path) or repr('')}: no such file or directory")
                else:
                    yield found
        if STDIN in self.request.paths:
            name = self.request.stdin_filename or "<stdin>"
            if not self._excluded(name, directory=False):
                yield Found(STDIN, name if self.request.stdin_filename is None else shown(name))

    def _excluded(self, path: str, directory: bool) -> bool:
        settings = self.configurations.of(os.path.join(path, "x") if directory else path)
        return settings.excludes(settings.relative(path), directory)

    def _readied(self, found: Found | ReadError) -> Task | None:
        """The file as something to interpret; an error of ours in reading it costs no other file its result."""
        try:
            return self._task(found)
        except (ConfigError, Stop):
            raise
        except Exception as error:
            self._broken(broken(found.path, error))
            return None

    def _task(self, found: Found | ReadError) -> Task | None:
        """The file as something to interpret; ``None`` where it can hold no model."""
        if isinstance(found, ReadError):
            return Task(found.path, None, (found,), self._whole(found.path), "")
        self.files += 1
        self.passed.append(found.shown)
        path = found.shown if found.path == STDIN else found.path
        settings, root = self._whole(path), self._roots.of(path)
        if self.accept is not None:
            self.accept(settings)
        data: bytes | ReadError
        if found.path == STDIN:
            data = _stdin(found.shown) if self.request.source is None else self.request.source
        else:
            data = load(path, found.shown, settings.max_file_size)
        if isinstance(data, ReadError):
            return Task(found.shown, None, (data,), settings, root)
        if not self._prefilter.could_hold_model(path, data, root):
            return None
        reading = parse(data, found.shown, settings.max_file_size, _notebook(found, data))
        if reading.file is None and not reading.errors:
            return None  # a notebook in another language
        return Task(found.shown, reading.file, reading.errors, settings, root)

    def _broken(self, outcome: Outcome[T]) -> None:
        self._fail(f"{printable(outcome.path)}: internal error: {printable(outcome.error or '')[:300]}")
        if self.request.verbose and outcome.trace:
            self.tell("\n".join(map(printable, outcome.trace.rstrip().split("\n"))))

    def _fail(self, message: str) -> None:
        self.failed = True
        self.problems.append(message)
        self.tell(f"lint-params: {message}")


def _stdin(name: str) -> bytes | ReadError:
    if sys.stdin is None:
        return ReadError(name, "standard input is closed")
    data = sys.stdin.buffer.read(MAX_STDIN + 1)
    return ReadError(name, f"more than {MAX_STDIN:,} bytes on standard input") if len(data) > MAX_STDIN else data


def _notebook(found: Found, data: bytes) -> bool | None:
    """Whether standard input is a notebook, where it has no name that says so."""
    if found.path != STDIN or is_notebook(found.shown):
        return None
    return found.shown == "<stdin>" and data.lstrip()[:1] == b"{" and b'"cells"' in data
