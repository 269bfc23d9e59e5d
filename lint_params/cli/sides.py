"""The models at one time: a git revision, the working tree, a file or directory, or a JSON summary."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lint_params.cli.analysis import Request, Run
from lint_params.cli.console import warn
from lint_params.cli.options import Stop
from lint_params.cli.pool import Analysed
from lint_params.records import dataclass, replace
from lint_params.report.escape import printable
from lint_params.source.discovery import SUFFIXES
from lint_params.source.file import ReadError

if TYPE_CHECKING:
    from lint_params.history.git import Repository
    from lint_params.history.shot import ModelShot

MAX_JSON = 200_000_000
"""Bytes of a JSON summary."""


@dataclass(frozen=True, slots=True)
class OverBudget:
    """A budget that is not kept: what tells it from others, and its message."""

    path: str
    code: str
    model: str
    layer: str
    message: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What comparing needs of one file."""

    path: str
    models: tuple[ModelShot, ...]
    over: tuple[OverBudget, ...]
    errors: tuple[ReadError, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """Everything at one time; ``failed`` says that a path was missing, or an analysis broke down, ``errors`` are what
    can't be read or parsed."""

    name: str
    models: tuple[ModelShot, ...]
    over: tuple[OverBudget, ...] = ()
    failed: bool = False
    one_file: bool = False
    errors: tuple[ReadError, ...] = ()

    @property
    def unread(self) -> frozenset[str]:
        """The files that can't be read as a whole."""
        return frozenset(error.path for error in self.errors)


def measured(one: Analysed) -> Measured:
    """The models of a file and the budgets that it is over; runs in this process or in another one."""
    from lint_params.history.baseline import stem
    from lint_params.history.shot import shot_of
    from lint_params.rules import check_file

    over = tuple(
        OverBudget(
            finding.span.path, finding.code, stem(finding.model or ""), stem(finding.layer or ""), finding.message
        )
        for finding in check_file(one.result, one.source, one.settings)
        if finding.code.startswith("LP1")
    )
    return Measured(one.result.path, tuple(map(shot_of, one.result.models)), over, one.result.errors)


def side_of(name: str | None, request: Request) -> Side:
    """What an argument names; ``None`` is the working tree. What can't be read ends the command."""
    if name is None:
        return _without_others(_measured("working tree", request))
    if os.path.isfile(name):
        if name.lower().endswith(".json"):
            return _of_json(name)
        return replace(_measured(name, replace(request, paths=(name,))), one_file=True)
    if os.path.isdir(name):
        with inside(name):
            return _measured(name, request)
    return _of_revision(name, request)


def repository() -> Repository:
    """The repository around the working directory; where there is none, the command ends."""
    from lint_params.history.git import GitError, Repository

    try:
        return Repository.around(os.getcwd())
    except GitError as error:
        raise _stopped(str(error)) from None


def _of_revision(name: str, request: Request) -> Side:
    from lint_params.history.git import GitError
    from lint_params.history.tree import checked_out

    around = repository()
    # Of the first commit, everything is new.
    if name == "HEAD" and around.unborn:
        return Side(name, ())
    try:
        commit = around.commit(name)
        relative = (path for path in map(_relative, request.paths) if path is not None)
        asked = [os.path.normpath(os.path.join(around.prefix, path)) for path in relative]
        with checked_out(around, commit, lambda path: _is_asked(path, asked)) as directory:
            start = os.path.join(directory, around.prefix)
            with contextlib.suppress(FileExistsError):
                os.makedirs(start)  # it may hold no code then, and yet what is asked about is seen from there
            if not os.path.isdir(start):
                return Side(name, ())
            paths = map(_relative, request.paths)
            there = [path for path in paths if path is not None and os.path.lexists(os.path.join(start, path))]
            with inside(start):
                # What is kept of files goes by their paths, and these are gone in a moment.
                gone = replace(request, paths=tuple(there), cache=False)
                return _measured(name, gone) if there else Side(name, ())
    except GitError as error:
        raise _stopped(str(error)) from None


def _is_asked(path: str, asked: Sequence[str]) -> bool:
    """Whether a path of the repository is code that is asked about, or below a directory that is."""
    below = any(one in (".", path) or path.startswith(f"{one.replace(os.sep, '/')}/") for one in asked)
    return below and path.lower().endswith(SUFFIXES)


def _relative(path: str) -> str | None:
    """A path that does not lead back to the working tree where one stands in a revision; ``None`` on another drive."""
    if not os.path.isabs(path):
        return path
    try:
        return os.path.relpath(os.path.realpath(path), os.path.realpath(os.getcwd()))
    except ValueError:
        return None


def _measured(name: str, request: Request) -> Side:
    run = Run.of(request)
    files = list(run.results(measured))
    models = tuple(model for file in files for model in file.models)
    errors = tuple(error for file in files for error in file.errors)
    over = tuple(over for file in files for over in file.over)
    return Side(name, models, over, run.failed, errors=errors)


def _without_others(side: Side) -> Side:
    """What is of this repository: submodules, and what else is a repository of its own, are in no commit of it."""
    own: dict[str, bool] = {"": True}

    def is_own(path: str) -> bool:
        above = os.path.dirname(path)
        if above not in own:
            own[above] = above.endswith(("..", "/")) or (
                is_own(above) and not os.path.lexists(os.path.join(above, ".git"))
            )
        return own[above]

    return replace(
        side,
        models=tuple(model for model in side.models if is_own(model.path)),
        over=tuple(over for over in side.over if is_own(over.path)),
        errors=tuple(error for error in side.errors if is_own(error.path)),
    )


def _of_json(name: str) -> Side:
    from lint_params.history.shot import NotASummary, shots_of_json

    try:
        with open(name, "rb") as file:
            return Side(name, tuple(shots_of_json(file.read(MAX_JSON))))
    except OSError as error:
        raise _stopped(f"{name}: {error.strerror}") from None
    except NotASummary as error:
        raise _stopped(f"{name}: {error}") from None


def _stopped(message: str) -> Stop:
    warn(f"lint-params: {printable(message)}")
    return Stop(2)


@contextlib.contextmanager
def inside(directory: str) -> Iterator[None]:
    """While it lasts, the working directory is another one."""
    before = os.getcwd()
    os.chdir(directory)
    try:
        yield
    finally:
        os.chdir(before)
