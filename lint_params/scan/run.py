"""A scan from its input to its output, with what is told on the way."""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from lint_params import __version__
from lint_params.cli.console import warn, write_over
from lint_params.config.settings import Settings
from lint_params.records import dataclass, field, replace
from lint_params.report.escape import printable
from lint_params.scan.cluster import local_workers, remote_workers, scan_all
from lint_params.scan.inputs import Input, Partition
from lint_params.scan.output import Output
from lint_params.scan.partition import Job
from lint_params.streams import INTERRUPTED

if TYPE_CHECKING:
    from distributed import Client


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be scanned, where to, by whom, and what is told of it."""

    input: Input
    output: Output
    settings: Settings
    workers: int
    scheduler: str | None = None
    seconds: float = 300.0
    quiet: bool = False


@dataclass(slots=True)
class Outcome:
    """What became of a scan: partitions done, before this run and in it, of how many; and what went wrong."""

    partitions: int
    before: int
    now: int = 0
    problems: list[str] = field(default_factory=list)
    interrupted: bool = False


def scan(request: Request) -> Outcome:
    """Scan all partitions that are not done yet. Raises ``Refused``, ``NoInput`` and ``Unreachable``."""
    output = request.output
    with output.lock():
        output.prepare(_manifest(request))
        partitions = list(request.input.partitions())
        before = output.done()
        left = [one for one in partitions if one.number not in before]
        outcome = Outcome(len(partitions), len(partitions) - len(left))
        progress = Progress(outcome, shown=not request.quiet and sys.stderr is not None and sys.stderr.isatty())
        if not left:
            return outcome
        job = Job(output.path, request.input.columns, request.settings, request.seconds)

        def done(partition: Partition, told: Mapping[str, object]) -> None:
            outcome.now += 1
            progress.tell(told)

        try:
            with _workers(request, len(left)) as client:
                progress.tell({})
                outcome.problems += scan_all(client, job, left, done)
        except KeyboardInterrupt:
            outcome.interrupted = True
        finally:
            progress.close()
    return outcome


def _workers(request: Request, most: int) -> AbstractContextManager[Client]:
    if request.scheduler is not None:
        return remote_workers(request.scheduler, request.output)
    return local_workers(min(request.workers, most))


def _manifest(request: Request) -> dict[str, object]:
    """What the output depends on; a run that differs in any of it can't go on with the work of an earlier one."""
    given = request.input
    columns = {name: list(getattr(given.columns, name)) for name in ("path", "content", "repo")}
    settings = pickle.dumps(replace(request.settings, root="", baseline=None), protocol=4)  # only written, never read
    return {
        "program": __version__,
        "input": f"{', '.join(source.path for source in given.sources[:3])}{' …' if len(given.sources) > 3 else ''}",
        "input digest": given.digest(),
        "columns": columns,
        "partition size": given.size,
        "settings digest": hashlib.blake2b(settings, digest_size=16).hexdigest(),
    }


@dataclass(slots=True)
class Progress:
    """One line on a terminal that is written over as partitions are done; nothing elsewhere."""

    outcome: Outcome
    shown: bool
    files: int = 0
    models: int = 0
    start: float = field(default_factory=time.monotonic)

    def tell(self, told: Mapping[str, object]) -> None:
        for name, rows in (("files", "files"), ("models", "models_rows")):
            value = told.get(rows)
            setattr(self, name, getattr(self, name) + (value if isinstance(value, int) else 0))
        if self.shown:
            write_over(self.line(time.monotonic() - self.start))

    def line(self, seconds: float) -> str:
        outcome = self.outcome
        done = outcome.before + outcome.now
        parts = [f"{done:,} of {outcome.partitions:,} partitions", f"{self.files:,} files", f"{self.models:,} models"]
        if outcome.now:
            left = seconds / outcome.now * (outcome.partitions - done)
            parts += [f"{self.files / max(seconds, 0.001):,.0f} files/s", f"{duration(left)} left"]
        return ", ".join(parts)

    def close(self) -> None:
        if self.shown:
            write_over("")


def duration(seconds: float) -> str:
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} s"


def complain(outcome: Outcome, path: str) -> int:
    """Say what went wrong; the exit status."""
    for problem in outcome.problems:
        warn(f"lint-params: {printable(problem)}")
    done = outcome.before + outcome.now
    if outcome.interrupted or outcome.problems:
        what = "interrupted" if outcome.interrupted else "not all could be done"
        shown = printable(os.path.relpath(path))
        warn(
            f"lint-params: {what}: {done:,} of {outcome.partitions:,} partitions are in {shown}; "
            "the same command again does the others"
        )
        return INTERRUPTED if outcome.interrupted else 2
    return 0
