"""From files that see each other to rows: the same reading, interpreting and checking as by every other command."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from lint_params.cli.pool import interpret
from lint_params.config.settings import Settings
from lint_params.interpret.project import Project
from lint_params.records import dataclass, field, replace
from lint_params.report.json import fix_object
from lint_params.report.summary_json import model_object
from lint_params.rules import check_file
from lint_params.scan.inputs import CODE, Source
from lint_params.scan.records import Batch, Place
from lint_params.scan.tables import Record, error_row, finding_row, model_rows, place_of
from lint_params.source.disk import Mount
from lint_params.source.file import ReadError
from lint_params.source.load import load
from lint_params.source.mounted import HeldTree
from lint_params.source.outline import KERAS, names_model
from lint_params.source.prefilter import Prefilter
from lint_params.source.read import parse
from lint_params.source.root import Roots

UNREADABLE = "LP901"
Row = tuple[str, Record]
"""The name of a table, and a row of it."""


@dataclass(slots=True)
class Tally:
    """What was seen: files of code, their bytes, those that could hold a model, models of other kinds."""

    files: int = 0
    bytes: int = 0
    read: int = 0
    not_counted: int = 0


@dataclass(slots=True)
class Watch:
    """Told of every file before it is parsed, by its position, and of its end; and which are not to be parsed again,
    with the reason."""

    begin: Callable[[int], None] = lambda position: None
    end: Callable[[], None] = lambda: None
    given_up: dict[int, str] = field(default_factory=dict)


def local(settings: Settings) -> Settings:
    """Settings for files that stand in the working directory's place, without what needs other files of the user."""
    return replace(settings, root=os.getcwd(), baseline=None)


def rows_of(batch: Batch, source: Source, settings: Settings, tally: Tally, watch: Watch) -> Iterator[Row]:
    """What there is to say of the files of a batch, in order. ``settings`` are those for files that stand here."""
    for place in batch.places:
        if place.problem is not None:
            kind = "too large" if " bytes" in place.problem else "record"
            yield "errors", error_row(place_of(source, place), kind, place.problem)
        elif batch.tree is None and _is_code(place):
            tally.files += 1
            tally.bytes += len(batch.files[place.inner])
    if batch.tree is None and not _speaks(batch):
        return
    with Mount(batch.tree or HeldTree(batch.files)):
        yield from _Analysis(source, settings, tally, watch, batch.tree is not None).rows(batch)


def _speaks(batch: Batch) -> bool:
    """Whether both words that a model needs are in files that see each other; where not, none of them holds one."""
    files = batch.files.values()
    return any(KERAS in data for data in files) and any(map(names_model, files))


def _is_code(place: Place) -> bool:
    return place.inner.lower().endswith(CODE)


@dataclass(slots=True)
class _Analysis:
    source: Source
    settings: Settings
    tally: Tally
    watch: Watch
    counting: bool
    """Whether files are counted here, as they are only read here."""
    _prefilter: Prefilter = field(default_factory=Prefilter)
    _roots: Roots = field(default_factory=Roots)
    _projects: dict[str, Project] = field(default_factory=dict)

    def rows(self, batch: Batch) -> Iterator[Row]:
        for place in batch.places:
            if place.problem is None and _is_code(place):
                yield from self._of_file(place)

    def _of_file(self, place: Place) -> Iterator[Row]:
        path = os.path.join(os.getcwd(), *place.inner.split("/"))
        if self.settings.excludes(self.settings.relative(path)):
            return
        root = self._roots.of(path)
        data = load(path, place.inner, self.settings.max_file_size)
        if self.counting:
            self.tally.files += 1
            self.tally.bytes += 0 if isinstance(data, ReadError) else len(data)
        if not isinstance(data, ReadError) and not self._prefilter.could_hold_model(path, data, root):
            return
        self.tally.read += 1
        about = place_of(self.source, place)
        if place.position in self.watch.given_up:
            yield "errors", error_row(about, "died", self.watch.given_up[place.position])
            return
        self.watch.begin(place.position)
        try:
            # All of it before the first row goes out: a file has all its rows, or one of an error.
            found = list(self._found(place, about, data, root))
        except Exception as error:
            found = [("errors", error_row(about, "internal", f"{type(error).__name__}: {error}"[:500]))]
        self.watch.end()
        yield from found

    def _found(self, place: Place, about: Record, data: bytes | ReadError, root: str) -> Iterator[Row]:
        if isinstance(data, ReadError):
            yield "errors", _unread(about, data)
            return
        reading = parse(data, place.inner, self.settings.max_file_size)
        if reading.file is None:
            yield from (("errors", _unread(about, error)) for error in reading.errors)
            return
        project = self._projects.setdefault(root, Project(root))
        result = interpret(reading.file, self.settings, root, project)
        errors = sorted((*reading.errors, *result.errors), key=lambda one: (one.cell or 0, one.line, one.column))
        result = replace(result, errors=tuple(errors))
        yield from (("errors", _unread(about, error)) for error in errors)
        for number, model in enumerate(result.models):
            row, layers = model_rows(about, number, model_object(model))
            yield "models", row
            yield from (("layers", layer) for layer in layers)
        for finding in check_file(result, reading.file, self.settings):
            if finding.code == UNREADABLE:
                continue  # it is among the errors
            fix = None if finding.fix is None else fix_object(finding.fix)
            yield "findings", finding_row(about, finding, fix)
        self.tally.not_counted += result.not_counted


def _unread(about: Record, error: ReadError) -> Record:
    kind = "too large" if "max-file-size" in error.message else "unreadable"
    return error_row(about, kind, error.message, error.line, error.column, error.cell)
