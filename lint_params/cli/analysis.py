"""From the paths of a command line to the result of each file; nothing one file holds keeps the others from theirs."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from lint_params.cli.console import warn
from lint_params.cli.options import Stop
from lint_params.config.discovery import Configurations
from lint_params.config.errors import ConfigError
from lint_params.config.settings import Settings
from lint_params.interpret.result import FileResult
from lint_params.report.escape import printable
from lint_params.source.discovery import Found, Missing, discover, shown
from lint_params.source.file import ReadError, SourceFile
from lint_params.source.prefilter import Prefilter
from lint_params.source.read import Reading, is_notebook, load, parse
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


def request_of(options: argparse.Namespace) -> Request:
    """What the options common to commands that read code ask for; a contradiction ends the command."""
    problem = None
    if options.stdin_filename is not None and STDIN not in options.paths:
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
        stdin_filename=options.stdin_filename,
        verbose=options.verbose,
        select=getattr(options, "select", None),
        ignore=getattr(options, "ignore", None),
    )


@dataclass(frozen=True, slots=True)
class Analysed:
    """One file that can hold a model: its text, the settings that hold for it, and what came out.

    ``whole`` are the settings of its configuration for all files.
    """

    source: SourceFile
    settings: Settings
    whole: Settings
    result: FileResult


@dataclass(slots=True)
class Run:
    """The files of one command line. ``failed`` says that a path was missing, or an analysis broke down."""

    request: Request
    configurations: Configurations
    files: int = 0
    """Files looked at, whether or not they can hold a model."""
    failed: bool = False
    _roots: Roots = field(default_factory=Roots)
    _prefilters: dict[str, Prefilter] = field(default_factory=dict)

    @staticmethod
    def of(request: Request) -> Run:
        """A run, its configuration read as far as it does not depend on the files; a mistake in it ends the command."""
        try:
            return Run(request, Configurations(request.config, request.isolated))
        except ConfigError as error:
            raise _stopped(error) from None

    def results(self) -> Iterator[Analysed]:
        """The files in order; those that can hold no model are left out."""
        try:
            for found in self._found():
                analysed = self._result(found)
                if analysed is not None:
                    yield analysed
        except ConfigError as error:
            raise _stopped(error) from None

    def guarded(self, path: str, work: Callable[[], T]) -> T | None:
        """The result of work on one file; an error of ours costs that file its result, and no other."""
        try:
            return work()
        except (ConfigError, Stop, OSError):
            raise
        except Exception as error:
            self._fail(f"{printable(path)}: internal error: {type(error).__name__}: {printable(str(error))[:300]}")
            if self.request.verbose:
                warn("\n".join(map(printable, "".join(traceback.format_exception(error)).split("\n"))))
            return None

    def described_settings(self) -> str:
        """The settings that hold for the first path, as YAML; those that differ for others are not shown."""
        from lint_params.cli.settings import described

        path = self.request.paths[0]
        try:
            return described(self._whole(os.path.join(path, "x") if os.path.isdir(path) else path))
        except ConfigError as error:
            raise _stopped(error) from None

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

    def _result(self, found: Found | ReadError) -> Analysed | None:
        if isinstance(found, ReadError):
            return self._analysed(found.path, found.path, found)
        self.files += 1
        path = found.shown if found.path == STDIN else found.path
        return self.guarded(found.shown, lambda: self._analysed(found.shown, path, self._reading(found, path)))

    def _reading(self, found: Found, path: str) -> Reading | ReadError | None:
        """The code of a file; ``None`` where it can hold no model."""
        limit = self._whole(path).max_file_size
        data = _stdin(found.shown) if found.path == STDIN else load(found.path, found.shown, limit)
        if isinstance(data, ReadError):
            return data
        if not self._prefilter(self._roots.of(path)).could_hold_model(path, data):
            return None
        return parse(data, found.shown, limit, _notebook(found, data))

    def _analysed(self, shown: str, path: str, reading: Reading | ReadError | None) -> Analysed | None:
        if reading is None:
            return None
        if isinstance(reading, ReadError):
            reading = Reading(None, (reading,))
        if reading.file is None and not reading.errors:
            return None  # a notebook in another language
        whole = self._whole(path)
        settings = whole.for_file(whole.relative(path))
        result = FileResult(shown)
        if reading.file is not None:
            result = analyse_source(reading.file, settings, self._roots.of(path))
        errors = sorted(
            (*reading.errors, *result.errors), key=lambda error: (error.cell or 0, error.line, error.column)
        )
        source = reading.file or SourceFile(shown, ())
        return Analysed(source, settings, whole, replace(result, errors=tuple(errors)))

    def _prefilter(self, root: str) -> Prefilter:
        if root not in self._prefilters:
            self._prefilters[root] = Prefilter(root)
        return self._prefilters[root]

    def _fail(self, message: str) -> None:
        self.failed = True
        warn(f"lint-params: {message}")


def analyse_source(file: SourceFile, settings: Settings, root: str) -> FileResult:
    """Interpret one file. Only here is the interpreter, and with it libcst, imported."""
    from pathlib import Path

    from lint_params.interpret import analyse

    inputs: dict[str, object] = {**settings.expressions(), **settings.named_inputs()}
    return analyse(file, root=Path(root), inputs=inputs, keras=settings.keras)


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


def _stopped(error: ConfigError) -> Stop:
    warn(f"lint-params: {printable(str(error))}")
    return Stop(2)
