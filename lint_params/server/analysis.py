"""The analysis of what is open in the editor: what ``lint-params check`` does, one file at a time."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lint_params.cli.checking import baseline_of
from lint_params.cli.pool import interpret
from lint_params.config.discovery import Configurations, discover
from lint_params.config.settings import Settings
from lint_params.interpret.result import FileResult
from lint_params.model.finding import Finding
from lint_params.records import dataclass, field, replace
from lint_params.source.discovery import Found
from lint_params.source.discovery import discover as files_below
from lint_params.source.file import ReadError, SourceFile
from lint_params.source.load import load
from lint_params.source.prefilter import Prefilter
from lint_params.source.read import parse
from lint_params.source.root import Roots

if TYPE_CHECKING:
    from lint_params.interpret.project import Project
    from lint_params.rules.mending import State

Stamp = tuple[int, int]
"""Size and time of a file: what tells whether it has changed."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file gives: its models and findings, and what they were found with."""

    path: str
    data: bytes
    source: SourceFile
    result: FileResult
    findings: tuple[Finding, ...]
    settings: Settings
    root: str = ""

    @property
    def whole(self) -> bool:
        """Whether all of the file could be read and parsed."""
        return not self.result.errors


@dataclass(slots=True)
class Inspector:
    """Inspects files, and keeps what is equal for many of them: configurations, parsed modules of the project.

    ``config`` is a configuration for all files instead of the nearest one, ``isolated`` leaves them out.
    """

    config: str | None = None
    isolated: bool = False
    _configurations: Configurations | None = None
    _used: dict[str, tuple[str | None, Stamp]] = field(default_factory=dict)
    """By directory, the configuration file that holds there, as it was when it was read."""
    _prefilter: Prefilter = field(default_factory=Prefilter)
    _roots: Roots = field(default_factory=Roots)
    _projects: dict[str, Project] = field(default_factory=dict)
    _saved: dict[str, tuple[list[Stamp], Inspection]] = field(default_factory=dict)

    def forget(self, listing: bool = True) -> None:
        """Files have changed; where ``listing``, some may have come or gone, which imports may mean.

        What was parsed knows by itself when it is old.
        """
        if listing:
            self._saved = {}
        self._configurations = None
        self._used = {}
        self._prefilter = Prefilter()
        self._roots = Roots()

    def inspect(self, path: str, data: bytes) -> Inspection:
        """What the bytes of a file give; nothing, where it is excluded or can hold no model. Raises ``ConfigError``."""
        settings, root = self.settings_of(path), self._roots.of(path)
        if self._excluded(path) or not self._prefilter.could_hold_model(path, data, root):
            return Inspection(path, data, SourceFile(path, ()), FileResult(path), (), settings, root)
        reading = parse(data, path, settings.max_file_size)
        return self._checked(path, data, reading.file, reading.errors, settings, root)

    def look(self, one: Inspection, data: bytes) -> State | None:
        """The state of an inspected file after an edit; ``None`` where it can then not be read or parsed in full."""
        from lint_params.rules.mending import State

        reading = parse(data, one.path, one.settings.max_file_size)
        if reading.file is None or reading.errors:
            return None
        after = self._checked(one.path, data, reading.file, (), one.settings, one.root)
        if after.result.errors:
            return None
        return State(data, after.source, after.result, after.findings)

    def settings_of(self, path: str) -> Settings:
        """The settings of the configuration that holds for a file; raises ``ConfigError``."""
        used = self.config or (None if self.isolated else discover(path))
        directory, state = os.path.dirname(os.path.abspath(path)), (used, _stamp(used))
        known = self._used.get(directory)
        # A configuration that has changed, or is new above directories that were looked at before.
        changed = known != state and (known is not None or state not in self._used.values())
        if self._configurations is None or changed:
            self._configurations = Configurations(self.config, self.isolated)
            self._used = {}
        self._used[directory] = state
        return self._configurations.of(path)

    def files(self, directories: Iterable[str]) -> Iterator[Found]:
        """The files below directories that ``lint-params check`` would look at."""
        for found in files_below(directories, self._excluded):
            if isinstance(found, Found):
                yield found

    def inspect_file(self, found: Found) -> Inspection:
        """What a file on disk gives, looked at again where it, its configuration, or a module it reads has changed.

        Raises ``ConfigError``.
        """
        settings = self.settings_of(found.path)
        known = self._saved.get(found.shown)
        if known is not None and known[0] == _stamps(known[1]) and known[1].settings == settings:
            return known[1]
        data = load(found.path, found.shown, settings.max_file_size)
        if isinstance(data, ReadError):
            one = self._checked(found.shown, b"", None, (data,), settings, self._roots.of(found.path))
        else:
            one = self.inspect(found.shown, data)
        # Of most files nothing is left to keep: they hold no model, and to see that is cheap.
        if one.source.cells:
            self._saved[found.shown] = _stamps(one), one
        return one

    def _excluded(self, path: str, directory: bool = False) -> bool:
        settings = self.settings_of(os.path.join(path, "x") if directory else path)
        return settings.excludes(settings.relative(path), directory)

    def _checked(
        self,
        path: str,
        data: bytes,
        source: SourceFile | None,
        errors: tuple[ReadError, ...],
        settings: Settings,
        root: str,
    ) -> Inspection:
        from lint_params.rules import check_file

        result = FileResult(path, errors=errors)
        if source is not None:
            result = interpret(source, settings, root, self._project(root))
            result = replace(result, errors=(*errors, *result.errors))
        baseline = baseline_of(settings)
        findings = check_file(result, source, settings, baseline)
        if baseline is not None:
            findings = baseline.unrecorded(path, findings)
        return Inspection(path, data, source or SourceFile(path, ()), result, tuple(findings), settings, root)

    def _project(self, root: str) -> Project:
        from lint_params.interpret.project import Project

        if root not in self._projects:
            self._projects[root] = Project(root)
        return self._projects[root]


def _stamps(one: Inspection) -> list[Stamp]:
    """The stamps of all files that an inspection depends on."""
    return [_stamp(path) for path in (one.path, one.settings.path, one.settings.baseline, *one.result.depends_on)]


def _stamp(path: str | None) -> Stamp:
    """What tells whether a file has changed."""
    try:
        status = os.stat(path) if path is not None else None
    except OSError:
        status = None
    return (0, 0) if status is None else (status.st_size, status.st_mtime_ns)
