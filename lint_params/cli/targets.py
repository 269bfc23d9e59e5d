"""``PATH:LINE`` of a command line, also as findings print places: ``model.ipynb:cell 3:7:5``."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from lint_params.api import result_of
from lint_params.cli.analysis import Request, Run
from lint_params.cli.console import warn
from lint_params.interpret.result import FileResult
from lint_params.records import dataclass, field, replace

T = TypeVar("T")

_PLACE = re.compile(r"(?P<path>.+?)(?::cell (?P<cell>\d{1,9}))?:(?P<line>\d{1,9})(?::\d{1,9})?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Target:
    """A path, and the line in it that is meant; ``cell`` is that of a notebook."""

    path: str
    line: int | None = None
    cell: int | None = None


@dataclass(slots=True)
class LookedUp(Generic[T]):
    """What was meant by the targets of a command line, and everything that was seen on the way."""

    chosen: list[T] = field(default_factory=list)
    results: list[FileResult] = field(default_factory=list)
    files: int = 0
    failed: bool = False


def looked_up(
    request: Request,
    choose: Callable[[Target, Sequence[FileResult]], list[T]],
    nothing: Callable[[Target, Sequence[FileResult]], str],
) -> LookedUp[T]:
    """What ``choose`` finds at each path of a request; where that is nothing on a line, ``nothing`` says so."""
    found: LookedUp[T] = LookedUp()
    for target in map(target_of, request.paths):
        run = Run.of(replace(request, paths=(target.path,)))
        results = list(run.results(result_of))
        chosen = choose(target, results)
        if target.line is not None and not chosen and not run.failed:
            found.failed = True
            warn(f"lint-params: {nothing(target, results)}")
        found.chosen += chosen
        found.results += results
        found.files += run.files
        found.failed = found.failed or run.failed
    return found


def target_of(text: str) -> Target:
    """The path and the line that an argument names; what exists as it stands is a path."""
    match = None if os.path.lexists(text) else _PLACE.fullmatch(text)
    if match is None:
        return Target(text)
    cell = match["cell"]
    return Target(match["path"], int(match["line"]), None if cell is None else int(cell))
