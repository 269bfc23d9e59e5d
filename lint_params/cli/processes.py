"""Files analysed in several processes at once. Apart, because what it imports costs every start of the program."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children, get_context
from typing import TypeVar

from lint_params.cli.pool import Outcome, Task, Work, attempt
from lint_params.cli.stack import with_deep_stack

T = TypeVar("T")
_SAFE = "PYTHONSAFEPATH"


def in_processes(tasks: Iterable[Task], work: Work[T], processes: int) -> Iterator[Outcome[T]]:
    """The outcome of every task, in order; a task that takes its process down is an outcome with an error."""
    with _submitted(tasks, work, processes) as submitted:
        for task, future in submitted:
            try:
                yield future.result()
            except BrokenProcessPool:
                # A process died, and all that waited went with it: each gets another, which its neighbours can't break.
                yield _alone(task, work)
            except Exception as error:  # the result could not be brought over
                yield Outcome(task.path, error=f"{type(error).__name__}: {error}")


def _alone(task: Task, work: Work[T]) -> Outcome[T]:
    try:
        with _submitted([task], work, 1) as submitted:
            return submitted[0][1].result()
    except BrokenProcessPool:
        return Outcome(task.path, error="the process that read it died")


@contextmanager
def _submitted(tasks: Iterable[Task], work: Work[T], processes: int) -> Iterator[list[tuple[Task, Future[Outcome[T]]]]]:
    """The work given to processes of their own, which are ended where nobody waits for it any more."""
    before = set(active_children())
    # Not forked: threads are about, and a copy of a process with threads may never end.
    here = os.getcwd()
    with _uninterrupted(), _away(here):
        pool = ProcessPoolExecutor(processes, get_context("spawn"), os.chdir, (here,))
    with pool:
        try:
            submitted = []
            for task in tasks:  # found while the first are worked on
                with _uninterrupted(), _away(here):
                    submitted.append((task, _given(pool, task, work)))
            yield submitted
        except BaseException:
            for process in set(active_children()) - before:
                process.terminate()
            raise


def _given(pool: ProcessPoolExecutor, task: Task, work: Work[T]) -> Future[Outcome[T]]:
    try:
        return pool.submit(_attempt_deep, task, work)
    except BrokenProcessPool as error:  # a task before it took its process down
        future: Future[Outcome[T]] = Future()
        future.set_exception(error)
        return future


@contextmanager
def _away(here: str) -> Iterator[None]:
    """What is started within imports nothing from the working directory, which holds what is checked: a new process of
    Python looks there first, be it for ``pickle`` or ``socket``."""
    if sys.version_info < (3, 11):  # which know no better way than to be somewhere else
        os.chdir(os.path.dirname(os.__file__))
        try:
            yield
        finally:
            os.chdir(here)
        return
    before = os.environ.get(_SAFE)
    os.environ[_SAFE] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE]
        else:
            os.environ[_SAFE] = before


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """What is started within takes no notice of the terminal's interrupt: this process gets it too, and ends them."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _attempt_deep(task: Task, work: Work[T]) -> Outcome[T]:
    return with_deep_stack(lambda: attempt(task, work))
