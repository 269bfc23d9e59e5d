"""From the paths of a command line to the files that can hold a model, and what comes out for each."""

from __future__ import annotations

import argparse
import os
import stat
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from lint_params.cli.console import Ticker, warn, write_over
from lint_params.cli.options import Stop
from lint_params.cli.pool import Outcome, Task, Work, broken, outcomes
from lint_params.config.discovery import Configurations
from lint_params.config.errors import ConfigError
from lint_params.config.settings import Settings
from lint_params.records import dataclass, field, replace
from lint_params.source import disk
from lint_params.source.discovery import Found, Missing, discover, shown
from lint_params.source.file import ReadError
from lint_params.source.load import is_notebook, load
from lint_params.source.outline import Outline, outline
from lint_params.source.prefilter import Prefilter
from lint_params.source.root import Roots

if TYPE_CHECKING:
    from lint_params.cache.files import Files

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
    cache: bool = False
    cache_directory: str | None = None
    progress: bool = False
    """Whether to show on a terminal how far long work has come."""


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
        cache=not options.no_cache,
        cache_directory=options.cache_dir,
        progress=not options.quiet,
    )


class Memory(Protocol[T]):
    """What earlier runs found in single files, for one kind of work."""

    def key(self, path: str, settings: Settings, root: str) -> str | None:
        """What the result for a file is known by; ``None`` where it is not kept."""

    def recall(self, key: str, settings: Settings) -> T | None:
        """The result, if all it rests on still holds."""

    def keep(self, key: str, value: T, facts: disk.Facts) -> None:
        """Keep a result with what it rests on."""


@dataclass(frozen=True, slots=True)
class Pending(Generic[T]):
    """A file that can hold a model: what is to be done, or what is known from an earlier run."""

    task: Task | None = None
    value: T | None = None
    key: str | None = None
    facts: disk.Facts = field(default_factory=dict)


