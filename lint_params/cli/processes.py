"""Files analysed in several processes at once. Apart, because what it imports costs every start of the program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

from lint_params.cli.pool import Outcome, Task, Work, attempt
from lint_params.cli.stack import with_deep_stack

T = TypeVar("T")


def in_processes(tasks: Sequence[Task], work: Work[T], processes: int) -> Iterator[Outcome[T]]:
    """The outcome of every task, in order; a task that takes its process down is an outcome with an error."""
    with _pool(processes) as pool:
        futures = [pool.submit(_attempt_deep, task, work) for task in tasks]
        for task, future in zip(tasks, futures, strict=True):
            try:
                yield future.result()
            except BrokenProcessPool:
                # A process died, and all that waited went with it: each gets another, which its neighbours can't break.
                yield _alone(task, work)
            except Exception as error:  # the result could not be brought over
                yield Outcome(task.path, error=f"{type(error).__name__}: {error}")


def _alone(task: Task, work: Work[T]) -> Outcome[T]:
    try:
        with _pool(1) as pool:
            return pool.submit(_attempt_deep, task, work).result()
    except BrokenProcessPool:
        return Outcome(task.path, error="the process that read it died")


def _pool(processes: int) -> ProcessPoolExecutor:
    # Not forked: threads are about, and a copy of a process with threads may never end.
    return ProcessPoolExecutor(processes, get_context("spawn"))


def _attempt_deep(task: Task, work: Work[T]) -> Outcome[T]:
    return with_deep_stack(lambda: attempt(task, work))
