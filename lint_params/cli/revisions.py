"""The models of one commit after another, at the cost of what each of them changes.

A file is interpreted again where it, its settings, or anything that was asked for it has changed: every look at the
project goes through ``disk``, and so to the tree of the revision, which takes it down. Which files can hold a model is
decided anew only where a word of a model or an import came or went.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from zlib import crc32

from lint_params.cli.analysis import Request
from lint_params.cli.pool import broken, interpret
from lint_params.config.discovery import Configurations
from lint_params.config.errors import ConfigError
from lint_params.config.settings import Settings
from lint_params.history.git import Commit, GitError, Repository
from lint_params.history.revision import CONTENT, Answers, RevisionTree
from lint_params.history.shot import ModelShot, shot_of
from lint_params.history.tree import MAX_FILE, matters
from lint_params.interpret.partial import Part, Watch
from lint_params.interpret.project import Project
from lint_params.records import dataclass
from lint_params.report.escape import printable
from lint_params.source.discovery import SUFFIXES, Walked
from lint_params.source.disk import Mount
from lint_params.source.file import ReadError
from lint_params.source.load import load
from lint_params.source.outline import Outline, outline
from lint_params.source.prefilter import Prefilter
from lint_params.source.read import parse
from lint_params.source.uses import uses_sequential

Models = tuple[ModelShot, ...]
Changed = dict[str, "Models | None"]
"""The models of the files that have others now, by path; ``None`` for a file that can hold none any more."""

KEPT = 32
"""States of one file that are remembered: what is put back needs no second look."""

LOWERED = 500
"""Files whose code is kept as it was parsed, to be run again when only a module of theirs has changed."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What came of a file, and what that rests on."""

    settings: Settings
    answers: Answers
    models: Models


@dataclass(frozen=True, slots=True)
class Share:
    """The files of one of several processes, each of which reads the whole history for its own ones."""

    number: int = 0
    of: int = 1

    def holds(self, path: str) -> bool:
        return self.of == 1 or crc32(os.fsencode(path)) % self.of == self.number


ALL = Share()