@dataclass(slots=True)
class Run:
    """The files of one command line. ``failed`` says that a path was missing, or an analysis broke down; ``problems``
    holds what was said of that. A mistake in a configuration raises ``ConfigError`` from every method."""

    request: Request
    configurations: Configurations
    files: int = 0
    """Files looked at, whether or not they can hold a model."""
    passed: list[str] | None = None
    """Their paths, where a list is given."""
    accept: Callable[[Settings], None] | None = None
    """Told the settings of every file before any work begins; may raise ``ConfigError``."""
    failed: bool = False
    problems: list[str] = field(default_factory=list)
    tell: Callable[[str], None] = warn
    """Told what stands in the way, and more about it if the request is verbose."""
    _roots: Roots = field(default_factory=Roots)
    _prefilter: Prefilter = field(default_factory=Prefilter)
    cached: Files | None = None

    @staticmethod
    def of(request: Request, tell: Callable[[str], None] = warn) -> Run:
        """A run, its configuration read as far as it does not depend on the files."""
        return Run(request, Configurations(request.config, request.isolated), tell=tell, cached=_files(request))

    def results(self, work: Work[T], memory: Memory[T] | None = None) -> Iterator[T]:
        """What ``work`` gives for each file that can hold a model, in order; from ``memory`` where that has it."""
        waiting: list[Pending[T]] = []
        done = outcomes(self._tasks(waiting, memory), work, self.request.jobs)
        ticker = Ticker(self.request.progress)
        first = next(done, None)  # with that, all are waiting
        for number, one in enumerate(waiting, 1):
            ticker.tell(f"{number:,} of {len(waiting):,} files")
            if one.value is not None:
                yield one.value
                continue
            outcome, first = first or next(done), None
            disk.note(outcome.facts)
            if outcome.value is None:
                self._broken(outcome)
                continue
            if memory is not None and one.key is not None:
                memory.keep(one.key, outcome.value, {**outcome.facts, **one.facts})
            yield outcome.value
        write_over("")
        if self.cached is not None:
            self.cached.save()

    def _tasks(self, waiting: list[Pending[T]], memory: Memory[T] | None) -> Iterator[Task]:
        """What is to be done, as it is found; ``waiting`` then holds this and what is known already, in order."""
        for found in self._found():
            one = self._readied(found, memory)
            if one is not None:
                waiting.append(one)
                if one.task is not None:
                    yield one.task

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
        for found in discover([path for path in self.request.paths if path != STDIN], self._excluded):
            if isinstance(found, Missing):
                self._missing(found.path)
            else:
                yield found
        if STDIN in self.request.paths:
            name = self.request.stdin_filename or "<stdin>"
            if not self._excluded(name, directory=False):
                yield Found(STDIN, name if self.request.stdin_filename is None else shown(name))

    def _excluded(self, path: str, directory: bool) -> bool:
        settings = self.configurations.within(path if directory else os.path.dirname(path))
        return bool(settings.exclude) and settings.excludes(settings.relative(path), directory)

    def _readied(self, found: Found | ReadError, memory: Memory[T] | None) -> Pending[T] | None:
        """The file as something to interpret; an error of ours in reading it costs no other file its result."""
        try:
            return self._pending(found, memory)
        except (ConfigError, Stop):
            raise
        except Exception as error:
            self._broken(broken(found.path, error))
            return None

    def _pending(self, found: Found | ReadError, memory: Memory[T] | None) -> Pending[T] | None:
        """The file as something to interpret, or what is known of it; ``None`` where it can hold no model."""
        if isinstance(found, ReadError):
            return Pending(Task(found.path, None, (found,), self._whole(found.path), ""))
        self.files += 1
        if self.passed is not None:
            self.passed.append(found.shown)
        path = found.shown if found.path == STDIN else found.path
        settings, root = self._whole(path), self._roots.of(path)
        if self.accept is not None:
            self.accept(settings)
        known = self._known(path) if found.path != STDIN else None
        there, facts = known or self._looked_at(found, settings)
        if isinstance(there, ReadError):
            disk.note(facts)
        elif not self._holds(path, there, facts, root):
            return None
        key = memory.key(found.shown, settings, root) if memory is not None and found.path != STDIN else None
        if memory is not None and key is not None:
            value = memory.recall(key, settings)
            if value is not None:
                return Pending(value=value)
        if isinstance(there, Outline):
            there, facts = self._looked_at(found, settings)
            disk.note(facts)
        if isinstance(there, ReadError):
            return Pending(Task(found.shown, None, (there,), settings, root), key=key, facts=facts)
        from lint_params.source.read import parse

        reading = parse(there, found.shown, settings.max_file_size, _notebook(found, there))
        if reading.file is None and not reading.errors:
            return None  # a notebook in another language
        task = Task(found.shown, reading.file, reading.errors, settings, root)
        return Pending(task, key=key, facts=facts)

    def _looked_at(self, found: Found, settings: Settings) -> tuple[bytes | ReadError, disk.Facts]:
        """The bytes of a file; and what is seen there, where anything is kept of that."""
        if self.cached is None and not disk.watched():
            return self._bytes(found, settings), {}
        with disk.Footprint(digests=True, aside=True) as footprint:
            return self._bytes(found, settings), footprint.facts

    def _bytes(self, found: Found, settings: Settings) -> bytes | ReadError:
        if found.path != STDIN:
            return load(found.path, found.shown, settings.max_file_size)
        return _stdin(found.shown) if self.request.source is None else self.request.source

    def _holds(self, path: str, there: bytes | Outline, facts: disk.Facts, root: str) -> bool:
        """Whether a file may make a model. Where it may not, the run rests on no more of it than its outline."""
        if isinstance(there, bytes):
            there = outline(there)
            self._keep_outline(path, facts, there)
        holds = self._prefilter.could_hold_model(path, there, root)
        if holds:
            disk.note(facts)
        else:
            disk.note_outline(facts, there)
        return holds

    def _known(self, path: str) -> tuple[Outline, disk.Facts] | None:
        """The outline of a file, if it is known from an earlier run, and the file as it is now."""
        if self.cached is None:
            return None
        try:
            status = os.stat(path)
        except (OSError, ValueError):
            return None
        if not stat.S_ISREG(status.st_mode):
            return None
        path, fact = os.path.abspath(path), (disk.FILE, status.st_size, disk.changed(status), "")
        kept = self.cached.outline(path, fact)
        return None if kept is None else (kept, {path: fact})

    def _keep_outline(self, path: str, facts: disk.Facts, outline: Outline) -> None:
        path = os.path.abspath(path)
        fact = facts.get(path)
        if self.cached is not None and fact is not None and len(fact) == 4:
            self.cached.keep_outline(path, fact, outline)

    def _missing(self, path: str) -> None:
        from lint_params.report.escape import printable

        self._fail(f"{printable(path) or repr('')}: no such file or directory")

    def _broken(self, outcome: Outcome[T]) -> None:
        from lint_params.report.escape import printable

        self._fail(f"{printable(outcome.path)}: internal error: {printable(outcome.error or '')[:300]}")
        if self.request.verbose and outcome.trace:
            self.tell("\n".join(map(printable, outcome.trace.rstrip().split("\n"))))

    def _fail(self, message: str) -> None:
        self.failed = True
        self.problems.append(message)
        self.tell(f"lint-params: {message}")


def _files(request: Request) -> Files | None:
    """What is known of files from earlier runs; ``None`` where that is not asked for, or can't be kept."""
    if not request.cache:
        return None
    from lint_params.cache.files import Files
    from lint_params.cache.place import directory, stamp
    from lint_params.cache.store import Store

    place = directory(request.cache_directory)
    return None if place is None else Files(Store(place), stamp(), os.getcwd())


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
