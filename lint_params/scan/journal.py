"""What a partition was at when its worker died: so that the file at fault is found, and left out the next time.

One file for each partition, written line by line as it goes. A beginning that no end follows is a death.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections import Counter
from collections.abc import Callable

from lint_params.records import dataclass, field

DEATHS = 2
"""Over the same file, after which it is given up; the first may have had another reason."""

DEATHS_ELSEWHERE = 4
"""While nothing was parsed, after which the partition is given up."""

_ATTEMPT, _DONE, _SLOW = "attempt", "done", "slow"
KILLED = 70
"""The exit status of a worker that ended itself over a file that took too long."""


@dataclass(frozen=True, slots=True)
class Past:
    """How often workers died over which file; ``None`` stands for none. ``slow``: those that took too long."""

    deaths: Counter[int | None] = field(default_factory=Counter)
    slow: frozenset[int] = frozenset()

    def given_up(self, seconds: float) -> dict[int, str]:
        """The files that are not to be parsed again, and why."""
        dead = {at: f"{deaths} workers died over it" for at, deaths in self.deaths.items() if at is not None}
        reasons = {at: text for at, text in dead.items() if self.deaths[at] >= DEATHS}
        return {**reasons, **dict.fromkeys(self.slow, f"not done after {seconds:g} seconds of the processor")}


def past(path: str) -> Past:
    """What the journal of a partition says of attempts that were not finished."""
    deaths: Counter[int | None] = Counter()
    slow: set[int] = set()
    current: int | None = None
    for number, line in enumerate(_lines(path)):
        if line == _ATTEMPT and number:
            deaths[current] += 1
            current = None
        elif line == _DONE:
            current = None
        elif line == _SLOW and current is not None:
            slow.add(current)
        elif line.isdigit():
            current = int(line)
    if _lines(path):
        deaths[current] += 1
    return Past(deaths, frozenset(slow))


def _lines(path: str) -> list[str]:
    try:
        with open(path, encoding="ascii", errors="replace") as file:
            return file.read().split("\n")[:-1]
    except FileNotFoundError:
        return []


class Journal:
    """The journal of an attempt. A file that takes more than ``seconds`` of the processor ends this process by ``end``:
    what runs here can't be stopped in another way. It is the processor's time, so that how busy a machine is decides
    nothing."""

    def __init__(self, path: str, seconds: float, end: Callable[[int], object] = os._exit) -> None:
        self._seconds = seconds
        self._end = end
        self._since: float | None = None
        self._closed = threading.Event()
        self._path = path
        # Without a buffer: what is written is there, whatever becomes of this process.
        self._file = open(path, "ab", buffering=0)  # noqa: SIM115
        self._say(_ATTEMPT)
        threading.Thread(target=self._watch, daemon=True).start()

    def begin(self, position: int) -> None:
        self._say(str(position))
        self._since = time.process_time()

    def done(self) -> None:
        self._since = None
        self._say(_DONE)

    def close(self, gone: bool) -> None:
        """Write no more; ``gone`` where the partition is done and needs no journal."""
        self._closed.set()
        self._file.close()
        if gone:
            with contextlib.suppress(OSError):
                os.unlink(self._path)

    def _say(self, word: str) -> None:
        self._file.write(f"{word}\n".encode())

    def _watch(self) -> None:
        while not self._closed.wait(min(1.0, self._seconds / 4)):
            since = self._since
            if since is not None and time.process_time() - since > self._seconds:
                self._say(_SLOW)
                self._end(KILLED)
                return
