"""One partition from its files to its place in the output: what a worker runs."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import asdict

from lint_params.cli.stack import with_deep_stack
from lint_params.config.settings import Settings
from lint_params.records import dataclass
from lint_params.report.escape import whole
from lint_params.scan.analysis import Row, Tally, Watch, local, rows_of
from lint_params.scan.inputs import Columns, Partition, contents
from lint_params.scan.journal import DEATHS_ELSEWHERE, Journal, past
from lint_params.scan.output import Output, Tables
from lint_params.scan.records import Place
from lint_params.scan.tables import error_row, place_of

_one_at_a_time = threading.Lock()
"""A tree is mounted for the whole process, so its threads take turns; a worker has one anyway, unless told else."""


@dataclass(frozen=True, slots=True)
class Job:
    """What holds for all partitions: how they are read, where to, and for how long one file may be worked on."""

    output: str
    columns: Columns
    settings: Settings
    seconds: float


def scan_partition(job: Job, partition: Partition) -> dict[str, object]:
    """Scan one partition and mark it as done; what the mark says."""
    with _one_at_a_time:
        return with_deep_stack(lambda: _scanned(job, partition))


def _scanned(job: Job, partition: Partition) -> dict[str, object]:
    output = Output(job.output)
    before = past(output.journal(partition.number))
    journal = Journal(output.journal(partition.number), job.seconds)
    finished = False
    try:
        watch = Watch(journal.begin, journal.done, before.given_up(job.seconds))
        tally = Tally()
        start, cpu = time.perf_counter(), time.process_time()
        with Tables(output, partition.number) as tables:
            given_up = before.deaths[None] >= DEATHS_ELSEWHERE
            for name, row in _dead(partition) if given_up else _rows(job, partition, tally, watch):
                tables.add(name, row)
            tables.keep()
            took = {"seconds": time.perf_counter() - start, "cpu": time.process_time() - cpu}
            told = {**asdict(tally), **{f"{name}_rows": rows for name, rows in tables.rows.items()}}
            told |= {name: round(value, 3) for name, value in took.items()}
        output.mark(partition.number, told)
        finished = True
        return told
    finally:
        journal.close(gone=finished)


def _rows(job: Job, partition: Partition, tally: Tally, watch: Watch) -> Iterator[Row]:
    """All rows of a partition; where its source can't be read on, the last one says so."""
    settings = local(job.settings)
    read = contents(partition, job.columns)
    position = partition.first
    while True:
        try:
            batch = next(read, None)
        except Exception as error:  # whatever a damaged file makes of a reader
            message = whole(f"can't be read on: {type(error).__name__}: {error}"[:500])
            place = Place(position, None, "", "")
            yield "errors", error_row(place_of(partition.source, place), "source", message)
            return
        if batch is None:
            return
        position = batch.places[-1].position
        yield from rows_of(batch, partition.source, settings, tally, watch)


def _dead(partition: Partition) -> Iterator[Row]:
    place = place_of(partition.source, Place(partition.first, None, "", ""))
    message = f"workers died while they read {partition.first:,} to {partition.last:,}, over no file that could be told"
    yield "errors", error_row(place, "died", message)
