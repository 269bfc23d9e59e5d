"""Files analysed one after another, or in several processes where that pays; in the same order either way."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Generic, TypeVar

from lint_params.cli.stack import with_deep_stack
from lint_params.config.settings import Settings
from lint_params.interpret.result import FileResult
from lint_params.records import dataclass, field, replace
from lint_params.source.disk import Facts, Footprint
from lint_params.source.file import ReadError, SourceFile

if TYPE_CHECKING:
    from lint_params.interpret.project import Project

PAYS = 400_000
"""Bytes of code for each process, below which starting one takes longer than it saves: to import all again takes half a
second of a processor, as much as a dozen files."""

BESIDE = 0.1
"""Seconds of finding files after which one process begins beside it, as more of the tree is likely to come than is
behind: it has started when the rest is found. A tree of 3,000 files in 50 MB, 30 of them with a model, takes three
quarters of the time that way."""

PAYS_BESIDE = 50_000
"""Bytes of code for which it does: what is begun in vain costs the processor a fifth of a second."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Task:
    """A file to interpret, the settings of its configuration, and what of it could not be read.

    ``code`` is ``None`` where nothing could; ``root`` is where its project begins.
    """

    path: str
    code: SourceFile | None
    errors: tuple[ReadError, ...]
    settings: Settings
    root: str

    @property
    def size(self) -> int:
        return sum(len(cell.text) for cell in self.code.cells) if self.code is not None else 0


@dataclass(frozen=True, slots=True)
class Analysed:
    """A file with what came out; ``settings`` are those of its configuration for all files, ``root`` where its project
    begins."""

    source: SourceFile
    settings: Settings
    result: FileResult
    root: str = ""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What work on one file gave, or the error of ours that it ended in; ``facts`` is what of the disk it rests on."""

    path: str
    value: T | None = None
    error: str | None = None
    trace: str = ""
    facts: Facts = field(default_factory=dict)


Work = Callable[[Analysed], T]


def outcomes(tasks: Iterable[Task], work: Work[T], jobs: int | None) -> Iterator[Outcome[T]]:
    """The outcome of every task, in order. ``work`` is a function of a module, as it may run in another process.

    No outcome comes before the last task is there; but where there is enough to do for all processes, they begin while
    the tasks are still being found.
    """
    most = jobs or cores()
    tasks, waiting, size, began = iter(tasks), list[Task](), 0, time.monotonic()
    for task in tasks:
        waiting.append(task)
        size += task.size
        beside = most > 1 and size >= PAYS_BESIDE and time.monotonic() - began > BESIDE
        if beside or pays(len(waiting), size, most) > 1:
            from lint_params.cli.processes import in_processes

            yield from in_processes(itertools.chain(waiting, tasks), work, most)
            return
    if any(task.code is not None for task in waiting):
        yield from with_deep_stack(lambda: [attempt(task, work) for task in waiting])
    else:
        yield from (attempt(task, work) for task in waiting)


def pays(tasks: int, size: int, most: int) -> int:
    """How many processes pay, ``most`` at most, for so many tasks with so many bytes of code in all."""
    return min(most, size // PAYS, tasks)


def attempt(task: Task, work: Work[T]) -> Outcome[T]:
    """Analyse a file and do the work; an error of ours is told, and costs no other file its result."""
    try:
        with Footprint(digests=True) as footprint:
            value = work(_analysed(task))
        return Outcome(task.path, value, facts=footprint.facts)
    except Exception as error:
        return broken(task.path, error)


def broken(path: str, error: Exception) -> Outcome[T]:
    """The outcome of a file on which an error of ours was met."""
    import traceback

    trace = "".join(traceback.format_exception(error))
    return Outcome(path, error=f"{type(error).__name__}: {error}", trace=trace)


def _analysed(task: Task) -> Analysed:
    if task.code is None:
        return Analysed(SourceFile(task.path, ()), task.settings, FileResult(task.path, errors=task.errors))
    result = interpret(task.code, task.settings, task.root)
    errors = sorted((*task.errors, *result.errors), key=lambda error: (error.cell or 0, error.line, error.column))
    return Analysed(task.code, task.settings, replace(result, errors=tuple(errors)), task.root)


def interpret(code: SourceFile, settings: Settings, root: str, project: Project | None = None) -> FileResult:
    """Interpret one file. Only here is the interpreter, and with it libcst, imported."""
    from pathlib import Path

    from lint_params.interpret import analyse

    settings = settings.for_file(settings.relative(code.path))
    inputs: dict[str, object] = {**settings.expressions(), **settings.named_inputs()}
    return analyse(
        code, root=Path(root), inputs=inputs, keras=settings.keras, layers=settings.layer_costs(), project=project
    )


def cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1