class Revisions:
    """The commits of a repository, at whose top one stands. ``path`` is what is looked at, ``""`` for everything."""

    def __init__(
        self, repository: Repository, path: str, request: Request, tell: Callable[[str], None], share: Share = ALL
    ) -> None:
        self._repository, self._path, self._request, self._tell = repository, path, request, tell
        self._share = share
        self._root = os.getcwd()
        self.failed = False
        self.looks = 0
        """Files that were interpreted."""
        self._prefilter = Prefilter(names=uses_sequential, keeping=True)
        self._watch = Watch()
        self._project = Project(self._root, LOWERED, self._watch)
        self._parts: dict[tuple[str, str, Part], str | None] = {}
        self._outlines: dict[str, Outline] = {}
        """By the name of a content."""
        self._wanted: set[str] = set()
        self._able: set[str] = set()
        """Of the files that are wanted, those that can hold a model."""
        self._current: dict[str, _Kept] = {}
        self._kept: dict[str, list[_Kept]] = {}
        self._watching: dict[str, set[str]] = {}
        """By path: the files for which it was looked at."""
        self._arranged: Answers = {}
        """What settings and walks rest on."""
        self._told: set[str] = set()

    def changes(self, commits: Sequence[Commit]) -> Iterator[Changed]:
        """What each commit changes of the models; the same objects as before where nothing has changed."""
        # A configuration that is named is that of today.
        explicit = None if self._request.config is None else Configurations(self._request.config)
        with self._repository.opened(MAX_FILE) as self._contents:
            self._tree = RevisionTree(self._contents.read, self._part)
            with Mount(self._tree):
                for commit, changes in zip(commits, self._repository.differences(commits), strict=True):
                    mine = {path: name for path, name in changes.items() if matters(path)}
                    before = set(self._tree.files)
                    yield self._follow(commit, before, self._tree.advance(mine), explicit)

    def _follow(self, commit: Commit, before: set[str], touched: set[str], explicit: Configurations | None) -> Changed:
        """Bring what is known to a commit; what that changes."""
        came = (touched & self._tree.files.keys()) - before
        went = (touched & before) - self._tree.files.keys()
        arranging = not self._arranged or self._rests_on(self._arranged, touched)
        try:
            if arranging:
                self._arrange(explicit or Configurations(None, self._request.isolated))
            else:
                self._choose(came, went)
        except ConfigError as error:
            self._warn(f"{commit.name[:9]}: {error}; read without a configuration")
            self._arrange(Configurations(None, isolated=True))
            self._arranged, arranging = {}, True  # to be tried again with the next commit
        everything = self._outlined(touched, came | went) or arranging
        doubtful = self._wanted if everything else came & self._wanted
        able = {name for name in sorted(doubtful) if self._share.holds(name) and self._could_hold(name)}
        able |= set() if everything else self._able & self._wanted
        changed: Changed = dict.fromkeys(self._able - able)
        self._able = able
        for name in changed:
            del self._current[name]
        watching = {name for path in touched for name in self._watching.get(path, ())}
        for name in sorted(able if arranging else (watching & able) | (able - self._current.keys())):
            if self._ensure(name, touched):
                changed[name] = self._current[name].models
        return changed

    def _rests_on(self, answers: Answers, touched: set[str]) -> bool:
        return not self._tree.holds({key: answer for key, answer in answers.items() if key[1] in touched})

    # Which files are looked at.

    def _arrange(self, configurations: Configurations) -> None:
        """Ask all of it anew: configurations, and what git ignores."""
        self._configurations, self._arranged, self._wanted = configurations, {}, set()
        with self._tree.asked() as self._arranged:
            self._walked = Walked(self._path or os.curdir, self._excluded)
        self._choose(self._tree.files.keys(), ())

    def _choose(self, came: Iterable[str], went: Iterable[str]) -> None:
        self._wanted.difference_update(went)
        with self._tree.asked() as answers:
            self._wanted.update(name for name in came if self._is_wanted(name))
        self._arranged.update(answers)

    def _warn(self, problem: str) -> None:
        """Tell a problem, once."""
        if problem.partition(": ")[2] not in self._told:
            self._told.add(problem.partition(": ")[2])
            self._tell(f"lint-params: {printable(problem)}")

    def _excluded(self, path: str, directory: bool) -> bool:
        settings = self._configurations.of(os.path.join(path, "x") if directory else path)
        return settings.excludes(settings.relative(path), directory)

    def _is_wanted(self, name: str) -> bool:
        if name == self._path:
            return not self._excluded(name, False)
        return is_code_below(self._path, name) and self._walked.passes(name)

    # Which of them can hold a model.

    def _outlined(self, touched: set[str], moved: set[str]) -> bool:
        """Take in what the bytes of files say; whether it can matter to other files than those that are new."""
        files, matter = [], any(name.endswith(".py") for name in moved)
        for name in sorted(touched & self._tree.files.keys()):
            known = self._prefilter.known(self._absolute(name))
            if known is not None and name not in moved and known != self._outline(name):
                files.append(name)
        files += [name for name in moved if self._prefilter.known(self._absolute(name)) is not None]
        if files or matter:
            directories = {os.path.dirname(self._absolute(name)) for name in moved} | set(map(self._absolute, touched))
            self._prefilter.forget(map(self._absolute, files), directories)
        return bool(files) or matter

    def _could_hold(self, name: str) -> bool:
        return self._prefilter.could_hold_model(self._absolute(name), self._outline(name), self._root)

    def _outline(self, name: str) -> Outline:
        content = self._tree.files[name]
        if content not in self._outlines:
            data = load(name, name)
            if isinstance(data, ReadError) and self._contents.lacks(content):
                raise GitError(f"{name}: the repository lacks it (a partial clone? another path can leave it out)")
            self._outlines[content] = (
                Outline.of(True, True) if isinstance(data, ReadError) else outline(data, uses_sequential)
            )
        return self._outlines[content]

    def _absolute(self, name: str) -> str:
        return os.path.join(self._root, *name.split("/")) if name else self._root

    # What is in them.

    def _ensure(self, name: str, touched: set[str]) -> bool:
        """Have the models of a file as it is now; whether they are others than before."""
        settings = self._configurations.of(name)
        was = self._current.get(name)
        if was is not None and was.settings == settings and not self._rests_on(was.answers, touched):
            return False
        known = reversed(self._kept.get(name, ()))
        now = next((one for one in known if one.settings == settings and self._tree.holds(one.answers)), None)
        if now is None:
            now = self._look(name, settings)
            self._kept.setdefault(name, []).append(now)
            del self._kept[name][:-KEPT]
        self._current[name] = now
        if now is not was:
            for _, path in now.answers:
                self._watching.setdefault(path, set()).add(name)
        return now is not was

    def _part(self, name: str, content: str, part: Part) -> str | None:
        """What stands for a part of a module, as it is now."""
        key = name, content, part
        if key not in self._parts:
            self._parts[key] = part.of(self._project.unit(self._absolute(name)))
        return self._parts[key]

    def _look(self, name: str, settings: Settings) -> _Kept:
        self.looks += 1
        self._watch.begin()
        with self._tree.asked() as answers:
            try:
                models = self._models(name, settings)
            except GitError:
                raise
            except Exception as error:
                self.failed = True
                self._tell(f"lint-params: {printable(name)}: internal error: {printable(str(error))[:300]}")
                if self._request.verbose:
                    self._tell("\n".join(map(printable, broken(name, error).trace.rstrip().split("\n"))))
                models = ()
        self._tree.settle_for(self._watch.parts(), answers)
        answers[CONTENT, name] = self._tree.files[name]
        return _Kept(settings, answers, models)

    def _models(self, name: str, settings: Settings) -> Models:
        data = load(name, name, settings.max_file_size)
        if isinstance(data, ReadError):
            return ()
        reading = parse(data, name, settings.max_file_size)
        if reading.file is None:
            return ()
        result = interpret(reading.file, settings, self._root, self._project)
        return tuple(map(shot_of, result.models))


def states(commits: Iterable[Commit], changes: Iterable[Sequence[Changed]]) -> Iterator[tuple[Commit, Models]]:
    """Every commit with its models, from what it changes in each share of the files."""
    standing: dict[str, Models] = {}
    models: Models = ()
    for commit, found in zip(commits, changes, strict=True):
        for changed in found:
            standing.update((name, made) for name, made in changed.items() if made is not None)
            for name in [name for name, made in changed.items() if made is None]:
                standing.pop(name, None)
        if any(found):
            models = tuple(model for name in sorted(standing) for model in standing[name])
        yield commit, models


def is_code_below(directory: str, path: str) -> bool:
    return path.lower().endswith(SUFFIXES) and (not directory or path.startswith(f"{directory}/"))
