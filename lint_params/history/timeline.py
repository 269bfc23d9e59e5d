"""How the models of a path developed, commit by commit; what did not change is not read again.

One directory holds the files of one commit after another; only those that differ are written. A file is interpreted
again where it, a file that it read, the set of files, or anything besides code has changed: all a result depends on.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field

from lint_params.history.compare import SAME, ModelChange, compared
from lint_params.history.git import Blob, Commit, Repository
from lint_params.history.shot import ModelShot
from lint_params.history.tree import matters, write
from lint_params.records import dataclass
from lint_params.source.discovery import SKIPPED, SUFFIXES


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file holds: its models, and the paths of the other files that were read for it."""

    path: str
    models: tuple[ModelShot, ...] = ()
    depends_on: tuple[str, ...] = ()


Look = Callable[[Sequence[str]], Sequence[Looked]]
"""Interprets files, given by their paths below the working directory; tells of each."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A commit in which a model came, went or changed."""

    commit: Commit
    change: ModelChange


@dataclass(slots=True)
class Line:
    """One model through time, oldest moment first; ``last`` is what it is at the end, ``None`` where it is gone."""

    last: ModelShot | None
    moments: list[Moment] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A file as it was looked at: the content of all it depends on, and what came of it."""

    contents: Mapping[str, str]
    rest: int
    looked: Looked


@dataclass(slots=True)
class Timeline:
    """Goes through the commits of a repository in ``directory``, which is empty at first and the working directory."""

    repository: Repository
    directory: str
    look: Look
    looks: int = 0
    """Files that were interpreted."""
    _files: dict[str, str] = field(default_factory=dict)
    _kept: dict[str, list[_Kept]] = field(default_factory=dict)

    def lines(self, commits: Sequence[Commit], path: str) -> list[Line]:
        """Every model below a path (``""`` for all) through the commits, oldest first."""
        found: list[Line] = []
        for commit in commits:
            models = self._models(commit, path)
            before = [line.last for line in found if line.last is not None]
            by_shot = {id(line.last): line for line in found if line.last is not None}
            for change in compared(before, models):
                line = by_shot.get(id(change.before))
                if line is None:
                    line = Line(change.after)
                    found.append(line)
                if change.kind != SAME:
                    line.moments.append(Moment(commit, change))
                line.last = change.after
        return found

    def _models(self, commit: Commit, path: str) -> list[ModelShot]:
        self._check_out(commit, path)
        rest = hash((frozenset(self._files), frozenset(item for item in self._files.items() if not _is_code(item[0]))))
        wanted = [name for name in sorted(self._files) if _is_code(name) and _below(name, path)]
        known = {name: self._known(name, rest) for name in wanted}
        again = [name for name, looked in known.items() if looked is None]
        if again:
            self.looks += len(again)
            found = {looked.path: looked for looked in self.look(again)}
            for name in again:
                looked = known[name] = found[name]
                depends = {name, *looked.depends_on} & self._files.keys()
                contents = {one: self._files[one] for one in depends}
                self._kept.setdefault(name, []).append(_Kept(contents, rest, looked))
        return [model for looked in known.values() if looked is not None for model in looked.models]

    def _known(self, name: str, rest: int) -> Looked | None:
        for kept in reversed(self._kept.get(name, [])):
            same = kept.rest == rest and self._files[name] == kept.contents.get(name)
            if same and all(self._files.get(path) == content for path, content in kept.contents.items()):
                return kept.looked
        return None

    def _check_out(self, commit: Commit, path: str) -> None:
        """Bring the directory to the state of a commit."""
        blobs = {blob.path: blob.name for blob in self.repository.blobs(commit.name) if matters(blob.path)}
        for path in self._files.keys() - blobs.keys():
            os.unlink(os.path.join(self.directory, path))
            _remove_empty(self.directory, os.path.dirname(path))
        changed = [Blob(path, name) for path, name in blobs.items() if self._files.get(path) != name]
        write(self.repository, changed, self.directory, lambda name: _is_code(name) and _below(name, path))
        self._files = blobs


def _remove_empty(directory: str, path: str) -> None:
    """Remove directories that hold nothing any more: a package that is gone is no package."""
    while path:
        try:
            os.rmdir(os.path.join(directory, path))
        except OSError:
            return
        path = os.path.dirname(path)


def _is_code(path: str) -> bool:
    return path.lower().endswith(SUFFIXES)


def _below(name: str, path: str) -> bool:
    """Whether a file is the path, or one that is looked at in it."""
    if name == path:
        return True
    inside = name[len(path) + 1 :] if path else name
    parts = inside.split("/")[:-1]
    return (not path or name.startswith(f"{path}/")) and not any(part in SKIPPED or part[0] == "." for part in parts)


def present(lines: Sequence[Line]) -> Iterator[Line]:
    """The models that are there at the end first, then those that are gone."""
    yield from (line for line in lines if line.last is not None)
    yield from (line for line in lines if line.last is None)
