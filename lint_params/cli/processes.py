"""Files analysed in several processes at once. Apart, because what it imports costs every start of the program."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from queue import SimpleQueue
from typing import TYPE_CHECKING, Generic, TypeVar

from lint_params.__main__ import COLLECTED
from lint_params.cli.pool import Outcome, Task, Work, attempt, pays
from lint_params.cli.stack import with_deep_stack

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

T = TypeVar("T")
_SAFE = "PYTHONSAFEPATH"


def in_processes(tasks: Iterable[Task], work: Work[T], most: int) -> Iterator[Outcome[T]]:
    """The outcome of every task, in order; a task that takes its process down is an outcome with an error."""
    crew: _Crew[T] = _Crew(work, most)
    try:
        for task in tasks:  # found while the first are worked on
            crew.give(task)
        yield from crew.outcomes()
    except BaseException:
        crew.end(waits=False)
        raise
    crew.end(waits=True)


class _Crew(Generic[T]):
    """Processes that do the same work, each with a thread here that hands it one task after the other.

    A pool of the standard library has as many processes as it is made for, and one that dies takes the others with it;
    here one is added when there is enough for another to do, and one that dies costs the task that it had.
    """

    def __init__(self, work: Work[T], most: int) -> None:
        self._work = work
        self._most = most
        self._processes: list[SpawnProcess] = []
        self._given: SimpleQueue[tuple[int, Task] | None] = SimpleQueue()
        self._done: SimpleQueue[tuple[int, Outcome[T] | Task | None]] = SimpleQueue()
        """The number of a task and its outcome; ``None`` where its process died, the task where its outcome could
        not be brought over."""
        self._paths: list[str] = []
        self._sizes = [0]
        """Bytes of code of all tasks up to each."""

    def give(self, task: Task) -> None:
        """Have a task done; by one process more where what none has taken yet is enough for that."""
        self._given.put((len(self._paths), task))
        self._paths.append(task.path)
        self._sizes.append(self._sizes[-1] + task.size)
        waiting = self._given.qsize()
        processes = pays(waiting, self._sizes[-1] - self._sizes[len(self._paths) - waiting], self._most)
        while len(self._processes) < max(processes, 1):
            self._start()

    def outcomes(self) -> Iterator[Outcome[T]]:
        """The outcomes of all tasks that were given."""
        done: dict[int, Outcome[T]] = {}
        for number in range(len(self._paths)):
            while number not in done:
                at, outcome = self._done.get()
                if isinstance(outcome, Task):
                    outcome = with_deep_stack(partial(attempt, outcome, self._work))
                elif outcome is None:
                    outcome = Outcome(self._paths[at], error="the process that read it died")
                    if not self._given.empty():
                        self._start()
                done[at] = outcome
            yield done.pop(number)

    def end(self, waits: bool) -> None:
        """End the processes, at once if they are not waited for."""
        for process in self._processes:
            self._given.put(None)
            if not waits:
                process.terminate()
        for process in self._processes:
            process.join()

    def _start(self) -> None:
        with uninterrupted():
            self._processes.append(started(self._hand_over, _answer, self._work))

    def _hand_over(self, connection: Connection) -> None:
        """Give one task after the other to the process at the other end."""
        with connection:
            for number, task in iter(self._given.get, None):
                try:
                    connection.send(task)
                    outcome: Outcome[T] | None = connection.recv()
                except (EOFError, OSError):
                    self._done.put((number, None))
                    return
                except Exception:  # what was pickled can't be made again
                    outcome = None
                self._done.put((number, outcome or task))


def started(listen: Callable[[Connection], None], target: Callable[..., None], *arguments: object) -> SpawnProcess:
    """A process that runs ``target``, a function of a module, in this working directory: with its end of a connection,
    and ``arguments``. A thread runs ``listen`` with the other end."""
    # Not forked: threads are about, and a copy of a process with threads may never end.
    context, here = get_context("spawn"), os.getcwd()
    connection, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(target, here, theirs, *arguments), daemon=True)
    with _away(here), uninterrupted():  # nor is the thread, or this would be interrupted as the next one starts
        process.start()
        theirs.close()  # so that its end is seen
        threading.Thread(target=listen, args=(connection,), daemon=True).start()
    return process


def _serve(target: Callable[..., None], here: str, connection: Connection, *arguments: object) -> None:
    """The whole life of a process."""
    gc.set_threshold(*COLLECTED)
    os.chdir(here)
    with_deep_stack(lambda: target(connection, *arguments))


def _answer(connection: Connection, work: Work[T]) -> None:
    """Do what comes in until nothing will any more."""
    while True:
        try:
            task = connection.recv()
        except EOFError:
            return
        outcome = attempt(task, work)
        try:
            connection.send(outcome)
        except OSError:
            return
        except Exception:  # it can't be pickled
            connection.send(None)


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
def uninterrupted() -> Iterator[None]:
    """What is started within takes no notice of the terminal's interrupt: this process gets it too, and ends them."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    from multiprocessing.resource_tracker import ensure_running

    with _away(os.getcwd()):  # it is a process of Python
        ensure_running()  # else the first process to start has it begin, which lets interrupts through again
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
