"""A history read by several processes, each for its share of the files: a file rests on what it was, not on others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from queue import SimpleQueue
from typing import TYPE_CHECKING

from lint_params.cli.analysis import Request
from lint_params.cli.pool import cores
from lint_params.cli.revisions import ALL, Changed, Models, Revisions, Share, is_code_below, states
from lint_params.history.git import Commit, GitError, Repository

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

PAYS = 150
"""Changed files of a history for each process, below which starting one takes longer than it saves."""

FILES = 4
"""Different files for each: one file is read by one process, however long its history is."""

Told = SimpleQueue[object]
"""What comes from a process: what each commit changes, lines to be told, an error, and last whether anything failed."""


class History:
    """The commits of a repository, at whose top one stands, with their models.

    ``path`` is what is looked at, ``""`` for everything; ``tell`` is told what stands in the way, ``step`` how many
    commits are done.
    """

    def __init__(
        self,
        repository: Repository,
        path: str,
        request: Request,
        tell: Callable[[str], None],
        step: Callable[[int], None],
    ) -> None:
        self._repository, self._path, self._request, self._step = repository, path, request, step
        self._tell_all = tell
        self._said: set[str] = set()
        self.failed = False

    def states(self, commits: Sequence[Commit]) -> Iterator[tuple[Commit, Models]]:
        """Every commit with its models; the same objects as before where nothing has changed."""
        processes = self._processes(commits)
        if processes > 1:
            return states(commits, self._shared(commits, processes))
        return states(commits, ([changed] for changed in self._own(commits, ALL)))

    def _processes(self, commits: Sequence[Commit]) -> int:
        """How many pay, this one included."""
        most = self._request.jobs or cores()
        if most == 1:
            return 1
        paths = (path for changes in self._repository.differences(commits) for path in changes)
        found = [path for path in paths if is_code_below(self._path, path)]
        return max(1, min(most, len(found) // PAYS, len(set(found)) // FILES))

    def _own(self, commits: Sequence[Commit], share: Share) -> Iterator[Changed]:
        revisions = Revisions(self._repository, self._path, self._request, self._tell, share)
        for done, changed in enumerate(revisions.changes(commits), 1):
            self._step(done)
            yield changed
        self.failed = self.failed or revisions.failed

    def _tell(self, problem: str) -> None:
        """Tell a problem once, though every process meets it."""
        if problem not in self._said:
            self._said.add(problem)
            self._tell_all(problem)

    def _shared(self, commits: Sequence[Commit], most: int) -> Iterator[Sequence[Changed]]:
        from lint_params.cli.processes import started, uninterrupted

        processes: list[SpawnProcess] = []
        try:
            told: list[Told] = [SimpleQueue() for _ in range(1, most)]
            for number, queue in enumerate(told, 1):
                given = self._repository, commits, self._path, self._request, Share(number, most)
                with uninterrupted():
                    processes.append(started(_into(queue), _follow, *given))
            # This process does its own share first: waiting for another at each commit, both would be idle in turns.
            own = list(self._own(commits, Share(0, most)))
            yield from zip(own, *map(self._of, told), strict=True)
        except BaseException:
            for process in processes:
                process.terminate()
            raise
        finally:
            for process in processes:
                process.join()

    def _of(self, told: Told) -> Iterator[Changed]:
        """What the commits change for one of the other processes."""
        while True:
            one = told.get()
            if isinstance(one, dict):
                yield one
            elif isinstance(one, str):
                self._tell(one)
            elif isinstance(one, bool):
                self.failed = self.failed or one
                return
            else:
                raise one if isinstance(one, GitError) else GitError("a process that read the history died")


def _into(queue: Told) -> Callable[[Connection], None]:
    """What puts all that comes from a connection into a queue, and ``None`` at its end."""

    def listen(connection: Connection) -> None:
        with connection, suppress(EOFError, OSError):
            while True:
                queue.put(connection.recv())
        queue.put(None)

    return listen


def _follow(
    connection: Connection, repository: Repository, commits: Sequence[Commit], path: str, request: Request, share: Share
) -> None:
    """Read the history for a share of the files: the work of another process."""
    revisions = Revisions(repository, path, request, connection.send, share)
    with suppress(OSError):  # nobody listens any more
        try:
            for changed in revisions.changes(commits):
                connection.send(changed)
        except GitError as error:
            connection.send(error)
        else:
            connection.send(revisions.failed)
