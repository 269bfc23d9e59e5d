"""Partitions given out to the workers of a Dask cluster, and given out again where a worker dies."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from lint_params import __version__
from lint_params.scan.inputs import Partition
from lint_params.scan.output import MANIFEST, Output
from lint_params.scan.partition import Job, scan_partition

if TYPE_CHECKING:
    from distributed import Client, Future

HERE = "127.0.0.1"

START = 30
"""Seconds for which a scheduler is waited for, and then for its first worker."""

POLL = 20
NO_WORKERS = 15
"""Looks in a row, so many seconds apart, that find no worker, after which a scan is ended: it can be taken up again."""

IDLE_DEATHS = 3
"""Of workers in a row that wrote nothing into a partition's journal, after which it is left undone."""


class Unreachable(Exception):
    """Why there are no workers."""


@contextlib.contextmanager
def local_workers(number: int) -> Iterator[Client]:
    """A cluster on this machine, reached from nowhere else: processes of one thread each, restarted where they die."""
    import dask

    settings = {
        # A death is told at once: the journal says better than a count which partition is at fault.
        "distributed.scheduler.allowed-failures": 0,
        # No work is sent ahead to a worker that has some: it would die with it.
        "distributed.scheduler.worker-saturation": 1.0,
        "distributed.nanny.environ": {"OMP_NUM_THREADS": 1},
        "logging.distributed": "critical",
    }
    with dask.config.set(settings):
        from distributed import Client, LocalCluster

        with (
            LocalCluster(
                n_workers=number,
                threads_per_worker=1,
                processes=True,
                host=HERE,
                dashboard_address=f"{HERE}:0",
                worker_dashboard_address=f"{HERE}:0",
                silence_logs=50,
                preload=["lint_params.scan.preload"],
            ) as cluster,
            Client(cluster, set_as_default=False) as client,
        ):
            yield client


@contextlib.contextmanager
def remote_workers(address: str, output: Output) -> Iterator[Client]:
    """The cluster of a running scheduler, after a look whether its workers can do this; raises ``Unreachable``."""
    from distributed import Client

    try:
        client = Client(address, timeout=START, set_as_default=False)
    except (OSError, ValueError) as error:
        raise Unreachable(f"no scheduler at {address}: {error}") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=START)
        except TimeoutError:
            raise Unreachable(f"the scheduler at {address} has no workers") from None
        try:
            told = client.run(_version, os.path.join(output.path, MANIFEST))
        except ImportError as error:
            raise Unreachable(f"the workers of {address} lack this program: {error}") from None
        for worker, (version, sees) in sorted(told.items()):
            if version != __version__:
                raise Unreachable(f"worker {worker} has version {version} of this program, not {__version__}")
            if not sees:
                raise Unreachable(f"worker {worker} does not see {output.path}: scans write to a folder all can reach")
        yield client


def _version(manifest: str) -> tuple[str, bool]:
    return __version__, os.path.exists(manifest)


Told = Callable[[Partition, "dict[str, object]"], None]


def scan_all(client: Client, job: Job, partitions: Iterable[Partition], done: Told) -> list[str]:
    """Scan partitions, as many at a time as there are threads; ``done`` is told of each. What went wrong otherwise."""
    output = Output(job.output)
    waiting = iter(partitions)
    working: dict[Future[dict[str, object]], Partition] = {}
    idle: dict[int, tuple[int, int]] = {}
    problems: list[str] = []

    def give(partition: Partition) -> None:
        future = client.submit(scan_partition, job, partition, pure=False, retries=0)
        working[future] = partition

    while True:
        for partition in _next(waiting, max(1, sum(client.nthreads().values())) - len(working)):
            give(partition)
        if not working:
            return problems
        future = _finished(client, working)
        if future is None:
            problems.append(f"there have been no workers for {NO_WORKERS * POLL} seconds")
            return problems
        partition = working.pop(future)
        if future.status == "finished":
            done(partition, future.result())
            continue
        error = future.exception()
        if not _died(error):
            problems.append(f"partition {partition.number}: {type(error).__name__}: {error}")
            if isinstance(error, OSError):
                return problems  # the output can't be written: nor can that of the next one
            continue
        length = _length(output.journal(partition.number))
        deaths = idle[partition.number][1] + 1 if idle.get(partition.number, (None,))[0] == length else 1
        idle[partition.number] = length, deaths
        if deaths < IDLE_DEATHS:
            give(partition)
        else:
            problems.append(f"partition {partition.number}: {deaths} workers died before they began with it")


def _finished(client: Client, working: Iterable[Future[dict[str, object]]]) -> Future[dict[str, object]] | None:
    """A future that is no longer waited for; ``None`` where there are no workers that could end one."""
    from distributed import CancelledError, wait
    from distributed import TimeoutError as NoneYet

    without = 0
    while without < NO_WORKERS:
        with contextlib.suppress(NoneYet, CancelledError), client.as_current():
            wait(list(working), timeout=POLL, return_when="FIRST_COMPLETED")
        ended = next((future for future in working if future.status != "pending"), None)
        if ended is not None:
            return ended
        without = 0 if client.nthreads() else without + 1
    return None


def _next(waiting: Iterator[Partition], number: int) -> Iterator[Partition]:
    for _ in range(number):
        partition = next(waiting, None)
        if partition is None:
            return
        yield partition


def _died(error: BaseException | None) -> bool:
    from distributed import KilledWorker
    from distributed.client import FutureCancelledError

    return isinstance(error, (KilledWorker, FutureCancelledError))


def _length(path: str) -> int:
    try:
        return os.path.getsize(path)
    except OSError:
        return 0
